from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.schedule.week import (
    EVERY_DAY,
    MOST,
    WEEKDAYS,
    WEEKEND,
    Days,
    is_legal,
    offers,
    span,
    too_close,
)

weeks = st.frozensets(st.integers(0, 6))


def days(text: str) -> Days:
    return frozenset(map(int, text))


def written(found: tuple[Days, ...]) -> list[str]:
    return ["".join(map(str, sorted(one))) for one in found]


def rests(one: Days) -> bool:
    """Whether all sessions of three weeks are two days apart."""
    trained = [day + 7 * week for week in range(3) for day in sorted(one)]
    return all(later - earlier >= 2 for earlier, later in pairwise(trained))


def test_all_weeks_are_judged_as_three_weeks_in_a_row_are() -> None:
    for size in range(8):
        for one in map(frozenset, combinations(range(7), size)):
            assert is_legal(one) == (rests(one) and len(one) <= 3)
            assert bool(too_close(one)) == (not rests(one))


def test_three_days_a_week_are_the_most() -> None:
    legal = [one for size in range(8) for one in map(frozenset, combinations(range(7), size))]
    assert max(len(one) for one in legal if is_legal(one)) == MOST == 3


@pytest.mark.parametrize(
    ("one", "pairs"),
    [
        ("024", ()),
        ("03", ()),
        ("01", ((0, 1),)),
        ("06", ((6, 0),)),
        ("56", ((5, 6),)),
        ("0246", ((6, 0),)),
        ("012", ((0, 1), (1, 2))),
        ("", ()),
        ("4", ()),
    ],
)
def test_days_without_a_rest_day_between_are_named(
    one: str, pairs: tuple[tuple[int, int], ...]
) -> None:
    assert too_close(days(one)) == pairs


@pytest.mark.parametrize(
    ("wanted", "others", "times", "expected"),
    [
        (EVERY_DAY, "", None, ["024", "135", "246", "025"]),
        (WEEKDAYS, "", None, ["024", "03", "14", "04"]),
        (WEEKEND, "", None, ["5", "6", "25", "36"]),
        (days("01"), "", None, ["0", "1", "03", "14"]),
        (days(""), "", None, ["024", "135", "246", "025"]),
        (days(""), "", 2, ["03", "14", "25", "36"]),
        (days(""), "", 1, ["0", "1", "2", "3"]),
        (days(""), "", 6, ["024", "135", "246", "025"]),
        (EVERY_DAY, "0", None, ["25", "24", "35", "2"]),
        (EVERY_DAY, "03", None, ["5"]),
        (EVERY_DAY, "024", None, []),
        (days("024"), "", None, ["024", "04", "02", "24"]),
    ],
)
def test_offers(wanted: Days, others: str, times: int | None, expected: list[str]) -> None:
    assert written(offers(wanted, days(others), times)) == expected


@given(weeks, weeks, st.none() | st.integers(1, 7))
def test_every_offer_is_legal_and_new(wanted: Days, others: Days, times: int | None) -> None:
    found = offers(wanted, others, times)
    assert len(set(found)) == len(found) <= 4
    for one in found:
        assert one
        assert is_legal(one | others)
        assert not one & others
        assert len(one) <= (times or 3)


@given(weeks.filter(bool))
def test_there_is_an_offer_for_everybody_without_other_reminders(wanted: Days) -> None:
    assert offers(wanted)
    assert offers(wanted)[0] <= wanted


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(0, 4, "01234"), (4, 0, "0456"), (5, 6, "56"), (2, 2, "2"), (1, 0, "0123456")],
)
def test_a_span_of_days(first: int, last: int, expected: str) -> None:
    assert span(first, last) == days(expected)
