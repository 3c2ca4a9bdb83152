"""What a person wants to be reminded of, as far as it was said, and what must be asked."""

from dataclasses import dataclass
from datetime import time
from enum import Enum, StrEnum

from bot.reminders.schedule.days import Days


class DayPart(StrEnum):
    """A part of the day."""

    MORNING = "m"
    MIDDAY = "d"
    AFTERNOON = "a"
    EVENING = "e"
    NIGHT = "n"


@dataclass(frozen=True, slots=True)
class ReminderRequest:
    """What was said so far."""

    days: Days = frozenset()
    at: time | None = None
    """On the person's own clock."""
    is_open: bool = False
    """The time is of a twelve-hour clock, and nobody said which half of the day."""
    part: DayPart | None = None
    """A part of the day without a time."""
    ahead: int | None = None
    """On one date only: this many days from today."""
    once: bool = False
    """Only the next of the days."""
    times: int | None = None
    """How often a week."""
    rotating: bool = False
    """Every so many days, which a week cannot keep."""
    insists: bool = False
    """These days, although they are too close."""

    @property
    def has_days(self) -> bool:
        """Whether it is clear on which days."""
        return bool(self.days) or self.ahead is not None


class Which(Enum):
    """What must be asked."""

    DAYS = "days"
    LEGAL_DAYS = "legal days"
    """The days said are too close, or too many."""
    ROTATING = "rotating"
    """Every other day: which days of the week then?"""
    TIME = "time"
    MORNING_OR_EVENING = "morning or evening"


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """One question; the answer in words is read together with what was said so far."""

    which: Which
    so_far: ReminderRequest
    offers: tuple[Days, ...] = ()
    """Proposals for days, best first; none when other reminders leave no room."""


class Reason(Enum):
    """Why words were not understood."""

    WORD = "word"
    """A word that means nothing here."""
    LANGUAGE = "language"
    """It is not English."""
    HOUR = "hour"
    MINUTE = "minute"
    MIDNIGHT = "midnight"
    """Midnight lies between two days."""
    HALF = "half"
    """A time that is not in that half of the day: 19:00 am."""
    TWO_TIMES = "two times"
    NO_DAY = "no day"
    """All days were taken out again."""
    NOT_WEEKLY = "not weekly"
    TOO_OFTEN = "too often"
    """More than once a day."""
    IN_HOURS = "in hours"
    DATE = "date"
    TOO_LONG = "too long"
    PAST = "past"
    """Today, at a time that is over."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Nothing can be planned from these words."""

    reason: Reason
    detail: str = ""
    """The piece of text it is about."""


Answer = ReminderRequest | PendingQuestion | NotUnderstood
