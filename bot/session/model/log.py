"""The training log of a session: what was done on each side of each set."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.knowledge.content.entries import Feeling
from bot.session.model.choices import Side


class Measure(StrEnum):
    """What a target is measured in."""

    REPETITIONS = "repetitions"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Target:
    """How much to do on one side."""

    amount: int
    measure: Measure = Measure.REPETITIONS


class Effort(StrEnum):
    """How hard a set felt."""

    EASY = "easy"
    RIGHT = "right"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Notes:
    """What the person said about one side of a set."""

    felt: Feeling | None = None
    effort: Effort | None = None
    pain: int | None = None
    """The worst that was told, 0 to 10."""

    def with_pain(self, pain: int) -> "Notes":
        """The notes with a pain of 0 to 10, unless a worse one was told."""
        return replace(self, pain=max(pain, self.pain or 0))


@dataclass(frozen=True, slots=True)
class SideLog:
    """The entry for one side of one set: done, skipped, or still open."""

    set_index: int
    side: Side
    exercise: str
    target: Target
    at: datetime
    done: int | None = None
    """Repetitions or seconds; None when skipped or still open."""
    skipped: bool = False
    short: bool = False
    """With a shorter range of movement."""
    notes: Notes = Notes()
