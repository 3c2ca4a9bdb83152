from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.schedule.quiet_hours import QuietHours, after_quiet, is_quiet
from tests.reminders.moments import moments

BERLIN = "Europe/Berlin"
NOON_REST = QuietHours(time(12), time(14))
NONE = QuietHours(time(0), time(0))


def at(clock: str, zone: str = BERLIN) -> datetime:
    return datetime.combine(
        datetime(2026, 3, 2, tzinfo=UTC), time.fromisoformat(clock), tzinfo=ZoneInfo(zone)
    )


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("21:59", False),
        ("22:00", True),
        ("23:30", True),
        ("00:00", True),
        ("06:59", True),
        ("07:00", False),
        ("12:00", False),
    ],
)
def test_it_is_quiet_from_ten_to_seven_on_the_persons_clock(clock: str, *, expected: bool) -> None:
    assert is_quiet(BERLIN, at(clock)) is expected
    assert is_quiet("Asia/Kathmandu", at(clock, "Asia/Kathmandu")) is expected


@pytest.mark.parametrize(
    ("clock", "expected"), [("11:59", False), ("12:00", True), ("13:59", True), ("14:00", False)]
)
def test_quiet_hours_may_lie_within_a_day(clock: str, *, expected: bool) -> None:
    assert is_quiet(BERLIN, at(clock), NOON_REST) is expected


@given(st.times())
def test_there_may_be_no_quiet_hours(clock: time) -> None:
    assert not is_quiet(BERLIN, at(clock.replace(fold=0).isoformat()), NONE)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at("23:00"), at("07:00") + timedelta(days=1)),
        (at("03:00"), at("07:00")),
        (at("12:00"), at("12:00")),
        (at("07:00"), at("07:00")),
        # the night in which clocks go forward
        (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)),
    ],
)
def test_what_falls_into_the_quiet_hours_waits_for_their_end(now: datetime, then: datetime) -> None:
    assert after_quiet(BERLIN, now) == then


@given(
    moments(2020, 2090),
    st.sampled_from(["Europe/Berlin", "Africa/Cairo", "Pacific/Apia", "America/Santiago"]),
)
def test_after_the_quiet_hours_it_is_not_quiet_and_less_than_a_night_later(
    now: datetime, zone: str
) -> None:
    then = after_quiet(zone, now)
    assert not is_quiet(zone, then)
    assert timedelta(0) <= then - now <= timedelta(hours=10)


def test_on_a_date_that_a_zone_leaves_out_quiet_hours_end_a_day_later() -> None:
    eleven_in_the_evening = datetime(2011, 12, 30, 9, tzinfo=UTC)  # the 29th in Samoa
    seven_on_the_31st = datetime(2011, 12, 30, 17, tzinfo=UTC)
    assert after_quiet("Pacific/Apia", eleven_in_the_evening) == seven_on_the_31st
