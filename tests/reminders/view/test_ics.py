from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.reminders.schedule.pause import Pause
from bot.reminders.schedule.rule import Rule, StoredRule
from bot.reminders.view.ics import LASTS, calendar
from bot.reminders.view.vtimezone import YEARS, observances

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


def unfolded(kept: Iterable[StoredRule], stamp: datetime = STAMP) -> list[str]:
    """The lines of a file as they are meant."""
    return calendar(kept, stamp).decode().replace("\r\n ", "").split("\r\n")


def read(kept: Iterable[StoredRule]) -> Calendar:
    """What a calendar program makes of a file."""
    found = Calendar.from_ical(calendar(kept, STAMP))
    assert isinstance(found, Calendar)
    assert not found.errors
    return found


def test_a_file_with_one_reminder() -> None:
    assert calendar([StoredRule(12, RULE)], STAMP).decode().split("\r\n") == [
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
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "DTSTART:20251026T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:reminder-12@hamstring-coach",
        "DTSTAMP:20260301T120000Z",
        "DTSTART;TZID=Europe/Berlin:20260302T190000",
        "DURATION:PT15M",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TH;WKST=MO",
        "SUMMARY:Hamstring training",
        "DESCRIPTION:Planned with your training coach. Change the plan there\\, then",
        "  fetch this file again.",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_calendar_program_reads_the_reminder() -> None:
    (event,) = read([StoredRule(12, RULE)]).events
    assert event.start == datetime(2026, 3, 2, 19, tzinfo=ZoneInfo(BERLIN))
    assert event.end - event.start == LASTS
    (weekly,) = event.rrules
    assert (weekly["FREQ"], weekly["BYDAY"]) == (["WEEKLY"], ["MO", "TH"])
    assert str(event["SUMMARY"]) == "Hamstring training"


def test_no_line_is_longer_than_75_bytes() -> None:
    rules = [StoredRule(number, replace(RULE, zone=zone)) for number, zone in enumerate(ZONES)]
    lines = calendar(rules, STAMP).split(b"\r\n")
    assert max(map(len, lines)) <= 75


def test_an_event_keeps_its_id_and_starts_on_one_of_its_days() -> None:
    later = STAMP + timedelta(days=100)
    for stamp in (STAMP, later):
        lines = unfolded([StoredRule(12, RULE)], stamp)
        assert "UID:reminder-12@hamstring-coach" in lines
        start = next(line for line in lines if line.startswith("DTSTART;"))
        first = datetime.strptime(start.split(":")[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - wall time
        assert first.weekday() in RULE.days
        assert first.time() == RULE.at


def test_a_single_reminder_does_not_repeat() -> None:
    once = Rule.once(date(2026, 5, 1), time(7), BERLIN)
    lines = unfolded([StoredRule(1, once)])
    assert "DTSTART;TZID=Europe/Berlin:20260501T070000" in lines
    assert not [line for line in lines if "FREQ=WEEKLY" in line]


def test_an_end_is_told_in_utc() -> None:
    lines = unfolded([StoredRule(1, replace(RULE, ends_on=date(2026, 6, 30)))])
    assert "RRULE:FREQ=WEEKLY;UNTIL=20260630T215900Z;BYDAY=MO,TH;WKST=MO" in lines


def test_what_is_over_or_paused_without_an_end_is_left_out() -> None:
    over = Rule.once(date(2026, 1, 1), time(7), BERLIN)
    held = replace(RULE, pause=Pause())
    found = read([StoredRule(1, over), StoredRule(2, held)])
    assert (found.events, found.timezones) == ([], [])


def test_a_pause_moves_the_first_date() -> None:
    held = replace(RULE, pause=Pause(datetime(2026, 3, 20, tzinfo=UTC)))
    assert "DTSTART;TZID=Europe/Berlin:20260323T190000" in unfolded([StoredRule(2, held)])


def test_each_zone_is_described_once() -> None:
    tokyo = Rule(frozenset({1}), time(7), "Asia/Tokyo")
    found = read([StoredRule(1, RULE), StoredRule(2, RULE), StoredRule(3, tokyo)])
    assert [zone.tz_name for zone in found.timezones] == ["Asia/Tokyo", "Europe/Berlin"]
    assert len(found.events) == 3


def test_blocks_are_closed_in_order() -> None:
    rules = [StoredRule(number, replace(RULE, zone=zone)) for number, zone in enumerate(ZONES)]
    stack: list[str] = []
    for line in unfolded(rules):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            stack.append(value)
        elif name == "END":
            assert stack.pop() == value
    assert stack == []


@pytest.mark.parametrize(("zone", "patterns"), REGULAR.items())
def test_regular_summer_time_is_told_in_two_lines(zone: str, patterns: list[str]) -> None:
    found = observances(ZoneInfo(zone), 2026)
    assert {one.yearly for one in found} == set(patterns)
    assert [one.is_summer for one in found].count(True) == 1


def test_a_zone_without_summer_time_has_one_observance() -> None:
    (only,) = observances(ZoneInfo("Asia/Kathmandu"), 2026)
    nepal = timedelta(hours=5, minutes=45)
    assert (only.before, only.after, only.name) == (nepal, nepal, "+0545")


@pytest.mark.parametrize("zone", ZONES)
def test_a_calendar_program_finds_the_same_offsets(zone: str) -> None:
    (described,) = read([StoredRule(1, replace(RULE, zone=zone))]).timezones
    theirs, ours = described.to_tz(lookup_tzid=False), ZoneInfo(zone)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while at.year < 2026 + YEARS - 2:
        assert at.astimezone(theirs).utcoffset() == at.astimezone(ours).utcoffset(), at
        at += timedelta(hours=5)
