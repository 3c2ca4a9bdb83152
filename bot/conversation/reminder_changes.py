"""What a person does with one reminder: pause, delete, snooze, move or skip it."""

from dataclasses import dataclass, replace
from datetime import date

from bot.conversation.reminder_rules import MOVED, SNOOZED, ReminderRules, local_date
from bot.conversation.turn import Turn
from bot.domain.alarms import AlarmRequest
from bot.domain.replies import Button, Placement, Reply
from bot.reminders.input.request import ReminderRequest
from bot.reminders.schedule import snooze
from bot.reminders.schedule.pause import Pause
from bot.reminders.schedule.recovery import next_legal
from bot.reminders.schedule.rule import Occasion, Rule, StoredRule, next_due
from bot.reminders.view import call_text, list_text, pause_text
from bot.reminders.view.actions import ReminderAction, ReminderVerb, SkipReason

_SHORTENS = frozenset({SkipReason.NO_TIME, SkipReason.SORE})
"""Reasons to skip a session for which a very short one may do."""


@dataclass(frozen=True, slots=True)
class ReminderChanges:
    """Changes one reminder of a person."""

    rules: ReminderRules
    shortest: Button
    """Starts the shortest workout."""

    async def change(self, turn: Turn, stored: StoredRule, action: ReminderAction) -> Reply:
        """What a button says; for those about one occasion, `_put_off`."""
        person, rule = turn.person, stored.rule
        match action.kind:
            case ReminderVerb.HOLD:
                await self.rules.change(person, stored.id, replace(rule, pause=Pause()), turn.now)
                return pause_text.held()
            case ReminderVerb.RELEASE:
                await self.rules.change(person, stored.id, replace(rule, pause=None), turn.now)
                shown = await self.rules.of(person)
                return list_text.reminders(shown, turn.now, Placement.INSTEAD)
            case ReminderVerb.DELETE:
                await self.rules.delete(person, stored.id)
                return list_text.deleted(rule, turn.now)
            case ReminderVerb.KEEP_TIME:
                return call_text.time_kept(rule)
            case _:
                return await self._put_off(turn, stored, action)

    async def _put_off(self, turn: Turn, stored: StoredRule, action: ReminderAction) -> Reply:
        """Not now: in an hour, tomorrow, on another date, or not at all."""
        rule, why = stored.rule, action.why
        on = action.on or local_date(rule.zone, turn.now)
        legal = next_legal(await self.rules.last_trained(turn.person, turn.now), rule, turn.now)
        match action.kind:
            case ReminderVerb.SNOOZE:
                return await self._snooze(turn, stored, on)
            case ReminderVerb.TOMORROW:
                return await self._to_tomorrow(turn, stored, legal)
            case ReminderVerb.MOVE:
                return await self._move(turn, stored, on)
            case _ if why:
                shortest = self.shortest if why in _SHORTENS else None
                return call_text.skipped(stored.id, rule, why, legal, shortest)
            case _:
                return call_text.why_not(stored.id, on)

    async def _snooze(self, turn: Turn, stored: StoredRule, on: date) -> Reply:
        at = snooze.snoozed_until(stored.rule.zone, turn.now)
        if at is None:
            return call_text.quiet_soon(stored.id, on)
        later = snooze.count_snooze(stored.rule, on, at)
        request = AlarmRequest(SNOOZED, at)
        await self.rules.delay(turn.person, replace(stored, rule=later.rule), request, turn.now)
        if later.better is None:
            return call_text.snoozed(at, stored.rule.zone)
        return call_text.snoozed_often(stored, at, later.better, turn.now)

    async def _to_tomorrow(self, turn: Turn, stored: StoredRule, legal: Occasion | None) -> Reply:
        """To the next day, if that keeps the rest; `legal` is the first day that does."""
        to = snooze.tomorrow(stored.rule, turn.now)
        if to is None:
            return list_text.gone()
        if legal is None or legal.on > to.on:
            return call_text.tomorrow_is_close(stored.id, stored.rule, to, legal)
        await self.rules.delay(turn.person, stored, AlarmRequest(MOVED, to.at), turn.now)
        return call_text.moved(stored.rule, to)

    async def _move(self, turn: Turn, stored: StoredRule, on: date) -> Reply:
        to = next_due(Rule.once(on, stored.rule.at, stored.rule.zone), turn.now)
        if to is None:
            return list_text.gone()
        await self.rules.delay(turn.person, stored, AlarmRequest(MOVED, to.at), turn.now)
        return call_text.moved(stored.rule, to)

    async def shift(self, turn: Turn, request: ReminderRequest, rule_id: int | None) -> Reply:
        """Another time from now on; what was put off until later today still comes."""
        stored = await self.rules.get(turn.person, rule_id)
        if stored is None or request.at is None:
            return list_text.gone()
        rule = replace(stored.rule, at=request.at, snooze_streak=None)
        later = stored.rule.snooze_streak
        if later and later.until > turn.now:
            snoozed = AlarmRequest(SNOOZED, later.until)
            await self.rules.delay(turn.person, replace(stored, rule=rule), snoozed, turn.now)
        else:
            await self.rules.change(turn.person, stored.id, rule, turn.now)
        return list_text.saved(rule, turn.now)
