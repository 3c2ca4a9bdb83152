"""Calls to train: what is said when the alarm of a reminder is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.conversation.ports import Preferences
from bot.conversation.reminder_rules import REMIND, Plans, following, local_date, midnight
from bot.domain.alarms import Alarm, AlarmRequest, SendOutcome
from bot.domain.people import Person
from bot.domain.replies import Reply
from bot.reminders.records import Begun, OccasionState, rule_of
from bot.reminders.records import OccasionRecord as KeptOccasion
from bot.reminders.schedule import snooze
from bot.reminders.schedule.pause import Cause
from bot.reminders.schedule.quiet_hours import after_quiet, is_quiet
from bot.reminders.schedule.recovery import next_legal
from bot.reminders.schedule.rule import Occasion, Rule, StoredRule
from bot.reminders.schedule.snooze import Timing
from bot.reminders.view import call_text, pause_text

CHECKS = "check_in"
"""What the alarm of the weekly question belongs to, for those who are injured or whose training is
locked; and the setting with the moment at which somebody locked was last asked."""
_NEVER = "never"
"""In place of that moment: they do not want to be asked."""
_WEEK = timedelta(days=7)
_ALMOST = timedelta(minutes=1)
"""Another process that just sent something may have a clock that is a little ahead."""
_MENTIONED = timedelta(days=14)
"""How long a reminder that did not come is worth a word."""

Replies = tuple[Reply, ...]


class OccasionLedger(Protocol):
    """What became of each occasion of each rule."""

    async def begin(
        self, rule_id: int, on: date, alarm: Alarm, now: datetime, *, most: int
    ) -> Begun:
        """It is being sent, unless it must not be."""

    async def close(self, rule_id: int, on: date, state: OccasionState, now: datetime) -> None:
        """What became of it."""

    async def take_back(self, rule_id: int, on: date, alarm: Alarm) -> None:
        """It reached nobody: as if it had not begun."""

    async def gaps(self, person: Person, since: datetime) -> Sequence[KeptOccasion]:
        """What did not come, and was not mentioned yet."""

    async def sent_on(self, person: Person, since: datetime, until: datetime) -> int:
        """How many were certainly sent to a person from one moment until before another."""

    async def mention(self, rule_id: int, on: date) -> None:
        """The person was told."""


class Alarms(Protocol):
    """Where alarms stand that belong to no rule."""

    async def put(self, person: Person, subject: str, wish: AlarmRequest) -> None:
        """Set one."""

    async def drop(self, person: Person, subject: str) -> None:
        """Delete it."""


@dataclass(frozen=True, slots=True)
class Calling:
    """Rings reminders, each occasion once, as far as that can be known."""

    plans: Plans
    ledger: OccasionLedger
    alarms: Alarms
    preferences: Preferences
    copies: int
    """How often one reminder is sent at most when what became of it is not known: 1 or 2."""
    a_day: int
    """How many calls a person gets in a day at most, besides those that were snoozed or moved."""

    async def ring(self, alarm: Alarm, now: datetime, *, locked: bool) -> Replies:
        """What to say because an alarm is due; nothing when it does not matter any more."""
        if alarm.subject == CHECKS:
            return await self._check_in(alarm, now, locked=locked)
        rule_id = rule_of(alarm.subject)
        kept = await self.plans.get(alarm.person, rule_id)
        if kept is None or _is_paused(kept.rule, now):
            return ()
        if locked:
            await self._ask_once_a_week(alarm.person, now)
            return ()
        return await self._remind(alarm, kept, now)

    async def _remind(self, alarm: Alarm, kept: StoredRule, now: datetime) -> Replies:
        occasion = _occasion(kept.rule, alarm)
        on = occasion.on
        begun = await self.ledger.begin(kept.id, on, alarm, now, most=self.copies)
        if begun is Begun.ENOUGH:
            await self.ledger.close(kept.id, on, OccasionState.UNKNOWN, now)
        if begun not in {Begun.FIRST, Begun.AGAIN}:
            return ()
        try:
            return await self._say(alarm, kept, occasion, now)
        except BaseException:
            await self.ledger.take_back(
                kept.id, on, alarm
            )  # it has begun and is not sent after all
            raise

    async def _say(
        self, alarm: Alarm, kept: StoredRule, occasion: Occasion, now: datetime
    ) -> Replies:
        """What an occasion is worth that may be sent; what is not worth a call is closed."""
        on = occasion.on
        if await self.plans.has_trained(alarm.person, kept.rule.zone, now):
            await self.ledger.close(kept.id, on, OccasionState.TRAINED, now)
            return () if is_quiet(kept.rule.zone, now) else (call_text.trained(kept.rule, now),)
        left_out = await self._left_out(alarm, kept.rule, occasion, now)
        if left_out:
            await self.ledger.close(kept.id, on, left_out, now)
            return ()
        missed = await self._missed(alarm.person, now)
        return (*missed, call_text.reminder(kept.id, occasion, now))

    async def _left_out(
        self, alarm: Alarm, rule: Rule, occasion: Occasion, now: datetime
    ) -> OccasionState | None:
        """Why an occasion passes without a word; None when it does not."""
        if snooze.timing(rule.zone, occasion, now) is Timing.TOO_LATE:
            return OccasionState.MISSED
        if alarm.kind != REMIND:  # somebody asked for just this moment
            return None
        sent = await self.ledger.sent_on(alarm.person, midnight(rule.zone, now), now + _ALMOST)
        return OccasionState.CROWDED if sent >= self.a_day else None

    async def _missed(self, person: Person, now: datetime) -> Replies:
        """A word about those that did not come."""
        told = []
        for gap in await self.ledger.gaps(person, now - _MENTIONED):
            kept = await self.plans.get(person, gap.rule_id)
            await self.ledger.mention(gap.rule_id, gap.on)
            if kept and gap.due_at >= now - _MENTIONED:
                # today's session comes first: it is about to be called for
                legal = next_legal(now, kept.rule, now)
                occasion = Occasion(gap.on, gap.due_at)
                told.append(call_text.missed(kept.id, kept.rule, occasion, legal, gap.state))
        return tuple(told[-1:])

    async def record_outcome(self, alarm: Alarm, outcome: SendOutcome, now: datetime) -> None:
        """What became of what `ring` said."""
        rule_id = rule_of(alarm.subject)
        kept = await self.plans.get(alarm.person, rule_id)
        if kept is None:
            return
        on = _occasion(kept.rule, alarm).on
        match outcome:
            case SendOutcome.SENT:
                await self.ledger.close(kept.id, on, OccasionState.SENT, now)
            case SendOutcome.NOT_SENT:
                await self.ledger.take_back(kept.id, on, alarm)
            case SendOutcome.UNKNOWN:
                await self.ledger.close(kept.id, on, OccasionState.UNKNOWN, now)

    async def next_alarm(self, alarm: Alarm, now: datetime) -> AlarmRequest | None:
        """What follows an alarm that has rung."""
        if alarm.subject == CHECKS:
            return AlarmRequest(CHECKS, now + _WEEK) if await self._may_ask(alarm.person) else None
        rule_id = rule_of(alarm.subject)
        kept = await self.plans.get(alarm.person, rule_id)
        return following(kept.rule, max(now, alarm.due_at)) if kept else None

    async def _check_in(self, alarm: Alarm, now: datetime, *, locked: bool) -> Replies:
        if locked:
            await self.preferences.put(alarm.person, CHECKS, now.isoformat())
            return (pause_text.ask_locked(),)
        if not await self._is_injured(alarm.person):
            return ()
        return (pause_text.ask_injured(alarm.due_at - _WEEK, now),)

    async def _ask_once_a_week(self, person: Person, now: datetime) -> None:
        """While training is locked, a gentle question takes the place of reminders."""
        asked = await self.preferences.get(person, CHECKS)
        if asked == _NEVER or (asked and datetime.fromisoformat(asked) >= now - _WEEK):
            return
        await self.preferences.put(person, CHECKS, now.isoformat())
        await self.alarms.put(person, CHECKS, AlarmRequest(CHECKS, now))
        self.plans.wake(now)

    async def _may_ask(self, person: Person) -> bool:
        """Whether there is anything to ask about week by week."""
        asked = await self.preferences.get(person, CHECKS)
        return bool(asked and asked != _NEVER) or await self._is_injured(person)

    async def _is_injured(self, person: Person) -> bool:
        return any(_is_injured(one.rule) for one in await self.plans.of(person))

    async def ask_weekly(self, person: Person, now: datetime) -> None:
        """From now on a question comes once a week, outside the quiet hours."""
        zones = [one.rule.zone for one in await self.plans.of(person)]
        at = after_quiet(zones[0] if zones else "UTC", now + _WEEK)
        await self.alarms.put(person, CHECKS, AlarmRequest(CHECKS, at))
        self.plans.wake(at)

    async def ask_no_more(self, person: Person) -> None:
        """There is nothing to ask any more."""
        await self.alarms.drop(person, CHECKS)

    async def stop_asking(self, person: Person) -> None:
        """The person does not want to be asked, however long training stays locked."""
        await self.preferences.put(person, CHECKS, _NEVER)
        await self.ask_no_more(person)

    async def unlock(self, person: Person) -> None:
        """Training is open again; only an injury is still asked about."""
        if await self.preferences.get(person, CHECKS):
            await self.preferences.put(person, CHECKS, "")
            if not await self._is_injured(person):
                await self.ask_no_more(person)


def _occasion(rule: Rule, alarm: Alarm) -> Occasion:
    """The occasion that an alarm stands for."""
    return Occasion(local_date(rule.zone, alarm.due_at), alarm.due_at)


def _is_paused(rule: Rule, now: datetime) -> bool:
    return rule.pause is not None and (rule.pause.until is None or rule.pause.until > now)


def _is_injured(rule: Rule) -> bool:
    return rule.pause is not None and rule.pause.cause is Cause.INJURED
