from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.reminders.schedule.pause import Pause
from bot.reminders.schedule.quiet_hours import QuietHours
from bot.reminders.schedule.rule import Occasion, Rule, next_due
from bot.reminders.schedule.snooze import Timing, snoozed_until, timing, tomorrow

BERLIN = "Europe/Berlin"
RULE = Rule(frozenset({0}), time(19), BERLIN)


def at(clock: str, day: int = 2) -> datetime:
    return datetime.combine(
        date(2026, 3, day), time.fromisoformat(clock), tzinfo=ZoneInfo(BERLIN)
    ).astimezone(UTC)


def occasion(clock: str) -> Occasion:
    return Occasion(date(2026, 3, 2), at(clock))


@pytest.mark.parametrize(
    ("due", "now", "expected"),
    [
        ("19:00", "19:00", Timing.PUNCTUAL),
        ("19:00", "18:59", Timing.PUNCTUAL),
        ("19:00", "19:02", Timing.PUNCTUAL),
        ("19:00", "19:03", Timing.LATE),
        ("18:00", "21:00", Timing.LATE),
        ("18:00", "21:01", Timing.TOO_LATE),
        # a delay into the quiet hours
        ("21:30", "21:59", Timing.LATE),
        ("21:30", "22:01", Timing.TOO_LATE),
        # the person wanted it in the quiet hours
        ("06:00", "06:00", Timing.PUNCTUAL),
        ("06:00", "06:30", Timing.LATE),
        ("06:00", "08:30", Timing.LATE),
        ("06:00", "09:30", Timing.TOO_LATE),
    ],
)
def test_late_ones_come_within_three_hours_and_not_at_night(
    due: str, now: str, expected: Timing
) -> None:
    assert timing(BERLIN, occasion(due), at(now)) is expected


def test_quiet_hours_are_a_setting() -> None:
    none = QuietHours(time(0), time(0))
    assert timing(BERLIN, occasion("21:30"), at("22:30"), none) is Timing.LATE


@pytest.mark.parametrize(
    ("now", "then"),
    [("19:00", "20:00"), ("20:59", "21:59"), ("21:00", None), ("21:30", None), ("06:10", "07:10")],
)
def test_a_snooze_is_an_hour_unless_it_ends_in_the_quiet_hours(now: str, then: str | None) -> None:
    assert snoozed_until(BERLIN, at(now)) == (at(then) if then else None)


def test_early_birds_may_snooze() -> None:
    assert snoozed_until(BERLIN, at("05:30")) == at("06:30")


def test_tomorrow_is_the_usual_time_on_the_next_date() -> None:
    assert tomorrow(RULE, at("19:05")) == Occasion(date(2026, 3, 3), at("19:00", 3))
    assert tomorrow(RULE, at("00:05", 3)) == Occasion(date(2026, 3, 4), at("19:00", 4))


def test_tomorrow_comes_for_single_and_paused_ones_too() -> None:
    once = Rule.once(date(2026, 3, 2), time(19), BERLIN)
    paused = Rule(RULE.days, RULE.at, RULE.zone, pause=Pause())
    for rule in (once, paused):
        found = tomorrow(rule, at("19:05"))
        assert found
        assert found.on == date(2026, 3, 3)


def test_tomorrow_in_the_night_of_the_switch() -> None:
    rule = Rule(frozenset({5}), time(2, 30), BERLIN)
    found = tomorrow(rule, datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert found == Occasion(date(2026, 3, 29), datetime(2026, 3, 29, 1, tzinfo=UTC), shifted=True)
    assert next_due(rule, datetime(2026, 3, 28, 12, tzinfo=UTC)) != found
    assert found.at - at("03:00", 29) == timedelta(0)
