"""Reminders as they are kept, and what became of each occasion."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum

from bot.errors import CoachError

MOST_RULES = 20
"""How many rules a person may have, switched off or not."""
_SUBJECT = "rule:"


class TooManyRules(CoachError):  # noqa: N818 - a refusal that is told, not a failure
    """A person wants one rule more than anybody may have."""


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """A rule with the id it is kept under."""

    id: int
    body: str
    """As JSON."""
    active: bool
    """Whether it is switched on."""


class OccasionState(StrEnum):
    """What became of one occasion of a rule."""

    SENDING = "sending"
    """A send has begun; without an end it is as good as unknown."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """Perhaps sent: the answer was lost on the way."""
    MISSED = "missed"
    """Not sent, for it was too late."""
    TRAINED = "trained"
    """Not sent, for the person had trained already."""
    CROWDED = "crowded"
    """Not sent, for there were enough that day."""


class Begun(Enum):
    """Whether an occasion may be sent now."""

    FIRST = "first"
    """Yes."""
    AGAIN = "again"
    """Yes, though it was perhaps sent before."""
    ENOUGH = "enough"
    """No: it was perhaps sent before, and not once more."""
    DONE = "done"
    """No: what became of it is known."""
    BUSY = "busy"
    """Not yet: somebody is perhaps sending it."""
    OFF = "off"
    """No: its rule was changed meanwhile, switched off, or deleted."""


@dataclass(frozen=True, slots=True)
class OccasionRecord:
    """One occasion of a rule, and what became of it."""

    rule_id: int
    on: date
    """By the calendar of the person."""
    due_at: datetime
    """In UTC."""
    state: OccasionState


def subject_of(rule_id: int) -> str:
    """What the alarm of a rule belongs to."""
    return f"{_SUBJECT}{rule_id}"


def rule_of(subject: str) -> int | None:
    """The id of the rule that an alarm belongs to; None when it belongs to something else."""
    number = subject.removeprefix(_SUBJECT)
    return int(number) if number != subject and number.isdecimal() else None
