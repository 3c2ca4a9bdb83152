"""Clocks on the wall, in the nights in which they jump."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from bot.reminders.schedule.local_time import (
    LocalInstant,
    ReminderError,
    local_instant,
    to_utc,
    zone_named,
)

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""The nights in which clocks in Berlin change."""


@pytest.mark.parametrize(
    ("on", "at", "utc", "shifted"),
    [
        (SPRING, "01:59", "2026-03-29T00:59", False),
        (SPRING, "02:00", "2026-03-29T01:00", True),
        (SPRING, "02:30", "2026-03-29T01:00", True),
        (SPRING, "02:59", "2026-03-29T01:00", True),
        (SPRING, "03:00", "2026-03-29T01:00", False),
        (AUTUMN, "01:59", "2026-10-24T23:59", False),
        (AUTUMN, "02:00", "2026-10-25T00:00", False),
        (AUTUMN, "02:59", "2026-10-25T00:59", False),
        (AUTUMN, "03:00", "2026-10-25T02:00", False),
    ],
)
def test_a_time_in_a_night_in_which_clocks_change(
    on: date, at: str, utc: str, *, shifted: bool
) -> None:
    expected = LocalInstant(datetime.fromisoformat(utc).replace(tzinfo=UTC), shifted)
    assert local_instant(on, time.fromisoformat(at), zone_named("Europe/Berlin")) == expected


@pytest.mark.parametrize("at", ["00:00", "07:00", "12:00", "23:59"])
def test_a_date_that_a_zone_leaves_out_has_no_instants(at: str) -> None:
    samoa = zone_named("Pacific/Apia")
    assert local_instant(date(2011, 12, 30), time.fromisoformat(at), samoa) is None
    assert local_instant(date(2011, 12, 29), time.fromisoformat(at), samoa)
    assert local_instant(date(2011, 12, 31), time.fromisoformat(at), samoa)


def test_a_midnight_that_is_skipped_is_not_a_date_that_is() -> None:
    """Clocks in Cairo jump from midnight to one."""
    found = local_instant(date(2026, 4, 24), time(0), zone_named("Africa/Cairo"))
    assert found == LocalInstant(datetime(2026, 4, 23, 22, tzinfo=UTC), shifted=True)


def test_a_jump_of_half_an_hour_is_followed_to_the_minute() -> None:
    lord_howe = zone_named("Australia/Lord_Howe")
    found = local_instant(date(2026, 10, 4), time(2, 29), lord_howe)
    assert found == LocalInstant(datetime(2026, 10, 3, 15, 30, tzinfo=UTC), shifted=True)


@pytest.mark.parametrize(
    "name",
    [
        *("", "Mars/Olympus", "localtime", "Factory", "posixrules", "posix/Europe/Berlin"),
        *("right/Europe/Berlin", "../etc/passwd", "/etc/localtime", "Europe", "\0"),
    ],
)
def test_what_is_no_zone_is_refused_by_name(name: str) -> None:
    with pytest.raises(ReminderError) as error:
        zone_named(name)
    assert str(error.value) == f"There is no time zone {name!r}."


def test_a_zone_is_read_once() -> None:
    assert zone_named("Europe/Berlin") is zone_named("Europe/Berlin")


def test_a_moment_is_the_same_in_utc() -> None:
    nepal = timezone(timedelta(hours=5, minutes=45))
    moment = to_utc(datetime(2026, 3, 1, 12, tzinfo=nepal))
    assert (moment, moment.tzinfo) == (datetime(2026, 3, 1, 6, 15, tzinfo=UTC), UTC)


def test_a_moment_without_a_zone_is_refused_by_name() -> None:
    with pytest.raises(ReminderError, match="2026-03-01T12:00:00 does not say in which time zone"):
        to_utc(datetime(2026, 3, 1, 12))  # noqa: DTZ001 - that is what is refused
