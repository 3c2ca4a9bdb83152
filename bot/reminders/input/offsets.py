"""What a clock shows somewhere -> how far it is from UTC, and which zones are."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from bot.reminders.input.request import DayPart
from bot.reminders.input.times import Clock, TimeReading, Words, read_time, resolve_time
from bot.reminders.input.tokens import fold, tokenize
from bot.reminders.input.vocabulary import PHRASES
from bot.reminders.schedule.local_time import to_utc, zone_named

NEAR = 7
"""Minutes that a person's clock may be wrong, or that pass while typing."""
_DAY = 24 * 60
_HALF = 12
_FAR_EAST, _FAR_WEST = 14 * 60, -12 * 60
"""The furthest offsets from UTC, in minutes."""
_SIGHT = tuple(timedelta(days=15 * step) for step in range(25))
"""A year: zones whose clocks agree all year are the same to a person."""
_OFFSET = re.compile(r"(?:(?:utc|gmt|z)\s*)?([+-])\s*(\d\d?)(?::?(\d\d))?")
_TALK = """
    it is its now here right the time my at clock says shows show in local currently about current
    of day on exactly just where i am im live and a - s
"""
_AROUND = frozenset(_TALK.split())
"""Words around a time that say no more than it."""


def offsets_in(text: str, now: datetime) -> frozenset[int]:
    """The offsets from UTC in minutes that fit "it is 18:40 here" or "UTC+2"; none for other words.

    Several for "6:40", which may be morning or evening, and around the date line. `now` is aware.
    """
    folded = fold(text).strip()
    found = _OFFSET.fullmatch(folded)
    if found:
        minutes = 60 * int(found[2]) + int(found[3] or 0)
        return _possible(minutes if found[1] == "+" else -minutes)
    utc = to_utc(now)
    passed = utc.hour * 60 + utc.minute
    shown = _shown(tokenize(folded))
    return frozenset(offset for minutes in shown for offset in _possible_days(minutes - passed))


def _possible_days(difference: int) -> Iterator[int]:
    for days in (-_DAY, 0, _DAY):
        yield from _possible(difference + days, NEAR)


def _possible(offset: int, slack: int = 0) -> frozenset[int]:
    inside = _FAR_WEST - slack <= offset <= _FAR_EAST + slack
    return frozenset({offset}) if inside else frozenset()


def _shown(words: Words) -> Iterator[int]:
    """The minutes of the day that the words may mean, when they are about nothing but a time."""
    part, reading = None, None
    at = 0
    while at < len(words):
        meaning = PHRASES.get(words[at : at + 1])
        found = read_time(words[at:])
        if found and reading is None:
            reading, at = found, at + found.length - 1
        elif isinstance(meaning, DayPart):
            part = meaning
        elif words[at] not in _AROUND:
            return
        at += 1
    yield from _minutes(reading, part) if reading else ()


def _minutes(reading: TimeReading, part: DayPart | None) -> Iterator[int]:
    clock = resolve_time(reading, part)
    if isinstance(clock, Clock):
        minutes = clock.at.hour * 60 + clock.at.minute
        yield minutes
        if (
            part is None
            and reading.half is None
            and 0 < reading.hour < _HALF
            and reading.text[0] != "0"
        ):
            yield minutes + _DAY // 2


def showing(
    zones: Iterable[str], offsets: frozenset[int], now: datetime
) -> tuple[tuple[str, ...], ...]:
    """Those zones whose clocks are so far from UTC now, in groups that agree all year."""
    groups: dict[tuple[timedelta | None, ...], list[str]] = {}
    for name in zones:
        offset = to_utc(now).astimezone(zone_named(name)).utcoffset()
        assert offset is not None
        if any(abs(offset - timedelta(minutes=one)) <= timedelta(minutes=NEAR) for one in offsets):
            groups.setdefault(_year(name, now), []).append(name)
    return tuple(map(tuple, groups.values()))


def _year(name: str, now: datetime) -> tuple[timedelta | None, ...]:
    zone = zone_named(name)
    return tuple((now.astimezone(UTC) + later).astimezone(zone).utcoffset() for later in _SIGHT)
