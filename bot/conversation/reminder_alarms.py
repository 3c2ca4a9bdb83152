"""Calls to train: what is said when the alarm of a reminder is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.conversation.reminder_check_ins import CHECK_IN, WeeklyCheckIns
from bot.conversation.reminder_rules import REMIND, ReminderRules, following, local_date, midnight
from bot.domain.alarms import Alarm, AlarmRequest, SendOutcome
from bot.domain.people import Person
from bot.domain.replies import Reply
from bot.reminders.records import Begun, OccasionRecord, OccasionState, rule_of
from bot.reminders.schedule import snooze
from bot.reminders.schedule.quiet_hours import is_quiet
from bot.reminders.schedule.recovery import next_legal
from bot.reminders.schedule.rule import Occasion, Rule, StoredRule
from bot.reminders.schedule.snooze import Timing
from bot.reminders.view import call_text

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

    async def gaps(self, person: Person, since: datetime) -> Sequence[OccasionRecord]:
        """What did not come, and was not mentioned yet."""

    async def sent_on(self, person: Person, since: datetime, until: datetime) -> int:
        """How many were certainly sent to a person from one moment until before another."""

    async def mention(self, rule_id: int, on: date) -> None:
        """The person was told."""


@dataclass(frozen=True, slots=True)
class ReminderAlarms:
    """Rings reminders, each occasion once, as far as that can be known."""

    rules: ReminderRules
    ledger: OccasionLedger
    check_ins: WeeklyCheckIns
    copies: int
    """How often one reminder is sent at most when what became of it is not known: 1 or 2."""
    a_day: int
    """How many calls a person gets in a day at most, besides those that were snoozed or moved."""

    async def ring(self, alarm: Alarm, now: datetime, *, locked: bool) -> Replies:
        """What to say because an alarm is due; nothing when it does not matter any more."""
        if alarm.subject == CHECK_IN:
            question = await self.check_ins.ring(alarm, now, locked=locked)
            return (question,) if question else ()
        rule_id = rule_of(alarm.subject)
        stored = await self.rules.get(alarm.person, rule_id)
        if stored is None or _is_paused(stored.rule, now):
            return ()
        if locked:
            await self.check_ins.begin_locked(alarm.person, now)
            return ()
        return await self._remind(alarm, stored, now)

    async def _remind(self, alarm: Alarm, stored: StoredRule, now: datetime) -> Replies:
        occasion = _occasion(stored.rule, alarm)
        on = occasion.on
        permit = await self.ledger.begin(stored.id, on, alarm, now, most=self.copies)
        if permit is Begun.ENOUGH:
            await self.ledger.close(stored.id, on, OccasionState.UNKNOWN, now)
        if permit not in {Begun.FIRST, Begun.AGAIN}:
            return ()
        try:
            return await self._say(alarm, stored, occasion, now)
        except BaseException:
            # it has begun and is not sent after all
            await self.ledger.take_back(stored.id, on, alarm)
            raise

    async def _say(
        self, alarm: Alarm, stored: StoredRule, occasion: Occasion, now: datetime
    ) -> Replies:
        """What an occasion is worth that may be sent; what is not worth a call is closed."""
        on = occasion.on
        if await self.rules.has_trained(alarm.person, stored.rule.zone, now):
            await self.ledger.close(stored.id, on, OccasionState.TRAINED, now)
            return () if is_quiet(stored.rule.zone, now) else (call_text.trained(stored.rule, now),)
        left_out = await self._left_out(alarm, stored.rule, occasion, now)
        if left_out:
            await self.ledger.close(stored.id, on, left_out, now)
            return ()
        missed = await self._missed(alarm.person, now)
        return (*missed, call_text.reminder(stored.id, occasion, now))

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
            stored = await self.rules.get(person, gap.rule_id)
            await self.ledger.mention(gap.rule_id, gap.on)
            if stored and gap.due_at >= now - _MENTIONED:
                # today's session comes first: it is about to be called for
                legal = next_legal(now, stored.rule, now)
                occasion = Occasion(gap.on, gap.due_at)
                told.append(call_text.missed(stored.id, stored.rule, occasion, legal, gap.state))
        return tuple(told[-1:])

    async def record_outcome(self, alarm: Alarm, outcome: SendOutcome, now: datetime) -> None:
        """What became of what `ring` said."""
        rule_id = rule_of(alarm.subject)
        stored = await self.rules.get(alarm.person, rule_id)
        if stored is None:
            return
        on = _occasion(stored.rule, alarm).on
        match outcome:
            case SendOutcome.SENT:
                await self.ledger.close(stored.id, on, OccasionState.SENT, now)
            case SendOutcome.NOT_SENT:
                await self.ledger.take_back(stored.id, on, alarm)
            case SendOutcome.UNKNOWN:
                await self.ledger.close(stored.id, on, OccasionState.UNKNOWN, now)

    async def next_alarm(self, alarm: Alarm, now: datetime) -> AlarmRequest | None:
        """What follows an alarm that has rung."""
        if alarm.subject == CHECK_IN:
            return await self.check_ins.next_alarm(alarm.person, now)
        rule_id = rule_of(alarm.subject)
        stored = await self.rules.get(alarm.person, rule_id)
        return following(stored.rule, max(now, alarm.due_at)) if stored else None


def _occasion(rule: Rule, alarm: Alarm) -> Occasion:
    """The occasion that an alarm stands for."""
    return Occasion(local_date(rule.zone, alarm.due_at), alarm.due_at)


def _is_paused(rule: Rule, now: datetime) -> bool:
    return rule.pause is not None and (rule.pause.until is None or rule.pause.until > now)
