"""Where a person is in a workout, and what interrupts it.

The alias of a field is its key in storage.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

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
    """One step of one side of one set; never an interruption and never the end."""

    step: Step
    set_index: int = 0
    side_index: Annotated[int, Field(alias="turn_index")] = 0
    """0 for the first side of a set, 1 for the second."""


@dataclass(frozen=True, slots=True)
class UndoEntry:
    """A position that was left, with all that undoing the step restores."""

    position: Position
    notes: Notes = field(default_factory=Notes)
    fault_felt: Annotated[Feeling | None, Field(alias="mend")] = None


class HaltReason(StrEnum):
    """Why a session is interrupted."""

    PAUSED = "paused"
    IDLE = "idle"
    """No action for `IDLE_AFTER`; the card asks: resume, save or drop?"""
    PAIN_SCALE = "pain_scale"
    CRAMP = "cramp"
    CRAMP_ASKED = "cramp_asked"
    """Ten minutes later: does the cramp still hold?"""
    STOPPED = "stopped"
    """By the person, who may still change their mind."""
    PAIN = "pain"
    CRAMP_LONG = "cramp_long"
    LOCKED = "locked"
    """A red flag was raised: no training until a professional has looked at it."""


FINAL = frozenset({HaltReason.PAIN, HaltReason.CRAMP_LONG, HaltReason.LOCKED})
"""Reasons that cannot be lifted: the session can only be saved or dropped."""
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
    """An interruption; the position in the workout stays as it was."""

    reason: Annotated[HaltReason, Field(alias="why")]
    since: datetime
    rest_left: timedelta | None = None
    """How much of a timed rest was left when the clock stopped."""


class Ending(StrEnum):
    """How a session ended."""

    COMPLETE = "complete"
    SAVED = "saved"
    """Before the end; what was done counts."""
    DROPPED = "dropped"
