"""Where a person is in a workout."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.knowledge.content.entries import Feeling
from bot.session.model.log import Notes


class Step(StrEnum):
    """What the person does now."""

    GET_READY = "get_ready"
    WORK = "work"
    SWITCH = "switch"
    """Change sides; the position is already that of the side to come."""
    CHECK_IN = "check_in"
    """A set is done: where was it felt? The rest runs meanwhile."""
    REST = "rest"
    """The position is already that of the set to come."""
    PAIN_SCALE = "pain_scale"
    """How much does it hurt, 0 to 10?"""
    CRAMP_PAUSE = "cramp_pause"
    PAUSED = "paused"
    STOPPED = "stopped"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Position:
    """A step of the way through the sets: from get ready to the last check-in."""

    step: Step
    set_index: int = 0
    turn_index: int = 0
    """0 for the first side of a set, 1 for the second."""


@dataclass(frozen=True, slots=True)
class UndoEntry:
    """A position that was left, with what going back restores."""

    position: Position
    notes: Notes = field(default_factory=Notes)
    mend: Feeling | None = None


class HaltReason(StrEnum):
    """Why the way is interrupted."""

    PAUSED = "paused"
    IDLE = "idle"
    """Nothing was heard for long: resume, save or drop?"""
    PAIN_SCALE = "pain_scale"
    CRAMP = "cramp"
    CRAMP_ASKED = "cramp_asked"
    """Ten minutes later: does the cramp still hold?"""
    STOPPED = "stopped"
    """By the person, who may still change their mind."""
    PAIN = "pain"
    CRAMP_LONG = "cramp_long"
    LOCKED = "locked"
    """A red flag: no training until a professional has looked at it."""


FINAL = frozenset({HaltReason.PAIN, HaltReason.CRAMP_LONG, HaltReason.LOCKED})
"""From here nothing leads back to work."""
CRAMPING = frozenset({HaltReason.CRAMP, HaltReason.CRAMP_ASKED})

STEP_OF = {
    HaltReason.PAUSED: Step.PAUSED,
    HaltReason.IDLE: Step.PAUSED,
    HaltReason.PAIN_SCALE: Step.PAIN_SCALE,
    HaltReason.CRAMP: Step.CRAMP_PAUSE,
    HaltReason.CRAMP_ASKED: Step.CRAMP_PAUSE,
    HaltReason.STOPPED: Step.STOPPED,
    HaltReason.PAIN: Step.STOPPED,
    HaltReason.CRAMP_LONG: Step.STOPPED,
    HaltReason.LOCKED: Step.STOPPED,
}


@dataclass(frozen=True, slots=True)
class Halt:
    """An interruption; the position is kept below it."""

    why: HaltReason
    since: datetime
    rest_left: timedelta | None = None
    """How much of a timed rest was left when the clock stopped."""


class Ending(StrEnum):
    """How a session ended."""

    COMPLETE = "complete"
    SAVED = "saved"
    """Before the end; what was done counts."""
    DROPPED = "dropped"
