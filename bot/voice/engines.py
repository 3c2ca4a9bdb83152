"""What an engine of recognition or synthesis looks like, and the sound that goes in and out.

Engines know nothing of processes: a worker process loads one and calls it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.audio import ExpectedSpeech, NotHeard, Transcript

RECOGNITION_RATE = 16_000
"""Samples per second that recognizers take."""
SAMPLE_BYTES = 2
AUDIBLE = 160
"""A sample of at most 32767 that counts as sound: 46 dB below the loudest there is."""


@dataclass(frozen=True, slots=True)
class Pcm:
    """Mono sound as signed 16-bit samples in the byte order of this machine."""

    samples: bytes = field(repr=False)
    rate: int
    """Samples per second."""

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / SAMPLE_BYTES / self.rate

    def trimmed(self) -> "Pcm":
        """The sound from the first audible sample to the last; empty when none is."""
        with memoryview(self.samples).cast("h") as levels:
            begin = _first_audible(levels)
            if begin is None:
                return Pcm(b"", self.rate)
            end = len(levels) - (_first_audible(reversed(levels)) or 0)
        return Pcm(self.samples[begin * SAMPLE_BYTES : end * SAMPLE_BYTES], self.rate)


def _first_audible(levels: Iterable[int]) -> int | None:
    audible = (at for at, level in enumerate(levels) if abs(level) >= AUDIBLE)
    return next(audible, None)


class RecognizerEngine(Protocol):
    """Turns sound into a transcript."""

    def transcribe(self, pcm: Pcm, grammar: ExpectedSpeech) -> Transcript | NotHeard:
        """What was said; `pcm` has `RECOGNITION_RATE`, and `LONGEST` seconds at the most."""


class SynthesizerEngine(Protocol):
    """Turns text into sound."""

    @property
    def name(self) -> str:
        """Engine, voice and version: a part of the key of every cached voice message."""

    def synthesize(self, text: str) -> Pcm:
        """The text spoken, without silence before it; `text` is speakable: words only."""
