"""Putting off: what counts as in a row, and which time is offered then."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.reminders.schedule.rule import Rule, next_due, occasions
from bot.reminders.schedule.snooze import ENOUGH, count_snooze
from bot.reminders.schedule.week import EVERY_DAY

BERLIN = ZoneInfo("Europe/Berlin")
RULE = Rule(frozenset({0, 3}), time(18), "Europe/Berlin")
SUNDAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAYS = [one.on for one in occasions(RULE, SUNDAY, 8)]


def clock(on: date, shown: str) -> datetime:
    return datetime.combine(on, time.fromisoformat(shown), BERLIN)


def walked(*steps: tuple[date, str], rule: Rule = RULE) -> list[time | None]:
    """What is offered after each time, if anything."""
    offered = []
    for on, until in steps:
        later = count_snooze(rule, on, clock(on, until))
        rule = later.rule
        offered.append(later.better)
    return offered


def test_three_occasions_in_a_row_are_enough() -> None:
    assert walked(*((on, "19:00") for on in DAYS[:3])) == [None, None, time(19)]


def test_one_occasion_three_times_is_enough_too() -> None:
    assert walked((DAYS[0], "19:00"), (DAYS[0], "20:00"), (DAYS[0], "21:00"))[-1] == time(21)


def test_an_occasion_that_was_kept_begins_anew() -> None:
    assert walked((DAYS[0], "19:00"), (DAYS[1], "19:00"), (DAYS[3], "19:00")) == [None] * 3


def test_it_is_asked_again_after_as_many_times_more() -> None:
    offered = walked(*((on, "19:00") for on in DAYS[: 2 * ENOUGH]))
    assert [better is not None for better in offered] == [False, False, True] * 2


@pytest.mark.parametrize(
    ("until", "offered"),
    [("19:00", time(19)), ("19:07", time(19)), ("19:42", time(19, 30)), ("21:59", time(21, 30))],
)
def test_a_full_or_half_hour_is_offered_that_is_not_later_than_it_comes_now(
    until: str, offered: time
) -> None:
    assert walked(*((on, until) for on in DAYS[:3]))[-1] == offered


def test_nothing_is_offered_beyond_midnight() -> None:
    late, rule = timedelta(hours=1), replace(RULE, at=time(23, 30))
    for on in DAYS[:3]:
        later = count_snooze(rule, on, clock(on, "23:30") + late)
        assert later.better is None
        rule = later.rule


def test_a_single_date_is_not_moved_for_good() -> None:
    once = Rule.once(DAYS[0], time(18), "Europe/Berlin")
    steps = [(DAYS[0], until) for until in ("19:00", "20:00", "21:00")]
    assert walked(*steps, rule=once) == [None] * 3


def test_a_rule_that_was_put_off_is_due_as_before() -> None:
    rule = count_snooze(replace(RULE, days=EVERY_DAY), DAYS[0], clock(DAYS[0], "19:00")).rule
    assert next_due(rule, SUNDAY) == next_due(replace(rule, snooze_streak=None), SUNDAY)
