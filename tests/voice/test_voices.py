"""Hearing and speaking as the rest of the assistant meets them: with real worker processes."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.config import RecognizerChoice, Settings, SynthesizerChoice
from bot.domain.audio import (
    LARGEST,
    ExpectedSpeech,
    NotHeard,
    RecognitionError,
    Recording,
    Transcript,
)
from bot.domain.replies import Cue, Utterance, saying
from bot.errors import VoiceError
from bot.voice.audio import decode, seconds_of
from bot.voice.pcm import Pcm
from bot.voice.recognition.recognizer import SpeechRecognizer
from bot.voice.synthesis.synthesizer import SpeechSynthesizer
from bot.voice.voices import SpeechEngines, voices
from tests.voice.stand_ins import BrokenEarPlan, BrokenPlan, EarPlan, MouthPlan
from tests.voice.tapes import recorded, silence, tone

CLIP = Recording(recorded(tone(2.0)), "audio/ogg", 2.0)


@pytest.fixture
async def hearing() -> AsyncIterator[SpeechRecognizer]:
    one = SpeechRecognizer(EarPlan())
    yield one
    await one.close()


@asynccontextmanager
async def mouth(
    folder: Path, name: str = "tone 1", kept: int = 10**9
) -> AsyncIterator[SpeechSynthesizer]:
    one = SpeechSynthesizer(MouthPlan(folder / "diary", name), folder / "voice", kept=kept)
    try:
        yield one
    finally:
        await one.close()


def diary(folder: Path) -> list[str]:
    """What the mouth was asked to say."""
    path = folder / "diary"
    return path.read_text().splitlines() if path.exists() else []


async def told(hearing: SpeechRecognizer, recording: Recording = CLIP) -> tuple[int, int]:
    """The process that heard it, and the seconds it heard."""
    heard = await hearing.hear(recording, ExpectedSpeech.COMMANDS)
    assert isinstance(heard, Transcript), heard
    assert heard.grammar is ExpectedSpeech.COMMANDS
    process, seconds = heard.guesses[0].text.split()
    return int(process), int(seconds)


async def test_a_recording_is_heard_in_another_process_that_keeps_its_ear(
    hearing: SpeechRecognizer,
) -> None:
    hearing.begin()
    process, seconds = await told(hearing)
    assert (process != os.getpid(), seconds) == (True, 2)
    assert await told(hearing) == (process, 2)


@pytest.mark.parametrize("seconds", [5.0, 7.0])
async def test_after_a_broken_engine_the_next_recording_is_heard(
    hearing: SpeechRecognizer, seconds: float
) -> None:
    bad = Recording(recorded(tone(seconds)))
    assert await hearing.hear(bad, ExpectedSpeech.QUESTIONS) == NotHeard(RecognitionError.FAILED)
    assert (await told(hearing))[1] == 2


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", RecognitionError.EMPTY),
        (b"hello", RecognitionError.UNREADABLE),
        (bytes(LARGEST + 1), RecognitionError.TOO_LARGE),
        (recorded(silence(1.0)), RecognitionError.SILENT),
        (recorded(tone(62.0)), RecognitionError.TOO_LONG),
    ],
)
async def test_what_cannot_be_heard_has_a_reason(
    hearing: SpeechRecognizer, content: bytes, why: RecognitionError
) -> None:
    assert await hearing.hear(Recording(content), ExpectedSpeech.QUESTIONS) == NotHeard(why)


@pytest.mark.parametrize("begun", [True, False])
async def test_loading_takes_nothing_from_the_time_of_a_recording(*, begun: bool) -> None:
    slow = SpeechRecognizer(EarPlan(seconds=1.5), seconds=1.0)
    if begun:
        slow.begin()
    assert await told(slow)
    await slow.close()


async def test_too_many_at_once_are_told_so(hearing: SpeechRecognizer) -> None:
    several = [hearing.hear(CLIP, ExpectedSpeech.QUESTIONS) for _ in range(12)]
    answers = await asyncio.gather(*several)
    assert answers.count(NotHeard(RecognitionError.BUSY)) == 3
    assert sum(isinstance(one, Transcript) for one in answers) == 9


async def test_a_broken_model_is_one_sentence_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    hearing = SpeechRecognizer(BrokenEarPlan())
    hearing.begin()
    assert await hearing.hear(CLIP, ExpectedSpeech.QUESTIONS) == NotHeard(RecognitionError.FAILED)
    await hearing.close()
    assert set(caplog.messages) == {"The model in /models/broken cannot be used."}


async def test_words_become_a_voice_message(tmp_path: Path) -> None:
    async with mouth(tmp_path) as speaking:
        sound = await speaking.say(saying("abcdefghij"))
    pcm = decode(sound.content)
    assert isinstance(pcm, Pcm)
    assert sound.seconds == pytest.approx(1.0)
    assert pcm.seconds == pytest.approx(1.0, abs=0.02)


async def test_what_was_said_once_is_not_made_again_not_even_after_a_restart(
    tmp_path: Path,
) -> None:
    async with mouth(tmp_path) as speaking:
        first = await speaking.say(saying("up"))
    async with mouth(tmp_path) as speaking:
        assert await speaking.say(saying("up")) == first
    assert diary(tmp_path) == ["up"]


async def test_other_words_moments_and_voices_are_made_anew(tmp_path: Path) -> None:
    async with mouth(tmp_path) as speaking:
        await speaking.say(saying("up"))
        await speaking.say(Utterance((Cue(0.5, "up"),)))
        await speaking.say(saying("down"))
    async with mouth(tmp_path, name="tone 2") as speaking:
        await speaking.say(saying("up"))
    assert diary(tmp_path) == ["up", "up", "down", "up"]


async def test_those_who_want_the_same_at_once_share_it(tmp_path: Path) -> None:
    async with mouth(tmp_path) as speaking:
        sounds = await asyncio.gather(*(speaking.say(saying("slow")) for _ in range(50)))
    assert len(set(sounds)) == 1
    assert diary(tmp_path) == ["slow"]


async def test_one_who_leaves_takes_nothing_from_those_who_share_it(tmp_path: Path) -> None:
    async with mouth(tmp_path) as speaking:
        leaving = asyncio.create_task(speaking.say(saying("slow")))
        staying = asyncio.create_task(speaking.say(saying("slow")))
        await asyncio.sleep(0.05)
        leaving.cancel()
        with suppress(asyncio.CancelledError):
            await leaving
        assert (await staying).seconds == pytest.approx(0.4)


async def test_after_a_broken_mouth_the_next_words_are_said(tmp_path: Path) -> None:
    async with mouth(tmp_path) as speaking:
        with pytest.raises(VoiceError):
            await speaking.say(saying("crash"))
        assert (await speaking.say(saying("up"))).seconds == pytest.approx(0.2)


async def test_the_folder_of_sounds_does_not_grow_for_ever(tmp_path: Path) -> None:
    async with mouth(tmp_path, kept=20_000) as speaking:
        for at in range(8):
            await speaking.say(saying(f"some quite long words {at}"))
    sizes = [path.stat().st_size for path in (tmp_path / "voice").iterdir()]
    assert 0 < sum(sizes) <= 20_000


async def test_a_mouth_that_cannot_be_loaded_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    speaking = SpeechSynthesizer(BrokenPlan(), tmp_path)
    speaking.begin()
    with pytest.raises(VoiceError, match=r"^The model in /models/broken cannot be used\.$"):
        await speaking.say(saying("up"))
    await speaking.close()
    assert set(caplog.messages) == {"The model in /models/broken cannot be used."}


async def test_without_engines_nothing_is_heard_or_said(tmp_path: Path) -> None:
    quiet = Settings(tmp_path, "", listener=RecognizerChoice.OFF, speaker=SynthesizerChoice.OFF)
    async with voices(quiet) as none:
        assert (none.hears, none.speaks) == (False, False)
        assert await none.hear(CLIP, ExpectedSpeech.QUESTIONS) == NotHeard(RecognitionError.OFF)
        with pytest.raises(VoiceError):
            await none.say(saying("up"))


async def test_an_ear_and_a_mouth_are_used(tmp_path: Path, hearing: SpeechRecognizer) -> None:
    async with mouth(tmp_path) as speaking:
        both = SpeechEngines(hearing, speaking)
        assert (both.hears, both.speaks) == (True, True)
        assert isinstance(await both.hear(CLIP, ExpectedSpeech.QUESTIONS), Transcript)
        assert (await both.say(saying("up"))).seconds == pytest.approx(0.2)


@pytest.mark.parametrize("content", [b"", b"OggS", b"OpusHead", b"hello", b"OggSOpusHead"])
def test_what_is_no_voice_message_lasts_no_time(content: bytes) -> None:
    assert seconds_of(content) == 0.0


@pytest.mark.parametrize("seconds", [0.02, 1.0, 61.5])
def test_the_length_of_a_voice_message_is_read_from_it(seconds: float) -> None:
    assert seconds_of(recorded(tone(seconds))) == pytest.approx(seconds, abs=0.021)
