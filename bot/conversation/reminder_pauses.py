"""All reminders of a person at once: quiet for a while, and back."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.conversation.reminder_check_ins import WeeklyCheckIns
from bot.conversation.reminder_rules import ReminderRules
from bot.conversation.turn import Turn
from bot.domain.replies import Placement, Reply
from bot.reminders.schedule.pause import Cause, Pause, cause_in
from bot.reminders.view import pause_text
from bot.reminders.view.actions import ReminderAction, ReminderVerb


@dataclass(frozen=True, slots=True)
class ReminderPauses:
    """Pauses reminders, and begins them again."""

    rules: ReminderRules
    check_ins: WeeklyCheckIns

    async def begin(self, turn: Turn, words: str, zone: str | None) -> Reply:
        """`/pause` with the words behind it; `zone` is the person's own."""
        if not words:
            return pause_text.ask_cause()
        cause = cause_in(words) or Cause.OTHER
        if cause is Cause.INJURED:
            return await self._pause(turn, cause, 0, zone)
        return pause_text.ask_length(cause, Placement.NEW)

    async def tap(self, turn: Turn, action: ReminderAction, zone: str | None) -> Reply | None:
        """A button about pauses; None for any other."""
        cause = action.cause or Cause.OTHER
        match action.kind:
            case ReminderVerb.UNPAUSE:
                return await self._resume(turn)
            case ReminderVerb.STOP_ASKING:
                await self.check_ins.refuse(turn.person)
                return pause_text.asks_no_more()
            case ReminderVerb.PAUSE if action.cause is None:
                return pause_text.ask_cause()
            case ReminderVerb.PAUSE if action.days is None and cause is not Cause.INJURED:
                return pause_text.ask_length(cause)
            case ReminderVerb.PAUSE:
                return await self._pause(turn, cause, action.days or 0, zone)
            case _:
                return None

    async def _resume(self, turn: Turn) -> Reply:
        pauses = [one.rule.pause for one in await self.rules.of(turn.person)]
        causes = [pause.cause for pause in pauses if pause]
        await self._set(turn, None)
        return pause_text.resumed(causes[0] if causes else Cause.OTHER)

    async def _pause(self, turn: Turn, cause: Cause, days: int, zone: str | None) -> Reply:
        """Quiet for some days; 0 days have no end."""
        pause = Pause(turn.now + timedelta(days=days) if days else None, cause)
        await self._set(turn, pause)
        return pause_text.paused(pause, zone or "UTC")

    async def _set(self, turn: Turn, pause: Pause | None) -> None:
        for one in await self.rules.of(turn.person):
            rule = replace(one.rule, pause=pause)
            await self.rules.change(turn.person, one.id, rule, turn.now)
        if pause and pause.cause is Cause.INJURED:
            await self.check_ins.begin(turn.person, turn.now)
        else:
            await self.check_ins.end(turn.person)
