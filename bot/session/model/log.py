"""What is written down about each side of each set."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.knowledge.content.entries import Feeling
from bot.session.model.choices import Side


class Measure(StrEnum):
    """What a target counts."""

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
    """What the person said about a set."""

    felt: Feeling | None = None
    effort: Effort | None = None
    pain: int | None = None
    """The worst told, 0 to 10."""

    def hurting(self, pain: int) -> "Notes":
        """The notes with another word about pain; the worst one counts."""
        return replace(self, pain=max(pain, self.pain or 0))


@dataclass(frozen=True, slots=True)
class SideLog:
    """One side of one set, as it was done, skipped, or is being done."""

    set_index: int
    side: Side
    exercise: str
    target: Target
    at: datetime
    done: int | None = None
    """Repetitions or seconds; None when skipped or still open."""
    skipped: bool = False
    short: bool = False
    """With a shorter range."""
    notes: Notes = Notes()
