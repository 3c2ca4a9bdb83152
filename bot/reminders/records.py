"""Stored reminders, and the outcome of each occasion."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum

from bot.errors import CoachError

MOST_RULES = 20
"""Rules that a person may have, at most, switched off or not."""
_SUBJECT = "rule:"


class TooManyRules(CoachError):  # noqa: N818 - a refusal with words for the person
    """A person wants one rule more than anybody may have."""


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """One row of the stored rules."""

    id: int
    body: str
    """As JSON."""
    active: bool
    """Whether it is switched on."""


class OccasionState(StrEnum):
    """The outcome of one occasion of a rule."""

    SENDING = "sending"
    """A send has begun; one that never ends counts as unknown."""
    SENT = "sent"
    """Certainly sent."""
    UNKNOWN = "unknown"
    """Perhaps sent: the answer was lost on the way."""
    MISSED = "missed"
    """Not sent: it was too late."""
    TRAINED = "trained"
    """Not sent: the person had trained already."""
    CROWDED = "crowded"
    """Not sent: the limit of reminders a day was reached."""


class Begun(Enum):
    """Whether an occasion may be sent now."""

    FIRST = "first"
    """Yes."""
    AGAIN = "again"
    """Yes, though it was perhaps sent before."""
    ENOUGH = "enough"
    """No: it was perhaps sent before, and not once more."""
    DONE = "done"
    """No: its outcome is known."""
    BUSY = "busy"
    """Not yet: another send may be under way."""
    OFF = "off"
    """No: its rule was changed meanwhile, switched off, or deleted."""


@dataclass(frozen=True, slots=True)
class OccasionRecord:
    """One stored occasion of a rule, and its outcome."""

    rule_id: int
    on: date
    """The date on the person's calendar."""
    due_at: datetime
    """In UTC."""
    state: OccasionState


def subject_of(rule_id: int) -> str:
    """The subject of a rule's alarm: "rule:7"."""
    return f"{_SUBJECT}{rule_id}"


def rule_of(subject: str) -> int | None:
    """The id of the rule that an alarm belongs to; None when it belongs to something else."""
    number = subject.removeprefix(_SUBJECT)
    return int(number) if number != subject and number.isdecimal() else None
