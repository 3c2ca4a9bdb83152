"""Whole stories in a real browser: Chromium and the browser chat, nothing in between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from bot.domain.people import Person
from bot.domain.replies import Reply
from tests.browser import browser, chromium
from tests.web.fakes import InMemoryHistory, InMemoryPeople
from tests.web.visits import RunningChat, running_chat

pytestmark = pytest.mark.asyncio(loop_scope="module")
expect.set_options(timeout=5000)

CONTRAST = """() => {
  const channel = (c) => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((c) => channel(c / 255))
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const color = numbers(getComputedStyle(node).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if ((!own && !node.placeholder) || node.disabled || !node.checkVisibility()) continue;
    const pseudo = node.placeholder ? "::placeholder" : null;
    const [a, b] = [numbers(getComputedStyle(node, pseudo).color), behind(node)].map(luminance);
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push([node.className, node.textContent.slice(0, 30), ratio]);
  }
  return poor;
}"""


SMALL_OR_OUTSIDE = """() => [...document.querySelectorAll("button, textarea")]
  .filter((node) => node.checkVisibility())
  .map((node) => [node.textContent, node.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.left < 0 || box.right > innerWidth)"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome() -> AsyncIterator[Browser]:
    async with browser() as chrome:
        yield chrome


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat() -> AsyncIterator[RunningChat]:
    async with running_chat() as chat:
        yield chat


@dataclass
class Eyes:
    """What the browser notes about a page."""

    complaints: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", lambda it: self.complaints.append(f"{it.type}: {it.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.addresses.append(request.url))

    def errors(self, *, refused: bool) -> list[str]:
        """Complaints; those about a refused request only when none was expected."""
        return [
            complaint
            for complaint in self.complaints
            if not (refused and "Failed to load resource" in complaint)
        ]


def newest(chat: RunningChat) -> Person:
    """Who came last."""
    return [*chat.people.known.values()][-1]


async def settled(page: Page) -> None:
    """Until everything that was said so far is on the page."""
    await expect(page.locator("#log")).to_have_attribute("aria-busy", "false")


@asynccontextmanager
async def visiting(
    chrome: Browser,
    chat: RunningChat,
    *,
    width: int = 1000,
    height: int = 760,
    dark: bool = False,
    refused: bool = False,
) -> AsyncIterator[Page]:
    """Somebody new with one tab, whose page must be free of errors to the end."""
    eyes = Eyes()
    context = await chrome.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    context.on("page", eyes.watch)
    page = await context.new_page()
    await page.goto(chat.channel.url)
    await settled(page)
    yield page
    await context.close()
    assert eyes.errors(refused=refused) == []
    assert [one for one in eyes.addresses if not one.startswith(chat.channel.url)] == []


async def ask(page: Page, text: str) -> None:
    await page.get_by_label("Your message").fill(text)
    await page.keyboard.press("Enter")


async def test_the_page_loads_and_says_hello(chrome: Browser, chat: RunningChat) -> None:
    async with visiting(chrome, chat) as page:  # which also looks for errors and strangers
        await expect(page).to_have_title("Hamstring Coach")
        await expect(page.get_by_text("Ask me anything")).to_be_visible()
        await expect(page.get_by_label("Your message")).to_be_focused()


async def test_asking_and_choosing(chrome: Browser, chat: RunningChat) -> None:
    async with visiting(chrome, chat) as page:
        await ask(page, "why do I cramp?")
        await expect(page.locator(".person")).to_contain_text("why do I cramp?")
        answer = page.locator(".coach").last
        await expect(answer.locator(".title")).to_have_text("Why hamstrings cramp")
        await expect(answer.locator("p:not(.title, .note)")).to_have_count(2)
        await expect(answer.locator(".note")).to_have_text("From the article.")
        await page.get_by_role("button", name="Why do hamstrings cramp?").click()
        await expect(page.locator(".person").last).to_contain_text("Why do hamstrings cramp?")
        await expect(page.locator(".coach")).to_have_count(3)


async def test_an_edit_happens_in_its_place(chrome: Browser, chat: RunningChat) -> None:
    async with visiting(chrome, chat) as page:
        await ask(page, "cramps")
        await ask(page, "something else")
        await expect(page.locator(".item")).to_have_count(5)
        await page.get_by_role("button", name="This helped").click()
        third = page.locator(".item").nth(2)
        await expect(third.get_by_role("button")).to_have_text(["Thank you"])
        await expect(third.locator(".title")).to_have_text("Why hamstrings cramp")
        await page.reload()
        await expect(third.get_by_role("button")).to_have_text(["Thank you"])
        await expect(page.locator(".item")).to_have_count(5)


async def test_a_button_that_is_gone_is_explained(chrome: Browser, chat: RunningChat) -> None:
    async with visiting(chrome, chat, refused=True) as page:
        chat.history.messages.clear()
        await page.get_by_role("button", name="Why do hamstrings cramp?").click()
        await expect(page.get_by_role("alert")).to_contain_text("ask in your own words")


async def test_what_the_bot_says_by_itself_appears_in_every_tab(
    chrome: Browser, chat: RunningChat
) -> None:
    async with visiting(chrome, chat) as page:
        other = await page.context.new_page()
        await other.goto(chat.channel.url)
        await settled(other)
        person = newest(chat)
        await chat.channel.deliver(person, (Reply("Time to train."),))
        await expect(page.get_by_text("Time to train.")).to_be_visible()
        await expect(other.get_by_text("Time to train.")).to_be_visible()
        await ask(other, "on my way")
        await expect(page.get_by_text("You said: on my way")).to_be_visible()


async def test_a_reload_keeps_everything_in_order(chrome: Browser, chat: RunningChat) -> None:
    async with visiting(chrome, chat) as page:
        await ask(page, "one")
        await ask(page, "two")
        await expect(page.locator(".item")).to_have_count(5)
        before = await page.locator(".item").all_inner_texts()
        await page.reload()
        await settled(page)
        assert await page.locator(".item").all_inner_texts() == before


async def test_a_restart_keeps_everything_and_the_page_finds_back(chrome: Browser) -> None:
    people, history = InMemoryPeople(), InMemoryHistory()
    async with AsyncExitStack() as first:
        chat = await first.enter_async_context(running_chat(people=people, history=history))
        port = int(chat.channel.url.strip("/").rpartition(":")[2])
        async with visiting(chrome, chat, refused=True) as page:
            await ask(page, "before")
            await expect(page.locator(".item")).to_have_count(3)
            await first.aclose()
            await expect(page.locator("#banner")).to_contain_text("Connection lost")
            await ask(page, "lost words")
            await expect(page.get_by_role("alert")).to_contain_text("Your words are still here")
            await expect(page.get_by_label("Your message")).to_have_value("lost words")
            async with running_chat(people=people, history=history, port=port):
                await expect(page.locator("#banner")).to_be_empty()
                await page.get_by_role("button", name="Send").click()
                await expect(page.locator(".item")).to_have_count(5)
                await expect(page.get_by_role("alert")).to_be_empty()
                await expect(page.get_by_label("Your message")).to_have_value("")


async def test_everything_works_from_the_keyboard(chrome: Browser, chat: RunningChat) -> None:
    async with visiting(chrome, chat) as page:
        await page.keyboard.type("cramps")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.type("every time")
        await page.keyboard.press("Enter")
        await expect(page.locator(".person .line")).to_have_text(["cramps", "every time"])
        helped = page.get_by_role("button", name="This helped")
        await expect(helped).to_be_visible()
        for _ in range(2):  # backwards from the field: "It did not", then "This helped"
            await page.keyboard.press("Shift+Tab")
        await expect(helped).to_be_focused()
        outline = await helped.evaluate("(node) => getComputedStyle(node).outlineStyle")
        assert outline == "solid"
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Thank you")).to_be_focused()


async def test_whoever_writes_before_the_chat_is_ready_is_heard(
    chrome: Browser, chat: RunningChat
) -> None:
    context = await chrome.new_context()
    page = await context.new_page()

    asked = asyncio.Event()

    async def late(route: Route) -> None:
        await asked.wait()
        await route.continue_()

    await page.route("**/events*", late)
    await page.goto(chat.channel.url)
    await ask(page, "in a hurry")
    asked.set()
    await expect(page.get_by_text("You said: in a hurry")).to_be_visible()
    await context.close()


async def test_an_empty_message_cannot_be_sent(chrome: Browser, chat: RunningChat) -> None:
    async with visiting(chrome, chat) as page:
        send = page.get_by_role("button", name="Send")
        await expect(send).to_be_disabled()
        await page.keyboard.type("  ")
        await page.keyboard.press("Enter")
        await expect(send).to_be_disabled()
        await page.keyboard.type("hi")
        await expect(send).to_be_enabled()
    assert chat.conversation.heard(newest(chat)) == ["/start"]


async def test_nothing_sticks_out_at_any_size(chrome: Browser, chat: RunningChat) -> None:
    async with visiting(chrome, chat) as page:
        await ask(page, "W" * 300)
        await ask(page, "cramps")
        await expect(page.get_by_role("button", name="This helped")).to_be_attached()
        for width, height in ((320, 480), (360, 640), (360, 330), (1400, 900)):
            await page.set_viewport_size({"width": width, "height": height})
            for area in ("html", "#scroller"):
                fits = "(node) => node.scrollWidth <= node.clientWidth"
                assert await page.locator(area).evaluate(fits), (area, width, height)
            assert await page.evaluate(SMALL_OR_OUTSIDE) == [], (width, height)


@pytest.mark.parametrize("dark", [False, True])
async def test_all_text_stands_out_from_its_ground(
    chrome: Browser, chat: RunningChat, *, dark: bool
) -> None:
    async with visiting(chrome, chat, dark=dark) as page:
        await ask(page, "cramps")
        await expect(page.get_by_role("button", name="This helped")).to_be_visible()
        await page.keyboard.type("more")
        ground = await page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        assert (ground == "rgb(20, 25, 26)") is dark
        assert await page.evaluate(CONTRAST) == []


async def test_a_screen_reader_finds_names_and_roles(chrome: Browser, chat: RunningChat) -> None:
    async with visiting(chrome, chat) as page:
        await ask(page, "cramps")
        await expect(page.get_by_role("button", name="This helped")).to_be_visible()
        await expect(page.locator("body")).to_match_aria_snapshot("""
            - banner:
              - heading "Hamstring Coach" [level=1]
              - paragraph: Hamstring and posterior-chain training, answered in plain words.
              - navigation "Shortcuts":
                - button "Help"
            - main:
              - log "Conversation":
                - article:
                  - text: "Today Coach said:"
                  - paragraph: Hello
                  - group "Choices":
                    - button "Why do hamstrings cramp?"
                - article:
                  - text: "You said:"
                  - paragraph: cramps
            - contentinfo:
              - textbox "Your message"
              - button "Send" [disabled]
            """)
        await expect(page.locator("#log")).to_have_attribute("aria-live", "polite")


async def test_markup_stays_words(chrome: Browser, chat: RunningChat) -> None:
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    async with visiting(chrome, chat) as page:
        await ask(page, attack)
        await expect(page.locator(".person")).to_contain_text(attack)
        await expect(page.locator(".coach").last).to_contain_text(attack)
        await expect(page.locator("#log img, #log script")).to_have_count(0)


async def test_waiting_is_shown_only_when_it_lasts(chrome: Browser, chat: RunningChat) -> None:
    async with visiting(chrome, chat) as page:
        typing = page.locator("#typing")
        await ask(page, "quick")
        await expect(page.get_by_text("You said: quick")).to_be_visible()
        await expect(typing).to_be_empty()
        chat.conversation.hold = asyncio.Event()
        await ask(page, "wait")
        await expect(typing).to_have_text("The coach is writing …")
        chat.conversation.hold.set()
        await expect(page.get_by_text("You said: wait")).to_be_visible()
        await expect(typing).to_be_empty()


async def test_whoever_reads_further_up_is_not_pulled_down(
    chrome: Browser, chat: RunningChat
) -> None:
    async with visiting(chrome, chat, height=500) as page:
        for number in range(6):
            await ask(page, f"message {number}\nand more")
        await expect(page.locator(".item")).to_have_count(13)
        await page.mouse.move(400, 250)
        await page.mouse.wheel(0, -600)
        newer = page.get_by_role("button", name="New messages")
        await expect(newer).to_be_hidden()
        top = await page.locator("#scroller").evaluate("(node) => node.scrollTop")
        person = newest(chat)
        await chat.channel.deliver(person, (Reply("Time to train."),))
        await expect(newer).to_be_visible()
        assert await page.locator("#scroller").evaluate("(node) => node.scrollTop") == top
        await newer.click()
        await expect(page.get_by_text("Time to train.")).to_be_in_viewport()
        await expect(newer).to_be_hidden()


async def test_a_long_answer_is_shown_from_its_first_line(
    chrome: Browser, chat: RunningChat
) -> None:
    async with visiting(chrome, chat, height=500) as page:
        await ask(page, "\n".join(f"line {number}" for number in range(30)))
        await expect(page.locator(".item")).to_have_count(3)
        await expect(page.locator(".person .line").first).to_be_in_viewport()


async def test_a_cleared_cookie_begins_a_new_chat(chrome: Browser, chat: RunningChat) -> None:
    async with visiting(chrome, chat, refused=True) as page:
        await ask(page, "mine")
        await expect(page.locator(".item")).to_have_count(3)
        await page.context.clear_cookies()
        await ask(page, "who am I?")
        await expect(page.get_by_role("alert")).to_contain_text("lost track")
        await expect(page.locator(".item")).to_have_count(1)
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_text("You said: who am I?")).to_be_visible()


