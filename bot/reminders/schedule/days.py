"""Days of the week: 0 is Monday, 6 is Sunday."""

Days = frozenset[int]

WEEK = 7
"""Days in a week."""
EVERY_DAY: Days = frozenset(range(WEEK))
WEEKDAYS: Days = frozenset(range(5))
WEEKEND: Days = frozenset({5, 6})

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def span(first: int, last: int) -> Days:
    """All days from one to another, both included; Friday to Monday runs over the weekend."""
    return frozenset((first + step) % WEEK for step in range((last - first) % WEEK + 1))
