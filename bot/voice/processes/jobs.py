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


def hear(plan: RecognizerSpec, content: bytes, grammar: ExpectedSpeech) -> Transcript | NotHeard:
    """What is said in a recording."""
    ear = _ear(plan)
    bound_cpu()
    pcm = decode(content)
    return pcm if isinstance(pcm, NotHeard) else ear.hear(pcm, grammar)


def listen_up(plan: RecognizerSpec) -> None:
    """Load the ear, so that the first to speak does not wait for it."""
    _ear(plan)


def say(plan: SynthesizerSpec, cues: tuple[Cue, ...]) -> Sound:
    """Words as a voice message."""
    mouth = _mouth(plan)
    bound_cpu()
    return encode(render(mouth, cues))


def name(plan: SynthesizerSpec) -> str:
    """Load the mouth; what its sounds are kept under."""
    return _mouth(plan).name


@cache
def _ear(plan: RecognizerSpec) -> RecognizerEngine:
    ear = plan.load()
    bound_memory()
    return ear


@cache
def _mouth(plan: SynthesizerSpec) -> SynthesizerEngine:
    mouth = plan.load()
    bound_memory()
    return mouth
