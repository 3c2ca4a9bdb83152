"""Quiet hours: what nobody asked for at that time waits until they end."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.reminders.schedule.local_time import local_instant, to_utc, zone_named


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time to another on the person's own clock; none when they are equal."""

    begin: time = time(22)
    end: time = time(7)
    """Not quiet any more."""


DEFAULT_HOURS = QuietHours()


def is_quiet(zone: str, at: datetime, hours: QuietHours = DEFAULT_HOURS) -> bool:
    """Whether a moment (aware) lies in the quiet hours of a zone (IANA name)."""
    return _holds(hours, to_utc(at).astimezone(zone_named(zone)).time())


def _holds(hours: QuietHours, shown: time) -> bool:
    if hours.begin <= hours.end:
        return hours.begin <= shown < hours.end
    return shown >= hours.begin or shown < hours.end


def after_quiet(zone: str, at: datetime, hours: QuietHours = DEFAULT_HOURS) -> datetime:
    """The moment itself, or the end of the quiet hours it lies in; in UTC."""
    if not is_quiet(zone, at, hours):
        return to_utc(at)
    return _end(zone_named(zone), to_utc(at), hours)


def _end(zone: ZoneInfo, at: datetime, hours: QuietHours) -> datetime:
    today = at.astimezone(zone).date()
    # Today or tomorrow, or the day after when a zone leaves out a date.
    ends = (local_instant(today + timedelta(days=days), hours.end, zone) for days in range(3))
    return min((found.at for found in ends if found and found.at > at), default=at.astimezone(UTC))
