"""How what is written in figures and signs is read out: times, dates, sets, ranges, units."""

import re
from collections.abc import Callable

from bot.domain import number_words

Reading = tuple[re.Pattern[str], "str | Callable[[re.Match[str]], str]"]
"""What is written, and what is read out instead."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_MONTH = rf"({'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)})\b\.?"
_DAYS = {
    "Mon": "Monday",
    "Tue": "Tuesday",
    "Tues": "Tuesday",
    "Wed": "Wednesday",
    "Thu": "Thursday",
    "Thur": "Thursday",
    "Thurs": "Thursday",
    "Fri": "Friday",
    "Sat": "Saturday",
    "Sun": "Sunday",
}
_UNITS = {
    "kg": ("kilogram", "kilograms"),
    "g": ("gram", "grams"),
    "lb|lbs": ("pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "km": ("kilometer", "kilometers"),
    "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"),
    "m": ("meter", "meters"),
    "ft": ("foot", "feet"),
    r"in(?=\s*(?:[.,;:)?!]|$|ball\b|apart\b|above\b|high\b|wide\b|long\b))": ("inch", "inches"),
    "ms": ("millisecond", "milliseconds"),
    "s|sec|secs": ("second", "seconds"),
    "min|mins": ("minute", "minutes"),
    "h|hr|hrs": ("hour", "hours"),
    "ml": ("milliliter", "milliliters"),
    "l|L": ("liter", "liters"),
    "kcal": ("kilocalorie", "kilocalories"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
    "%": ("percent", "percent"),
    r"\u00d7|x": ("time", "times"),
}
_FRACTIONS = {
    "1/2": "one half",
    "1/3": "one third",
    "2/3": "two thirds",
    "1/4": "one quarter",
    "3/4": "three quarters",
}
_SINGLE = r"\d+(?:\.\d+)?"
_AMOUNT = rf"{_SINGLE}(?:\s?[\u2013-]\s?{_SINGLE})?"
"""A number, or a range of two."""
_LARGE = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MONEY = {"$": "dollars", "€": "euros", "£": "pounds"}
_WEIGHED = r"(?:kg|g|lbs?|oz|km|cm|mm|m|ft|%|°)"
"""What is not a number of repetitions or seconds."""
_LONGEST_AMOUNT = 9
"""Digits of the longest number that is read as an amount."""


# Numbers, given as digits.


def _cardinal(digits: str) -> str:
    """A whole number without a sign; what starts with a zero or is too long, digit by digit."""
    return _one_by_one(digits) if _is_a_code(digits) else number_words.cardinal(int(digits))


def _ordinal(digits: str) -> str:
    """A place in an order: "21" is "twenty-first"."""
    if not _is_a_code(digits):
        return number_words.ordinal(int(digits))
    return f"{_one_by_one(digits[:-1])} {number_words.ordinal(int(digits[-1]))}"


def _is_a_code(digits: str) -> bool:
    return len(digits) > _LONGEST_AMOUNT or (len(digits) > 1 and digits.startswith("0"))


def _decimal(whole: str, fraction: str) -> str:
    """A number with digits behind the point: "two point five"."""
    return f"{_cardinal(whole)} point {_one_by_one(fraction)}"


def _one_by_one(digits: str) -> str:
    """Each digit by itself, as telephone numbers are read."""
    return " ".join(number_words.cardinal(int(digit)) for digit in digits)


def _year(digits: str) -> str:
    """Four digits as a year of our time: "2026" is "twenty twenty-six"; else as an amount."""
    number = int(digits)
    return _cardinal(digits) if _is_a_code(digits) else number_words.year(number)


# Times and dates.


def _clock(found: re.Match[str]) -> str:
    hour, minute = int(found["hour"]), int(found["minute"])
    seconds = f" and {_cardinal(str(int(found['second'])))} seconds" if found["second"] else ""
    half = (found["half"] or "").lower()
    if not half and not minute and hour in {0, 12}:
        return f"{'noon' if hour else 'midnight'}{seconds}"
    certain = hour in {0, 12} or hour > 12 or found["hour"].startswith("0")  # noqa: PLR2004
    half = half or (("a", "p")[hour >= 12] if certain else "")  # noqa: PLR2004 - noon
    on_the_hour = "" if half else " o'clock"
    told = f" {_minutes(minute)}" if minute else on_the_hour
    return f" {_cardinal(str(hour % 12 or 12))}{told}{f' {half} m' if half else ''}{seconds} "


def _minutes(minute: int) -> str:
    words = _cardinal(str(minute))
    return words if minute >= 10 else f"oh {words}"  # noqa: PLR2004 - digits


def _lasting(found: re.Match[str]) -> str:
    large, small = ("hour", "minute") if found["unit"].startswith("h") else ("minute", "second")
    first, second = int(found["first"]), int(found["second"])
    return f"{_count(first, large)} {_count(second, small)}"


def _count(number: int, noun: str) -> str:
    return f"{_cardinal(str(number))} {noun}{'' if number == 1 else 's'}"


def _iso_date(found: re.Match[str]) -> str:
    month = _MONTHS[int(found["month"]) - 1]
    return f"the {_ordinal(str(int(found['day'])))} of {month}, {_year(found['year'])}"


def _day_and_month(found: re.Match[str]) -> str:
    the = found["the"] or "the "
    return f"{the}{_ordinal(found['day'])} of {_month(found['month'])}{_of_year(found['year'])}"


def _month_and_day(found: re.Match[str]) -> str:
    day = _ordinal(found["day"])
    return f"{_month(found['month'])} {day}{_of_year(found['year'])}"


def _month(name: str) -> str:
    return next(month for month in _MONTHS if month.startswith(name[:3]))


def _of_year(digits: str | None) -> str:
    return f", {_year(digits)}" if digits else ""


_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s(?P<year>(?:19|20)\d\d)\b)?"
_TIME = r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"

MOMENTS: tuple[Reading, ...] = (
    (
        re.compile(
            r"\b(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b"
        ),
        _iso_date,
    ),
    (
        re.compile(rf"(?P<the>\b[Tt]he\s)?\b{_DAY}(?:\s|\sof\s)(?P<month>{_MONTH}){_YEAR}"),
        _day_and_month,
    ),
    (re.compile(rf"\b(?P<month>{_MONTH})\s{_DAY}\b(?![:.]\d){_YEAR}"), _month_and_day),
    (
        re.compile(
            rf"\b({'|'.join(_DAYS)})\b\.?(?=[,.;:/)!?\u2013-]|\s+\d|\s+(?:the|and|at|or)\b|\s*$)"
        ),
        lambda found: _DAYS[found[1]],
    ),
    (re.compile(r"\bUTC\s?\+\s?0?(\d{1,2})(?::00)?\b"), r"UTC plus \1"),
    (re.compile(r"\bUTC\s?[\u2212-]\s?0?(\d{1,2})(?::00)?\b"), r"UTC minus \1"),
    (
        re.compile(
            r"\b(?P<first>\d{1,2}):(?P<second>[0-5]\d)\s?(?P<unit>min|mins|minutes|h|hours)\b"
        ),
        _lasting,
    ),
    (re.compile(r"\b(\d{1,2}(?::\d\d)?)\s?([ap])\.\s?m\.(?=\s+[A-Z]|$)"), r"\1 \2m."),
    (re.compile(r"\b(\d{1,2}(?::\d\d)?)\s?([ap])\.\s?m\."), r"\1 \2m"),
    (re.compile(rf"{_TIME}(?:\s?(?P<half>[apAP])[mM]\b)?(?![\d:])"), _clock),
    (re.compile(r"\b(\d{1,2})\s?([apAP])[mM]\b"), lambda found: f"{found[1]} {found[2].lower()} m"),
)
"""Times of day and dates."""


# Sets, ranges, units and plain numbers.


def _sets(found: re.Match[str]) -> str:
    return f"{found[1]} {'set' if found[1] == '1' else 'sets'} of {found[2]}"


def _unit(one: str, several: str) -> Callable[[re.Match[str]], str]:
    def read(found: re.Match[str]) -> str:
        alone = found[1] == "1" or found[2] == "-"
        return f"{found[1]} {one if alone else several}"

    return read


def _fraction(found: re.Match[str]) -> str:
    if found[0] in _FRACTIONS:
        return _FRACTIONS[found[0]]
    return f"{found[1]} out of {found[2]}" if found[2] == "10" else f"{found[1]} of {found[2]}"


def _whole(found: re.Match[str]) -> str:
    digits = found[0].replace(",", "")
    plain = len(found[0]) == 4 and not digits.startswith("0")  # noqa: PLR2004 - a year has four
    return f" {_year(digits) if plain else _cardinal(digits)} "


def _called(found: re.Match[str]) -> str:
    return found[1] + _one_by_one(found[2])


_PER = r"\s?/\s?(?=(?:second|minute|hour|day|week|month|set|side|leg)\b)"

AMOUNTS: tuple[Reading, ...] = (
    (re.compile(r"\b((?:[Cc]all|[Dd]ial|[Rr]ing|[Pp]hone|number)\s)(\d{3,})\b"), _called),
    (re.compile(r"\b(\d{3})(?=\sin\s(?:the\s)?[A-Z])"), lambda found: _one_by_one(found[1])),
    (re.compile(r"(?<=\d)%\s?(?=[\u2013-]\s?\d)"), ""),
    (re.compile(rf"\b({_AMOUNT})\s?[\u00d7xX*]\s?({_AMOUNT})(?!\s?{_WEIGHED}(?![a-z]))\b"), _sets),
    (re.compile(r"\b(sets?)\s?[\u00d7x]\s?(?=\d)"), r"\1 of "),
    (re.compile(r"(?<=\d)\s?[\u00d7xX*]\s?(?=\d)"), " times "),
    (re.compile(r"(?<!\w)\s?[\u00d7x*]\s?(?=\d)"), " times "),
    (re.compile(r"(?<![\d/])(\d+)\s?/\s?(\d+)(?![\d/])"), _fraction),
    (re.compile(_PER), " per "),
    (re.compile(r"(?<=\d)\s?[\u2013-]\s?(?=\d)"), " to "),
    (re.compile(r"(?<=\d)\s?→\s?(?=\d)"), " to "),
    (re.compile(r"(?<![\w.,])[\u2212\u2013-]\s?(?=\d)"), " minus "),
    (re.compile(r"(?<=\d)\s?\u2212\s?(?=\d)"), " minus "),
    (re.compile(r"\+\s?(?=\d)"), " plus "),
    (re.compile(r"([$€£])\s?(\d+)"), lambda found: f"{found[2]} {_MONEY[found[1]]}"),
    (re.compile(r"(?:#|\bNo\.\s?)(?=\d)"), "number "),
    *(
        (re.compile(rf"(?<![\d.,])({_LARGE})(?:\s?|(-))(?:{unit})(?![\w'])"), _unit(*names))
        for unit, names in _UNITS.items()
    ),
    (re.compile(r"(\d+)(?:st|nd|rd|th)\b"), lambda found: f" {_ordinal(found[1])} "),
    (re.compile(r"(?<![\d.])(\d+)\.(\d+)"), lambda found: f" {_decimal(found[1], found[2])} "),
    (re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+"), _whole),
)
"""Sets, ranges, units and plain numbers; the last two leave no figure."""
