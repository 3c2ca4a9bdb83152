"""Later than planned: snoozed, moved to tomorrow, or late by our fault."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum

from bot.reminders.schedule.local_time import to_utc, zone_named
from bot.reminders.schedule.quiet_hours import DEFAULT_HOURS, QuietHours, is_quiet
from bot.reminders.schedule.rule import Occasion, Rule, SnoozeStreak, next_due, unpaused
from bot.reminders.schedule.week import EVERY_DAY

SNOOZE = timedelta(hours=1)
"""How much later a snoozed reminder comes."""
ENOUGH = 3
"""Snoozed so many times in a row, a time does not suit."""
GRACE = timedelta(hours=3)
"""How late a reminder may still come."""
PUNCTUAL = timedelta(minutes=2)
"""A delay that needs no apology."""
_HALF_HOUR = 30
"""Minutes."""


class Timing(Enum):
    """How a reminder comes."""

    PUNCTUAL = "punctual"
    LATE = "late"
    """It says so."""
    TOO_LATE = "too late"
    """It is left out, and a later message says so, outside the quiet hours."""


def timing(
    zone: str, occasion: Occasion, now: datetime, hours: QuietHours = DEFAULT_HOURS
) -> Timing:
    """How the reminder of an occasion comes at `now` (aware), in a zone (IANA name).

    A time that the person chose inside the quiet hours is kept; a delay into them is not.
    """
    late = to_utc(now) - occasion.at
    if late <= PUNCTUAL:
        return Timing.PUNCTUAL
    into_quiet = is_quiet(zone, now, hours) and not is_quiet(zone, occasion.at, hours)
    return Timing.TOO_LATE if late > GRACE or into_quiet else Timing.LATE


def snoozed_until(zone: str, now: datetime, hours: QuietHours = DEFAULT_HOURS) -> datetime | None:
    """An hour from `now` (aware), in UTC; None when that lies in the quiet hours."""
    later = to_utc(now) + SNOOZE
    return None if is_quiet(zone, later, hours) and not is_quiet(zone, now, hours) else later


def tomorrow(rule: Rule, now: datetime) -> Occasion | None:
    """The rule's time on the day after `now` (aware), whether it is one of its days or not."""
    today = to_utc(now).astimezone(zone_named(rule.zone)).date()
    daily = replace(
        rule, days=EVERY_DAY, starts_on=today + timedelta(days=1), ends_on=None, pause=None
    )
    return next_due(daily, now)


@dataclass(frozen=True, slots=True)
class CountedSnooze:
    """A rule that was snoozed once more."""

    rule: Rule
    """With its streak of snoozes."""
    better: time | None
    """A time that may suit better from now on; None while that is not worth a question."""


def count_snooze(rule: Rule, on: date, until: datetime) -> CountedSnooze:
    """The rule once its occasion on a date is snoozed until a moment (aware).

    In a row means the same occasion again, or the next one. Each `ENOUGH` times a better time is
    worth a question.
    """
    streak = rule.snooze_streak
    times = 1 + (streak.times if streak and _follows(rule, streak.until, on) else 0)
    counted = replace(rule, snooze_streak=SnoozeStreak(times % ENOUGH, to_utc(until)))
    return CountedSnooze(counted, _better(rule, on, until) if times >= ENOUGH else None)


def _follows(rule: Rule, until: datetime, on: date) -> bool:
    """Whether no other occasion lies between the last time and this one."""
    coming = next_due(unpaused(rule), until)
    return coming is None or on <= coming.on


def _better(rule: Rule, on: date, until: datetime) -> time | None:
    """The half hour before it comes now; none for a single date, or past midnight."""
    shown = until.astimezone(zone_named(rule.zone))
    if rule.is_single or shown.date() != on:
        return None
    return time(shown.hour, shown.minute // _HALF_HOUR * _HALF_HOUR)
