"""Cuts the silence off both ends of a sound, so that it begins when it is meant to."""

from collections.abc import Iterable

from bot.voice.pcm import SAMPLE_BYTES, Pcm

AUDIBLE = 160
"""A sample of at most 32767 that counts as sound: 46 dB below the loudest there is."""


def trimmed(pcm: Pcm) -> Pcm:
    """The sound from the first sample that is heard to the last; nothing when none is."""
    with memoryview(pcm.samples).cast("h") as levels:
        begin = _first_audible(levels)
        if begin is None:
            return Pcm(b"", pcm.rate)
        end = len(levels) - (_first_audible(reversed(levels)) or 0)
    return Pcm(pcm.samples[begin * SAMPLE_BYTES : end * SAMPLE_BYTES], pcm.rate)


def _first_audible(levels: Iterable[int]) -> int | None:
    heard = (at for at, level in enumerate(levels) if abs(level) >= AUDIBLE)
    return next(heard, None)
