"""Reminders as an .ics file (RFC 5545) for the calendars of Google, Apple and Microsoft."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from bot.reminders.schedule.local_time import to_utc, zone_named
from bot.reminders.schedule.rule import Rule, StoredRule, next_due
from bot.reminders.view.vtimezone import CODES, Observance, observances

LASTS = timedelta(minutes=15)
"""How long a session takes in the calendar."""
_TITLE = "Hamstring training"
_DETAILS = "Planned with your training coach. Change the plan there, then fetch this file again."
_HEAD = (
    ("version", "2.0"),
    ("prodid", "-//hamstring-coach//reminders//EN"),
    ("calscale", "GREGORIAN"),
    ("method", "PUBLISH"),
    ("x-wr-calname", _TITLE),
)


def calendar(stored: Iterable[StoredRule], stamp: datetime) -> bytes:
    """The file. `stamp` (aware) is when it is made; what was over before is left out.

    An event's id stays the same, so that fetching the file again changes it and adds no second one.
    """
    coming = [(one, on) for one in stored if (on := _first(one.rule, stamp))]
    file = Calendar()
    for name, value in _HEAD:
        file.add(name, value)
    for zone in sorted({one.rule.zone for one, _ in coming}):
        file.add_component(_zone(zone, to_utc(stamp).year))
    for one, on in coming:
        file.add_component(_event(one, on, stamp))
    written: bytes = file.to_ical(sorted=False)
    return written


def _first(rule: Rule, stamp: datetime) -> date | None:
    coming = next_due(rule, stamp)
    return coming.on if coming else None


def _event(one: StoredRule, on: date, stamp: datetime) -> Event:
    rule, event = one.rule, Event()
    event.add("uid", f"reminder-{one.id}@hamstring-coach")
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", datetime.combine(on, rule.at, zone_named(rule.zone)))
    event.add("duration", LASTS)
    if not rule.is_single:
        event.add("rrule", _weekly(rule))
    event.add("summary", _TITLE)
    event.add("description", _DETAILS)
    return event


def _weekly(rule: Rule) -> vRecur:
    days = [CODES[day] for day in sorted(rule.days)]
    if rule.ends_on is None:
        return vRecur(freq="WEEKLY", byday=days, wkst="MO")
    last = datetime.combine(rule.ends_on, time(23, 59), zone_named(rule.zone))
    return vRecur(freq="WEEKLY", until=last.astimezone(UTC), byday=days, wkst="MO")


def _zone(name: str, year: int) -> Timezone:
    """The VTIMEZONE of a zone, from a year on."""
    zone = Timezone()
    zone.add("tzid", name)
    zone.add("x-lic-location", name)
    for one in observances(zone_named(name), year):
        zone.add_component(_observance(one))
    return zone


def _observance(one: Observance) -> TimezoneDaylight | TimezoneStandard:
    part = TimezoneDaylight() if one.is_summer else TimezoneStandard()
    part.add("tzname", one.name)
    part.add("tzoffsetfrom", one.before)
    part.add("tzoffsetto", one.after)
    part.add("dtstart", one.starts[0])
    if one.yearly:
        part.add("rrule", vRecur.from_ical(f"FREQ=YEARLY;{one.yearly}"))
    if one.starts[1:]:
        part.add("rdate", list(one.starts[1:]))
    return part
