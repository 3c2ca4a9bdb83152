"""Somebody who speaks with the coach in a real browser; what is heard of it is up to the test."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from bot.domain.audio import (
    ExpectedSpeech,
    NotHeard,
    RecognitionError,
    Recording,
    Sound,
    Transcript,
)
from bot.domain.replies import Utterance
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.voice.audio import decode, encode
from bot.voice.engines import Pcm
from tests import fakes
from tests.journeys.browser_trainee import Trainee, in_browser
from tests.voice.recordings import tone
from tests.web.talkers import HEARD, browser_that_hears

pytestmark = pytest.mark.asyncio(loop_scope="module")
expect.set_options(timeout=5000)

CRAMPS = "why do my hamstrings cramp"
REPS = "how many reps should i do"
POPPED = "something popped and now it is numb"


@dataclass
class Voices(fakes.Voices):
    """Hears what is to be heard next, whatever was recorded, and says everything in one tone."""

    next: Transcript | NotHeard = field(default_factory=lambda: NotHeard(RecognitionError.SILENT))
    tone: Sound = field(default_factory=lambda: encode(tone(1.0, 48_000)))

    def will_hear(self, *hypotheses: str | tuple[str, float] | RecognitionError) -> None:
        self.next = self.known[self.recording(*hypotheses).content]

    async def transcribe(
        self, recording: Recording, grammar: ExpectedSpeech
    ) -> Transcript | NotHeard:
        assert isinstance(decode(recording.content), Pcm)
        self.grammars.append(grammar)
        return self.next

    async def synthesize(self, utterance: Utterance) -> Sound:
        await super().synthesize(utterance)
        return self.tone

    @property
    def words(self) -> str:
        """What was said last."""
        return " ".join(cue.words for cue in self.said[-1].cues)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    async with browser_that_hears(tmp_path_factory.mktemp("speech")) as chrome:
        yield chrome


@pytest.fixture
def voices() -> Voices:
    return Voices()


@pytest_asyncio.fixture(loop_scope="module")
async def ada(
    chrome: Browser, tmp_path: Path, knowledge: KnowledgeBase, voices: Voices
) -> AsyncIterator[Trainee]:
    async with in_browser(chrome, tmp_path, knowledge, voices) as trainee:
        yield trainee


def said_back(ada: Trainee, words: str) -> Locator:
    return ada.page.get_by_text(f"I heard: \u201c{words}\u201d")


async def plays(ada: Trainee) -> None:
    """Wait until the last thing said aloud is heard, as a whole."""
    audio = ada.page.locator("audio").last
    await expect(audio).to_be_visible()
    handle = await audio.element_handle()
    await ada.page.wait_for_function(HEARD, arg=handle)
    assert await audio.evaluate("(audio) => audio.duration") == pytest.approx(1.0, abs=0.1)


async def test_a_spoken_question_is_answered_in_words_and_aloud(
    ada: Trainee, voices: Voices
) -> None:
    voices.will_hear(CRAMPS)
    await ada.speak()
    await expect(ada.page.locator(".person")).to_contain_text("Voice message")
    await expect(said_back(ada, CRAMPS)).to_be_visible()
    await ada.sees("Why do my hamstrings cramp?")
    await plays(ada)
    assert "contract" in voices.words

    await ada.page.reload()
    await ada.sees("Why do my hamstrings cramp?")
    await ada.tap("Listen")
    await plays(ada)


async def test_what_was_misheard_is_mended_by_taps(ada: Trainee, voices: Voices) -> None:
    voices.will_hear((CRAMPS, 0.7), (REPS, 0.1))
    await ada.speak()
    await expect(said_back(ada, CRAMPS)).to_be_visible()
    await ada.tap("Not what I said")
    await ada.tap(REPS)
    await ada.sees("How many repetitions should I do?")


async def test_a_spoken_word_moves_a_session_on(ada: Trainee, voices: Voices) -> None:
    await ada.write("/session finisher")
    await ada.sees("Finisher: set 1 of 2, left")
    await ada.tap("Start: left leg")
    await expect(ada.page.get_by_role("button", name="Done: 12")).to_be_visible()
    voices.will_hear("done")
    await ada.speak()
    await expect(said_back(ada, "done")).to_be_visible()
    await expect(ada.page.get_by_role("button", name="Start: right leg")).to_have_count(1)
    await plays(ada)
    assert "right leg" in voices.words
    assert voices.grammars == [ExpectedSpeech.COMMANDS]


async def test_a_spoken_red_flag_locks(ada: Trainee, voices: Voices) -> None:
    voices.will_hear(POPPED)
    await ada.speak()
    await ada.sees("Please stop here")
    await plays(ada)
    assert "Please stop here" in voices.words
    await ada.write("/session primer")
    await expect(ada.page.locator(".coach").last).to_contain_text("Training is paused here")


async def test_a_silent_recording_is_answered_kindly(ada: Trainee, voices: Voices) -> None:
    voices.will_hear(RecognitionError.SILENT)
    await ada.speak()
    await expect(ada.page.locator(".coach").last).to_contain_text("could not hear anybody")


async def test_voice_off_only_writes(ada: Trainee, voices: Voices) -> None:
    await ada.write("/voice off")
    await expect(ada.page.locator(".coach").last).to_contain_text("do not speak")
    voices.will_hear(CRAMPS)
    await ada.speak()
    await ada.sees("Why do my hamstrings cramp?")
    await expect(ada.page.get_by_role("button", name="Listen")).to_have_count(0)
    await expect(ada.page.locator("audio")).to_have_count(0)
    assert voices.said == []


async def test_nothing_that_was_said_is_on_the_disk(ada: Trainee, voices: Voices) -> None:
    voices.will_hear(CRAMPS)
    await ada.speak()
    await ada.sees("Why do my hamstrings cramp?")
    await ada.stop()
    files = [path for path in ada.folder.rglob("*") if path.is_file()]
    assert files
    assert not any(b"OpusHead" in path.read_bytes() for path in files)
