"""Hearing the coach in a real browser: once, one at a time, and never unasked for."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.domain.audio import Sound
from bot.domain.replies import Placement, Reply, Utterance, Verb, act, saying
from bot.voice.audio import encode
from tests.voice.recordings import tone
from tests.web.fakes import Voices
from tests.web.talkers import Talker, browser_that_hears, talking
from tests.web.visits import RunningChat, running_chat

pytestmark = pytest.mark.asyncio(loop_scope="module")
expect.set_options(timeout=5000)

LENGTH = 8.0
"""Seconds that everything said aloud takes, so that a test can come in between."""
SHORT = saying("short")
REFUSING = """HTMLMediaElement.prototype.play = async () => {
  throw new DOMException("", "NotAllowedError");
};"""
PAUSED = "(audio) => audio.paused"


class Speaker(Voices):
    """Says everything in one long tone, and what is short in a short one."""

    def __init__(self) -> None:
        super().__init__(sound=encode(tone(LENGTH, 48_000)))
        self.short = encode(tone(0.5, 48_000))

    async def synthesize(self, utterance: Utterance) -> Sound:
        await super().synthesize(utterance)
        return self.short if utterance == SHORT else self.sound


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    async with browser_that_hears(tmp_path_factory.mktemp("speech")) as chrome:
        yield chrome


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def voices() -> Speaker:
    return Speaker()


@pytest_asyncio.fixture(loop_scope="module")
async def chat(voices: Speaker) -> AsyncIterator[RunningChat]:
    async with running_chat(voices=voices) as chat:
        yield chat


def aloud(text: str) -> Reply:
    return Reply(text, utterance=saying(text))


async def test_a_spoken_question_has_a_spoken_answer(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat) as ada:
        await ada.speak()
        await ada.plays(ada.audio)
        assert await ada.audio.evaluate("(audio) => audio.duration") == pytest.approx(
            LENGTH, abs=0.2
        )
        await expect(ada.page.locator(".coach").last).to_contain_text("I heard you.")
        await expect(ada.page.get_by_label("This message, spoken")).to_be_visible()


async def test_nothing_speaks_by_itself_after_a_reload(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat) as ada:
        await ada.speak()
        await ada.plays(ada.audio)
        await ada.page.reload()
        listen = ada.page.get_by_role("button", name="Listen to this message")
        await expect(listen).to_have_text("Listen")
        await expect(ada.audio).to_have_count(0)
        await listen.focus()
        await ada.page.keyboard.press("Enter")
        await ada.plays(ada.audio)
        await expect(ada.audio).to_be_focused()
        await ada.page.keyboard.press("Space")
        await stops(ada)


async def stops(ada: Talker) -> None:
    """Wait until nothing is heard any more."""
    await ada.page.wait_for_function(PAUSED, arg=await ada.audio.last.element_handle())


async def test_one_is_heard_at_a_time(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat) as ada:
        await ada.push(aloud("One."), aloud("Two."))
        for _ in range(2):
            await ada.page.get_by_role("button", name="Listen").first.click()
        await ada.plays(ada.audio.last)
        assert await ada.audio.first.evaluate(PAUSED)
        await ada.audio.first.evaluate("(audio) => audio.play()")
        await stops(ada)


async def test_the_coach_is_silent_while_somebody_speaks(
    chrome: Browser, chat: RunningChat
) -> None:
    async with talking(chrome, chat) as ada:
        await ada.speak()
        await ada.plays(ada.audio)
        await ada.begin()
        assert await ada.audio.evaluate(PAUSED)
        await ada.push(aloud("The rest is over."))
        await expect(ada.page.get_by_text("The rest is over.")).to_be_visible()
        await expect(ada.page.get_by_role("button", name="Listen")).to_have_count(1)


@pytest.mark.parametrize("way", ["typed", "tapped"])
async def test_voice_off_is_meant_at_once(chrome: Browser, chat: RunningChat, way: str) -> None:
    buttons = ((act("Never speak", Verb.VOICE, "off"), act("Always", Verb.VOICE, "always")),)
    chat.conversation.answers["/voice off"] = chat.conversation.answers["voice:off"] = (
        Reply("I am silent."),
    )
    async with talking(chrome, chat) as ada:
        await ada.push(Reply("When shall I speak?", buttons=buttons))
        await ada.speak()
        await ada.plays(ada.audio)
        if way == "typed":
            await ada.write("/voice off")
        else:
            await ada.page.get_by_role("button", name="Never speak").click()
        await stops(ada)


async def test_what_is_typed_does_not_cut_the_coach_short(
    chrome: Browser, chat: RunningChat
) -> None:
    async with talking(chrome, chat) as ada:
        await ada.speak()
        await ada.plays(ada.audio)
        await ada.write("thank you")
        await expect(ada.page.get_by_text("You said: thank you")).to_be_visible()
        assert not await ada.audio.evaluate(PAUSED)


async def test_only_the_tab_that_was_spoken_to_answers(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat) as ada:
        other = await ada.page.context.new_page()
        await other.goto(chat.channel.url)
        await expect(other.locator("#log")).to_have_attribute("aria-busy", "false")
        await ada.page.bring_to_front()
        await ada.speak()
        await ada.plays(ada.audio)
        await expect(other.get_by_role("button", name="Listen")).to_be_visible()
        await typed(other, "now here")
        await expect(other.get_by_text("You said: now here")).to_be_visible()
        await ada.push(aloud("The rest is over."))
        await expect(ada.page.get_by_role("button", name="Listen")).to_be_visible()


async def typed(page: Page, words: str) -> None:
    await page.get_by_label("Your message").fill(words)
    await page.keyboard.press("Enter")


async def test_what_came_while_the_line_was_lost_waits(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat) as ada:
        await ada.write("hello")
        await expect(ada.page.get_by_text("You said: hello")).to_be_visible()
        await ada.page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide'))")
        await ada.push(aloud("The rest is over."))
        await ada.page.evaluate("() => dispatchEvent(new Event('online'))")
        await expect(ada.page.get_by_role("button", name="Listen")).to_be_visible()
        await ada.push(aloud("Two minutes are over."))
        await ada.plays(ada.audio)


async def test_a_browser_that_plays_nothing_by_itself_waits_for_a_tap(
    chrome: Browser, chat: RunningChat
) -> None:
    async with talking(chrome, chat, script=REFUSING) as ada:
        await ada.speak()
        await expect(ada.audio).to_be_visible()
        assert await ada.audio.evaluate(PAUSED)


async def test_a_sound_that_cannot_be_made_is_explained(chrome: Browser, chat: RunningChat) -> None:
    chat.conversation.answers[""] = (aloud("mumble"),)
    async with talking(chrome, chat, refused=True) as ada:
        await ada.speak()
        await expect(ada.page.get_by_text("This cannot be played just now.")).to_be_visible()
        await expect(ada.page.locator(".coach").last).to_contain_text("mumble")


async def test_a_card_that_is_edited_does_not_cut_its_sound_short(
    chrome: Browser, chat: RunningChat
) -> None:
    def card(text: str, utterance: Utterance | None = None) -> Reply:
        buttons = ((act("Done", Verb.SESSION, "d"),),)
        return Reply(text, buttons=buttons, place=Placement.CARD, utterance=utterance)

    async with talking(chrome, chat) as ada:
        chat.conversation.answers["session:d"] = (card("Go.", SHORT),)
        await ada.push(card("Set 1"))
        await ada.page.get_by_role("button", name="Done").click()
        await expect(ada.audio).to_have_count(1)
        audio = await ada.audio.element_handle()
        await audio.evaluate("(audio) => { audio.loop = true; }")
        await ada.push(card("Switch sides."))
        await expect(ada.page.get_by_text("Switch sides.")).to_be_visible()
        assert await audio.evaluate("(audio) => audio.isConnected && !audio.paused")
        await audio.evaluate("(audio) => { audio.loop = false; }")
        await expect(ada.audio).to_have_count(0)


async def test_new_buttons_do_not_make_it_speak_again(chrome: Browser, chat: RunningChat) -> None:
    async with talking(chrome, chat) as ada:
        rated = aloud("Cramps.")
        buttons = ((act("This helped", Verb.GOOD, "x"),),)
        chat.conversation.answers[""] = (Reply(rated.text, utterance=SHORT, buttons=buttons),)
        await ada.speak()
        audio = await ada.audio.element_handle()
        await ada.page.wait_for_function("(audio) => audio.ended", arg=audio)
        await ada.page.get_by_role("button", name="This helped").click()
        await expect(ada.page.get_by_role("button", name="Thank you")).to_be_visible()
        assert await audio.evaluate("(audio) => audio.isConnected && audio.ended")
