"""From what a person wants to a rule on their own calendar."""

from datetime import date, datetime, timedelta

from bot.reminders.input.request import NotUnderstood, Reason, ReminderRequest
from bot.reminders.schedule.local_time import aware, zone_named
from bot.reminders.schedule.rule import Rule, next_due


def plan(wanted: ReminderRequest, zone: str, now: datetime) -> Rule | NotUnderstood:
    """The rule of a complete wish, in a zone (IANA name), from `now` (aware) on.

    Refused when it is for today and the time is over. Raises `ReminderError` for a zone that does
    not exist, and `ValueError` when days or time are still missing.
    """
    if wanted.at is None or not wanted.has_days:
        raise ValueError(f"{wanted} is not complete")
    if not wanted.once and wanted.ahead is None:
        return Rule(wanted.days, wanted.at, zone)
    rule = Rule.once(_date(wanted, zone, now), wanted.at, zone)
    return rule if next_due(rule, now) else NotUnderstood(Reason.PAST, f"{wanted.at:%H:%M}")


def _date(wanted: ReminderRequest, zone: str, now: datetime) -> date:
    today = _today(zone, now)
    if wanted.ahead is not None:
        return today + timedelta(days=wanted.ahead)
    assert wanted.at
    coming = next_due(Rule(wanted.days, wanted.at, zone), now)
    return coming.on if coming else today


def _today(zone: str, now: datetime) -> date:
    return aware(now).astimezone(zone_named(zone)).date()


def wanted_of(rule: Rule, now: datetime) -> ReminderRequest:
    """The wish that leads to a rule again, to change a part of it. `now` is aware."""
    if rule.starts_on is None or not rule.is_single:
        return ReminderRequest(days=rule.days, at=rule.at, insists=True)
    ahead = (rule.starts_on - _today(rule.zone, now)).days
    return ReminderRequest(at=rule.at, ahead=max(ahead, 0), once=True)