async def test_a_tab_of_an_earlier_visitor_joins_the_present_one(
    chrome: Browser, chat: RunningChat
) -> None:
    async with visiting(chrome, chat) as page:
        await ask(page, "mine")
        await expect(page.locator(".item")).to_have_count(3)
        await page.context.clear_cookies()
        other = await page.context.new_page()
        await other.goto(chat.channel.url)
        await settled(other)
        await ask(page, "both of us")
        await expect(other.get_by_text("You said: both of us")).to_be_visible()
        await expect(page.get_by_text("You said: both of us")).to_be_visible()
        await expect(page.locator(".item")).to_have_count(3)


async def test_a_fifth_tab_lets_the_first_one_rest_until_it_is_selected(
    chrome: Browser, chat: RunningChat
) -> None:
    async with visiting(chrome, chat) as page:
        others = [await page.context.new_page() for _ in range(4)]
        for other in others:
            await other.goto(chat.channel.url)
            await settled(other)
        await expect(page.locator("#banner")).to_contain_text("resting")
        await ask(others[-1], "hello")
        await expect(others[-1].get_by_text("You said: hello")).to_be_visible()
        await page.bring_to_front()
        await page.evaluate("() => dispatchEvent(new Event('focus'))")
        await expect(page.get_by_text("You said: hello")).to_be_visible()
        await expect(page.locator("#banner")).to_be_empty()


async def test_without_chromium_the_reason_is_a_clear_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(AssertionError, match="need Chromium: none of chromium"):
        chromium()
