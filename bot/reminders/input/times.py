"""Times of day in words: "19:00", "7.30 pm", "half past six", "quarter to 7"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time
from enum import Enum

from bot.domain.number_words import NUMBER_VALUES
from bot.reminders.input.request import DayPart, NotUnderstood, Reason

Words = tuple[str, ...]

_HOURS = 24
_HALF_DAY = 12
_HOUR = 60
"""Minutes."""

_SMALL = {word: value for word, value in NUMBER_VALUES.items() if 0 < value < 20}  # noqa: PLR2004
_TENS = {word: value for word, value in NUMBER_VALUES.items() if 20 <= value < _HOUR}  # noqa: PLR2004
NUMBERS = _SMALL | _TENS
"""The words of figures up to fifty -> their value."""

_PAST, _TO = frozenset({"past", "after"}), frozenset({"to", "before", "till", "of"})
_MINUTES = frozenset({5, 10, 15, 20, 25})
"""What is said before "past" and "to": "seven to eight" is a span, not 7:53."""
_HOUR_WORDS = frozenset({"oclock", "hours", "hour", "hrs", "h", "hundred", "clock"})
_NOON = "noon"
WORDS = (
    frozenset({"half", "quarter", "past", "after", "before", "of", "oh", "pm", _NOON})
    | _HOUR_WORDS
    | frozenset(NUMBERS)
)
"""Every word that a time may hold."""

_WITH_MINUTES = re.compile(r"(\d{1,4})[:.h](\d{1,4})")
_WITH_H = re.compile(r"(\d{1,4})h")
_LONG = re.compile(r"(\d{1,2})(\d\d)h?")


class Half(Enum):
    """A half of the day."""

    AM = "am"
    PM = "pm"


@dataclass(frozen=True, slots=True)
class TimeReading:
    """A time as it was said; hour and minute may be out of range."""

    text: str
    hour: int
    minute: int = 0
    is_exact: bool = False
    """Said as on a clock of 24 hours, so that nobody needs to ask which half of the day."""
    half: Half | None = None
    length: int = 1
    """Words."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day."""

    at: time
    is_open: bool = False
    """Of a twelve-hour clock, and nobody said which half of the day."""


def read_time(said: Words) -> TimeReading | None:
    """The time that the words begin with; None when they begin with something else."""
    readings = (_noon, _half_past, _past_or_to, _figures, _hour)
    heard = next((found for read in readings if (found := read(said))), None)
    return _with_half(said, _with_hour_word(said, heard)) if heard else None


def _noon(said: Words) -> TimeReading | None:
    return TimeReading(_NOON, _HALF_DAY, is_exact=True) if said[0] == _NOON else None


def _half_past(said: Words) -> TimeReading | None:
    """As in "half past six", "half six"."""
    if said[0] != "half":
        return None
    start = 2 if said[1:2] == ("past",) else 1
    return _told(said, start, 30)


def _past_or_to(said: Words) -> TimeReading | None:
    """As in "quarter to seven", "a quarter past 7", "ten past eight", "20 minutes to 7"."""
    start = 1 if said[0] == "a" else 0
    minutes = 15 if said[start : start + 1] == ("quarter",) else number(said[start:])
    if minutes not in _MINUTES:
        return None
    at = start + (2 if said[start] == "twenty" and minutes == 25 else 1)  # noqa: PLR2004
    at += said[at : at + 1] in {("minutes",), ("mins",), ("min",), ("minute",)}
    if said[at : at + 1] and said[at] in _PAST:
        return _told(said, at + 1, minutes)
    if said[at : at + 1] and said[at] in _TO:
        return _told(said, at + 1, -minutes)
    return None


def _told(said: Words, start: int, minutes: int) -> TimeReading | None:
    """An hour at a place, so many minutes later or earlier."""
    hour = number(said[start : start + 1])
    if hour is None:
        return None
    if minutes < 0:
        hour, minutes = (hour - 1) % _HOURS or _HALF_DAY, minutes + _HOUR
    return TimeReading(" ".join(said[: start + 1]), hour, minutes, length=start + 1)


def _figures(said: Words) -> TimeReading | None:
    """As in "19:30", "7.30", "19h", "7h30", "1930"."""
    first = said[0]
    found = _WITH_MINUTES.fullmatch(first) or _LONG.fullmatch(first)
    if found:
        minute = found[2] if len(found[2]) == 2 else str(_HOUR)  # noqa: PLR2004 - 7:5 is no time
        return TimeReading(first, int(found[1]), int(minute), is_exact=True)
    found = _WITH_H.fullmatch(first)
    return TimeReading(first, int(found[1]), is_exact=True) if found else None


