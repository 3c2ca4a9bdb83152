"""Recovery on real dates: 48 hours between sessions, reminded of or trained."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from bot.reminders.schedule.local_time import to_utc
from bot.reminders.schedule.rule import Occasion, Rule, next_due, occasions
from bot.reminders.schedule.week import EVERY_DAY, MOST

RECOVERY = timedelta(hours=48)
"""From the start of one hamstring session to the start of the next, at least."""
SLACK = timedelta(hours=6)
"""A session that began a little late does not forbid the next one at its usual time."""
_SIGHT = timedelta(days=22)
"""A week repeats itself; this holds one before and two after the new rule's first occasion."""
_MANY = 22
"""Occasions in that time, at most: one a day."""
_WEEK = timedelta(days=7)


def rested(trained_at: datetime | None, at: datetime) -> bool:
    """Whether 48 hours, less a slack, lie between the last session and a moment (both aware)."""
    return trained_at is None or to_utc(at) - to_utc(trained_at) >= RECOVERY - SLACK


def recovery_conflict(rule: Rule, others: Iterable[Rule], after: datetime) -> tuple[Occasion, ...]:
    """The first two occasions too close to each other, or four in one week; empty when all is well.

    Two reminders on the same date count as one session. Conflicts that do not involve the new rule
    are passed over.
    """
    begin = _begin(rule, after)
    mine = _soon(rule, begin)
    days = {found.on: found for other in others for found in _soon(other, begin)}
    days |= {found.on: found for found in mine}
    return _conflict([days[on] for on in sorted(days)], frozenset(mine))


def _begin(rule: Rule, after: datetime) -> datetime:
    first = next_due(rule, after)
    return max(after, first.at - _WEEK) if first else after


def _soon(rule: Rule, begin: datetime) -> tuple[Occasion, ...]:
    found = occasions(rule, begin, _MANY)
    return tuple(one for one in found if one.at < begin + _SIGHT)


def _conflict(coming: Sequence[Occasion], mine: frozenset[Occasion]) -> tuple[Occasion, ...]:
    for pair in pairwise(coming):
        if not rested(pair[0].at, pair[1].at) and mine & set(pair):
            return pair
    for at in range(len(coming) - MOST):
        week = tuple(coming[at : at + MOST + 1])
        if week[-1].on - week[0].on < _WEEK and mine & set(week):
            return week
    return ()


def next_legal(trained_at: datetime | None, rule: Rule, after: datetime) -> Occasion | None:
    """When a missed session can be made up: the first day that keeps 48 hours to both sides.

    That is 48 hours after the last session (aware; None when there was none) and 48 hours before
    the rule's next regular occasion, or that occasion itself. It is at the rule's usual time.
    """
    daily = replace(rule, days=EVERY_DAY, ends_on=None if rule.is_single else rule.ends_on)
    days = occasions(daily, after, _MANY)
    return next((day for day in days if rested(trained_at, day.at) and _fits(day, rule)), None)


def _fits(day: Occasion, rule: Rule) -> bool:
    following = next_due(rule, day.at)
    is_regular = day.on.weekday() in rule.days
    return is_regular or following is None or rested(day.at, following.at)
