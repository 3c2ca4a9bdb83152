"""Reminders in a conversation: understand, propose, keep, change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.conversation.ports import Preferences
from bot.conversation.reminder_alarms import Calling
from bot.conversation.reminder_rules import MOVED, SNOOZED, Plans, local_date
from bot.domain.alarms import AlarmRequest
from bot.domain.people import Person
from bot.domain.replies import Button, Document, Placement, Reply
from bot.reminders.input import parsing
from bot.reminders.input.request import (
    NotUnderstood,
    PendingQuestion,
    ReminderRequest,
    decode_request,
    encode_request,
    request_of,
    rule_for,
)
from bot.reminders.input.timezones import TimezoneIndex
from bot.reminders.records import TooManyRules
from bot.reminders.schedule import snooze
from bot.reminders.schedule.pause import Cause, Pause, cause_in
from bot.reminders.schedule.recovery import next_legal, recovery_conflict
from bot.reminders.schedule.rule import Occasion, Rule, StoredRule, next_due
from bot.reminders.view import call_text, list_text, pause_text, prompts
from bot.reminders.view.actions import (
    ReminderAction,
    ReminderVerb,
    SkipReason,
    from_arguments,
)

ZONE = "zone"
"""The setting with a person's time zone, an IANA name."""

PAIN = "pain"
"""The next words tell where it hurts: the safety gate reads them."""
CALENDAR = "hamstring-training.ics"
"""What the file for calendars is called."""

