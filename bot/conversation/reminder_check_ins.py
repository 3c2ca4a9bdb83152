"""A gentle question once a week, while somebody is injured or training is locked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.conversation.ports import Preferences
from bot.conversation.reminder_rules import ReminderRules
from bot.domain.alarms import Alarm, AlarmRequest
from bot.domain.people import Person
from bot.domain.replies import Reply
from bot.reminders.schedule.pause import Cause
from bot.reminders.schedule.quiet_hours import after_quiet
from bot.reminders.schedule.rule import Rule
from bot.reminders.view import pause_text

CHECK_IN = "check_in"
"""Subject and kind of the alarm of the weekly question; and the setting with the moment at which
somebody whose training is locked was asked last."""
_NEVER = "never"
"""In place of that moment: they do not want to be asked."""
_WEEK = timedelta(days=7)


class Alarms(Protocol):
    """Where alarms stand that belong to no rule."""

    async def put(self, person: Person, subject: str, request: AlarmRequest) -> None:
        """Set one."""

    async def drop(self, person: Person, subject: str) -> None:
        """Delete it."""


@dataclass(frozen=True, slots=True)
class WeeklyCheckIns:
    """Asks how it is, once a week and outside the quiet hours, until that is over."""

    rules: ReminderRules
    alarms: Alarms
    preferences: Preferences
    wake: Callable[[datetime], None]
    """Tells the scheduler that something is due at a moment."""

    async def begin(self, person: Person, now: datetime) -> None:
        """Somebody is injured: from now on they are asked."""
        zones = [one.rule.zone for one in await self.rules.of(person)]
        await self._ask_at(person, after_quiet(zones[0] if zones else "UTC", now + _WEEK))

    async def begin_locked(self, person: Person, now: datetime) -> None:
        """Training is locked: the question takes the place of reminders, once a week."""
        asked = await self.preferences.get(person, CHECK_IN)
        if asked == _NEVER or (asked and datetime.fromisoformat(asked) >= now - _WEEK):
            return
        await self.preferences.put(person, CHECK_IN, now.isoformat())
        await self._ask_at(person, now)

    async def _ask_at(self, person: Person, at: datetime) -> None:
        await self.alarms.put(person, CHECK_IN, AlarmRequest(CHECK_IN, at))
        self.wake(at)

    async def end(self, person: Person) -> None:
        """There is nothing to ask any more."""
        await self.alarms.drop(person, CHECK_IN)

    async def refuse(self, person: Person) -> None:
        """The person does not want to be asked, however long training stays locked."""
        await self.preferences.put(person, CHECK_IN, _NEVER)
        await self.end(person)

    async def unlock(self, person: Person) -> None:
        """Training is open again; only an injury is still asked about."""
        if await self.preferences.get(person, CHECK_IN):
            await self.preferences.put(person, CHECK_IN, "")
            if not await self._is_injured(person):
                await self.end(person)

    async def ring(self, alarm: Alarm, now: datetime, *, locked: bool) -> Reply | None:
        """The question that is due; None when there is nothing to ask any more."""
        if locked:
            await self.preferences.put(alarm.person, CHECK_IN, now.isoformat())
            return pause_text.ask_locked()
        if not await self._is_injured(alarm.person):
            return None
        return pause_text.ask_injured(alarm.due_at - _WEEK, now)

    async def next_alarm(self, person: Person, now: datetime) -> AlarmRequest | None:
        """In a week again, while there is something to ask about."""
        asked = await self.preferences.get(person, CHECK_IN)
        goes_on = bool(asked and asked != _NEVER) or await self._is_injured(person)
        return AlarmRequest(CHECK_IN, now + _WEEK) if goes_on else None

    async def _is_injured(self, person: Person) -> bool:
        return any(is_injured(one.rule) for one in await self.rules.of(person))


def is_injured(rule: Rule) -> bool:
    """Whether a reminder is paused for an injury."""
    return rule.pause is not None and rule.pause.cause is Cause.INJURED
