"""Days of the week, and which of them leave the muscle its rest: three a week, a day between."""

from collections.abc import Iterator
from itertools import combinations

Days = frozenset[int]
"""0 is Monday, 6 is Sunday."""

WEEK = 7
"""Days in a week."""
NO_DAYS: Days = frozenset()
EVERY_DAY: Days = frozenset(range(WEEK))
WEEKDAYS: Days = frozenset(range(5))
WEEKEND: Days = frozenset({5, 6})

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MOST = 3
"""Hamstring days in a week, at most."""
OFFERS = 4
"""Proposals that a person can still compare."""


def span(first: int, last: int) -> Days:
    """All days from one to another, both included; Friday to Monday runs over the weekend."""
    return frozenset((first + step) % WEEK for step in range((last - first) % WEEK + 1))


def too_close(days: Days) -> tuple[tuple[int, int], ...]:
    """The pairs of days that follow each other without a rest day: (first, second)."""
    after = ((day, (day + 1) % WEEK) for day in sorted(days))
    return tuple((day, following) for day, following in after if following in days)


def is_legal(days: Days) -> bool:
    """Whether a week with these days has no more than `MOST`, and a day of rest after each."""
    return len(days) <= MOST and not too_close(days)


def offers(wanted: Days, others: Days = NO_DAYS, times: int | None = None) -> tuple[Days, ...]:
    """Legal weeks near what is wanted, best first, at most `OFFERS`.

    `others` are the days of a person's other reminders, which stay; `times` is how often a week.
    Nothing when the others leave no room.
    """
    chosen = wanted or EVERY_DAY
    weeks = _weeks(min(times or len(chosen), MOST))
    fitting = (days for days in weeks if is_legal(days | others) and not days & others)
    return tuple(sorted(fitting, key=lambda days: _rank(days, chosen))[:OFFERS])


def _weeks(most: int) -> Iterator[Days]:
    for size in range(1, most + 1):
        yield from map(frozenset, combinations(range(WEEK), size))


def _rank(days: Days, wanted: Days) -> tuple[int, int, int, int, list[int]]:
    """Lower is better: keeps what is wanted, adds little, evenly, free around Sunday."""
    ordered = sorted(days)
    gaps = [(ordered[at] - ordered[at - 1]) % WEEK or WEEK for at in range(len(ordered))]
    span_of_days = ordered[-1] - ordered[0]
    return -len(days & wanted), len(days), max(gaps), span_of_days, ordered
