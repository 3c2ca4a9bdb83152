"""What a clock shows somewhere, at the bounds of the slack and of the day."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.reminders.input.offsets import offsets_in, showing

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
HALF_PAST = datetime(2026, 7, 1, 16, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("utc", set()),
        ("utc+0", {0}),
        ("+2", {120}),
        ("-2", {-120}),
        ("gmt - 5:30", {-330}),
        ("z+0545", {345}),
        ("utc+14", {840}),
        ("utc+14:01", set()),
        ("utc+15", set()),
        ("utc-12", {-720}),
        ("utc-12:01", set()),
        ("utc-13", set()),
        ("+2 or so", set()),
    ],
)
def test_an_offset_is_read_as_it_is_written(text: str, offsets: set[int]) -> None:
    assert offsets_in(text, NOON) == offsets


@pytest.mark.parametrize(
    ("text", "now", "offsets"),
    [
        ("it is 14:00 here", NOON, {120}),
        ("it is 12:00", NOON, {0}),
        ("18:40", HALF_PAST, {120}),
        # a half of the day that nobody named
        ("it is 2:30", NOON, {-570, 150}),
        ("it is 2:30 pm", NOON, {150}),
        ("it is 2:30 am", NOON, {-570}),
        ("it is 2:30 in the afternoon", NOON, {150}),
        ("it is 02:30", NOON, {-570}),
        ("it is 11:59", NOON, {-721, -1, 719}),
        ("it is 0:30", NOON, {-690, 750}),
        ("it is 13:00", NOON, {60}),
        # around the date line
        ("it is 01:00", NOON, {-660, 780}),
        ("it is 02:00", NOON, {-600, 840}),
        ("it is 02:07", NOON, {-593, 847}),
        ("it is 02:08", NOON, {-592}),
        ("it is 00:00", NOON, {-720, 720}),
        ("it is 23:53", NOON, {-727, 713}),
        ("it is 23:52", NOON, {712}),
        # about something else, or about nothing
        ("it is 14:00 in the gym", NOON, set()),
        ("it is here", NOON, set()),
        ("14:00 15:00", NOON, set()),
        ("it is 25:00", NOON, set()),
        ("", NOON, set()),
    ],
)
def test_a_clock_tells_its_offset(text: str, now: datetime, offsets: set[int]) -> None:
    assert offsets_in(text, now) == offsets


@pytest.mark.parametrize(
    ("offset", "fits"),
    [(120, True), (127, True), (128, False), (113, True), (112, False), (60, False)],
)
def test_a_clock_may_be_seven_minutes_wrong(offset: int, *, fits: bool) -> None:
    found = showing(["Europe/Berlin"], frozenset({offset}), NOON)
    assert found == ((("Europe/Berlin",),) if fits else ())


def test_zones_that_agree_all_year_are_one_group() -> None:
    zones = ["Europe/Berlin", "Africa/Johannesburg", "Europe/Paris", "Africa/Cairo"]
    groups = showing(zones, frozenset({120}), NOON)
    assert groups == (("Europe/Berlin", "Europe/Paris"), ("Africa/Johannesburg",))


def test_zones_whose_clocks_change_a_month_apart_are_two_groups() -> None:
    before = NOON - timedelta(days=1)
    zones = ["America/New_York", "America/Santiago", "America/Havana", "America/Toronto"]
    groups = showing(zones, frozenset({-240}), before)
    assert groups == (
        ("America/New_York", "America/Havana", "America/Toronto"),
        ("America/Santiago",),
    )
