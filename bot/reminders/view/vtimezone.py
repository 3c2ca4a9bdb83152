"""The observances of a time zone: what a VTIMEZONE of RFC 5545, section 3.6.5, is made of.

A calendar file that names a zone must describe its clock changes: Outlook and others do not look a
name up. With one yearly rule for summer and one for winter time every program goes on for ever;
with a list of dates it stops at the last one, and programs that read yearly rules only ignore it.

The zone is read like any other clock: its offset day by day for `YEARS` years, and where it differs
from one day to the next, the change is found to the second by halving. Changes with the same
offsets and the same abbreviation are one observance. It gets a yearly rule when it comes once in
each year, in the same month, on the same day of the week, at the same time, and always on the last
of these days in the month, or on the same one (the second), or within the same seven days (the
first from the 2nd on). Otherwise its dates are listed.

No library does this. icalendar 7.3 (`Timezone.from_tzinfo`) lists dates only, also for Berlin.
vobject 0.9.9 names a zone by its abbreviation (CET), does not know the third pattern and needs 22
observances for Santiago, and lets the last irregular change of Casablanca recur for ever. The tests
read our files with icalendar and compare its offsets with those of `zoneinfo`, every five hours for
ten years in fifteen zones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Days of the week, Monday first, as RFC 5545 writes them."""
YEARS = 12
"""Years that are searched for changes; yearly rules go on after them."""
_STEP = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Observance:
    """Standard or summer time: an offset that begins at some moments."""

    name: str
    """An abbreviation: CEST."""
    before: timedelta
    """Offset from UTC until then."""
    after: timedelta
    """Offset from UTC from then on."""
    is_summer: bool
    starts: tuple[datetime, ...]
    """When it starts, as clocks showed it until then; only the first when it is yearly."""
    yearly: str = ""
    """The days on which it starts each year, as parts of an RRULE; empty without a pattern."""


@dataclass(frozen=True, slots=True)
class _Change:
    at: datetime
    """In UTC."""
    before: timedelta
    after: timedelta
    name: str

    @property
    def wall(self) -> datetime:
        """What clocks showed until then."""
        return (self.at + self.before).replace(tzinfo=None)


def observances(zone: ZoneInfo, year: int) -> tuple[Observance, ...]:
    """All observances of a zone from the beginning of a year on.

    Two when both have a yearly rule. Otherwise the offset at the beginning comes first, for ever or
    until the changes of the others.
    """
    start = datetime(year - 1, 1, 1, tzinfo=UTC)
    kinds = sorted(_changes(zone, start), key=_kind)
    found = tuple(_observance(tuple(group)) for _, group in groupby(kinds, key=_kind))
    if found and all(one.yearly for one in found):
        return found
    return (_standing(zone, start), *found)


def _kind(change: _Change) -> tuple[timedelta, timedelta, str]:
    return change.before, change.after, change.name


def _changes(zone: ZoneInfo, start: datetime) -> Iterator[_Change]:
    """The changes of `YEARS` years in order, at most one a day."""
    day, end = start, start.replace(year=start.year + YEARS)
    while day < end:
        if _offset(zone, day) != _offset(zone, day + _STEP):
            yield _change(zone, day)
        day += _STEP


def _change(zone: ZoneInfo, day: datetime) -> _Change:
    """The change within a day."""
    low, high = day, day + _STEP
    while high - low > _SECOND:
        middle = low + (high - low) // 2 // _SECOND * _SECOND
        low, high = (middle, high) if _offset(zone, middle) == _offset(zone, day) else (low, middle)
    before, after = _offset(zone, low), _offset(zone, high)
    return _Change(high, before, after, high.astimezone(zone).tzname() or "")


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _standing(zone: ZoneInfo, start: datetime) -> Observance:
    """The offset at the beginning."""
    local = start.astimezone(zone)
    offset = _offset(zone, start)
    since = datetime(start.year - 1, 1, 1)  # noqa: DTZ001 - what a clock shows
    return Observance(local.tzname() or "", offset, offset, is_summer=False, starts=(since,))


def _observance(changes: Sequence[_Change]) -> Observance:
    """The observance that changes with the same offsets and name begin."""
    first = changes[0]
    walls = tuple(change.wall for change in changes)
    yearly = _yearly(walls)
    return Observance(
        first.name,
        first.before,
        first.after,
        # Dublin calls its winter the exception; programs want the later clock to be the summer.
        is_summer=first.after > first.before,
        starts=walls[:1] if yearly else walls,
        yearly=yearly,
    )


def _yearly(walls: Sequence[datetime]) -> str:
    """The pattern of changes, for example the last Sunday of March; empty when there is none."""
    same = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    first = walls[0].year
    if len(same) > 1 or [wall.year for wall in walls] != list(range(first, first + YEARS)):
        return ""
    return next((pattern for read in _PATTERNS if (pattern := read(walls))), "")


def _last_of_month(walls: Sequence[datetime]) -> str:
    if any((wall + timedelta(days=_WEEK)).month == wall.month for wall in walls):
        return ""
    return f"BYMONTH={walls[0].month};BYDAY=-1{_code(walls)}"


def _week_of_month(walls: Sequence[datetime]) -> str:
    """As in "The second Sunday"."""
    weeks = {(wall.day - 1) // _WEEK + 1 for wall in walls}
    return f"BYMONTH={walls[0].month};BYDAY={weeks.pop()}{_code(walls)}" if len(weeks) == 1 else ""


def _seven_days(walls: Sequence[datetime]) -> str:
    """As in "The first Sunday from the 2nd on"."""
    days = {wall.day for wall in walls}
    week = range(min(days), max(days) + 1)
    if len(week) != _WEEK:
        return ""
    return f"BYMONTH={walls[0].month};BYMONTHDAY={','.join(map(str, week))};BYDAY={_code(walls)}"


_PATTERNS = (_last_of_month, _week_of_month, _seven_days)


def _code(walls: Sequence[datetime]) -> str:
    return CODES[walls[0].weekday()]
