from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.schedule.local_time import NOT_OURS, ReminderError, local_instant, zone_named
from bot.reminders.schedule.pause import Pause
from bot.reminders.schedule.rule import (
    LAST,
    Occasion,
    Rule,
    SnoozeStreak,
    next_due,
    occasions,
    unpaused,
)
from bot.reminders.schedule.week import EVERY_DAY
from tests.reminders.moments import moments
from tests.reminders.schedule.oracle import first_sights, switches, watch

ZONES = (
    *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago"),
    *("Africa/Cairo", "Asia/Kathmandu", "Pacific/Apia"),
)
YEARS = range(2024, 2029)
TIMES = ("00:00", "00:15", "01:30", "01:45", "02:00", "02:15", "02:30", "03:00", "12:00", "23:45")
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
ALL_ZONES = sorted(available_timezones() - NOT_OURS)


def rule(at: str, zone: str = "Europe/Berlin", days: frozenset[int] = EVERY_DAY) -> Rule:
    return Rule(days, time.fromisoformat(at), zone)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def all_due(one: Rule, begin: datetime, end: datetime) -> list[tuple[date, datetime]]:
    found, after = [], begin
    while (coming := next_due(one, after)) and coming.at < end:
        found.append((coming.on, coming.at))
        after = coming.at
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_five_years_agree_with_a_clock_that_is_looked_at(zone: str) -> None:
    begin, end = utc("2024-01-01"), utc("2029-01-01")
    sights = watch(zone, begin - DAY, end + DAY, timedelta(minutes=15))
    for at in map(time.fromisoformat, TIMES):
        seen = first_sights(sights, EVERY_DAY, at)
        expected = [(on, shown) for on, shown in seen if begin < shown < end]
        assert all_due(Rule(EVERY_DAY, at, zone), begin, end) == expected


@pytest.mark.parametrize("zone", ZONES)
def test_every_minute_of_the_switch_nights_agrees_with_a_clock(zone: str) -> None:
    for switch in switches(zone, YEARS):
        begin, end = switch - DAY, switch + DAY
        sights = watch(zone, begin - DAY, end + DAY, MINUTE)
        around = switch.astimezone(ZoneInfo(zone))
        for minutes in range(-90, 150, 7):
            at = (around + minutes * MINUTE).time().replace(fold=0)
            seen = first_sights(sights, EVERY_DAY, at)
            expected = [(on, shown) for on, shown in seen if begin < shown < end]
            assert all_due(Rule(EVERY_DAY, at, zone), begin, end) == expected


def test_the_zones_with_summer_time_switch_twice_a_year() -> None:
    assert {zone: len(switches(zone, YEARS)) for zone in ZONES} == {
        "Europe/Berlin": 10,
        "America/New_York": 10,
        "Australia/Lord_Howe": 10,
        "America/Santiago": 10,
        "Africa/Cairo": 10,
        "Asia/Kathmandu": 0,
        "Pacific/Apia": 0,
    }


@given(
    zone=st.sampled_from(ALL_ZONES),
    begin=moments(2000, 2190),
    at=st.times(),
    days=st.frozensets(st.integers(0, 6), min_size=1),
)
def test_any_zone_and_year_agrees_with_a_clock(
    zone: str, begin: datetime, at: time, days: frozenset[int]
) -> None:
    start = begin.replace(second=0, microsecond=0)
    at = at.replace(second=0, microsecond=0, fold=0)
    sights = watch(zone, start - 2 * DAY, start + 3 * DAY, MINUTE)
    seen = first_sights(sights, days, at)
    expected = [(on, one) for on, one in seen if start < one < start + DAY]
    assert all_due(Rule(days, at, zone), start, start + DAY) == expected


@pytest.mark.parametrize("zone", ZONES)
def test_no_occasion_is_lost_or_doubled_in_five_years(zone: str) -> None:
    found = all_due(rule("02:15", zone), utc("2024-01-01"), utc("2029-01-01"))
    dates = [on for on, _ in found]
    assert dates == [dates[0] + number * DAY for number in range(len(dates))]
    assert len(dates) in {1826, 1827}


NIGHTS = [
    # zone, wanted, date, in UTC, shifted
    ("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:00", True),
    ("Europe/Berlin", "03:00", "2026-03-29", "2026-03-29T01:00", False),
    ("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25T00:30", False),
    ("America/New_York", "02:15", "2026-03-08", "2026-03-08T07:00", True),
    ("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30", False),
    ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:30", True),
    ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45", False),
    ("America/Santiago", "00:30", "2026-09-06", "2026-09-06T04:00", True),
    ("America/Santiago", "23:30", "2026-04-04", "2026-04-05T02:30", False),
    ("Africa/Cairo", "00:30", "2026-04-24", "2026-04-23T22:00", True),
    ("Africa/Cairo", "23:30", "2026-10-29", "2026-10-29T20:30", False),
    ("Asia/Kathmandu", "06:00", "2026-03-29", "2026-03-29T00:15", False),
    ("Pacific/Apia", "19:00", "2011-12-29", "2011-12-30T05:00", False),
    ("Pacific/Apia", "19:00", "2011-12-31", "2011-12-31T05:00", False),
    ("Africa/Khartoum", "12:30", "2000-01-15", "2000-01-15T10:00", True),
    ("Asia/Pyongyang", "23:45", "2018-05-04", "2018-05-04T15:00", True),
    ("UTC", "00:00", "2026-03-29", "2026-03-29T00:00", False),
]


