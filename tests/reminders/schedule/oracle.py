"""A second way to find occasions: look at a clock again and again, and write down what it shows."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Sights = list[tuple[datetime, datetime]]
"""Moments in UTC, and what the clock shows then (without a zone)."""


def watch(zone: str, begin: datetime, end: datetime, step: timedelta) -> Sights:
    """Look at the clock from one moment to another."""
    place, found, at = ZoneInfo(zone), [], begin
    while at < end:
        found.append((at, at.astimezone(place).replace(tzinfo=None)))
        at += step
    return found


def first_sights(sights: Sights, days: frozenset[int], at: time) -> list[tuple[date, datetime]]:
    """For each date that the clock shows: the first moment at which it has reached the time."""
    dates: dict[date, int] = {}
    for place, (_, shown) in enumerate(sights):
        dates.setdefault(shown.date(), place)
    return [
        (on, moment)
        for on, place in dates.items()
        if on.weekday() in days and (moment := _reached(sights, place, datetime.combine(on, at)))
    ]


def _reached(sights: Sights, place: int, request: datetime) -> datetime | None:
    later = (sights[at] for at in range(place, len(sights)))
    return next((moment for moment, shown in later if shown >= request), None)


def switches(zone: str, years: range) -> list[datetime]:
    """The hours (in UTC) in which clocks change."""
    place, hour = ZoneInfo(zone), timedelta(hours=1)
    at, found = datetime(years[0], 1, 1, tzinfo=UTC), []
    while at.year <= years[-1]:
        if at.astimezone(place).utcoffset() != (at + hour).astimezone(place).utcoffset():
            found.append(at)
        at += hour
    return found
