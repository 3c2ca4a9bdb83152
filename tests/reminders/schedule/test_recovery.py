from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.schedule.pause import Pause
from bot.reminders.schedule.recovery import RECOVERY, SLACK, next_legal, recovery_conflict, rested
from bot.reminders.schedule.rule import Rule, next_due
from bot.reminders.schedule.week import is_legal

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def rule(days: str, at: str = "19:00", zone: str = "UTC") -> Rule:
    return Rule(frozenset(map(int, days)), time.fromisoformat(at), zone)


def once(on: str, at: str = "19:00") -> Rule:
    return Rule.once(date.fromisoformat(on), time.fromisoformat(at), "UTC")


def moment(text: str) -> datetime:
    """As "0 19:30": Monday of that week."""
    day, clock = text.split()
    return datetime.combine(
        MONDAY.date() + timedelta(days=int(day)), time.fromisoformat(clock), tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("days", "trained", "after", "expected"),
    [
        # missed on Monday: Tuesday is far enough from Thursday, but not from Wednesday
        ("03", None, "1 08:00", "2026-03-03"),
        ("024", None, "1 08:00", "2026-03-04"),
        ("02", None, "1 08:00", "2026-03-04"),
        ("03", None, "1 20:00", "2026-03-05"),
        ("03", None, "3 20:00", "2026-03-06"),
        ("03", None, "4 20:00", "2026-03-07"),
        ("03", None, "5 20:00", "2026-03-09"),
        # trained meanwhile
        ("024", "1 19:30", "1 20:00", "2026-03-06"),
        ("024", "0 19:30", "0 20:00", "2026-03-04"),
        ("024", "0 23:00", "0 23:30", "2026-03-04"),
        ("03", "2 19:30", "2 20:00", "2026-03-06"),
        ("03", "0 19:30", "0 20:00", "2026-03-05"),
        ("0", "0 19:30", "0 20:00", "2026-03-04"),
        ("0123456", "0 19:30", "0 20:00", "2026-03-04"),
    ],
)
def test_a_missed_day_moves_to_a_legal_one(
    days: str, trained: str | None, after: str, expected: str
) -> None:
    found = next_legal(moment(trained) if trained else None, rule(days), moment(after))
    assert found
    assert found.on == date.fromisoformat(expected)


def test_a_missed_single_session_can_be_made_up() -> None:
    found = next_legal(None, once("2026-03-02"), moment("1 08:00"))
    assert found
    assert found.on == date(2026, 3, 3)


def test_there_is_no_legal_day_in_a_pause_without_an_end() -> None:
    one = Rule(frozenset({0}), time(19), "UTC", pause=Pause())
    assert next_legal(None, one, moment("1 08:00")) is None


def test_a_session_is_not_made_up_after_the_last_date() -> None:
    over = replace(rule("03"), ends_on=date(2026, 3, 5))
    assert next_legal(moment("2 19:30"), over, moment("2 20:00")) is None
    assert next_legal(moment("0 19:30"), over, moment("0 20:00"))


hours = st.integers(0, 6 * 24).map(lambda passed: MONDAY - timedelta(hours=passed))


@given(
    st.frozensets(st.integers(0, 6), min_size=1).filter(is_legal),
    st.none() | hours,
    st.integers(0, 24 * 7).map(lambda passed: MONDAY + timedelta(hours=passed)),
)
def test_a_legal_day_keeps_the_rest_on_both_sides(
    days: frozenset[int], trained: datetime | None, after: datetime
) -> None:
    one = Rule(days, time(19), "UTC")
    found = next_legal(trained, one, after)
    assert found
    assert found.at > after
    assert trained is None or found.at - trained >= RECOVERY - SLACK
    following = next_due(one, found.at)
    assert following
    assert following.at - found.at >= RECOVERY - SLACK


@pytest.mark.parametrize(
    ("trained", "at", "is_rested"),
    [
        ("0 19:30", "2 19:00", True),
        ("0 23:00", "2 19:00", True),
        ("0 23:00", "2 07:00", False),
        ("0 19:00", "1 19:00", False),
        ("0 19:00", "2 13:00", True),
        ("0 19:00", "2 12:59", False),
    ],
)
def test_forty_eight_hours_with_a_little_slack(trained: str, at: str, *, is_rested: bool) -> None:
    assert rested(moment(trained), moment(at)) is is_rested


def test_nothing_trained_is_rested() -> None:
    assert rested(None, MONDAY)


@pytest.mark.parametrize(
    ("one", "others", "expected"),
    [
        (rule("03"), [], []),
        (rule("024"), [], []),
        (rule("01"), [], ["2026-03-02", "2026-03-03"]),
        (rule("2"), [rule("0")], []),
        (rule("1"), [rule("0")], ["2026-03-02", "2026-03-03"]),
        (rule("0"), [rule("6")], ["2026-03-08", "2026-03-09"]),
        (rule("2", "07:00"), [rule("0", "19:00")], ["2026-03-02", "2026-03-04"]),
        (rule("2", "13:00"), [rule("0", "19:00")], []),
        (rule("0", "07:00"), [rule("0", "19:00")], []),
        (rule("3"), [rule("0"), rule("5")], []),
        (once("2026-03-07"), [rule("03")], []),
        (once("2026-03-06"), [rule("03")], ["2026-03-05", "2026-03-06"]),
        (once("2026-03-20"), [rule("03")], ["2026-03-19", "2026-03-20"]),
        (once("2026-03-21"), [rule("03")], []),
        (once("2026-05-08"), [rule("03")], ["2026-05-07", "2026-05-08"]),
        # a conflict between other reminders is no news
        (rule("5"), [rule("01")], []),
        # six hours earlier each time: 42 hours apart, but four in a week
        (
            rule("5", "06:00"),
            [rule("0", "00:00"), rule("1", "18:00"), rule("3", "12:00")],
            ["2026-03-03", "2026-03-05", "2026-03-07", "2026-03-09"],
        ),
    ],
)
def test_what_comes_too_close_to_other_reminders_is_told(
    one: Rule, others: list[Rule], expected: list[str]
) -> None:
    found = recovery_conflict(one, others, MONDAY)
    assert [str(occasion.on) for occasion in found] == expected


def test_reminders_of_several_zones_are_compared_by_what_passes() -> None:
    sunday_evening = rule("6", "20:00", "Pacific/Honolulu")
    assert recovery_conflict(rule("1", "19:00", "Pacific/Auckland"), [sunday_evening], MONDAY)


def test_a_rule_that_is_over_crowds_nobody() -> None:
    assert recovery_conflict(once("2026-02-01"), [rule("0123456")], MONDAY) == ()
