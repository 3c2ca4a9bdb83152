"""The clock changes of a time zone, as calendars want to be told about them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Days of the week, as calendars write them."""
YEARS = 12
"""Years whose changes are told; yearly ones go on after that."""
_STEP = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Observance:
    """A way that clocks go from some moments on."""

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
    """The days of the year on which it starts, when there is a pattern."""


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

    With summer time of one pattern these are two, which is what every program understands; changes
    without a pattern are listed one by one, for `YEARS` years.
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
    """The changes of `YEARS` years, found day by day and then to the second."""
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
    """How clocks go at the beginning."""
    local = start.astimezone(zone)
    offset = _offset(zone, start)
    since = datetime(start.year - 1, 1, 1)  # noqa: DTZ001 - what a clock shows
    return Observance(local.tzname() or "", offset, offset, is_summer=False, starts=(since,))


def _observance(changes: Sequence[_Change]) -> Observance:
    """Changes of one kind: one line for all when there is a yearly pattern."""
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
