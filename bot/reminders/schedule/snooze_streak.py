"""How often in a row a reminder was put off, and the time that would suit better."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.reminders.schedule.local_time import aware, zone_named
from bot.reminders.schedule.rule import PutOff, Rule, next_due, unpaused

ENOUGH = 3
"""So many times in a row mean that the time does not suit."""
_HALF = 30
"""Minutes."""


@dataclass(frozen=True, slots=True)
class Later:
    """A reminder that was put off."""

    rule: Rule
    """It remembers."""
    better: time | None
    """When it might come from now on; None while that is not worth a question."""


def put_off(rule: Rule, on: date, until: datetime) -> Later:
    """The rule once its occasion on a date was put off until a moment (aware).

    In a row means the same occasion again, or the next one. Each `ENOUGH` times there is a
    question.
    """
    before = rule.put_off.times if rule.put_off and _follows(rule, rule.put_off.until, on) else 0
    times = before + 1
    remembered = replace(rule, put_off=PutOff(times % ENOUGH, aware(until)))
    return Later(remembered, _better(rule, on, until) if times >= ENOUGH else None)


def _follows(rule: Rule, until: datetime, on: date) -> bool:
    """Whether no other occasion lies between the last time and this one."""
    coming = next_due(unpaused(rule), until)
    return coming is None or on <= coming.on


def _better(rule: Rule, on: date, until: datetime) -> time | None:
    """The half hour before it comes now; none for a single date, or past midnight."""
    shown = until.astimezone(zone_named(rule.zone))
    if rule.is_single or shown.date() != on:
        return None
    return time(shown.hour, shown.minute // _HALF * _HALF)
