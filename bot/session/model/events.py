"""What came of an action, and the event that is written down when it changed a session."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from bot.session.model.actions import SessionAction
from bot.session.model.log import SideLog


class StepOutcome(StrEnum):
    """What came of an action; the card may say it in one line."""

    MOVED = auto()
    """On to the next step."""
    RECORDED = auto()
    """A set on one side was done."""
    SKIPPED = auto()
    WENT_BACK = auto()
    AGAIN = auto()
    CORRECTED = auto()
    """Another number for a set that is done."""
    PAUSED = auto()
    RESUMED = auto()
    STOPPED = auto()
    IDLE = auto()
    EASIER = auto()
    SHORTER_RANGE = auto()
    NOTHING_EASIER = auto()
    HARDER = auto()
    FULL_RANGE = auto()
    NOTHING_HARDER = auto()
    NOT_AFTER_PAIN = auto()
    OTHER_KIT = auto()
    NO_OTHER_KIT = auto()
    FROM_NEXT_SET = auto()
    """The change begins with the next set."""
    MORE_REST = auto()
    LESS_REST = auto()
    NO_REST = auto()
    REST_OVER = auto()
    FELT_RIGHT = auto()
    NEW_CUE = auto()
    NOTED = auto()
    COUNTED = auto()
    """The set is counted aloud."""
    VOICELESS = auto()
    """It would be, but there is no voice."""
    ASK_PAIN = auto()
    PAIN_LOW = auto()
    PAIN_EASIER = auto()
    PAIN_STOP = auto()
    CRAMP = auto()
    CRAMP_WAIT = auto()
    """Still cramping, and not for ten minutes yet."""
    CRAMP_ASK = auto()
    CRAMP_LONG = auto()
    """Still cramping after ten minutes: a red flag."""
    CRAMP_GONE = auto()
    LOCKED = auto()
    FINISHED = auto()
    SAVED = auto()
    DROPPED = auto()
    NOTHING = auto()
    """Does not fit here."""
    STALE = auto()
    """From an older card, or a second tap."""
    OVER = auto()
    """The session has ended."""


RED_FLAG = {StepOutcome.CRAMP_LONG: "cramp_long"}
"""Outcomes that are a red flag -> its family, for the safety check."""


@dataclass(frozen=True, slots=True)
class Event:
    """One change of a session; events are never changed nor removed."""

    number: int
    """1, 2, 3, … without gaps; also the revision of the card afterwards."""
    at: datetime
    action: SessionAction
    outcome: StepOutcome
    about: SideLog
    """The entry of the side that it is about, as it stood afterwards."""
