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
