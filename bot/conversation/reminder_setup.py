"""Setting up a reminder: from words to a rule, asking for what is missing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.conversation.ports import Preferences
from bot.conversation.reminder_rules import ReminderRules
from bot.conversation.turn import Response, Turn
from bot.domain.awaited import Pending, ReminderQuestion, ZoneQuestion
from bot.domain.people import Person
from bot.domain.replies import Placement, Reply
from bot.reminders.input import parsing
from bot.reminders.input.request import (
    Answer,
    NotUnderstood,
    PendingQuestion,
    ReminderRequest,
    decode_request,
    encode_request,
    rule_for,
)
from bot.reminders.input.timezones import TimezoneIndex
from bot.reminders.records import TooManyRules
from bot.reminders.schedule.recovery import recovery_conflict
from bot.reminders.view import list_text, prompts

ZONE = "zone"
"""The setting with a person's time zone, an IANA name."""


@dataclass(frozen=True, slots=True)
class ReminderSetup:
    """Understands what a person wants to be reminded of, proposes it, and keeps it."""

    rules: ReminderRules
    preferences: Preferences
    timezones: TimezoneIndex
    zone_at: Callable[[float, float], str | None]
    """The zone at a latitude and longitude in degrees, if there is one."""

    async def begin(self, turn: Turn, words: str = "") -> Response:
        """A new reminder, with the words that were said about it."""
        others = await self.rules.days(turn.person)
        answer = (
            parsing.parse_request(words, others=others)
            if words
            else parsing.next_step(ReminderRequest(), others)
        )
        return await self.go_on(turn, answer, None)

    async def answer(self, turn: Turn, pending: Pending, text: str) -> Response | None:
        """Words after a question of ours; None when they are about something else."""
        draft, changes = draft_of(pending)
        if isinstance(pending, ZoneQuestion):
            response = await self.find_zone(turn, text, pending)
            is_unknown = response.replies == (prompts.zone_unknown(),)
            return None if is_unknown and "?" in text else response
        others = await self.rules.days(turn.person, changes)
        answer = parsing.parse_request(text, draft or ReminderRequest(), others)
        if isinstance(answer, NotUnderstood):
            return None
        return await self.go_on(turn, answer, changes)

    async def go_on(
        self,
        turn: Turn,
        answer: Answer,
        changes: int | None,
        place: Placement = Placement.NEW,
    ) -> Response:
        """The next question, a refusal, or the proposal."""
        if isinstance(answer, NotUnderstood):
            return turn.ask(None, prompts.refusal(answer))
        if isinstance(answer, PendingQuestion):
            question = prompts.question(answer, changes, place)
            return turn.ask(asking(answer.so_far, changes), question)
        zone = await self.zone_of(turn.person)
        if zone is None:
            return turn.ask(ZoneQuestion(encode_request(answer), changes), prompts.ask_zone())
        rule = rule_for(answer, zone, turn.now)
        if isinstance(rule, NotUnderstood):
            return turn.ask(None, prompts.refusal(rule))
        others = [one.rule for one in await self.rules.of(turn.person) if one.id != changes]
        close = recovery_conflict(rule, others, turn.now)
        proposal = list_text.proposal(
            rule, answer, turn.now, conflict=close, changes=changes, place=place
        )
        return turn.ask(asking(answer, changes), proposal)

    async def save(self, turn: Turn, request: ReminderRequest, changes: int | None) -> Reply:
        """Keep what was proposed."""
        zone = await self.zone_of(turn.person)
        if zone is None:
            return prompts.ask_zone()
        rule = rule_for(request, zone, turn.now)
        if isinstance(rule, NotUnderstood):
            return prompts.refusal(rule)
        if changes is not None:
            changed = await self.rules.change(turn.person, changes, rule, turn.now)
            return list_text.saved(rule, turn.now) if changed else list_text.gone()
        try:
            await self.rules.add(turn.person, rule, turn.now)
        except TooManyRules as error:
            return Reply(text=str(error), place=Placement.INSTEAD)
        return list_text.saved(rule, turn.now)

    # The time zone.

    async def zone_of(self, person: Person) -> str | None:
        """The IANA name of a person's time zone; None when it is not known."""
        return await self.preferences.get(person, ZONE)

    async def choose_zone(self, turn: Turn, words: str = "") -> Response:
        """Another time zone, with the words that were said about it."""
        if not words:
            return turn.ask(ZoneQuestion(), prompts.ask_zone())
        return await self.find_zone(turn, words, ZoneQuestion())

    async def locate(self, turn: Turn, latitude: float, longitude: float) -> Response:
        """A place on the map, in degrees: its clock counts from now on."""
        zone = self.zone_at(latitude, longitude)
        if zone is None:
            return turn.ask(turn.state.pending or ZoneQuestion(), prompts.zone_unknown())
        return await self.settle_zone(turn, zone)

    async def find_zone(self, turn: Turn, words: str, question: ZoneQuestion) -> Response:
        """A city, a country, or what a clock shows there."""
        found = self.timezones.find(words, turn.now)
        if not found:
            return turn.ask(question, prompts.zone_unknown())
        if len(found) > 1:
            return turn.ask(question, prompts.choose_zone(found, turn.now))
        return await self.settle_zone(turn, found[0].zone, question)

    async def settle_zone(self, turn: Turn, zone: str, question: Pending | None = None) -> Response:
        """From now on this clock counts; reminders move with it, and an open request goes on.

        That is the request of `question`, or else of what is pending.
        """
        await self.preferences.put(turn.person, ZONE, zone)
        for one in await self.rules.of(turn.person):
            await self.rules.change(turn.person, one.id, replace(one.rule, zone=zone), turn.now)
        confirmed = prompts.zone_kept(zone, turn.now)
        draft, changes = draft_of(question or turn.state.pending)
        if draft is None:
            return turn.ask(None, confirmed)
        answer = parsing.next_step(draft, await self.rules.days(turn.person, changes))
        return (await self.go_on(turn, answer, changes)).preceded_by(confirmed)


def asking(request: ReminderRequest, changes: int | None) -> ReminderQuestion:
    """The next words are about this request."""
    return ReminderQuestion(encode_request(request), changes)


def draft_of(pending: Pending | None) -> tuple[ReminderRequest | None, int | None]:
    """The unfinished reminder that a question is about, and the id of the one that it changes."""
    if isinstance(pending, ZoneQuestion | ReminderQuestion):
        return decode_request(pending.draft) if pending.draft else None, pending.changes
    return None, None
