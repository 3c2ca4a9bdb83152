"""Which mutants of a room are tried."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from random import Random

from tools.mutation.rooms import Room


@dataclass(frozen=True, slots=True)
class Draw:
    """Which mutants of a room are tried."""

    sample: int
    """How many at the most."""
    seed: int
    patterns: tuple[str, ...] = ()
    """Instead of a sample: all mutants whose names match one of these."""

    def choose(self, room: Room, names: Iterable[str]) -> set[str]:
        """The same ones for the same seed and code."""
        everything = sorted(names)
        if self.patterns:
            wanted = self.patterns
            return {name for name in everything if any(fnmatchcase(name, one) for one in wanted)}
        chance = Random(f"{self.seed} {room.name}")
        return set(chance.sample(everything, min(self.sample, len(everything))))
