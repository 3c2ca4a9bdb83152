"""What a person wants to be reminded of, what must still be asked, and the rule for it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, StrEnum

from bot.reminders.schedule.local_time import to_utc, zone_named
from bot.reminders.schedule.rule import Rule, next_due
from bot.reminders.schedule.week import Days


class DayPart(StrEnum):
    """A part of the day."""

    MORNING = "m"
    MIDDAY = "d"
    AFTERNOON = "a"
    EVENING = "e"
    NIGHT = "n"


@dataclass(frozen=True, slots=True)
class ReminderRequest:
    """What a person wants, as far as it is known."""

    days: Days = frozenset()
    at: time | None = None
    """On the person's own clock."""
    is_open: bool = False
    """The time is of a twelve-hour clock, and it is not known which half of the day."""
    part: DayPart | None = None
    """A part of the day, while there is no time."""
    ahead: int | None = None
    """On one date only: this many days from today, 0 to 99."""
    once: bool = False
    """Only the next of the days."""
    times: int | None = None
    """How often a week, 1 to 7."""
    rotating: bool = False
    """Every so many days, which a week cannot keep."""
    insists: bool = False
    """Keep these days, although they leave too little rest."""

    @property
    def has_days(self) -> bool:
        """Whether it is clear on which days."""
        return bool(self.days) or self.ahead is not None


class Which(Enum):
    """What must be asked."""

    DAYS = "days"
    LEGAL_DAYS = "legal days"
    """The days leave too little rest between them, or are too many."""
    ROTATING = "rotating"
    """Every other day: which days of the week then?"""
    TIME = "time"
    MORNING_OR_EVENING = "morning or evening"


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """One question; the answer in words completes the request so far."""

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
    """No request: why not."""

    reason: Reason
    detail: str = ""
    """The piece of text it is about."""


Answer = ReminderRequest | PendingQuestion | NotUnderstood
"""A complete request, the next question, or why there is neither."""


def rule_for(request: ReminderRequest, zone: str, now: datetime) -> Rule | NotUnderstood:
    """The rule of a complete request, in a zone (IANA name), from `now` (aware) on.

    Refused when it is for today and the time is over. Raises `ReminderError` for a zone that does
    not exist, and `ValueError` when days or time are still missing.
    """
    if request.at is None or not request.has_days:
        raise ValueError(f"{request} is not complete")
    if not request.once and request.ahead is None:
        return Rule(request.days, request.at, zone)
    rule = Rule.once(_date(request, zone, now), request.at, zone)
    return rule if next_due(rule, now) else NotUnderstood(Reason.PAST, f"{request.at:%H:%M}")


def _date(request: ReminderRequest, zone: str, now: datetime) -> date:
    today = _today(zone, now)
    if request.ahead is not None:
        return today + timedelta(days=request.ahead)
    assert request.at
    coming = next_due(Rule(request.days, request.at, zone), now)
    return coming.on if coming else today


def _today(zone: str, now: datetime) -> date:
    return to_utc(now).astimezone(zone_named(zone)).date()


def request_of(rule: Rule, now: datetime) -> ReminderRequest:
    """The request that leads to a rule again, to change a part of it. `now` is aware."""
    if rule.starts_on is None or not rule.is_single:
        return ReminderRequest(days=rule.days, at=rule.at, insists=True)
    ahead = (rule.starts_on - _today(rule.zone, now)).days
    return ReminderRequest(at=rule.at, ahead=max(ahead, 0), once=True)


_WORD = re.compile(
    r"([0-6]{1,7}|-)\.((?:[01]\d|2[0-3])[0-5]\d|-)\."
    r"(o?)(?:p([mdaen]))?(?:a(\d{1,2}))?(s?)(?:x(\d))?(r?)(k?)",
    re.ASCII,
)
_HALF_DAY = re.compile("0[1-9]|1[01]")
"""Hours that may be in the morning or in the evening."""


def encode_request(request: ReminderRequest) -> str:
    """One word of at most 28 bytes, without colons: "03.1900." is Monday and Thursday at 19:00.

    It travels behind buttons and is stored while a question is open.
    """
    days = "".join(map(str, sorted(request.days)))
    extras = (
        "o" if request.is_open else "",
        f"p{request.part.value}" if request.part else "",
        "" if request.ahead is None else f"a{request.ahead}",
        "s" if request.once else "",
        f"x{request.times}" if request.times else "",
        "r" if request.rotating else "",
        "k" if request.insists else "",
    )
    return f"{days or '-'}.{f'{request.at:%H%M}' if request.at else '-'}.{''.join(extras)}"


def decode_request(word: str) -> ReminderRequest | None:
    """The request that `encode_request` made a word of; None for anything else.

    Words come from outside, behind buttons.
    """
    found = _WORD.fullmatch(word)
    if found is None:
        return None
    days, at, is_open, part, ahead, once, times, rotating, insists = found.groups()
    if is_open and not _HALF_DAY.match(at):
        return None
    return ReminderRequest(
        days=frozenset() if days == "-" else frozenset(map(int, days)),
        at=None if at == "-" else time(int(at[:2]), int(at[2:])),
        is_open=bool(is_open),
        part=DayPart(part) if part else None,
        ahead=int(ahead) if ahead else None,
        once=bool(once),
        times=int(times) if times else None,
        rotating=bool(rotating),
        insists=bool(insists),
    )
