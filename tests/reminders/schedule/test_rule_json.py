import json
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.schedule.local_time import ReminderError
from bot.reminders.schedule.pause import Cause, Pause
from bot.reminders.schedule.rule import Rule, SnoozeStreak, next_due, rule_from_json, rule_to_json
from tests.reminders.moments import moments

dates = st.dates(date(2020, 1, 1), date(2090, 1, 1))
ends = moments(2020, 2090, st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]))
rules = st.builds(
    Rule,
    days=st.frozensets(st.integers(0, 6), min_size=1),
    at=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    zone=st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "UTC"]),
    starts_on=st.none() | dates,
    pause=st.none() | st.builds(Pause, st.none() | ends, st.sampled_from(Cause)),
    snooze_streak=st.none() | st.builds(SnoozeStreak, st.integers(0, 2), ends),
)
singles = st.builds(Rule.once, dates, st.just(time(19)), st.just("America/New_York"))
USUAL = {"days": [0], "at": "19:00", "zone": "Europe/Berlin"}


@given(rules | singles)
def test_a_rule_comes_back_as_it_was(rule: Rule) -> None:
    back = rule_from_json(rule_to_json(rule))
    assert back == rule
    now = datetime(2026, 3, 1, tzinfo=UTC)
    assert next_due(back, now) == next_due(rule, now)


def test_a_rule_is_small_and_readable() -> None:
    rule = Rule(frozenset({3, 0}), time(19), "Europe/Berlin")
    assert rule_to_json(rule) == '{"days":[0,3],"at":"19:00:00","zone":"Europe/Berlin"}'


def test_a_rule_of_an_earlier_release_was_never_put_off() -> None:
    assert rule_from_json(json.dumps(USUAL)).snooze_streak is None


def test_keys_of_another_release_are_passed_over() -> None:
    assert rule_from_json(json.dumps(USUAL | {"weather": "fine"})).at == time(19)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"zone": "Mars/Olympus"}, "no time zone 'Mars/Olympus'"),
        ({"zone": 7}, "zone"),
        ({"days": []}, "needs days"),
        ({"days": [9]}, "needs days"),
        ({"days": "mon"}, "days"),
        ({"at": "25:00"}, "at"),
        ({"at": "19:00Z"}, "hours and minutes"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"pause": {"until": "2026-03-01T00:00:00"}}, "time zone"),
        ({"pause": {"cause": "bored"}}, "pause.cause"),
        ({"put_off": {"times": 1, "until": "2026-03-01T00:00:00"}}, "time zone"),
    ],
)
def test_nonsense_is_refused_in_plain_words(change: dict[str, object], problem: str) -> None:
    with pytest.raises(ReminderError) as error:
        rule_from_json(json.dumps(USUAL | change))
    assert problem in str(error.value)


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "12", "{", '"mon"', "\x00"])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(ReminderError, match="cannot be read"):
        rule_from_json(text)
