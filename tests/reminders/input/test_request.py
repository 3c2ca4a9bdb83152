from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.input.parsing import parse_request
from bot.reminders.input.request import (
    DayPart,
    NotUnderstood,
    Reason,
    ReminderRequest,
    decode_request,
    encode_request,
    request_of,
    rule_for,
)
from bot.reminders.schedule.local_time import ReminderError
from bot.reminders.schedule.rule import Rule, next_due
from tests.reminders.requests import requests

BERLIN = "Europe/Berlin"
FRIDAY_NIGHT = datetime(2026, 3, 6, 22, 30, tzinfo=UTC)
"""In Berlin it is half past eleven, in Kathmandu it is Saturday already."""


def complete(text: str) -> ReminderRequest:
    answer = parse_request(text)
    assert isinstance(answer, ReminderRequest)
    return answer


def test_a_weekly_request_becomes_a_weekly_rule() -> None:
    expected = Rule(frozenset({0, 3}), time(19), BERLIN)
    assert rule_for(complete("mon thu 19:00"), BERLIN, FRIDAY_NIGHT) == expected


@pytest.mark.parametrize(
    ("text", "zone", "on"),
    [
        ("tomorrow 7:00", BERLIN, "2026-03-07"),
        ("tomorrow 7:00", "Asia/Kathmandu", "2026-03-08"),
        ("today 23:45", BERLIN, "2026-03-06"),
        ("today 18:00", "America/New_York", "2026-03-06"),
        ("the day after tomorrow 7am", BERLIN, "2026-03-08"),
        ("in 3 days at 7am", BERLIN, "2026-03-09"),
        ("this friday 19:00", BERLIN, "2026-03-13"),
        ("this friday 23:45", BERLIN, "2026-03-06"),
        ("next monday 19:00", BERLIN, "2026-03-09"),
    ],
)
def test_one_date_is_counted_on_the_persons_calendar(text: str, zone: str, on: str) -> None:
    rule = rule_for(complete(text), zone, FRIDAY_NIGHT)
    assert isinstance(rule, Rule)
    assert rule.is_single
    coming = next_due(rule, FRIDAY_NIGHT)
    assert coming
    assert coming.on == date.fromisoformat(on)


def test_today_is_refused_when_the_time_is_over() -> None:
    refused = rule_for(complete("today 19:00"), BERLIN, FRIDAY_NIGHT)
    assert refused == NotUnderstood(Reason.PAST, "19:00")


def test_what_is_not_complete_cannot_be_planned() -> None:
    with pytest.raises(ValueError, match="not complete"):
        rule_for(ReminderRequest(at=time(19)), BERLIN, FRIDAY_NIGHT)
    with pytest.raises(ValueError, match="not complete"):
        rule_for(ReminderRequest(days=frozenset({0})), BERLIN, FRIDAY_NIGHT)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ReminderError, match="no time zone"):
        rule_for(complete("mon 19:00"), "Mars/Olympus", FRIDAY_NIGHT)


weekly = st.builds(
    Rule, st.frozensets(st.integers(0, 6), min_size=1), st.just(time(19)), st.just(BERLIN)
)
single = st.builds(
    Rule.once, st.dates(date(2026, 3, 7), date(2026, 5, 1)), st.just(time(7)), st.just(BERLIN)
)


@given(weekly | single)
def test_the_request_of_a_rule_leads_to_it_again(rule: Rule) -> None:
    assert rule_for(request_of(rule, FRIDAY_NIGHT), BERLIN, FRIDAY_NIGHT) == rule


def test_nothing_is_known_of_an_empty_request() -> None:
    assert ReminderRequest() == ReminderRequest(
        days=frozenset(),
        at=None,
        is_open=False,
        part=None,
        ahead=None,
        once=False,
        times=None,
        rotating=False,
        insists=False,
    )
    assert not ReminderRequest().has_days
    assert ReminderRequest(ahead=0).has_days
    assert ReminderRequest(days=frozenset({0})).has_days


def test_the_request_of_a_weekly_rule_keeps_its_days_however_close() -> None:
    rule = Rule(frozenset({0, 1}), time(19), BERLIN)
    expected = ReminderRequest(days=frozenset({0, 1}), at=time(19), insists=True)
    assert request_of(rule, FRIDAY_NIGHT) == expected
    assert request_of(replace(rule, starts_on=date(2026, 3, 9)), FRIDAY_NIGHT) == expected
    assert request_of(replace(rule, ends_on=date(2026, 3, 9)), FRIDAY_NIGHT) == expected


@pytest.mark.parametrize(
    ("on", "ahead"), [("2026-03-05", 0), ("2026-03-06", 0), ("2026-03-07", 1), ("2026-03-20", 14)]
)
def test_the_request_of_one_date_counts_the_days_until_then(on: str, ahead: int) -> None:
    rule = Rule.once(date.fromisoformat(on), time(7), BERLIN)
    assert request_of(rule, FRIDAY_NIGHT) == ReminderRequest(at=time(7), ahead=ahead, once=True)


def test_of_days_without_a_date_the_next_one_counts() -> None:
    rule = rule_for(ReminderRequest(frozenset({0}), time(19), once=True), BERLIN, FRIDAY_NIGHT)
    assert rule == Rule.once(date(2026, 3, 9), time(19), BERLIN)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("-.-.", ReminderRequest()),
        ("03.1900.", ReminderRequest(frozenset({0, 3}), time(19))),
        ("0.0105.o", ReminderRequest(frozenset({0}), time(1, 5), is_open=True)),
        ("0.1159.o", ReminderRequest(frozenset({0}), time(11, 59), is_open=True)),
        (
            "-.2359.pea0s",
            ReminderRequest(at=time(23, 59), part=DayPart.EVENING, ahead=0, once=True),
        ),
        (
            "-.-.a99sx7rk",
            ReminderRequest(ahead=99, once=True, times=7, rotating=True, insists=True),
        ),
    ],
)
def test_a_word_is_short_and_always_the_same(word: str, expected: ReminderRequest) -> None:
    assert encode_request(expected) == word
    assert decode_request(word) == expected


@given(requests)
def test_a_request_comes_back_from_its_word(one: ReminderRequest) -> None:
    word = encode_request(one)
    assert decode_request(word) == one
    assert ":" not in word
    assert len(word.encode()) <= 28


@pytest.mark.parametrize(
    "word",
    [
        "",
        ".",
        "..",
        "03",
        "03.1900.ko",
        "03.1900.x",
        "\u0663.-.",
        "03:.-.",
        "0.1900.o",
        "0.-.o",
        "0.0030.o",
        "0.1200.o",
        "0.2400.",
        "0.1960.",
        "7.1900.",
        "00000000.1900.",
        "-.-.a100",
        "-.-.x12",
        "-.-.pz",
    ],
)
def test_what_is_no_request_is_refused(word: str) -> None:
    assert decode_request(word) is None


@pytest.mark.parametrize("text", ["tomorrow 7am", "today 23:45", "in 3 days at 18:00"])
def test_the_request_of_a_single_rule_is_the_one_that_led_to_it(text: str) -> None:
    request = complete(text)
    rule = rule_for(request, BERLIN, FRIDAY_NIGHT)
    assert isinstance(rule, Rule)
    assert request_of(rule, FRIDAY_NIGHT) == request
