"""Moments at which the assistant must speak by itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.domain.people import Person


@dataclass(frozen=True, slots=True)
class AlarmRequest:
    """An alarm that is wanted."""

    kind: str
    """What is due, for example the end of a rest."""
    at: datetime
    """Aware."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm that was claimed because it is due."""

    id: int
    person: Person
    subject: str
    """What it belongs to; a person has one alarm for each subject at most."""
    kind: str
    due_at: datetime
    """When it was due, in UTC."""
    tries: int
    """How often it was claimed, this time included."""


class SendOutcome(Enum):
    """What became of a message: three outcomes, for Telegram has no idempotency key for a send."""

    SENT = "sent"
    NOT_SENT = "not sent"
    """Certainly not: sending it again cannot say it twice."""
    UNKNOWN = "unknown"
    """The response was lost; the message has probably arrived."""