@pytest.mark.parametrize(("zone", "at", "on", "expected", "shifted"), NIGHTS)
def test_special_nights(zone: str, at: str, on: str, expected: str, shifted: bool) -> None:  # noqa: FBT001 - a table
    found = next_due(rule(at, zone), utc(expected) - MINUTE)
    assert found == Occasion(date.fromisoformat(on), utc(expected), shifted)


def test_a_date_that_the_zone_leaves_out_has_no_occasion() -> None:
    fridays = rule("19:00", "Pacific/Apia", frozenset({4}))
    found = occasions(fridays, utc("2011-12-20"), 3)
    assert [one.on for one in found] == [date(2011, 12, 23), date(2012, 1, 6), date(2012, 1, 13)]
    assert local_instant(date(2011, 12, 30), time(19), zone_named("Pacific/Apia")) is None


def test_a_time_that_exists_twice_is_due_once() -> None:
    one = rule("02:30")
    first = next_due(one, utc("2026-10-24T23:00"))
    assert first
    second = next_due(one, first.at)
    assert second
    assert second.on == first.on + DAY


def test_hardly_any_date_is_left_out() -> None:
    year = [date(2011, 1, 1) + number * DAY for number in range(365)]
    missing = {
        (zone, on.isoformat())
        for zone in ALL_ZONES
        for on in year
        if local_instant(on, time(12), zone_named(zone)) is None
    }
    assert missing == {("Pacific/Apia", "2011-12-30"), ("Pacific/Fakaofo", "2011-12-30")}


def test_the_next_one_is_strictly_later() -> None:
    one = rule("19:00")
    at = utc("2026-03-02T18:00")
    assert [found.at for found in occasions(one, at - MINUTE, 2)] == [at, at + DAY]
    assert next_due(one, at) == Occasion(date(2026, 3, 3), at + DAY)


@given(
    st.sampled_from(ALL_ZONES),
    st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    moments(1999, 2190),
)
def test_occasions_are_in_order_and_each_date_comes_once(
    zone: str, at: time, after: datetime
) -> None:
    found = occasions(Rule(EVERY_DAY, at, zone), after, 20)
    assert [one.at for one in found] == sorted({one.at for one in found})
    assert len({one.on for one in found}) == len(found) == 20
    assert found[0].at > after


@given(
    st.sampled_from(ALL_ZONES),
    moments(2000, 2190),
)
def test_what_is_not_shifted_shows_the_time_that_was_wanted(zone: str, after: datetime) -> None:
    for one in occasions(Rule(EVERY_DAY, time(2, 30), zone), after, 5):
        shown = one.at.astimezone(ZoneInfo(zone))
        assert one.shifted or (shown.date(), shown.time()) == (one.on, time(2, 30))


def test_nothing_is_due_before_the_start_or_after_the_end() -> None:
    one = Rule(EVERY_DAY, time(19), "UTC", starts_on=date(2026, 3, 5), ends_on=date(2026, 3, 6))
    found = occasions(one, utc("2026-03-01"), 9)
    assert [occasion.on for occasion in found] == [date(2026, 3, 5), date(2026, 3, 6)]


def test_a_single_rule_is_due_once() -> None:
    one = Rule.once(date(2026, 3, 6), time(19), "Europe/Berlin")
    assert one.is_single
    assert [found.on for found in occasions(one, utc("2026-03-01"), 9)] == [date(2026, 3, 6)]
    assert next_due(one, utc("2026-03-07")) is None
    assert not rule("19:00").is_single


def test_a_pause_ends_by_itself() -> None:
    one = Rule(EVERY_DAY, time(19), "UTC", pause=Pause(utc("2026-03-05T19:00")))
    found = next_due(one, utc("2026-03-01"))
    assert found
    assert found.at == utc("2026-03-05T19:00")
    later = next_due(one, utc("2026-03-09T20:00"))
    assert later
    assert later.on == date(2026, 3, 10)


def test_a_pause_without_an_end_lasts_until_the_person_says_so() -> None:
    one = Rule(EVERY_DAY, time(19), "UTC", pause=Pause())
    assert next_due(one, utc("2026-03-01")) is None
    assert next_due(unpaused(one), utc("2026-03-01"))


@pytest.mark.parametrize("year", [1, 1999, 2199, 2200, 9999])
def test_the_years_are_bounded(year: int) -> None:
    one = rule("19:00")
    early, late = datetime(year, 1, 2, tzinfo=UTC), datetime(year, 12, 30, tzinfo=UTC)
    for after in (early, late):
        found = next_due(one, after)
        assert found is None or date(1999, 12, 31) <= found.on <= LAST
    assert (next_due(one, late) is None) == (year > 2199)


