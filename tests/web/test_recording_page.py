"""Speaking to the page in a real browser, whose microphone hears a tone."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.voice.audio import decode
from bot.voice.engines import Pcm
from tests.voice.recordings import pitch
from tests.web.fakes import Voices
from tests.web.talkers import PITCH, browser_that_hears, talking
from tests.web.visits import RunningChat, running_chat

pytestmark = pytest.mark.asyncio(loop_scope="module")
expect.set_options(timeout=5000)

REFUSING = """navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException("", "%s");
};"""
SLOW = """{
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    await new Promise((resolve) => { window.allow = resolve; });
    return ask(wanted);
  };
}"""
UNSAFE = "Object.defineProperty(navigator, 'mediaDevices', { value: undefined });"
SMALL_OR_OUTSIDE = """() => [...document.querySelectorAll("form button, form textarea")]
  .filter((node) => node.checkVisibility())
  .map((node) => [node.textContent, node.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < 44 || box.left < 0 ||
    box.right > innerWidth)"""
AT_ONCE = """(button) => {
  const press = () => button.ariaPressed === "true" && button.click();
  new MutationObserver(press).observe(button, { attributes: true });
  button.click();
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    async with browser_that_hears(tmp_path_factory.mktemp("speech")) as chrome:
        yield chrome


@pytest_asyncio.fixture(loop_scope="module")
async def chat() -> AsyncIterator[RunningChat]:
    async with running_chat() as chat:
        yield chat


async def test_what_is_said_arrives_as_it_sounded(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat) as ada:
        await ada.begin()
        assert await ada.listening() == 1
        await expect(ada.news).to_have_text("Recording.")
        await expect(ada.page.get_by_role("timer")).to_have_text("0:01")
        await ada.record.click()
        await expect(ada.page.locator(".person")).to_contain_text("Voice message")
        await expect(ada.page.locator(".coach").last).to_contain_text("I heard you.")
        await expect(ada.record).to_have_attribute("aria-pressed", "false")
        assert await ada.listening() == 0
    (recording,) = chat.conversation.recordings
    sound = decode(recording.content)
    assert isinstance(sound, Pcm)
    assert 0.8 < sound.seconds < 3
    assert pitch(sound) == pytest.approx(PITCH, rel=0.05)


async def test_two_in_a_row_arrive_in_order(chrome: Browser, chat: RunningChat) -> None:
    chat.conversation.hold = asyncio.Event()
    async with talking(chrome, chat) as ada:
        await ada.write("wait")
        await ada.speak()
        await expect(ada.record).to_have_attribute("aria-pressed", "false")
        await ada.write("after")
        chat.conversation.hold.set()
        await expect(ada.page.locator(".person .bubble")).to_have_text(
            ["wait", "Voice message", "after"]
        )


@pytest.mark.parametrize("way", ["button", "escape"])
async def test_a_cancelled_recording_goes_nowhere(
    chrome: Browser, chat: RunningChat, way: str
) -> None:
    async with talking(chrome, chat) as ada:
        text = ada.page.get_by_label("Your message")
        await text.fill("half a thought")
        await ada.begin()
        await expect(text).to_be_hidden()
        if way == "button":
            await ada.cancel.click()
        else:
            await ada.page.keyboard.press("Escape")
        await expect(ada.news).to_have_text("Cancelled.")
        await expect(ada.record).to_be_focused()
        await expect(text).to_have_value("half a thought")
        await expect(ada.cancel).to_be_hidden()
        await ada.page.wait_for_timeout(200)  # what should not come has no event
        assert await ada.listening() == 0
    assert chat.conversation.recordings == []


async def test_everything_works_from_the_keyboard(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat) as ada:
        await expect(ada.page.get_by_label("Your message")).to_be_focused()
        await ada.page.keyboard.press("Tab")
        await expect(ada.record).to_be_focused()
        await ada.page.keyboard.down("Enter")
        await expect(ada.record).to_have_attribute("aria-pressed", "true")
        await ada.page.wait_for_timeout(500)  # how long the recording is
        await ada.page.keyboard.down("Enter")  # held down: the second time counts as a repetition
        await ada.page.keyboard.up("Enter")
        await expect(ada.record).to_have_attribute("aria-pressed", "true")
        await ada.page.keyboard.press("Space")
        await expect(ada.page.locator(".person")).to_contain_text("Voice message")
        await expect(ada.record).to_be_focused()
        await ada.page.keyboard.press("Enter")
        await expect(ada.record).to_have_attribute("aria-pressed", "true")
        await ada.page.keyboard.press("Shift+Tab")
        await expect(ada.cancel).to_be_focused()
        await ada.page.keyboard.press("Enter")
        await expect(ada.record).to_be_focused()
    assert len(chat.conversation.recordings) == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("NotFoundError", "No microphone was found"),
        ("NotReadableError", "The microphone is busy"),
        ("NotAllowedError", "The microphone is not allowed here"),
        ("OverconstrainedError", "The microphone could not be used"),
    ],
)
async def test_why_nothing_is_recorded_is_a_clear_sentence(
    chrome: Browser, chat: RunningChat, name: str, sentence: str
) -> None:
    async with talking(chrome, chat, script=REFUSING % name) as ada:
        await ada.record.click()
        await expect(ada.page.get_by_role("alert")).to_contain_text(sentence)
        await expect(ada.record).to_have_attribute("aria-pressed", "false")
        await expect(ada.page.get_by_label("Your message")).to_be_visible()


