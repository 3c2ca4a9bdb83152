"""A session in a real browser: its card, its animations, and hands that use no mouse."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.domain.alarms import SendOutcome
from bot.domain.people import Person
from bot.domain.replies import Picture, Placement, Reply, Rows, Verb, act
from bot.knowledge.content.loading import Library
from bot.pictures.album import Album
from bot.pictures.loading import read_poses
from bot.session.model.choices import Side
from tests.browser import browser
from tests.web.visits import RunningChat, running_chat

pytestmark = pytest.mark.asyncio(loop_scope="module")
expect.set_options(timeout=5000)

PICTURE = Picture("standing_curl", "left", "Stand tall and bring the left heel to the buttock.")
RESTING = (("Start set 2 now",), ("\u221215 s", "+15 s", "No clock"), ("Pause", "Stop"))
PAIN = (("0 none", "1", "2", "3"), ("4", "5", "6", "7"), ("8", "9", "10 worst"), ("Never mind",))

SMALL_OR_OUTSIDE = """() => [...document.querySelectorAll("#log button, #log summary")]
  .map((node) => [node.textContent, node.getBoundingClientRect()])
  .filter(([, box]) => Math.min(Math.round(box.height), Math.round(box.width)) < 44
    || box.left < 0 || box.right > innerWidth)
  .map(([label, box]) => `${label}: ${box.width} x ${box.height}`)"""
CUT_OFF = """() => [...document.querySelectorAll("#log button")]
  .filter((node) => node.scrollWidth > node.clientWidth).map((node) => node.textContent)"""
AT_END = "(node) => node.scrollHeight - node.scrollTop - node.clientHeight < 2"
PLAYS = "(video) => video.readyState >= 2 && !video.paused && video.currentTime > 0"

ADDED = """() => {
  window.added = [];
  const note = (changes) => changes.forEach(({ addedNodes }) =>
    addedNodes.forEach((node) => window.added.push(node.className)));
  new MutationObserver(note).observe(document.getElementById("log"),
    { childList: true, subtree: true });
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome() -> AsyncIterator[Browser]:
    async with browser() as chrome:
        yield chrome


@pytest.fixture(scope="module")
def animation(library: Library, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real one."""
    poses = read_poses(library.exercises)
    album = Album(library.exercises, poses, tmp_path_factory.mktemp("album"))
    return album.animation(PICTURE.exercise, Side(PICTURE.side))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat(animation: bytes) -> AsyncIterator[RunningChat]:
    async with running_chat() as chat:
        chat.animations.files[PICTURE.exercise, PICTURE.side] = animation
        yield chat


@dataclass
class Session:
    """Somebody new with one tab."""

    chat: RunningChat
    page: Page
    person: Person
    revision: int = 0

    async def push(self, *replies: Reply) -> None:
        """Say something unasked."""
        assert await self.chat.channel.deliver(self.person, replies) is SendOutcome.SENT

    def card(
        self,
        text: str,
        *rows: tuple[str, ...],
        place: Placement = Placement.CARD,
        animated: bool = False,
    ) -> Reply:
        """A card whose buttons carry its number, as those of a session do."""
        self.revision += 1
        return Reply(
            text,
            title=f"Set {self.revision}",
            buttons=keys(rows, self.revision),
            place=place,
            picture=PICTURE if animated else None,
        )

    def button(self, label: str) -> Locator:
        return self.page.get_by_role("button", name=label, exact=True)

    async def type(self, words: str) -> None:
        await self.page.get_by_label("Your message").fill(words)
        await self.page.keyboard.press("Enter")

    @property
    def items(self) -> Locator:
        """Everything below the greeting."""
        return self.page.locator(".item:not(:first-child)")


def keys(rows: tuple[tuple[str, ...], ...], revision: int) -> Rows:
    return tuple(
        tuple(act(label, Verb.SESSION, str(revision), slug(label)) for label in row) for row in rows
    )


def slug(label: str) -> str:
    return "".join(letter for letter in label if letter.isalnum())


async def until(condition: str, node: Locator) -> None:
    """Wait for something that only a script can see."""
    await node.page.wait_for_function(condition, arg=await node.element_handle())


@asynccontextmanager
async def training(
    chrome: Browser,
    chat: RunningChat,
    *,
    width: int = 1000,
    height: int = 760,
    motion: Literal["reduce", "no-preference"] = "no-preference",
    dark: bool = False,
) -> AsyncIterator[Session]:
    """A session in a tab whose page must be free of errors to the end."""
    context = await chrome.new_context(
        viewport={"width": width, "height": height},
        reduced_motion=motion,
        color_scheme="dark" if dark else "light",
    )
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(chat.channel.url)
    await expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    yield Session(chat, page, [*chat.people.known.values()][-1])
    await context.close()
    assert complaints == []


async def test_a_tap_edits_the_card_in_its_place(chrome: Browser, chat: RunningChat) -> None:
    async with training(chrome, chat) as session:
        await session.push(session.card("Ten times.", ("Done",)))
        chat.conversation.answers["session:1:Done"] = (session.card("Breathe.", *RESTING),)
        await session.button("Done").click()
        await expect(session.items.locator(".bubble")).to_contain_text(["Breathe."])
        await expect(session.button("Done")).to_have_count(0)
        await expect(session.items).to_have_count(1)


async def test_after_typing_the_card_moves_down_and_the_old_buttons_go(
    chrome: Browser, chat: RunningChat
) -> None:
    async with training(chrome, chat) as session:
        await session.push(session.card("Ten times.", ("Done", "Stop")))
        chat.conversation.answers["done"] = (session.card("Breathe.", *RESTING),)
        await session.type("done")
        await expect(session.items).to_have_count(3)
        await expect(session.items.first.get_by_role("button")).to_have_count(0)
        await expect(session.items.first).to_contain_text("Ten times.")
        await expect(session.items.last.get_by_role("button")).to_have_count(6)
        await session.page.reload()
        await expect(session.page.locator("#log").get_by_role("button")).to_have_count(7)


async def test_a_card_that_nobody_asked_for_appears_and_is_scrolled_to(
    chrome: Browser, chat: RunningChat
) -> None:
    async with training(chrome, chat, width=360, height=640) as session:
        await session.type("one\ntwo\nthree\nfour\nfive\nsix")
        await expect(session.items).to_have_count(2)
        await session.push(session.card("Breathe.", *RESTING))
        await session.page.reload()
        await expect(session.button("Stop")).to_be_in_viewport()
        await session.push(session.card("Rest is over.", ("Start",), place=Placement.NEXT_CARD))
        await expect(session.button("Start")).to_be_in_viewport()
        await expect(session.button("Stop")).to_have_count(0)
        await expect(session.page.get_by_role("button", name="New messages")).to_be_hidden()
        await until(AT_END, session.page.locator("#scroller"))


async def test_an_animation_plays_silently_above_the_words_and_has_a_name(
    chrome: Browser, chat: RunningChat
) -> None:
    async with training(chrome, chat) as session:
        await session.push(session.card("Ten times.", ("Done",), animated=True))
        video = session.page.get_by_label(PICTURE.description)
        await expect(video).to_be_visible()
        await until(PLAYS, video)
        assert await video.evaluate("(video) => video.muted && video.loop && video.controls")
        above = await video.bounding_box()
        words = await session.page.get_by_text("Ten times.").bounding_box()
        assert above
        assert words
        assert above["y"] + above["height"] <= words["y"]
        details = session.page.get_by_text("The movement in words")
        await details.click()
        await expect(session.page.get_by_text(PICTURE.description)).to_be_visible()


async def test_the_place_of_an_animation_is_free_before_it_comes(
    chrome: Browser, chat: RunningChat
) -> None:
    async with training(chrome, chat) as session:
        await session.push(session.card("Ten times.", ("Done",), animated=True))
        video = session.page.locator("video")
        await until("(video) => video.videoWidth > 0", video)
        own, shown = await video.evaluate(
            "(it) => [it.videoWidth / it.videoHeight, it.clientWidth / it.clientHeight]"
        )
        assert own == pytest.approx(shown, rel=0.01)


async def test_whoever_wants_calm_starts_the_animation_alone(
    chrome: Browser, chat: RunningChat
) -> None:
    async with training(chrome, chat, motion="reduce") as session:
        await session.push(session.card("Ten times.", ("Done",), animated=True))
        await until("(video) => video.readyState >= 2", session.page.locator("video"))
        assert await session.page.locator("video").evaluate(
            "(video) => video.paused && !video.autoplay"
        )


async def test_an_animation_plays_on_while_its_card_is_edited(
    chrome: Browser, chat: RunningChat
) -> None:
    async with training(chrome, chat) as session:
        await session.push(session.card("Ten times.", ("Done",), animated=True))
        await until(PLAYS, session.page.locator("video"))
        handle = await session.page.locator("video").element_handle()
        await session.push(session.card("Breathe.", *RESTING))
        await expect(session.page.get_by_text("Breathe.")).to_be_visible()
        assert await handle.evaluate("(video) => video.isConnected && !video.paused")


async def test_an_edited_card_is_read_from_its_words_and_not_from_its_film(
    chrome: Browser, chat: RunningChat
) -> None:
    async with training(chrome, chat, width=360, height=640) as session:
        await session.push(session.card("Ten times.", ("Start",), *PAIN, animated=True))
        chat.conversation.answers["session:1:Nevermind"] = (
            session.card("Breathe.", *RESTING, *PAIN),
        )
        await session.button("Never mind").click()
        await expect(session.page.get_by_text("Breathe.")).to_be_in_viewport()
        await expect(session.button("Start set 2 now")).to_be_in_viewport()
        await expect(session.page.locator("video")).not_to_be_in_viewport()


async def test_an_animation_far_out_of_sight_is_let_go_and_comes_back(
    chrome: Browser, chat: RunningChat
) -> None:
    async with training(chrome, chat, height=500) as session:
        await session.push(session.card("Ten times.", ("Done",), animated=True))
        video = session.page.locator("video")
        await expect(video).to_have_attribute("src", "/pictures/standing_curl/left.mp4")
        for number in range(4):
            await session.push(Reply("\n".join(f"{number} {line}" for line in range(12))))
        await session.page.locator("#scroller").evaluate("(node) => node.scrollTo(0, 1e6)")
        await expect(video).not_to_have_attribute("src", "/pictures/standing_curl/left.mp4")
        await video.scroll_into_view_if_needed()
        await until(PLAYS, video)


async def test_the_words_of_an_animation_that_does_not_load_are_opened(
    chrome: Browser, chat: RunningChat
) -> None:
    context = await chrome.new_context()
    page = await context.new_page()
    await page.goto(chat.channel.url)
    await expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    person = [*chat.people.known.values()][-1]
    lost = Picture("standing_curl", "right", "Bring the right heel to the buttock.")
    await chat.channel.deliver(person, [Reply("Ten times.", picture=lost)])
    await expect(page.get_by_text(lost.description)).to_be_visible()
    await context.close()


async def test_the_focus_stays_on_the_button_of_the_same_name(
    chrome: Browser, chat: RunningChat
) -> None:
    async with training(chrome, chat) as session:
        await session.push(session.card("60 seconds.", *RESTING))
        chat.conversation.answers["session:1:15s"] = (session.card("75 seconds.", *RESTING),)
        await session.button("+15 s").focus()
        await session.page.keyboard.press("Enter")
        await expect(session.page.get_by_text("75 seconds.")).to_be_visible()
        await expect(session.button("+15 s")).to_be_focused()


async def test_the_focus_goes_to_the_first_button_when_its_own_is_gone(
    chrome: Browser, chat: RunningChat
) -> None:
    async with training(chrome, chat) as session:
        await session.push(session.card("Ten times.", ("Done",), ("Stop",)))
        chat.conversation.answers["session:1:Done"] = (session.card("Breathe.", *RESTING),)
        await session.button("Done").focus()
        await session.page.keyboard.press("Enter")
        await expect(session.button("Start set 2 now")).to_be_focused()


async def test_the_focus_goes_to_the_words_when_no_button_is_left(
    chrome: Browser, chat: RunningChat
) -> None:
    async with training(chrome, chat) as session:
        await session.push(session.card("Ten times.", ("Stop",)))
        chat.conversation.answers["session:1:Stop"] = (session.card("Well done."),)
        await session.button("Stop").focus()
        await session.page.keyboard.press("Enter")
        await expect(session.items.locator(".bubble")).to_be_focused()


async def test_the_focus_moves_down_with_the_card(chrome: Browser, chat: RunningChat) -> None:
    async with training(chrome, chat) as session:
        await session.push(session.card("Breathe.", *RESTING))
        await session.button("Pause").focus()
        await session.push(
            session.card("Rest is over.", ("Start",), ("Pause", "Stop"), place=Placement.NEXT_CARD)
        )
        await expect(session.items).to_have_count(2)
        await expect(session.items.last.get_by_role("button", name="Pause")).to_be_focused()


async def test_the_focus_of_somebody_who_writes_stays_in_the_field(
    chrome: Browser, chat: RunningChat
) -> None:
    async with training(chrome, chat) as session:
        await session.push(session.card("Breathe.", *RESTING))
        await session.page.get_by_label("Your message").focus()
        await session.push(session.card("Rest is over.", ("Start",), place=Placement.NEXT_CARD))
        await expect(session.button("Start")).to_be_visible()
        await expect(session.page.get_by_label("Your message")).to_be_focused()


async def test_a_key_that_is_held_down_is_one_tap(chrome: Browser, chat: RunningChat) -> None:
    async with training(chrome, chat) as session:
        await session.push(session.card("Ten times.", ("Done",)))
        chat.conversation.answers["session:1:Done"] = (session.card("Breathe.", ("Next",)),)
        await session.button("Done").focus()
        await session.page.keyboard.down("Enter")
        await expect(session.button("Next")).to_be_focused()
        await session.page.keyboard.down("Enter")  # the second time counts as a repetition
        await session.page.keyboard.up("Enter")
        await session.page.wait_for_timeout(200)  # what should not come has no event
    assert chat.conversation.heard(session.person) == ["/start", "session:1:Done"]


@pytest.mark.parametrize("width", [320, 360, 1000])
async def test_the_scale_of_pain_fits_any_hand_and_screen(
    chrome: Browser, chat: RunningChat, width: int
) -> None:
    async with training(chrome, chat, width=width, height=640) as session:
        await session.push(session.card("How bad is it?", *PAIN, animated=True))
        await expect(session.button("10 worst")).to_be_visible()
        for area in ("html", "#scroller"):
            fits = "(node) => node.scrollWidth <= node.clientWidth"
            assert await session.page.locator(area).evaluate(fits), area
        assert await session.page.evaluate(SMALL_OR_OUTSIDE) == []
        assert await session.page.evaluate(CUT_OFF) == []
        tops = (
            "(rows) => rows.map((row) => new Set([...row.children].map((b) => b.offsetTop)).size)"
        )
        assert await session.items.locator(".row").evaluate_all(tops) == [1, 1, 1, 1]


async def test_an_edit_is_read_out_politely_and_the_rest_is_not(
    chrome: Browser, chat: RunningChat
) -> None:
    async with training(chrome, chat) as session:
        await session.push(session.card("Ten times.", ("Done",), animated=True))
        await expect(session.button("Done")).to_be_visible()
        await session.page.evaluate(ADDED)
        await session.push(session.card("Breathe.", *RESTING))
        await expect(session.button("Pause")).to_be_visible()
        await session.push(session.card("Rest is over.", ("Start",), place=Placement.NEXT_CARD))
        await expect(session.button("Start")).to_be_visible()
        added = await session.page.evaluate("() => window.added")
        assert [name.split()[0] for name in added] == ["bubble", "choices", "item"]
        await expect(session.page.locator("#log")).to_have_attribute("aria-live", "polite")
