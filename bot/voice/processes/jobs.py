"""What a worker process does: load an engine once, then transcribe or synthesise with it."""

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
    """Which recognizer to load, with its settings; it is sent to the worker process."""

    def load(self) -> RecognizerEngine:
        """The engine, ready. Raises `VoiceError` when it cannot be used."""


class SynthesizerSpec(Hashable, Protocol):
    """Which synthesizer to load, with its settings; it is sent to the worker process."""

    def load(self) -> SynthesizerEngine:
        """The engine, ready. Raises `VoiceError` when it cannot be used."""


def transcribe(
    spec: RecognizerSpec, content: bytes, grammar: ExpectedSpeech
) -> Transcript | NotHeard:
    """The transcript of a recording, decoded within the bounds of a job."""
    recognizer = _recognizer(spec)
    bound_cpu()
    pcm = decode(content)
    return pcm if isinstance(pcm, NotHeard) else recognizer.transcribe(pcm, grammar)


def load_recognizer(spec: RecognizerSpec) -> None:
    """Load the recognizer, so that the first recording does not wait for it."""
    _recognizer(spec)


def synthesize(spec: SynthesizerSpec, cues: tuple[Cue, ...]) -> Sound:
    """Cues as one voice message."""
    synthesizer = _synthesizer(spec)
    bound_cpu()
    return encode(render(synthesizer, cues))


def load_synthesizer(spec: SynthesizerSpec) -> str:
    """Load the synthesizer; its name, which is a part of the key of cached voice messages."""
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
