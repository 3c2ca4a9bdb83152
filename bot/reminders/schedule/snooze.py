"""Later than planned: snoozed, moved to tomorrow, or late by our fault."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum

from bot.reminders.schedule.days import EVERY_DAY
from bot.reminders.schedule.local_time import aware, zone_named
from bot.reminders.schedule.quiet_hours import USUAL, QuietHours, quiet
from bot.reminders.schedule.rule import Occasion, Rule, next_due

SNOOZE = timedelta(hours=1)
GRACE = timedelta(hours=3)
"""How late a reminder may still come."""
PUNCTUAL = timedelta(minutes=2)
"""A delay that nobody needs to be told about."""


class Timing(Enum):
    """How a reminder comes."""

    PUNCTUAL = "punctual"
    LATE = "late"
    """It says so."""
    TOO_LATE = "too late"
    """It is left out, and the person is told so outside the quiet hours."""


def timing(zone: str, occasion: Occasion, now: datetime, hours: QuietHours = USUAL) -> Timing:
    """How the reminder of an occasion comes at `now` (aware), in a zone (IANA name).

    A time that the person chose inside the quiet hours is kept; a delay into them is not.
    """
    late = aware(now) - occasion.at
    if late <= PUNCTUAL:
        return Timing.PUNCTUAL
    into_quiet = quiet(zone, now, hours) and not quiet(zone, occasion.at, hours)
    return Timing.TOO_LATE if late > GRACE or into_quiet else Timing.LATE


def snoozed(zone: str, now: datetime, hours: QuietHours = USUAL) -> datetime | None:
    """An hour from `now` (aware), in UTC; None when that lies in the quiet hours."""
    later = aware(now) + SNOOZE
    return None if quiet(zone, later, hours) and not quiet(zone, now, hours) else later


def tomorrow(rule: Rule, now: datetime) -> Occasion | None:
    """The rule's time on the day after `now` (aware), whether it is one of its days or not."""
    today = aware(now).astimezone(zone_named(rule.zone)).date()
    daily = replace(
        rule, days=EVERY_DAY, starts_on=today + timedelta(days=1), ends_on=None, pause=None
    )
    return next_due(daily, now)
