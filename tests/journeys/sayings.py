"""What people say aloud to the real engines, and whether something was said back."""

import math
from dataclasses import dataclass
from functools import cache

from bot.voice.audio import decode
from bot.voice.engines import RECOGNITION_RATE, Pcm
from tests.voice.flite import hiss, said

QUIET = 0.3
"""Seconds before: recorders miss the very beginning."""
LOUD = 500.0
"""Root mean square of samples that only speech has."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence, and whose voice says it."""

    words: str
    voice: str

    @property
    def said_back(self) -> str:
        """What the coach writes when it has heard every word."""
        return f"I heard: \u201c{self.words}\u201d"


CRAMPS = Saying("why do my hamstrings cramp", "rms")
DONE = Saying("done", "slt")
POPPED = Saying("i felt a pop in my hamstring", "slt")


@cache
def spoken(saying: Saying) -> Pcm:
    """It, as a microphone hears it."""
    return Pcm(hiss(QUIET).samples + said(saying.words, saying.voice).samples, RECOGNITION_RATE)


def speech_in(content: bytes) -> float:
    """How many seconds of speech there are in a voice message; 0 where nobody speaks."""
    pcm = decode(content)
    if not isinstance(pcm, Pcm):
        return 0.0
    levels = memoryview(pcm.samples).cast("h")
    loudness = math.sqrt(sum(level * level for level in levels) / len(levels))
    return pcm.seconds if loudness > LOUD else 0.0
