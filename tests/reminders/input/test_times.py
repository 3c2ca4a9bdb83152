"""Times of day at their bounds: what words begin with, and which time that means."""

from datetime import time

import pytest

from bot.reminders.input.request import DayPart, NotUnderstood, Reason
from bot.reminders.input.times import Clock, Half, TimeReading, number, read_time, resolve_time

READINGS = [
    # words, hour, minute, exact, half, length
    ("noon", 12, 0, True, None, 1),
    ("half past six", 6, 30, False, None, 3),
    ("half six", 6, 30, False, None, 2),
    ("half past six pm", 6, 30, False, "pm", 4),
    ("quarter to seven", 6, 45, False, None, 3),
    ("a quarter past 7", 7, 15, False, None, 4),
    ("ten past eight", 8, 10, False, None, 3),
    ("five after 9", 9, 5, False, None, 3),
    ("twenty five past eight", 8, 25, False, None, 4),
    ("25 past 8", 8, 25, False, None, 3),
    ("twenty to one", 12, 40, False, None, 3),
    ("20 minutes to 7", 6, 40, False, None, 4),
    ("ten min before 1", 12, 50, False, None, 4),
    ("quarter to 0", 23, 45, False, None, 3),
    ("quarter to 13", 12, 45, False, None, 3),
    ("19:30", 19, 30, True, None, 1),
    ("7.30", 7, 30, True, None, 1),
    ("7h30", 7, 30, True, None, 1),
    ("19h", 19, 0, True, None, 1),
    ("1930", 19, 30, True, None, 1),
    ("730", 7, 30, True, None, 1),
    ("7:5", 7, 60, True, None, 1),
    ("7", 7, 0, False, None, 1),
    ("07", 7, 0, True, None, 1),
    ("99", 99, 0, False, None, 1),
    ("seven", 7, 0, False, None, 1),
    ("seven thirty", 7, 30, False, None, 2),
    ("seven ten", 7, 10, False, None, 2),
    ("seven nine", 7, 0, False, None, 1),
    ("seven fifty nine", 7, 59, False, None, 3),
    ("seven oh five", 7, 5, False, None, 3),
    ("seven oh monday", 7, 0, False, None, 1),
    ("19 30", 19, 30, False, None, 2),
    ("7 05", 7, 0, False, None, 1),
    ("7 9", 7, 0, False, None, 1),
    ("7 10", 7, 10, False, None, 2),
    ("twenty", 20, 0, False, None, 1),
    ("seven oclock", 7, 0, False, None, 2),
    ("19 hours", 19, 0, True, None, 2),
    ("nineteen hundred hours", 19, 0, True, None, 3),
    ("7 h", 7, 0, True, None, 2),
    ("7 pm", 7, 0, False, "pm", 2),
    ("7 oclock am monday", 7, 0, False, "am", 3),
    ("7 monday pm", 7, 0, False, None, 1),
]


@pytest.mark.parametrize(
    ("text", "hour", "minute", "is_exact", "half", "length"),
    READINGS,
    ids=[row[0] for row in READINGS],
)
def test_a_time_is_read_from_the_words_it_takes(
    text: str, hour: int, minute: int, half: str | None, length: int, *, is_exact: bool
) -> None:
    reading = read_time(tuple(text.split()))
    assert reading
    assert (reading.hour, reading.minute, reading.is_exact) == (hour, minute, is_exact)
    assert reading.half == (Half(half) if half else None)
    assert reading.length == length


@pytest.mark.parametrize(
    "text",
    [
        *("monday", "half", "half past", "half past monday", "past six", "12345", "to 7"),
        *("quarter", "quarter past", "a", "oh five", "12:30:15", "99999h", "hundred"),
    ],
)
def test_what_is_no_time_is_not_read(text: str) -> None:
    assert read_time(tuple(text.split())) is None


@pytest.mark.parametrize(
    ("text", "length"), [("11 past 7", 1), ("6 past 7", 1), ("seven to eight", 1), ("30 to 7", 1)]
)
def test_only_the_minutes_that_people_say_stand_before_past_and_to(text: str, length: int) -> None:
    reading = read_time(tuple(text.split()))
    assert reading
    assert reading.length == length


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("99", 99),
        ("100", None),
        ("one", 1),
        ("nineteen", 19),
        ("twenty", 20),
        ("twenty one", 21),
        ("twenty nine", 29),
        ("twenty ten", 20),
        ("twenty eleven", 20),
        ("fifty nine", 59),
        ("ten one", 10),
        ("sixty", None),
        ("monday", None),
        ("", None),
    ],
)
def test_a_number(text: str, value: int | None) -> None:
    assert number(tuple(text.split())) == value


M, D, A, E, N = DayPart.MORNING, DayPart.MIDDAY, DayPart.AFTERNOON, DayPart.EVENING, DayPart.NIGHT
AM, PM = Half.AM, Half.PM
TIMES = [
    # hour, minute, half, part, what it means: a time, a time with "?" when it is open, or a reason
    (0, 0, None, None, "00:00"),
    (0, 59, None, None, "00:59"),
    (1, 0, None, None, "01:00?"),
    (11, 59, None, None, "11:59?"),
    (12, 0, None, None, "12:00"),
    (13, 0, None, None, "13:00"),
    (23, 59, None, None, "23:59"),
    (7, 60, None, None, "MINUTE"),
    (24, 0, None, None, "MIDNIGHT"),
    (24, 1, None, None, "HOUR"),
    (25, 0, None, None, "HOUR"),
    (0, 0, AM, None, "00:00"),
    (0, 30, PM, None, "HALF"),
    (7, 0, AM, None, "07:00"),
    (12, 0, AM, None, "MIDNIGHT"),
    (12, 1, AM, None, "00:01"),
    (13, 0, AM, None, "HALF"),
    (1, 0, PM, None, "13:00"),
    (11, 59, PM, None, "23:59"),
    (12, 0, PM, None, "12:00"),
    (13, 0, PM, None, "13:00"),
    (7, 0, None, M, "07:00"),
    (13, 0, None, M, "HALF"),
    (2, 0, None, A, "14:00"),
    (12, 30, None, A, "12:30"),
    (7, 0, None, E, "19:00"),
    (12, 0, None, E, "MIDNIGHT"),
    (12, 0, PM, E, "12:00"),
    (12, 0, PM, N, "12:00"),
    (11, 0, None, E, "23:00"),
    (0, 0, None, D, "00:00"),
    (1, 0, None, D, "13:00"),
    (9, 0, None, D, "21:00"),
    (10, 0, None, D, "10:00?"),
    (12, 0, None, D, "12:00"),
    (0, 0, None, N, "00:00"),
    (1, 0, None, N, "01:00"),
    (5, 59, None, N, "05:59"),
    (6, 0, None, N, "18:00"),
    (9, 0, None, N, "21:00"),
    (12, 0, None, N, "MIDNIGHT"),
    (7, 0, AM, E, "07:00"),
]


@pytest.mark.parametrize(("hour", "minute", "half", "part", "expected"), TIMES)
def test_a_reading_means_a_time(
    hour: int, minute: int, half: Half | None, part: DayPart | None, expected: str
) -> None:
    meant = resolve_time(TimeReading("so", hour, minute, half=half), part)
    if isinstance(meant, NotUnderstood):
        assert meant == NotUnderstood(Reason[expected], "so")
    else:
        assert f"{meant.at:%H:%M}{'?' if meant.is_open else ''}" == expected


def test_an_exact_time_is_never_open() -> None:
    assert resolve_time(TimeReading("07", 7, is_exact=True), None) == Clock(time(7))
