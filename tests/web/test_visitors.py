"""A burst at once, then a steady rate, and never more memory than promised."""

from datetime import UTC, datetime, timedelta

from bot.web import visitors as room
from bot.web.visitors import VisitorRateLimit

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_a_burst_passes_and_one_more_does_not() -> None:
    visitors = VisitorRateLimit(burst=3, per_second=1)
    assert [visitors.allows("a", NOON) for _ in range(4)] == [True, True, True, False]


def test_a_second_later_there_is_room_for_one() -> None:
    visitors = VisitorRateLimit(burst=1, per_second=1)
    assert visitors.allows("a", NOON)
    assert not visitors.allows("a", NOON + timedelta(seconds=0.5))
    assert visitors.allows("a", NOON + timedelta(seconds=1))


def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    visitors = VisitorRateLimit(burst=2, per_second=1)
    assert visitors.allows("a", NOON)
    assert visitors.allows("a", NOON - timedelta(days=1))
    assert visitors.allows("a", NOON - timedelta(days=1) + timedelta(seconds=1))


def test_only_so_many_visitors_are_remembered() -> None:
    visitors = VisitorRateLimit(burst=1, per_second=0)
    for visitor in range(room.REMEMBERED + 1):
        assert visitors.allows(visitor, NOON)
    assert not visitors.allows(room.REMEMBERED, NOON)
    assert visitors.allows(0, NOON)  # the one idle longest was forgotten
