"""Plain sound: samples, one after the other."""

from dataclasses import dataclass, field

HEARING_RATE = 16_000
"""Samples per second that engines listen to."""
SAMPLE_BYTES = 2


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
