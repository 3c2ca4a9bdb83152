"""Reminders in a conversation: commands, answers and buttons, each led to where it belongs."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.reminder_changes import ReminderChanges
from bot.conversation.reminder_pauses import ReminderPauses
from bot.conversation.reminder_rules import ReminderRules
from bot.conversation.reminder_setup import ReminderSetup, asking
from bot.conversation.turn import Response, Turn
from bot.domain.awaited import PainQuestion
from bot.domain.replies import Document, Placement, Reply
from bot.reminders.input import parsing
from bot.reminders.input.request import ReminderRequest, request_of
from bot.reminders.schedule.rule import next_due
from bot.reminders.view import list_text, prompts
from bot.reminders.view.actions import ReminderAction, ReminderVerb, SkipReason, from_arguments

CALENDAR = "hamstring-training.ics"
"""What the file for calendars is called."""


@dataclass(frozen=True, slots=True)
class Reminders:
    """Reminders of anybody, on any channel."""

    rules: ReminderRules
    setup: ReminderSetup
    changes: ReminderChanges
    pauses: ReminderPauses

    async def overview(self, turn: Turn, place: Placement = Placement.NEW) -> Reply:
        """`/reminders`."""
        return list_text.reminders(await self.rules.of(turn.person), turn.now, place)

    async def pause(self, turn: Turn, words: str) -> Response:
        """`/pause` with the words behind it."""
        zone = await self.setup.zone_of(turn.person)
        return turn.ask(None, await self.pauses.begin(turn, words, zone))

    async def tap(self, turn: Turn, arguments: Sequence[str]) -> Response | None:
        """A button about reminders; None for one that means nothing."""
        action = from_arguments(arguments)
        if action is None:
            return None
        if action.request:
            return await self._tap_request(turn, action, action.request)
        if action.rule is not None:
            return await self._tap_rule(turn, action, action.rule)
        return await self._tap_all(turn, action)

    async def _tap_request(
        self, turn: Turn, action: ReminderAction, request: ReminderRequest
    ) -> Response | None:
        """A button about a reminder that is not kept yet."""
        others = await self.rules.days(turn.person, action.rule)
        pending = asking(request, action.rule)
        match action.kind:
            case ReminderVerb.DAYS:
                return turn.ask(pending, prompts.choosing_days(request, others, action.rule))
            case ReminderVerb.TIMES:
                return turn.ask(pending, prompts.choosing_time(request, changes=action.rule))
            case ReminderVerb.REQUEST:
                answer = parsing.next_step(request, others)
                return await self.setup.go_on(turn, answer, action.rule, Placement.INSTEAD)
            case ReminderVerb.SAVE:
                return turn.ask(None, await self.setup.save(turn, request, action.rule))
            case ReminderVerb.SHIFT:
                return turn.ask(None, await self.changes.shift(turn, request, action.rule))
            case _:
                return None

    async def _tap_rule(self, turn: Turn, action: ReminderAction, rule_id: int) -> Response:
        """A button about one reminder that is kept."""
        stored = await self.rules.get(turn.person, rule_id)
        if stored is None:
            return turn.ask(None, list_text.gone())
        if action.kind is ReminderVerb.EDIT:
            pending = asking(request_of(stored.rule, turn.now), stored.id)
            return turn.ask(pending, list_text.editing(stored, turn.now))
        reply = await self.changes.change(turn, stored, action)
        return turn.ask(PainQuestion() if action.why is SkipReason.PAIN else None, reply)

    async def _tap_all(self, turn: Turn, action: ReminderAction) -> Response | None:
        """A button about no reminder in particular."""
        match action.kind:
            case ReminderVerb.NEW:
                return await self.setup.begin(turn)
            case ReminderVerb.ZONE if action.zone:
                return await self.setup.settle_zone(turn, action.zone)
            case ReminderVerb.ZONE:
                return await self.setup.choose_zone(turn)
            case _:
                reply = await self._all(turn, action)
                return turn.ask(None, reply) if reply else None

    async def _all(self, turn: Turn, action: ReminderAction) -> Reply | None:
        """All reminders: to read, for a calendar, quiet for a while; None for anything else."""
        match action.kind:
            case ReminderVerb.LIST:
                return await self.overview(turn, Placement.INSTEAD)
            case ReminderVerb.FILE:
                return await self._file(turn)
            case ReminderVerb.NEVER_MIND:
                return list_text.dropped()
            case _:
                zone = await self.setup.zone_of(turn.person)
                return await self.pauses.tap(turn, action, zone)

    async def _file(self, turn: Turn) -> Reply:
        """The reminders for a calendar."""
        coming = [one for one in await self.rules.of(turn.person) if next_due(one.rule, turn.now)]
        if not coming:
            return list_text.nothing_to_file()
        from bot.reminders.view.ics import calendar  # noqa: PLC0415 - its library loads for 60 ms

        document = Document(CALENDAR, "text/calendar", calendar(coming, turn.now))
        return list_text.filed(coming, document, turn.now)
