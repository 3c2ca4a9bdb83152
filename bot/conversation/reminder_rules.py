"""The reminders that a person has set: each rule with its next alarm."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from bot.domain.alarms import AlarmRequest
from bot.domain.people import Person
from bot.reminders.records import RuleRecord
from bot.reminders.schedule.local_time import ReminderError, zone_named
from bot.reminders.schedule.rule import Rule, StoredRule, next_due, rule_from_json, rule_to_json
from bot.reminders.schedule.week import Days

REMIND, SNOOZED, MOVED = "remind", "snoozed", "moved"
"""Kinds of alarms: a rule's own occasion, the same one later, and one on another date."""
_WEEK = timedelta(days=7)


class Rules(Protocol):
    """Where rules are kept, each with its alarm."""

    async def add(
        self, person: Person, body: str, request: AlarmRequest | None, now: datetime
    ) -> int:
        """A new rule; its id. Raises `TooManyRules`."""

    async def get(self, person: Person, rule_id: int) -> RuleRecord | None:
        """One of the person's own."""

    async def of(self, person: Person) -> Sequence[RuleRecord]:
        """All of the person's own."""

    async def change(
        self, person: Person, rule_id: int, body: str, request: AlarmRequest | None, now: datetime
    ) -> bool:
        """Another rule or alarm under the same id; False when it is gone."""

    async def delete(self, person: Person, rule_id: int) -> bool:
        """Gone, with its alarm; False when it was gone before."""


class Trained(Protocol):
    """When people have trained."""

    async def trained_since(self, person: Person, since: datetime) -> Sequence[datetime]:
        """When sessions began, newest first."""


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """Keeps rules and sets their alarms."""

    rules: Rules
    trained: Trained
    wake: Callable[[datetime], None]
    """Tells the scheduler that something is due at a moment."""

    async def of(self, person: Person) -> tuple[StoredRule, ...]:
        """All that a person has set, oldest first."""
        return tuple(_readable(await self.rules.of(person)))

    async def get(self, person: Person, rule_id: int | None) -> StoredRule | None:
        """One of them."""
        found = None if rule_id is None else await self.rules.get(person, rule_id)
        return next(_readable([found]), None) if found else None

    async def days(self, person: Person, without: int | None = None) -> Days:
        """The days that the weekly ones take."""
        kept = [one for one in await self.of(person) if one.id != without]
        weekly = (one.rule for one in kept if not one.rule.is_single)
        return frozenset(day for rule in weekly for day in rule.days)

    async def add(self, person: Person, rule: Rule, now: datetime) -> None:
        """One more. Raises `TooManyRules`."""
        request = following(rule, now)
        await self.rules.add(person, rule_to_json(rule), request, now)
        self._wake(request)

    async def change(self, person: Person, rule_id: int, rule: Rule, now: datetime) -> bool:
        """Another rule in the place of one; False when that is gone."""
        request = following(rule, now)
        changed = await self.rules.change(person, rule_id, rule_to_json(rule), request, now)
        self._wake(request)
        return changed

    async def delay(
        self, person: Person, stored: StoredRule, request: AlarmRequest, now: datetime
    ) -> None:
        """The next alarm of a rule comes at another moment than its own."""
        await self.rules.change(person, stored.id, rule_to_json(stored.rule), request, now)
        self._wake(request)

    async def delete(self, person: Person, rule_id: int) -> None:
        """One less."""
        await self.rules.delete(person, rule_id)

    def _wake(self, request: AlarmRequest | None) -> None:
        """Wakes for an alarm once it is kept: whoever looks earlier does not find it."""
        if request:
            self.wake(request.at)

    async def last_trained(self, person: Person, now: datetime) -> datetime | None:
        """When the last session of the week began."""
        trained = await self.trained.trained_since(person, now - _WEEK)
        return trained[0] if trained else None

    async def has_trained(self, person: Person, zone: str, now: datetime) -> bool:
        """Whether a session began today, by the clock of a zone."""
        return bool(await self.trained.trained_since(person, midnight(zone, now)))


def following(rule: Rule, after: datetime) -> AlarmRequest | None:
    """The alarm for the first occasion of a rule after a moment."""
    coming = next_due(rule, after)
    return AlarmRequest(REMIND, coming.at) if coming else None


def midnight(zone: str, at: datetime) -> datetime:
    """When the day of a moment (aware) began in a zone, in UTC."""
    return datetime.combine(local_date(zone, at), time(), zone_named(zone)).astimezone(UTC)


def local_date(zone: str, at: datetime) -> date:
    """The date in a zone at a moment (aware)."""
    return at.astimezone(zone_named(zone)).date()


def _readable(kept: Iterable[RuleRecord]) -> Iterator[StoredRule]:
    """Rules that this version understands."""
    for one in kept:
        try:
            yield StoredRule(one.id, rule_from_json(one.body))
        except ReminderError:
            continue
