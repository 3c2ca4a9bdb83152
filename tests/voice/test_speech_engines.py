"""Recognizer and synthesizer as the assistant uses them: with real worker processes."""

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
from bot.voice.engines import Pcm
from bot.voice.recognition.recognizer import SpeechRecognizer
from bot.voice.speech_engines import SpeechEngines, speech_engines
from bot.voice.synthesis.synthesizer import SpeechSynthesizer
from tests.voice.fake_engines import (
    BrokenRecognizerSpec,
    BrokenSynthesizerSpec,
    LengthRecognizerSpec,
    ToneSynthesizerSpec,
)
from tests.voice.recordings import recorded, silence, tone

PATIENCE = 20.0
"""Seconds; the machine may be busy."""
CLIP = Recording(recorded(tone(2.0)), "audio/ogg", 2.0)


@pytest.fixture
async def recognizer() -> AsyncIterator[SpeechRecognizer]:
    one = SpeechRecognizer(LengthRecognizerSpec())
    yield one
    await one.close()


@asynccontextmanager
async def synthesizer_in(
    folder: Path, name: str = "tone 1", kept: int = 10**9
) -> AsyncIterator[SpeechSynthesizer]:
    one = SpeechSynthesizer(
        ToneSynthesizerSpec(folder / "diary", name), folder / "voice", kept=kept
    )
    try:
        yield one
    finally:
        await one.close()


def diary(folder: Path) -> list[str]:
    """What the engine was asked to synthesise."""
    path = folder / "diary"
    return path.read_text().splitlines() if path.exists() else []


async def told(recognizer: SpeechRecognizer, recording: Recording = CLIP) -> tuple[int, int]:
    """The process that heard it, and the seconds it heard."""
    heard = await recognizer.transcribe(recording, ExpectedSpeech.COMMANDS)
    assert isinstance(heard, Transcript), heard
    assert heard.grammar is ExpectedSpeech.COMMANDS
    process, seconds = heard.hypotheses[0].text.split()
    return int(process), int(seconds)


async def test_a_recording_is_heard_in_another_process_that_keeps_its_engine(
    recognizer: SpeechRecognizer,
) -> None:
    recognizer.load_in_background()
    process, seconds = await told(recognizer)
    assert (process != os.getpid(), seconds) == (True, 2)
    assert await told(recognizer) == (process, 2)


@pytest.mark.parametrize("seconds", [5.0, 7.0])
async def test_after_a_broken_engine_the_next_recording_is_heard(
    recognizer: SpeechRecognizer, seconds: float
) -> None:
    bad = Recording(recorded(tone(seconds)))
    assert await recognizer.transcribe(bad, ExpectedSpeech.QUESTIONS) == NotHeard(
        RecognitionError.FAILED
    )
    assert (await told(recognizer))[1] == 2


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
    recognizer: SpeechRecognizer, content: bytes, why: RecognitionError
) -> None:
    assert await recognizer.transcribe(Recording(content), ExpectedSpeech.QUESTIONS) == NotHeard(
        why
    )


@pytest.mark.parametrize("begun", [True, False])
async def test_loading_takes_nothing_from_the_time_of_a_recording(*, begun: bool) -> None:
    slow = SpeechRecognizer(LengthRecognizerSpec(seconds=1.5), seconds=1.0)
    if begun:
        slow.load_in_background()
    assert await told(slow)
    await slow.close()


async def test_too_many_at_once_are_told_so(recognizer: SpeechRecognizer) -> None:
    several = [recognizer.transcribe(CLIP, ExpectedSpeech.QUESTIONS) for _ in range(12)]
    answers = await asyncio.gather(*several)
    assert answers.count(NotHeard(RecognitionError.BUSY)) == 3
    assert sum(isinstance(one, Transcript) for one in answers) == 9


async def test_a_broken_model_is_one_sentence_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    recognizer = SpeechRecognizer(BrokenRecognizerSpec())
    recognizer.load_in_background()
    assert await recognizer.transcribe(CLIP, ExpectedSpeech.QUESTIONS) == NotHeard(
        RecognitionError.FAILED
    )
    await recognizer.close()
    assert set(caplog.messages) == {"The model in /models/broken cannot be used."}


async def test_words_become_a_voice_message(tmp_path: Path) -> None:
    async with synthesizer_in(tmp_path) as synthesizer:
        sound = await synthesizer.synthesize(saying("abcdefghij"))
    pcm = decode(sound.content)
    assert isinstance(pcm, Pcm)
    assert sound.seconds == pytest.approx(1.0)
    assert pcm.seconds == pytest.approx(1.0, abs=0.02)


