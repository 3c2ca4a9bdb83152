"""When a person wants to be reminded, when that is due next, and how it is stored."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Annotated, Self

from pydantic import Field, TypeAdapter, ValidationError

from bot.reminders.schedule.local_time import ReminderError, local_instant, to_utc, zone_named
from bot.reminders.schedule.pause import Pause
from bot.reminders.schedule.week import EVERY_DAY, Days

DAY = timedelta(days=1)
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
"""Nothing is due outside these dates."""
_BEGIN, _END = (datetime.combine(on, time(), tzinfo=UTC) for on in (FIRST, LAST))


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time at which a rule is due."""

    on: date
    """The person's date it belongs to."""
    at: datetime
    """In UTC."""
    shifted: bool = False
    """It comes a little later than usual, because clocks go forward that night."""


@dataclass(frozen=True, slots=True)
class SnoozeStreak:
    """How often in a row a reminder was snoozed."""

    times: int
    until: datetime
    """When the last snooze ends; aware."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Days of the week and a time on the person's own clock.

    Making one that can never be due raises `ReminderError`.
    """

    days: Days
    """0 is Monday."""
    at: time
    """In minutes, without a zone."""
    zone: str
    """IANA name."""
    starts_on: date | None = None
    ends_on: date | None = field(default=None, kw_only=True)
    """The last date, included."""
    pause: Pause | None = field(default=None, kw_only=True)
    snooze_streak: Annotated[SnoozeStreak | None, Field(alias="put_off")] = field(
        default=None, kw_only=True
    )
    """Does not change when it is due."""

    def __post_init__(self) -> None:
        for complaint in _unsound(self):
            raise ReminderError(complaint)
        zone_named(self.zone)

    @classmethod
    def once(cls, on: date, at: time, zone: str) -> Self:
        """A rule that is due on one date only."""
        return cls(frozenset({on.weekday()}), at, zone, starts_on=on, ends_on=on)

    @property
    def is_single(self) -> bool:
        """Whether it is due on one date only."""
        return self.starts_on is not None and self.starts_on == self.ends_on


def _unsound(rule: Rule) -> Iterator[str]:
    if not rule.days or not rule.days <= EVERY_DAY:
        yield f"A reminder needs days from 0 to 6, not {sorted(rule.days)}."
    if rule.at.tzinfo or rule.at.second or rule.at.microsecond or rule.at.fold:
        yield f"A reminder's time is hours and minutes, not {rule.at.isoformat()}."
    for on in (rule.starts_on, rule.ends_on):
        if on and not FIRST <= on <= LAST:
            yield f"A reminder's dates lie between {FIRST} and {LAST}, unlike {on}."
    if rule.starts_on and rule.ends_on and rule.starts_on > rule.ends_on:
        yield f"A reminder cannot start on {rule.starts_on} and end on {rule.ends_on}."
    if rule.pause and rule.pause.until and rule.pause.until.utcoffset() is None:
        yield "A pause must say in which time zone it ends."
    if rule.snooze_streak and rule.snooze_streak.until.utcoffset() is None:
        yield "A reminder that was put off must say in which time zone."


def next_due(rule: Rule, after: datetime) -> Occasion | None:
    """The first occasion strictly after a moment (aware); None when there is none any more.

    A time that does not exist that night comes at the next minute that does; one that exists twice
    comes once, the first time.
    """
    return next(_coming(rule, to_utc(after)), None)


def occasions(rule: Rule, after: datetime, count: int) -> tuple[Occasion, ...]:
    """The next occasions strictly after a moment (aware), at most `count`."""
    return tuple(islice(_coming(rule, to_utc(after)), count))


def unpaused(rule: Rule) -> Rule:
    """The rule as it is without its pause."""
    return replace(rule, pause=None)


def _coming(rule: Rule, after: datetime) -> Iterator[Occasion]:
    start = _start(rule, after)
    zone = zone_named(rule.zone)
    for on in _dates(rule, start, rule.ends_on or LAST):
        found = local_instant(on, rule.at, zone)
        if found and found.at > after and found.at >= start:
            yield Occasion(on, found.at, found.shifted)


def _start(rule: Rule, after: datetime) -> datetime:
    """Nothing comes before this moment."""
    if rule.pause is None:
        return max(after, _BEGIN)
    return max(after, _BEGIN, rule.pause.until or _END)


def _dates(rule: Rule, start: datetime, last: date) -> Iterator[date]:
    """The dates of the rule; from a day early, because a clock may jump over midnight."""
    if start >= _END:
        return
    on = start.astimezone(zone_named(rule.zone)).date() - DAY
    if rule.starts_on:
        on = max(on, rule.starts_on)
    while on <= last:
        if on.weekday() in rule.days:
            yield on
        on += DAY


@dataclass(frozen=True, slots=True)
class StoredRule:
    """A rule with its id in the database."""

    id: int
    rule: Rule


_RULE = TypeAdapter(Rule)


def rule_to_json(rule: Rule) -> str:
    """The rule as JSON, for storage; fields with their default are left out."""
    return _RULE.dump_json(rule, by_alias=True, exclude_defaults=True).decode()


def rule_from_json(text: str) -> Rule:
    """The rule from its JSON; keys that are not known are passed over.

    Raises `ReminderError` when the JSON is no rule, or names a zone that does not exist.
    """
    try:
        return _RULE.validate_json(text)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in detail["loc"]) or "text"
        raise ReminderError(f"A kept reminder cannot be read: {where}: {detail['msg']}.") from error