async def test_a_person_who_refuses_is_told_how_to_allow_it(
    chrome: Browser, chat: RunningChat
) -> None:
    async with talking(chrome, chat, allowed=False) as ada:
        await ada.record.click()
        await expect(ada.page.get_by_role("alert")).to_contain_text("Allow it in the settings")
        await ada.write("then I write")
        await expect(ada.page.get_by_role("alert")).to_be_empty()
        await expect(ada.page.get_by_text("You said: then I write")).to_be_visible()


async def test_whoever_gives_up_before_the_microphone_is_there_is_not_heard(
    chrome: Browser, chat: RunningChat
) -> None:
    async with talking(chrome, chat, script=SLOW) as ada:
        await ada.record.click()
        await expect(ada.news).to_have_text("Waiting for the microphone.")
        await ada.page.keyboard.press("Escape")
        await expect(ada.news).to_have_text("Cancelled.")
        await ada.page.evaluate("() => window.allow()")
        await ada.page.wait_for_function("() => window.streams.length === 1")
        await ada.page.wait_for_timeout(100)  # what should not come has no event
        assert await ada.listening() == 0
        await expect(ada.record).to_have_attribute("aria-pressed", "false")


async def test_a_press_by_mistake_is_not_sent(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat) as ada:
        await ada.record.evaluate(AT_ONCE)
        await expect(ada.page.get_by_role("alert")).to_contain_text("too short")
    assert chat.conversation.recordings == []


async def test_after_a_minute_it_is_sent_by_itself(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat) as ada:
        await ada.page.clock.install()
        await ada.begin()
        await ada.page.clock.run_for(16_000)
        await expect(ada.news).to_have_text("15 seconds.")
        await ada.page.clock.run_for(43_000)
        await expect(ada.page.get_by_role("timer")).to_have_text("0:59")
        assert chat.conversation.recordings == []
        await ada.page.clock.run_for(1500)
        await expect(ada.page.get_by_text("I heard you.")).to_be_visible()
        assert await ada.listening() == 0


async def test_whoever_leaves_the_page_is_not_heard_any_more(
    chrome: Browser, chat: RunningChat
) -> None:
    async with talking(chrome, chat) as ada:
        await ada.begin()
        await ada.page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide'))")
        assert await ada.listening() == 0
    assert chat.conversation.recordings == []


async def test_what_did_not_get_through_is_said_again(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat, refused=True) as ada:
        await ada.page.route("**/listen", lambda route: route.abort())
        await ada.speak()
        await expect(ada.page.get_by_role("alert")).to_contain_text("Please say that again")
        await ada.page.unroute("**/listen")
        await ada.speak()
        await expect(ada.page.get_by_role("alert")).to_be_empty()
        await expect(ada.page.locator(".person")).to_contain_text("Voice message")


async def test_what_the_server_refuses_it_explains(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat, refused=True) as ada:
        await ada.page.context.clear_cookies()
        await ada.speak()
        await expect(ada.page.get_by_role("alert")).to_contain_text("lost track of who you are")


async def test_waiting_for_ears_is_shown(chrome: Browser, chat: RunningChat) -> None:
    chat.conversation.hold = asyncio.Event()
    async with talking(chrome, chat) as ada:
        await ada.page.route("**/listen", lambda route: route.continue_(post_data=b"wait"))
        await ada.speak()
        await expect(ada.page.locator("#typing")).to_have_text("The coach is listening …")
        chat.conversation.hold.set()
        await expect(ada.page.locator("#typing")).to_be_empty()


async def test_there_is_no_microphone_where_nobody_listens(chrome: Browser) -> None:
    async with (
        running_chat(voices=Voices(transcribes=False)) as chat,
        talking(chrome, chat) as ada,
    ):
        await expect(ada.record).to_be_hidden()


async def test_there_is_no_microphone_on_an_unsafe_line(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat, script=UNSAFE) as ada:
        await expect(ada.record).to_be_hidden()


@pytest.mark.parametrize("width", [320, 360, 1000])
async def test_all_keys_fit_and_the_one_pressed_stays_under_the_finger(
    chrome: Browser, chat: RunningChat, width: int
) -> None:
    async with talking(chrome, chat, width=width, height=640) as ada:
        assert await ada.page.evaluate(SMALL_OR_OUTSIDE) == []
        before = await ada.record.bounding_box()
        await ada.begin()
        assert await ada.page.evaluate(SMALL_OR_OUTSIDE) == []
        assert await ada.record.bounding_box() == before


async def test_a_screen_reader_finds_names_and_roles(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat) as ada:
        await ada.begin()
        await expect(ada.page.locator("form")).to_match_aria_snapshot("""
            - timer "Recorded"
            - button "Cancel"
            - button "Record a voice message" [pressed]
            - status: Recording.
            - paragraph: Press again to send, Escape to cancel.
            """)
        described = "(node) => document.getElementById(node.getAttribute('aria-describedby')).id"
        assert await ada.record.evaluate(described) == "spoken-keys"
        assert await ada.page.get_by_role("timer").get_attribute("aria-live") is None
