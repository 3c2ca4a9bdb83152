"""Every hour with every part of the day, and times in words to the minute."""

from collections.abc import Iterator

import pytest

from bot.reminders.input.parsing import parse_request
from bot.reminders.input.request import NotUnderstood, PendingQuestion, ReminderRequest

AM = "00 01 02 03 04 05 06 07 08 09 10 11"
PM = "13 14 15 16 17 18 19 20 21 22 23"
GRID = {
    "": f"00 ? ? ? ? ? ? ? ? ? ? ? 12 {PM} midnight hour",
    "am": f"{AM} midnight {'half ' * 11} midnight hour",
    "pm": f"half {PM} 12 {PM} midnight hour",
    "in the morning": f"{AM} midnight {'half ' * 11} midnight hour",
    "at lunchtime": f"00 13 14 15 16 17 18 19 20 21 ? ? 12 {PM} midnight hour",
    "in the afternoon": f"half {PM} 12 {PM} midnight hour",
    "in the evening": f"half {PM} midnight {PM} midnight hour",
    "at night": f"00 01 02 03 04 05 18 19 20 21 22 23 midnight {PM} midnight hour",
}
"""What is said behind an hour -> for 0 to 25: the hour that is meant, ?, or what is wrong."""


def meant(text: str) -> str:
    """The time that was meant as "19:00"; "?" when it is open; else the reason for a refusal."""
    match parse_request(f"mon {text}"):
        case ReminderRequest(at=at) if at:
            return f"{at:%H:%M}"
        case PendingQuestion():
            return "?"
        case NotUnderstood(reason, detail):
            return f"{reason.value} {detail}".strip()
        case other:
            return str(other)


def cells() -> Iterator[tuple[str, str]]:
    for part, row in GRID.items():
        for hour, cell in enumerate(row.split()):
            yield f"{hour} {part}".strip(), f"{cell}:00" if cell.isdecimal() else cell


@pytest.mark.parametrize(("text", "expected"), [*cells()])
def test_an_hour_lies_in_the_part_of_the_day_that_was_said(text: str, expected: str) -> None:
    assert meant(text).split()[0] == expected


IN_WORDS = {
    "7 h": "07:00",
    "7 hours": "07:00",
    "seven hundred hours": "07:00",
    "7 o'clock": "?",
    "7 o'clock am": "07:00",
    "07:30 h": "07:30",
    "7h05": "07:05",
    "19h30 o'clock": "19:30",
    "twelve pm": "12:00",
    # minutes
    "11:30 at lunchtime": "11:30",
    "12:30 in the morning": "00:30",
    "12:30 pm": "12:30",
    "23:30 at night": "23:30",
    "7 59 pm": "19:59",
    "seven ten pm": "19:10",
    "seven oh five pm": "19:05",
    "seven fifty pm": "19:50",
    "seven fifty nine pm": "19:59",
    "nine forty two am": "09:42",
    # past and to
    "5 min past 6 pm": "18:05",
    "25 minutes past 9 am": "09:25",
    "twenty past 8 pm": "20:20",
    "half past 12 pm": "12:30",
    "10 mins to 7 am": "06:50",
    "twenty five to 8 pm": "19:35",
    "twenty to 1 pm": "12:40",
    "five to one am": "00:55",
    "quarter to 12 am": "11:45",
    "20 to 12 pm": "23:40",
    "a quarter before 1 am": "00:45",
    # what is none
    "3 past 6 pm": "word past",
    "30 past 6 pm": "word past",
    "seven to eight am": "two times",
    "seven five pm": "two times",
    "31h": "hour 31h",
    "24h": "midnight 24h",
    "7h5": "minute 7h5",
    "24:01": "hour 24:01",
    "12:30 at night": "midnight 12:30",
    "0:30 pm": "half 0:30 pm",
    "13 am": "half 13 am",
    "31 in the evening": "hour 31",
    "quarter past 13 am": "half quarter past 13 am",
    "seven thirty five o'clock in the morning": "07:35",
    "fourteen thirty in the morning": "half fourteen thirty",
}


@pytest.mark.parametrize(("text", "expected"), IN_WORDS.items())
def test_a_time_in_words(text: str, expected: str) -> None:
    assert meant(text) == expected
