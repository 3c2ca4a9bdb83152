"""What happens inside a worker process: an engine is loaded once, then hears or speaks."""

from collections.abc import Hashable
from functools import cache
from typing import Protocol

from bot.domain.audio import ExpectedSpeech, NotHeard, Sound, Transcript
from bot.domain.replies import Cue
from bot.voice.audio import decode, encode
from bot.voice.engines import RecognizerEngine, SynthesizerEngine
from bot.voice.processes.limits import bound_cpu, bound_memory
from bot.voice.synthesis.timeline import render


class RecognizerSpec(Hashable, Protocol):
    """Which ear to load; it travels to the worker."""

    def load(self) -> RecognizerEngine:
        """The ear, ready. Raises `VoiceError` when it cannot be used."""


class SynthesizerSpec(Hashable, Protocol):
    """Which mouth to load; it travels to the worker."""

    def load(self) -> SynthesizerEngine:
        """The mouth, ready. Raises `VoiceError` when it cannot be used."""


def transcribe(
    spec: RecognizerSpec, content: bytes, grammar: ExpectedSpeech
) -> Transcript | NotHeard:
    """What is said in a recording."""
    recognizer = _recognizer(spec)
    bound_cpu()
    pcm = decode(content)
    return pcm if isinstance(pcm, NotHeard) else recognizer.transcribe(pcm, grammar)


def load_recognizer(spec: RecognizerSpec) -> None:
    """Load the ear, so that the first to speak does not wait for it."""
    _recognizer(spec)


def synthesize(spec: SynthesizerSpec, cues: tuple[Cue, ...]) -> Sound:
    """Words as a voice message."""
    synthesizer = _synthesizer(spec)
    bound_cpu()
    return encode(render(synthesizer, cues))


def load_synthesizer(spec: SynthesizerSpec) -> str:
    """Load the mouth; what its sounds are kept under."""
    return _synthesizer(spec).name


@cache
def _recognizer(spec: RecognizerSpec) -> RecognizerEngine:
    recognizer = spec.load()
    bound_memory()
    return recognizer


@cache
def _synthesizer(spec: SynthesizerSpec) -> SynthesizerEngine:
    synthesizer = spec.load()
    bound_memory()
    return synthesizer
