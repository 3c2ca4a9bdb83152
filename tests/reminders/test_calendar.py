import calendar as months
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.calendar import calendar, escaped, folded
from bot.reminders.kept import Kept
from bot.reminders.observances import CODES, YEARS, observances
from bot.reminders.pause import Pause
from bot.reminders.rule import Rule

STAMP = datetime(2026, 3, 1, 12, tzinfo=UTC)
BERLIN = "Europe/Berlin"
RULE = Rule(frozenset({0, 3}), time(19), BERLIN)
ZONES = (
    *("Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Santiago", "Africa/Cairo"),
    *("Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca", "UTC"),
    *("Asia/Jerusalem", "Asia/Gaza", "Pacific/Chatham", "America/St_Johns", "America/Nuuk"),
)
REGULAR = {
    "Europe/Berlin": ["BYMONTH=3;BYDAY=-1SU", "BYMONTH=10;BYDAY=-1SU"],
    "America/New_York": ["BYMONTH=3;BYDAY=2SU", "BYMONTH=11;BYDAY=1SU"],
    "Australia/Lord_Howe": ["BYMONTH=10;BYDAY=1SU", "BYMONTH=4;BYDAY=1SU"],
    "America/Santiago": [
        "BYMONTH=9;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=SU",
        "BYMONTH=4;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=SU",
    ],
}


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_file_with_one_reminder() -> None:
    assert calendar([Kept(12, RULE)], STAMP).split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//hamstring-coach//reminders//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Hamstring training",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        "X-LIC-LOCATION:Europe/Berlin",
        "BEGIN:DAYLIGHT",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "DTSTART:20250330T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "DTSTART:20251026T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:reminder-12@hamstring-coach",
        "DTSTAMP:20260301T120000Z",
        "DTSTART;TZID=Europe/Berlin:20260302T190000",
        "DURATION:PT15M",
        "RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=MO,TH",
        "SUMMARY:Hamstring training",
        "DESCRIPTION:Planned with your training coach. Change the plan there\\, then ",
        " fetch this file again.",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_an_event_keeps_its_id_and_starts_on_one_of_its_days() -> None:
    later = STAMP + timedelta(days=100)
    for stamp in (STAMP, later):
        lines = unfolded(calendar([Kept(12, RULE)], stamp))
        assert "UID:reminder-12@hamstring-coach" in lines
        start = next(line for line in lines if line.startswith("DTSTART;"))
        first = datetime.strptime(start.split(":")[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - wall time
        assert first.weekday() in RULE.days
        assert first.time() == RULE.at


def test_a_single_reminder_does_not_repeat() -> None:
    once = Rule.once(date(2026, 5, 1), time(7), BERLIN)
    lines = unfolded(calendar([Kept(1, once)], STAMP))
    assert "DTSTART;TZID=Europe/Berlin:20260501T070000" in lines
    assert not [line for line in lines if "FREQ=WEEKLY" in line]


def test_an_end_is_told_in_utc() -> None:
    lines = unfolded(calendar([Kept(1, replace(RULE, ends_on=date(2026, 6, 30)))], STAMP))
    assert "RRULE:FREQ=WEEKLY;WKST=MO;UNTIL=20260630T215900Z;BYDAY=MO,TH" in lines


def test_what_is_over_or_paused_without_an_end_is_left_out() -> None:
    over = Rule.once(date(2026, 1, 1), time(7), BERLIN)
    held = replace(RULE, pause=Pause())
    text = calendar([Kept(1, over), Kept(2, held)], STAMP)
    assert "VEVENT" not in text
    assert "VTIMEZONE" not in text


def test_a_pause_moves_the_first_date() -> None:
    held = replace(RULE, pause=Pause(datetime(2026, 3, 20, tzinfo=UTC)))
    assert "DTSTART;TZID=Europe/Berlin:20260323T190000" in calendar([Kept(2, held)], STAMP)


def test_each_zone_is_described_once() -> None:
    tokyo = Rule(frozenset({1}), time(7), "Asia/Tokyo")
    text = calendar([Kept(1, RULE), Kept(2, RULE), Kept(3, tokyo)], STAMP)
    assert re.findall(r"TZID:(.*)\r", text) == ["Asia/Tokyo", "Europe/Berlin"]
    assert text.count("BEGIN:VEVENT") == 3


def test_blocks_are_closed_in_order() -> None:
    rules = [Kept(number, replace(RULE, zone=zone)) for number, zone in enumerate(ZONES)]
    stack: list[str] = []
    for line in unfolded(calendar(rules, STAMP)):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            stack.append(value)
        elif name == "END":
            assert stack.pop() == value
    assert stack == []


@given(st.text(max_size=400).filter(lambda text: "\r" not in text and "\n" not in text))
def test_no_line_is_longer_than_75_bytes_and_none_loses_a_letter(line: str) -> None:
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line
    assert all(piece.startswith(" ") for piece in pieces[1:])


def test_text_is_escaped() -> None:
    assert escaped("a,b;c\\d\ne\r\nf") == "a\\,b\\;c\\\\d\\ne\\nf"


@pytest.mark.parametrize(("zone", "patterns"), REGULAR.items())
def test_regular_summer_time_is_told_in_two_lines(zone: str, patterns: list[str]) -> None:
    found = observances(ZoneInfo(zone), 2026)
    assert {one.yearly for one in found} == set(patterns)
    assert [one.is_summer for one in found].count(True) == 1


def test_a_zone_without_summer_time_has_one_observance() -> None:
    (only,) = observances(ZoneInfo("Asia/Kathmandu"), 2026)
    assert (only.before, only.after, only.name) == ("+0545", "+0545", "+0545")


# A second reading of the zone: what a calendar program makes of it.


def starts(block: str, last: int) -> Iterator[datetime]:
    """All moments, as clocks showed them until then, at which an observance starts."""
    for text in re.findall(r"(?:DTSTART|RDATE):(\w+)", block):
        yield datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - wall time
    rule = re.search(r"BYMONTH=(\d+)(?:;BYMONTHDAY=([\d,]+))?;BYDAY=(-?\d)?(\w\w)", block)
    first = next(re.finditer(r"DTSTART:(\w+)", block))[1]
    if rule:
        begin = datetime.strptime(first, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - wall time
        for year in range(begin.year + 1, last):
            yield datetime.combine(yearly(year, *rule.groups()), begin.time())


def yearly(year: int, month: str, among: str | None, which: str | None, code: str) -> date:
    weeks = months.monthcalendar(year, int(month))
    days = [week[CODES.index(code)] for week in weeks if week[CODES.index(code)]]
    if among:
        (day,) = set(days) & set(map(int, among.split(",")))
    else:
        place = int(which or 0)
        day = days[place if place < 0 else place - 1]
    return date(year, int(month), day)


def offset(text: str) -> timedelta:
    return timedelta(hours=int(text[:3]), minutes=int(text[0] + text[3:5]))


def changes(text: str, last: int) -> list[tuple[datetime, timedelta]]:
    """When offsets change, in UTC, and to what."""
    found = []
    for block in re.findall(r"BEGIN:(?:STANDARD|DAYLIGHT).*?END:", text, re.DOTALL):
        before = offset(re.search(r"TZOFFSETFROM:(\S+)", block)[1])  # type: ignore[index]
        after = offset(re.search(r"TZOFFSETTO:(\S+)", block)[1])  # type: ignore[index]
        found += [(start - before, after) for start in starts(block, last)]
    return sorted(found)


@pytest.mark.parametrize("zone", ZONES)
def test_a_calendar_program_finds_the_same_offsets(zone: str) -> None:
    text = calendar([Kept(1, replace(RULE, zone=zone))], STAMP)
    known = changes(text, 2036)
    place, at = ZoneInfo(zone), datetime(2026, 1, 1, tzinfo=UTC)
    while at.year < 2026 + YEARS - 2:
        plain = at.replace(tzinfo=None)
        current = [after for start, after in known if start <= plain][-1]
        assert current == at.astimezone(place).utcoffset(), at
        at += timedelta(hours=5)