def test_the_end_of_time_is_an_end() -> None:
    assert next_due(rule("19:00"), datetime.max.replace(tzinfo=UTC)) is None
    assert next_due(rule("19:00"), datetime.min.replace(tzinfo=UTC))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ReminderError, match="does not say in which time zone"):
        next_due(rule("19:00"), datetime(2026, 3, 1))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"days": frozenset()}, "needs days"),
        ({"days": frozenset({7})}, "needs days"),
        ({"days": frozenset({-1, 2})}, "needs days"),
        ({"at": time(19, 0, 1)}, "hours and minutes"),
        ({"at": time(19, 0, 0, 1)}, "hours and minutes"),
        ({"at": time(19, fold=1)}, "hours and minutes"),
        ({"at": time(19, tzinfo=UTC)}, "hours and minutes"),
        ({"zone": "Mars/Olympus"}, "no time zone 'Mars/Olympus'"),
        ({"zone": ""}, "no time zone"),
        ({"zone": "Europe"}, "no time zone"),
        ({"zone": "../etc/passwd"}, "no time zone"),
        ({"zone": "localtime"}, "no time zone"),
        ({"zone": "right/Europe/Berlin"}, "no time zone"),
        ({"zone": "Europe/Berlin\0"}, "no time zone"),
        ({"starts_on": date(1999, 12, 31)}, "dates lie between"),
        ({"starts_on": date(2200, 1, 1)}, "dates lie between"),
        ({"ends_on": date(1999, 12, 31)}, "dates lie between"),
        ({"ends_on": date(2200, 1, 1)}, "dates lie between"),
        ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 31)}, "cannot start"),
        ({"pause": Pause(datetime(2026, 1, 1))}, "time zone it ends"),  # noqa: DTZ001 - the point
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(change: dict[str, object], problem: str) -> None:
    usual: dict[str, object] = {"days": EVERY_DAY, "at": time(19), "zone": "UTC"}
    with pytest.raises(ReminderError, match=problem):
        Rule(**(usual | change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2000, 1, 1), None),
        (None, date(2199, 12, 31)),
        (date(2000, 1, 1), date(2199, 12, 31)),
        (date(2026, 2, 1), date(2026, 2, 1)),
        (date(2026, 2, 1), date(2026, 2, 2)),
    ],
)
def test_a_rule_may_have_the_first_and_the_last_date(
    starts_on: date | None, ends_on: date | None
) -> None:
    one = Rule(EVERY_DAY, time(19), "UTC", starts_on, ends_on=ends_on)
    assert one.is_single == (starts_on == ends_on)


def test_the_first_occasion_of_all_and_the_last_one() -> None:
    one = Rule(EVERY_DAY, time(0), "UTC")
    first = next_due(one, datetime.min.replace(tzinfo=UTC))
    assert first == Occasion(date(2000, 1, 1), utc("2000-01-01"))
    assert next_due(one, utc("2000-01-01")) == Occasion(date(2000, 1, 2), utc("2000-01-02"))
    (last,) = occasions(one, utc("2199-12-30"), 9)
    assert last == Occasion(date(2199, 12, 31), utc("2199-12-31"))
    evening = Rule(EVERY_DAY, time(19), "UTC")
    assert next_due(evening, utc("2199-12-30T23:59")) == Occasion(LAST, utc("2199-12-31T19:00"))
    assert next_due(evening, utc("2199-12-31T00:00")) is None


def test_a_pause_ends_at_the_moment_it_names() -> None:
    one = Rule(EVERY_DAY, time(19), "UTC", pause=Pause(utc("2026-03-05T19:01")))
    found = next_due(one, utc("2026-03-05T18:00"))
    assert found
    assert found.at == utc("2026-03-06T19:00")
    exact = replace(one, pause=Pause(utc("2026-03-05T19:00")))
    found = next_due(exact, utc("2026-03-05T18:00"))
    assert found
    assert found.at == utc("2026-03-05T19:00")
    assert next_due(exact, found.at) == Occasion(date(2026, 3, 6), utc("2026-03-06T19:00"))


def test_a_streak_of_snoozes_says_in_which_time_zone() -> None:
    with pytest.raises(ReminderError, match="in which time zone"):
        Rule(
            EVERY_DAY,
            time(19),
            "UTC",
            snooze_streak=SnoozeStreak(1, datetime(2026, 1, 1)),  # noqa: DTZ001 - the point
        )
    one = Rule(EVERY_DAY, time(19), "UTC", snooze_streak=SnoozeStreak(1, utc("2026-03-01")))
    assert next_due(one, utc("2026-03-01"))


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_the_date_is_that_of_the_persons_calendar(zone: str) -> None:
    one = Rule(EVERY_DAY, time(0, 30), zone)
    now = utc("2026-03-02T12:00")
    found = next_due(one, now)
    assert found
    shown = found.at.astimezone(ZoneInfo(zone))
    assert (shown.date(), shown.time()) == (found.on, time(0, 30))
    assert timedelta(0) < found.at - now <= DAY
