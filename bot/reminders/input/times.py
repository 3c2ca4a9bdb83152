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
"""The minutes that stand before "past" and "to": "seven to eight" is a span, not 7:53."""
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
    """A time as the words give it; hour and minute may be out of range."""

    text: str
    hour: int
    minute: int = 0
    is_exact: bool = False
    """Written as on a clock of 24 hours: nobody needs to ask which half of the day."""
    half: Half | None = None
    length: int = 1
    """How many words it takes."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day."""

    at: time
    is_open: bool = False
    """Of a twelve-hour clock, and it is not known which half of the day."""


def read_time(words: Words) -> TimeReading | None:
    """The time that the words begin with; None when they begin with something else."""
    readers = (_noon, _half_past, _past_or_to, _figures, _hour)
    reading = next((found for read in readers if (found := read(words))), None)
    return _with_half(words, _with_hour_word(words, reading)) if reading else None


def _noon(words: Words) -> TimeReading | None:
    return TimeReading(_NOON, _HALF_DAY, is_exact=True) if words[0] == _NOON else None


def _half_past(words: Words) -> TimeReading | None:
    """As in "half past six", "half six"."""
    if words[0] != "half":
        return None
    start = 2 if words[1:2] == ("past",) else 1
    return _shifted(words, start, 30)


def _past_or_to(words: Words) -> TimeReading | None:
    """As in "quarter to seven", "a quarter past 7", "ten past eight", "20 minutes to 7"."""
    start = 1 if words[0] == "a" else 0
    minutes = 15 if words[start : start + 1] == ("quarter",) else number(words[start:])
    if minutes not in _MINUTES:
        return None
    at = start + (2 if words[start] == "twenty" and minutes == 25 else 1)  # noqa: PLR2004
    at += words[at : at + 1] in {("minutes",), ("mins",), ("min",), ("minute",)}
    if words[at : at + 1] and words[at] in _PAST:
        return _shifted(words, at + 1, minutes)
    if words[at : at + 1] and words[at] in _TO:
        return _shifted(words, at + 1, -minutes)
    return None


def _shifted(words: Words, start: int, minutes: int) -> TimeReading | None:
    """An hour at a place, so many minutes later or earlier."""
    hour = number(words[start : start + 1])
    if hour is None:
        return None
    if minutes < 0:
        hour, minutes = (hour - 1) % _HOURS or _HALF_DAY, minutes + _HOUR
    return TimeReading(" ".join(words[: start + 1]), hour, minutes, length=start + 1)


def _figures(words: Words) -> TimeReading | None:
    """As in "19:30", "7.30", "19h", "7h30", "1930"."""
    first = words[0]
    found = _WITH_MINUTES.fullmatch(first) or _LONG.fullmatch(first)
    if found:
        minute = found[2] if len(found[2]) == 2 else str(_HOUR)  # noqa: PLR2004 - 7:5 is no time
        return TimeReading(first, int(found[1]), int(minute), is_exact=True)
    found = _WITH_H.fullmatch(first)
    return TimeReading(first, int(found[1]), is_exact=True) if found else None


def _hour(words: Words) -> TimeReading | None:
    """As in "7", "seven", "seven thirty", "19 30"."""
    hour = number(words[:1])
    if hour is None:
        return None
    padded = words[0].startswith("0")
    minute, length = _minute(words[1:])
    text = " ".join(words[: 1 + length])
    return TimeReading(text, hour, minute, is_exact=padded, length=1 + length)


def _minute(words: Words) -> tuple[int, int]:
    """Minutes behind an hour, and how many words they take."""
    if words[:1] == ("oh",) and (ones := number(words[1:2])):
        return ones, 2
    minute = number(words)
    if minute is None or minute < 10 or len(words[0]) == 1:  # noqa: PLR2004 - "seven five" is none
        return 0, 0
    return minute, 2 if words[0] in _TENS and minute % 10 else 1


def number(words: Words) -> int | None:
    """The number that words begin with: up to two figures, or a word up to "fifty nine"."""
    if not words:
        return None
    first = words[0]
    if first.isdecimal():
        return int(first) if len(first) <= 2 else None  # noqa: PLR2004 - figures
    ones = _SMALL.get(words[1], _HALF_DAY) if first in _TENS and len(words) > 1 else _HALF_DAY
    return NUMBERS[first] + (ones if ones < 10 else 0) if first in NUMBERS else None  # noqa: PLR2004


def _with_hour_word(words: Words, reading: TimeReading) -> TimeReading:
    """As in "19 o'clock", "19 hours", "nineteen hundred hours"."""
    following = list(_while(words[reading.length :], _HOUR_WORDS))
    exact = reading.is_exact or bool(set(following) - {"oclock", "clock"})
    return replace(reading, length=reading.length + len(following), is_exact=exact)


def _while(words: Words, known: frozenset[str]) -> Iterator[str]:
    for word in words:
        if word not in known:
            return
        yield word


def _with_half(words: Words, reading: TimeReading) -> TimeReading:
    following = words[reading.length : reading.length + 1]
    if following not in {("am",), ("pm",)}:
        return reading
    return replace(
        reading,
        text=f"{reading.text} {following[0]}",
        half=Half(following[0]),
        length=reading.length + 1,
    )


def resolve_time(reading: TimeReading, part: DayPart | None) -> Clock | NotUnderstood:
    """The time of day that a reading means in a part of the day, or what is wrong with it."""
    if reading.minute >= _HOUR:
        return NotUnderstood(Reason.MINUTE, reading.text)
    if reading.hour > _HOURS or (reading.hour == _HOURS and reading.minute):
        return NotUnderstood(Reason.HOUR, reading.text)
    if reading.hour == _HOURS:
        return NotUnderstood(Reason.MIDNIGHT, reading.text)
    half = reading.half or _half_of(part, reading.hour)
    if half is None:
        return _without_half(reading)
    return _morning(reading) if half is Half.AM else _evening(reading, part)


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


def _without_half(reading: TimeReading) -> Clock:
    is_open = not reading.is_exact and 0 < reading.hour < _HALF_DAY
    return Clock(time(reading.hour, reading.minute), is_open)


def _morning(reading: TimeReading) -> Clock | NotUnderstood:
    if reading.hour > _HALF_DAY:
        return NotUnderstood(Reason.HALF, reading.text)
    if reading.hour == _HALF_DAY and not reading.minute:
        return NotUnderstood(Reason.MIDNIGHT, reading.text)
    return Clock(time(reading.hour % _HALF_DAY, reading.minute))


def _evening(reading: TimeReading, part: DayPart | None) -> Clock | NotUnderstood:
    if reading.hour == _HALF_DAY and part in {DayPart.EVENING, DayPart.NIGHT} and not reading.half:
        return NotUnderstood(Reason.MIDNIGHT, reading.text)
    if reading.hour == 0:
        return NotUnderstood(Reason.HALF, reading.text)
    later = _HALF_DAY if reading.hour < _HALF_DAY else 0
    return Clock(time(reading.hour + later, reading.minute))
