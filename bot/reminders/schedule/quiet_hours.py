"""Quiet hours: what nobody asked for at that time waits until they end."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.reminders.schedule.local_time import aware, moment, zone_named


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time to another on the person's own clock; none when they are equal."""

    begin: time = time(22)
    end: time = time(7)
    """Not quiet any more."""


USUAL = QuietHours()


def quiet(zone: str, at: datetime, hours: QuietHours = USUAL) -> bool:
    """Whether a moment (aware) lies in the quiet hours of a zone (IANA name)."""
    return _holds(hours, aware(at).astimezone(zone_named(zone)).time())


def _holds(hours: QuietHours, shown: time) -> bool:
    if hours.begin <= hours.end:
        return hours.begin <= shown < hours.end
    return shown >= hours.begin or shown < hours.end


def after_quiet(zone: str, at: datetime, hours: QuietHours = USUAL) -> datetime:
    """The moment itself, or the end of the quiet hours it lies in; in UTC."""
    if not quiet(zone, at, hours):
        return aware(at)
    return _end(zone_named(zone), aware(at), hours)


def _end(zone: ZoneInfo, at: datetime, hours: QuietHours) -> datetime:
    today = at.astimezone(zone).date()
    ends = (moment(today + timedelta(days=days), hours.end, zone) for days in range(-1, 3))
    return min((found.at for found in ends if found and found.at > at), default=at.astimezone(UTC))
