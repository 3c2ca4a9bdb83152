"""What a person chooses before a workout."""

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Which leg works."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"

    @property
    def other(self) -> "Side":
        """The opposite side; both stays both."""
        return _OTHER[self]


_OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH}


WORST_PAIN = 10
"""The end of the scale."""


class Kit(StrEnum):
    """What there is to train with, in the order of the ladder."""

    NONE = "none"
    ANKLE_WEIGHT = "ankle_weight"
    BAND = "band"
    BALL = "ball"


class PracticeLevel(StrEnum):
    """How much practice a person has."""

    NEW = "new"
    STEADY = "steady"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Choices:
    """Kit and level; the defaults are safe for anybody."""

    kit: Kit = Kit.NONE
    level: PracticeLevel = PracticeLevel.NEW
    first: Side | None = None
    """The side to begin with; None leaves it to the workout."""


@dataclass(frozen=True, slots=True)
class PainLimits:
    """What a pain of 0 to 10 leads to; a setting."""

    easier_from: int = 4
    """From here on the workout becomes easier; below it goes on."""
    stop_from: int = 6
    """From here on it stops."""

    def __post_init__(self) -> None:
        """Raises `ValueError` when the limits make no sense."""
        if not 1 <= self.easier_from <= self.stop_from <= WORST_PAIN:
            raise ValueError(f"pain limits must be 1 <= easier <= stop <= {WORST_PAIN}: {self}")
