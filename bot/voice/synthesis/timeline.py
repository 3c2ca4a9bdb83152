"""Cues synthesised and placed on one timeline: silence between them, and no overlap."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.domain.replies import Cue
from bot.errors import VoiceError
from bot.voice.engines import SAMPLE_BYTES, Pcm, SynthesizerEngine
from bot.voice.synthesis.text_normalization import speakable

LONGEST = 900.0
"""Seconds of the longest sound that is made."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cue with its sound and where it begins."""

    cue: Cue
    begin: int
    """In samples from the beginning of the whole."""
    sound: Pcm

    @property
    def end(self) -> int:
        """The first sample after it."""
        return self.begin + len(self.sound.samples) // SAMPLE_BYTES

    @property
    def late(self) -> int:
        """By how many samples the cue before pushed it on."""
        return self.begin - round(self.cue.at * self.sound.rate)


def render(synthesizer: SynthesizerEngine, cues: Iterable[Cue]) -> Pcm:
    """All cues as one sound; each begins at its moment, or as soon as the one before is over.

    Raises `VoiceError` when there is nothing to say, or it lasts longer than `LONGEST`.
    """
    return joined(place(synthesizer, cues))


def place(synthesizer: SynthesizerEngine, cues: Iterable[Cue]) -> tuple[Placed, ...]:
    """Where each cue begins, the same words being synthesised once.

    Raises `VoiceError` when it lasts longer than `LONGEST`.
    """
    return tuple(_placed(synthesizer, cues))


def _placed(synthesizer: SynthesizerEngine, cues: Iterable[Cue]) -> Iterator[Placed]:
    say = cache(synthesizer.synthesize)
    end = 0
    for cue in cues:
        sound = say(speakable(cue.words))
        one = Placed(cue, max(round(cue.at * sound.rate), end), sound)
        end = one.end
        if end > LONGEST * sound.rate:
            raise VoiceError(f"What is to be said lasts longer than {LONGEST:.0f} seconds.")
        yield one


def joined(placed: Sequence[Placed]) -> Pcm:
    """One sound of all; they do not overlap, so nothing is added up and nothing can clip.

    Raises `VoiceError` when there is nothing to say.
    """
    if not any(one.sound.samples for one in placed):
        raise VoiceError("There is nothing to say.")
    whole = bytearray()
    for one in placed:
        whole += bytes(one.begin * SAMPLE_BYTES - len(whole))
        whole += one.sound.samples
    return Pcm(bytes(whole), placed[-1].sound.rate)