def _hour(said: Words) -> TimeReading | None:
    """As in "7", "seven", "seven thirty", "19 30"."""
    hour = number(said[:1])
    if hour is None:
        return None
    padded = said[0].startswith("0")
    minute, length = _minute(said[1:])
    text = " ".join(said[: 1 + length])
    return TimeReading(text, hour, minute, is_exact=padded, length=1 + length)


def _minute(said: Words) -> tuple[int, int]:
    """Minutes behind an hour, and how many words they take."""
    if said[:1] == ("oh",) and (ones := number(said[1:2])):
        return ones, 2
    minute = number(said)
    if minute is None or minute < 10 or len(said[0]) == 1:  # noqa: PLR2004 - "seven five" is none
        return 0, 0
    return minute, 2 if said[0] in _TENS and minute % 10 else 1


def number(said: Words) -> int | None:
    """The number that words begin with: up to two figures, or a word up to "fifty nine"."""
    if not said:
        return None
    first = said[0]
    if first.isdecimal():
        return int(first) if len(first) <= 2 else None  # noqa: PLR2004 - figures
    ones = _SMALL.get(said[1], _HALF_DAY) if first in _TENS and len(said) > 1 else _HALF_DAY
    return NUMBERS[first] + (ones if ones < 10 else 0) if first in NUMBERS else None  # noqa: PLR2004


def _with_hour_word(said: Words, heard: TimeReading) -> TimeReading:
    """As in "19 o'clock", "19 hours", "nineteen hundred hours"."""
    following = list(_while(said[heard.length :], _HOUR_WORDS))
    exact = heard.is_exact or bool(set(following) - {"oclock", "clock"})
    return replace(heard, length=heard.length + len(following), is_exact=exact)


def _while(said: Words, known: frozenset[str]) -> Iterator[str]:
    for word in said:
        if word not in known:
            return
        yield word


def _with_half(said: Words, heard: TimeReading) -> TimeReading:
    following = said[heard.length : heard.length + 1]
    if following not in {("am",), ("pm",)}:
        return heard
    return replace(
        heard,
        text=f"{heard.text} {following[0]}",
        half=Half(following[0]),
        length=heard.length + 1,
    )


def resolve_time(heard: TimeReading, part: DayPart | None) -> Clock | NotUnderstood:
    """The time that was meant, or what is wrong with it."""
    if heard.minute >= _HOUR:
        return NotUnderstood(Reason.MINUTE, heard.text)
    if heard.hour > _HOURS or (heard.hour == _HOURS and heard.minute):
        return NotUnderstood(Reason.HOUR, heard.text)
    if heard.hour == _HOURS:
        return NotUnderstood(Reason.MIDNIGHT, heard.text)
    half = heard.half or _half_of(part, heard.hour)
    if half is None:
        return _without_half(heard)
    return _morning(heard) if half is Half.AM else _evening(heard, part)


def _half_of(part: DayPart | None, hour: int) -> Half | None:
    match part:
        case DayPart.MORNING:
            return Half.AM
        case DayPart.AFTERNOON | DayPart.EVENING:
            return Half.PM
        case DayPart.MIDDAY:
            return Half.PM if 0 < hour < 10 else None  # noqa: PLR2004 - "1 at lunch"
        case DayPart.NIGHT if hour:
            return Half.AM if hour < 6 else Half.PM  # noqa: PLR2004 - "2 at night", "9 at night"
        case _:
            return None


def _without_half(heard: TimeReading) -> Clock:
    is_open = not heard.is_exact and 0 < heard.hour < _HALF_DAY
    return Clock(time(heard.hour, heard.minute), is_open)


def _morning(heard: TimeReading) -> Clock | NotUnderstood:
    if heard.hour > _HALF_DAY:
        return NotUnderstood(Reason.HALF, heard.text)
    if heard.hour == _HALF_DAY and not heard.minute:
        return NotUnderstood(Reason.MIDNIGHT, heard.text)
    return Clock(time(heard.hour % _HALF_DAY, heard.minute))


def _evening(heard: TimeReading, part: DayPart | None) -> Clock | NotUnderstood:
    if heard.hour == _HALF_DAY and part in {DayPart.EVENING, DayPart.NIGHT} and not heard.half:
        return NotUnderstood(Reason.MIDNIGHT, heard.text)
    if heard.hour == 0:
        return NotUnderstood(Reason.HALF, heard.text)
    later = _HALF_DAY if heard.hour < _HALF_DAY else 0
    return Clock(time(heard.hour + later, heard.minute))