Replies = tuple[Reply, ...]
Said = tuple[Replies, str | None]
"""What to say, and what the next words answer."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """Reminders of anybody, on any channel."""

    plans: Plans
    calling: Calling
    preferences: Preferences
    atlas: TimezoneIndex
    short: Button
    """Starts the shortest workout."""
    zone_at: Callable[[float, float], str | None]
    """The zone at a latitude and longitude in degrees, if there is one."""

    async def order(self, person: Person, words: str, now: datetime) -> Said:
        """`/remind` with the words behind it."""
        others = await self.plans.days(person)
        answer = (
            parsing.parse_request(words, others=others)
            if words
            else parsing.next_step(ReminderRequest(), others)
        )
        return await self._go_on(person, answer, None, now)

    async def listed(
        self, person: Person, now: datetime, place: Placement = Placement.NEW
    ) -> Reply:
        """`/reminders`."""
        return list_text.reminders(await self.plans.of(person), now, place)

    async def place(self, person: Person, words: str, now: datetime) -> Said:
        """`/timezone` with the words behind it."""
        if not words:
            return (prompts.ask_zone(),), _pending("zone")
        return await self._place(person, words, _pending("zone"), now)

    async def locate(
        self, person: Person, latitude: float, longitude: float, pending: str | None, now: datetime
    ) -> Said:
        """A place on the map, in degrees: its clock counts from now on."""
        zone = self.zone_at(latitude, longitude)
        if zone is None:
            return (prompts.zone_unknown(),), pending or _pending("zone")
        return await self._settle_zone(person, zone, pending, now)

    async def pause(self, person: Person, words: str, now: datetime) -> Said:
        """`/pause` with the words behind it."""
        if not words:
            return (pause_text.ask_cause(),), None
        cause = cause_in(words) or Cause.OTHER
        if cause is Cause.INJURED:
            return (await self._pause(person, cause, 0, now),), None
        return (pause_text.ask_length(cause, Placement.NEW),), None

    async def answer(self, person: Person, pending: str, text: str, now: datetime) -> Said | None:
        """Words after a question of ours; None when they are about something else."""
        what, wanted, changes = _read(pending)
        if what == "zone":
            said = await self._place(person, text, pending, now)
            return None if said[0] == (prompts.zone_unknown(),) and "?" in text else said
        others = await self.plans.days(person, changes)
        answer = parsing.parse_request(text, wanted or ReminderRequest(), others)
        if isinstance(answer, NotUnderstood):
            return None
        return await self._go_on(person, answer, changes, now)

    async def _go_on(
        self,
        person: Person,
        answer: ReminderRequest | PendingQuestion | NotUnderstood,
        changes: int | None,
        now: datetime,
        place: Placement = Placement.NEW,
    ) -> Said:
        """The next question, a refusal, or the proposal."""
        if isinstance(answer, NotUnderstood):
            return (prompts.refusal(answer),), None
        if isinstance(answer, PendingQuestion):
            question = prompts.question(answer, changes, place)
            return (question,), _pending("wish", answer.so_far, changes)
        zone = await self.preferences.get(person, ZONE)
        if zone is None:
            return (prompts.ask_zone(),), _pending("zone", answer, changes)
        rule = rule_for(answer, zone, now)
        if isinstance(rule, NotUnderstood):
            return (prompts.refusal(rule),), None
        others = [one.rule for one in await self.plans.of(person) if one.id != changes]
        close = recovery_conflict(rule, others, now)
        proposal = list_text.proposal(rule, answer, now, crowd=close, changes=changes, place=place)
        return (proposal,), _pending("wish", answer, changes)

    async def _place(self, person: Person, words: str, pending: str, now: datetime) -> Said:
        """A city, a country, or what a clock shows there."""
        found = self.atlas.find(words, now)
        if not found:
            return (prompts.zone_unknown(),), pending
        if len(found) > 1:
            return (prompts.choose_zone(found, now),), pending
        return await self._settle_zone(person, found[0].zone, pending, now)

    async def _settle_zone(
        self, person: Person, zone: str, pending: str | None, now: datetime
    ) -> Said:
        """From now on this clock counts; reminders move with it, and an open wish goes on."""
        await self.preferences.put(person, ZONE, zone)
        for one in await self.plans.of(person):
            await self.plans.change(person, one.id, replace(one.rule, zone=zone), now)
        kept = prompts.zone_kept(zone, now)
        _, wanted, changes = _read(pending or "")
        if wanted is None:
            return (kept,), None
        answer = parsing.next_step(wanted, await self.plans.days(person, changes))
        replies, pending = await self._go_on(person, answer, changes, now)
        return (kept, *replies), pending

    # Buttons.

    async def tap(
        self, person: Person, arguments: Sequence[str], pending: str | None, now: datetime
    ) -> Said | None:
        """A button about reminders; None for one that means nothing."""
        action = from_arguments(arguments)
        if action is None:
            return None
        if action.rule is not None and action.request is None:
            return await self._about_rule(person, action.rule, action, now)
        if action.request:
            return await self._about_wish(person, action, action.request, now)
        return await self._about_all(person, action, pending, now)

    async def _about_all(
        self, person: Person, action: ReminderAction, pending: str | None, now: datetime
    ) -> Said | None:
        match action.kind:
            case ReminderVerb.NEW:
                return await self.order(person, "", now)
            case ReminderVerb.LIST | ReminderVerb.FILE:
                return (await self._show(person, action.kind, now),), None
            case ReminderVerb.ZONE if action.zone:
                return await self._settle_zone(person, action.zone, pending, now)
            case ReminderVerb.ZONE:
                return await self.place(person, "", now)
            case ReminderVerb.NEVER_MIND:
                return (list_text.dropped(),), None
            case _:
                reply = await self._resting(person, action, now)
                return ((reply,), None) if reply else None

    async def _show(self, person: Person, kind: ReminderVerb, now: datetime) -> Reply:
        """All reminders, to read or for a calendar."""
        if kind is ReminderVerb.FILE:
            return await self._file(person, now)
        return await self.listed(person, now, Placement.INSTEAD)

    async def _file(self, person: Person, now: datetime) -> Reply:
        """The reminders for a calendar."""
        coming = [one for one in await self.plans.of(person) if next_due(one.rule, now)]
        if not coming:
            return list_text.nothing_to_file()
        from bot.reminders.view.ics import calendar  # noqa: PLC0415 - its library loads for 60 ms

        document = Document(CALENDAR, "text/calendar", calendar(coming, now))
        return list_text.filed(coming, document, now)

    async def _about_wish(
        self, person: Person, action: ReminderAction, wanted: ReminderRequest, now: datetime
    ) -> Said | None:
        others = await self.plans.days(person, action.rule)
        pending = _pending("wish", wanted, action.rule)
        match action.kind:
            case ReminderVerb.DAYS:
                return (prompts.choosing_days(wanted, others, action.rule),), pending
            case ReminderVerb.TIMES:
                return (prompts.choosing_time(wanted, changes=action.rule),), pending
            case ReminderVerb.REQUEST:
                settled = parsing.next_step(wanted, others)
                return await self._go_on(person, settled, action.rule, now, Placement.INSTEAD)
            case ReminderVerb.SAVE:
                return (await self._save(person, wanted, action.rule, now),), None
            case ReminderVerb.SHIFT:
                return (await self._shift(person, wanted, action.rule, now),), None
            case _:
                return None

    async def _save(
        self, person: Person, wanted: ReminderRequest, changes: int | None, now: datetime
    ) -> Reply:
        zone = await self.preferences.get(person, ZONE)
        if zone is None:
            return prompts.ask_zone()
        rule = rule_for(wanted, zone, now)
        if isinstance(rule, NotUnderstood):
            return prompts.refusal(rule)
        if changes is not None:
            changed = await self.plans.change(person, changes, rule, now)
            return list_text.saved(rule, now) if changed else list_text.gone()
        try:
            await self.plans.add(person, rule, now)
        except TooManyRules as error:
            return Reply(text=str(error), place=Placement.INSTEAD)
        return list_text.saved(rule, now)

    async def _about_rule(
        self, person: Person, rule_id: int, action: ReminderAction, now: datetime
    ) -> Said:
        kept = await self.plans.get(person, rule_id)
        if kept is None:
            return (list_text.gone(),), None
        if action.kind is ReminderVerb.EDIT:
            pending = _pending("wish", request_of(kept.rule, now), kept.id)
            return (list_text.editing(kept, now),), pending
        reply = await self._changed(person, kept, action, now)
        return (reply,), PAIN if action.why is SkipReason.PAIN else None

    async def _changed(
        self, person: Person, kept: StoredRule, action: ReminderAction, now: datetime
    ) -> Reply:
        rule = kept.rule
        match action.kind:
            case ReminderVerb.HOLD:
                await self.plans.change(person, kept.id, replace(rule, pause=Pause()), now)
                return pause_text.held()
            case ReminderVerb.RELEASE:
                await self.plans.change(person, kept.id, replace(rule, pause=None), now)
                return await self.listed(person, now, Placement.INSTEAD)
            case ReminderVerb.DELETE:
                await self.plans.delete(person, kept.id)
                return list_text.deleted(rule, now)
            case ReminderVerb.KEEP_TIME:
                return call_text.time_kept(rule)
            case _:
                return await self._later(person, kept, action, now)

    async def _later(
        self, person: Person, kept: StoredRule, action: ReminderAction, now: datetime
    ) -> Reply:
        """Not now: in an hour, tomorrow, on another date, or not at all."""
        rule = kept.rule
        on = action.on or local_date(rule.zone, now)
        legal = next_legal(await self.plans.last_trained(person, now), rule, now)
        match action.kind:
            case ReminderVerb.SNOOZE:
                return await self._snooze(person, kept, on, now)
            case ReminderVerb.TOMORROW:
                return await self._to_tomorrow(person, kept, legal, now)
            case ReminderVerb.MOVE:
                return await self._move(person, kept, on, now)
            case _ if action.why:
                return call_text.skipped(kept.id, rule, action.why, legal, self._short(action.why))
            case _:
                return call_text.why_not(kept.id, on)

    async def _snooze(self, person: Person, kept: StoredRule, on: date, now: datetime) -> Reply:
        at = snooze.snoozed_until(kept.rule.zone, now)
        if at is None:
            return call_text.quiet_soon(kept.id, on)
        later = snooze.count_snooze(kept.rule, on, at)
        await self.plans.delay(
            person, replace(kept, rule=later.rule), AlarmRequest(SNOOZED, at), now
        )
        if later.better is None:
            return call_text.snoozed(at, kept.rule.zone)
        return call_text.snoozed_often(kept, at, later.better, now)

    async def _shift(
        self, person: Person, wanted: ReminderRequest, rule_id: int | None, now: datetime
    ) -> Reply:
        """Another time from now on; what was put off until later today still comes."""
        kept = await self.plans.get(person, rule_id)
        if kept is None or wanted.at is None:
            return list_text.gone()
        rule = replace(kept.rule, at=wanted.at, snooze_streak=None)
        pending = kept.rule.snooze_streak
        if pending and pending.until > now:
            wish = AlarmRequest(SNOOZED, pending.until)
            await self.plans.delay(person, replace(kept, rule=rule), wish, now)
        else:
            await self.plans.change(person, kept.id, rule, now)
        return list_text.saved(rule, now)

    async def _to_tomorrow(
        self, person: Person, kept: StoredRule, legal: Occasion | None, now: datetime
    ) -> Reply:
        """To the next day, if that keeps the rest; `legal` is the first day that does."""
        to = snooze.tomorrow(kept.rule, now)
        if to is None:
            return list_text.gone()
        if legal is None or legal.on > to.on:
            return call_text.tomorrow_is_close(kept.id, kept.rule, to, legal)
        await self.plans.delay(person, kept, AlarmRequest(MOVED, to.at), now)
        return call_text.moved(kept.rule, to)

    async def _move(self, person: Person, kept: StoredRule, on: date, now: datetime) -> Reply:
        to = next_due(Rule.once(on, kept.rule.at, kept.rule.zone), now)
        if to is None:
            return list_text.gone()
        await self.plans.delay(person, kept, AlarmRequest(MOVED, to.at), now)
        return call_text.moved(kept.rule, to)

    def _short(self, why: SkipReason) -> Button | None:
        return self.short if why in {SkipReason.NO_TIME, SkipReason.SORE} else None

    async def _resting(self, person: Person, action: ReminderAction, now: datetime) -> Reply | None:
        """All reminders at once: quiet for a while, or back."""
        match action.kind:
            case ReminderVerb.UNPAUSE:
                return await self._come_back(person, now)
            case ReminderVerb.STOP_ASKING:
                await self.calling.stop_asking(person)
                return pause_text.asks_no_more()
            case ReminderVerb.PAUSE if action.cause is None:
                return pause_text.ask_cause()
            case ReminderVerb.PAUSE if action.days is None and action.cause is not Cause.INJURED:
                return pause_text.ask_length(action.cause or Cause.OTHER)
            case ReminderVerb.PAUSE:
                return await self._pause(person, action.cause or Cause.OTHER, action.days or 0, now)
            case _:
                return None

    async def _come_back(self, person: Person, now: datetime) -> Reply:
        pauses = [one.rule.pause for one in await self.plans.of(person)]
        causes = [pause.cause for pause in pauses if pause]
        await self._pause_all(person, None, now)
        return pause_text.resumed(causes[0] if causes else Cause.OTHER)

    async def _pause(self, person: Person, cause: Cause, days: int, now: datetime) -> Reply:
        pause = Pause(now + timedelta(days=days) if days else None, cause)
        await self._pause_all(person, pause, now)
        zone = await self.preferences.get(person, ZONE)
        return pause_text.paused(pause, zone or "UTC")

    async def _pause_all(self, person: Person, pause: Pause | None, now: datetime) -> None:
        for one in await self.plans.of(person):
            await self.plans.change(person, one.id, replace(one.rule, pause=pause), now)
        if pause and pause.cause is Cause.INJURED:
            await self.calling.ask_weekly(person, now)
        else:
            await self.calling.ask_no_more(person)


def _pending(what: str, wanted: ReminderRequest | None = None, changes: int | None = None) -> str:
    """What the next words answer, as one word to remember."""
    word = encode_request(wanted) if wanted else ""
    return "|".join((what, word, "" if changes is None else str(changes)))


def _read(pending: str) -> tuple[str, ReminderRequest | None, int | None]:
    what, word, changes = (*pending.split("|"), "", "", "")[:3]
    return what, decode_request(word) if word else None, int(changes) if changes else None
