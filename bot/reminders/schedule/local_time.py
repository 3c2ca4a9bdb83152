"""Local clocks: the instant at which a clock on the wall shows a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

from bot.errors import CoachError


class ReminderError(CoachError):
    """A reminder cannot be used: its days, its time or its time zone make no sense."""


MINUTE = timedelta(minutes=1)
_ALL_DAY = (time(), time(12), time(23, 59))
"""Times that only a whole missing date leaves out together."""
NOT_OURS = frozenset({"localtime", "Factory", "posixrules"})
"""Names that stand for the server's own zone, or for none."""


@dataclass(frozen=True, slots=True)
class LocalInstant:
    """An instant."""

    at: datetime
    """In UTC."""
    shifted: bool
    """The clock skips the wanted time that night; this is the next minute that it shows."""


@cache
def zone_named(name: str) -> ZoneInfo:
    """The time zone of an IANA name.

    Raises `ReminderError` when there is none.
    """
    unknown = ReminderError(f"There is no time zone {name!r}.")
    if name in NOT_OURS or name.startswith(("posix/", "right/")):
        raise unknown
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise unknown from error


def local_instant(on: date, at: time, zone: ZoneInfo) -> LocalInstant | None:
    """When a clock shows a time on a date: the first time, if it does so twice.

    None on a date that the zone leaves out altogether, as Samoa did with 30 December 2011.
    """
    wall = datetime.combine(on, at, tzinfo=zone)
    if _is_shown(wall):
        return LocalInstant(wall.astimezone(UTC), shifted=False)
    if not any(_is_shown(datetime.combine(on, one, tzinfo=zone)) for one in _ALL_DAY):
        return None
    return LocalInstant(_next_shown(wall).astimezone(UTC), shifted=True)


def _is_shown(wall: datetime) -> bool:
    """Whether clocks ever show this; they skip an hour when summer time begins."""
    return wall.astimezone(UTC).astimezone(wall.tzinfo) == wall


def _next_shown(wall: datetime) -> datetime:
    return next(later for later in _minutes_after(wall) if _is_shown(later))


def _minutes_after(wall: datetime) -> Iterator[datetime]:
    """Sums with one zone count what the clock shows, not what passes."""
    return (wall + minutes * MINUTE for minutes in count(1))


def to_utc(moment: datetime) -> datetime:
    """The same moment in UTC.

    Raises `ReminderError` when it does not say in which zone it is.
    """
    if moment.utcoffset() is None:
        raise ReminderError(f"{moment.isoformat()} does not say in which time zone.")
    return moment.astimezone(UTC)
