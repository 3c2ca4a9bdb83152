"""What came of an action."""

from enum import StrEnum, auto


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
"""Outcomes that the safety gate must take over -> the family of the red flag."""
