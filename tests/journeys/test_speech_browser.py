"""Somebody who really speaks with the coach in a real browser, and is spoken to: no stand-ins."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.knowledge.knowledge_base import KnowledgeBase
from tests.browser import browser, microphone
from tests.journeys.browser_trainee import Trainee, in_browser
from tests.journeys.sayings import CRAMPS, DONE, POPPED, Saying, speech_in, spoken
from tests.web.talkers import HEARD, write_wav

pytestmark = pytest.mark.asyncio(loop_scope="module")
expect.set_options(timeout=5000)
TRIES = 3


@dataclass
class Room:
    """Where people are; they are heard by what stands in the file of the microphone."""

    chrome: Browser
    microphone: Path
    first: Trainee


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room(
    tmp_path_factory: pytest.TempPathFactory, trained: Path, knowledge: KnowledgeBase
) -> AsyncIterator[Room]:
    said = tmp_path_factory.mktemp("speech") / "said.wav"
    async with (
        browser(*microphone(said, once=True)) as chrome,
        in_browser(chrome, trained, knowledge, engines=True) as trainee,
    ):
        yield Room(chrome, said, trainee)


@pytest_asyncio.fixture(loop_scope="module")
async def ada(room: Room) -> AsyncIterator[Trainee]:
    """Somebody new at the same assistant, whose engines are loaded."""
    page = await room.chrome.new_page(permissions=["microphone"])
    await page.goto(room.first.page.url)
    yield replace(room.first, page=page)
    await page.close()


async def speak(room: Room, ada: Trainee, saying: Saying) -> None:
    """Say it until it is said back: on a busy machine the browser's microphone stutters."""
    coach = ada.page.locator(".coach")
    for _ in range(TRIES):
        write_wav(room.microphone, spoken(saying))
        before = await coach.count()
        await ada.speak(spoken(saying).seconds)
        await expect(coach).not_to_have_count(before, timeout=10_000)
        if await ada.page.get_by_text(saying.said_back).count():
            return
    raise AssertionError(f"{saying.words!r} was not heard in {TRIES} tries")


async def plays(ada: Trainee) -> float:
    """Wait until the answer is heard; the seconds of speech in it."""
    audio = ada.page.locator("audio").last
    await expect(audio).to_be_visible()
    element = await audio.element_handle()
    await ada.page.wait_for_function(HEARD, arg=element)
    await ada.page.wait_for_function("(audio) => Number.isFinite(audio.duration)", arg=element)
    content = await ada.page.request.get(await audio.evaluate("(audio) => audio.src"))
    seconds = speech_in(await content.body())
    assert await audio.evaluate("(audio) => audio.duration") == pytest.approx(seconds, abs=0.1)
    return seconds


async def test_a_spoken_question_is_answered_in_words_and_aloud(room: Room, ada: Trainee) -> None:
    await speak(room, ada, CRAMPS)
    await ada.sees("Why do my hamstrings cramp?")
    assert await plays(ada) > 5


async def test_a_spoken_word_moves_a_session_on(room: Room, ada: Trainee) -> None:
    await ada.write("/session finisher")
    await ada.tap("Start: left leg")
    await expect(ada.page.get_by_role("button", name="Done: 12")).to_be_visible()
    await speak(room, ada, DONE)
    await expect(ada.page.get_by_role("button", name="Start: right leg")).to_have_count(1)
    assert await plays(ada) > 1


async def test_a_spoken_red_flag_locks(room: Room, ada: Trainee) -> None:
    await speak(room, ada, POPPED)
    await ada.sees("Please stop here")
    assert await plays(ada) > 5
    await ada.write("/session primer")
    await ada.reads("Training is paused here")