async def test_what_was_said_once_is_not_made_again_not_even_after_a_restart(
    tmp_path: Path,
) -> None:
    async with synthesizer_in(tmp_path) as synthesizer:
        first = await synthesizer.synthesize(saying("up"))
    async with synthesizer_in(tmp_path) as synthesizer:
        assert await synthesizer.synthesize(saying("up")) == first
    assert diary(tmp_path) == ["up"]


async def test_other_words_moments_and_voices_are_made_anew(tmp_path: Path) -> None:
    async with synthesizer_in(tmp_path) as synthesizer:
        await synthesizer.synthesize(saying("up"))
        await synthesizer.synthesize(Utterance((Cue(0.5, "up"),)))
        await synthesizer.synthesize(saying("down"))
    async with synthesizer_in(tmp_path, name="tone 2") as synthesizer:
        await synthesizer.synthesize(saying("up"))
    assert diary(tmp_path) == ["up", "up", "down", "up"]


async def test_those_who_want_the_same_at_once_share_it(tmp_path: Path) -> None:
    async with synthesizer_in(tmp_path) as synthesizer:
        sounds = await asyncio.gather(*(synthesizer.synthesize(saying("slow")) for _ in range(50)))
    assert len(set(sounds)) == 1
    assert diary(tmp_path) == ["slow"]


async def test_one_who_leaves_takes_nothing_from_those_who_share_it(tmp_path: Path) -> None:
    async with synthesizer_in(tmp_path) as synthesizer:
        leaving = asyncio.create_task(synthesizer.synthesize(saying("slow")))
        staying = asyncio.create_task(synthesizer.synthesize(saying("slow")))
        async with asyncio.timeout(PATIENCE):
            while not diary(tmp_path):  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.01)
        leaving.cancel()
        with suppress(asyncio.CancelledError):
            await leaving
        assert (await staying).seconds == pytest.approx(0.4)


async def test_after_a_broken_synthesizer_the_next_words_are_said(tmp_path: Path) -> None:
    async with synthesizer_in(tmp_path) as synthesizer:
        with pytest.raises(VoiceError):
            await synthesizer.synthesize(saying("crash"))
        assert (await synthesizer.synthesize(saying("up"))).seconds == pytest.approx(0.2)


async def test_the_folder_of_sounds_does_not_grow_for_ever(tmp_path: Path) -> None:
    async with synthesizer_in(tmp_path, kept=20_000) as synthesizer:
        for at in range(8):
            await synthesizer.synthesize(saying(f"some quite long words {at}"))
    sizes = [path.stat().st_size for path in (tmp_path / "voice").iterdir()]
    assert 0 < sum(sizes) <= 20_000


async def test_a_synthesizer_that_cannot_be_loaded_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    synthesizer = SpeechSynthesizer(BrokenSynthesizerSpec(), tmp_path)
    synthesizer.load_in_background()
    with pytest.raises(VoiceError, match=r"^The model in /models/broken cannot be used\.$"):
        await synthesizer.synthesize(saying("up"))
    await synthesizer.close()
    assert set(caplog.messages) == {"The model in /models/broken cannot be used."}


async def test_without_engines_nothing_is_heard_or_said(tmp_path: Path) -> None:
    quiet = Settings(tmp_path, "", listener=RecognizerChoice.OFF, speaker=SynthesizerChoice.OFF)
    async with speech_engines(quiet) as none:
        assert (none.transcribes, none.synthesizes) == (False, False)
        assert await none.transcribe(CLIP, ExpectedSpeech.QUESTIONS) == NotHeard(
            RecognitionError.OFF
        )
        with pytest.raises(VoiceError):
            await none.synthesize(saying("up"))


async def test_both_engines_are_used(tmp_path: Path, recognizer: SpeechRecognizer) -> None:
    async with synthesizer_in(tmp_path) as synthesizer:
        both = SpeechEngines(recognizer, synthesizer)
        assert (both.transcribes, both.synthesizes) == (True, True)
        assert isinstance(await both.transcribe(CLIP, ExpectedSpeech.QUESTIONS), Transcript)
        assert (await both.synthesize(saying("up"))).seconds == pytest.approx(0.2)


@pytest.mark.parametrize("content", [b"", b"OggS", b"OpusHead", b"hello", b"OggSOpusHead"])
def test_what_is_no_voice_message_lasts_no_time(content: bytes) -> None:
    assert seconds_of(content) == 0.0


@pytest.mark.parametrize("seconds", [0.02, 1.0, 61.5])
def test_the_length_of_a_voice_message_is_read_from_it(seconds: float) -> None:
    assert seconds_of(recorded(tone(seconds))) == pytest.approx(seconds, abs=0.021)
