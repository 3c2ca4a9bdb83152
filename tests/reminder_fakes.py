"""Stand-ins of a few lines for where reminders are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.alarms import Alarm, AlarmRequest
from bot.domain.people import Person
from bot.reminders.records import Begun, OccasionRecord, OccasionState, RuleRecord, subject_of

UNSETTLED = {OccasionState.SENDING, OccasionState.UNKNOWN}


@dataclass
class Alarms:
    """Alarms in a dict."""

    requests: dict[tuple[Person, str], AlarmRequest] = field(default_factory=dict)

    async def put(self, person: Person, subject: str, request: AlarmRequest) -> None:
        self.requests[person, subject] = request

    async def drop(self, person: Person, subject: str) -> None:
        self.requests.pop((person, subject), None)

    def set(self, person: Person, subject: str, request: AlarmRequest | None) -> None:
        self.requests.pop((person, subject), None)
        if request:
            self.requests[person, subject] = request

    def due(self, person: Person, subject: str, tries: int = 1) -> Alarm:
        """The alarm of a subject, claimed."""
        request = self.requests[person, subject]
        return Alarm(1, person, subject, request.kind, request.at, tries)


@dataclass
class Rules:
    """Rules in a dict, each with its alarm."""

    alarms: Alarms
    bodies: dict[int, tuple[Person, str]] = field(default_factory=dict)
    added: int = 0

    async def add(
        self, person: Person, body: str, alarm: AlarmRequest | None, now: datetime
    ) -> int:
        assert now.tzinfo
        self.added += 1
        self.bodies[self.added] = person, body
        self.alarms.set(person, subject_of(self.added), alarm)
        return self.added

    async def get(self, person: Person, rule_id: int) -> RuleRecord | None:
        return next((one for one in await self.of(person) if one.id == rule_id), None)

    async def of(self, person: Person) -> Sequence[RuleRecord]:
        mine = ((number, body) for number, (whose, body) in self.bodies.items() if whose == person)
        return [RuleRecord(number, body, active=True) for number, body in mine]

    async def change(
        self, person: Person, rule_id: int, body: str, alarm: AlarmRequest | None, now: datetime
    ) -> bool:
        assert now.tzinfo
        if await self.get(person, rule_id) is None:
            return False
        self.bodies[rule_id] = person, body
        self.alarms.set(person, subject_of(rule_id), alarm)
        return True

    async def delete(self, person: Person, rule_id: int) -> bool:
        if await self.get(person, rule_id) is None:
            return False
        del self.bodies[rule_id]
        self.alarms.set(person, subject_of(rule_id), None)
        return True


@dataclass
class Ledger:
    """What became of each occasion, in a dict."""

    states: dict[tuple[int, date], OccasionState] = field(default_factory=dict)
    tries: dict[tuple[int, date], int] = field(default_factory=dict)
    due: dict[tuple[int, date], datetime] = field(default_factory=dict)
    closed: dict[tuple[int, date], datetime] = field(default_factory=dict)
    mentioned: set[tuple[int, date]] = field(default_factory=set)

    async def begin(
        self, rule_id: int, on: date, alarm: Alarm, now: datetime, *, most: int
    ) -> Begun:
        assert now.tzinfo
        one, due_at = (rule_id, on), alarm.due_at
        if self.due.get(one, due_at) < due_at:
            del self.states[one], self.tries[one]
        state, tries = self.states.get(one), self.tries.get(one, 0)
        if state is not None and state not in UNSETTLED:
            return Begun.DONE
        if tries >= most:
            return Begun.ENOUGH
        self.states[one], self.tries[one], self.due[one] = OccasionState.SENDING, tries + 1, due_at
        return Begun.AGAIN if tries else Begun.FIRST

    async def close(self, rule_id: int, on: date, state: OccasionState, now: datetime) -> None:
        assert now.tzinfo
        if self.states[rule_id, on] in UNSETTLED:
            self.states[rule_id, on] = state
            self.closed[rule_id, on] = now

    async def take_back(self, rule_id: int, on: date, alarm: Alarm) -> None:
        assert alarm.id
        del self.states[rule_id, on], self.tries[rule_id, on]

    async def gaps(self, person: Person, since: datetime) -> Sequence[OccasionRecord]:
        assert person.id
        assert since.tzinfo
        open_ones = {OccasionState.UNKNOWN, OccasionState.MISSED, OccasionState.CROWDED}
        return [
            OccasionRecord(rule_id, on, self.due[rule_id, on], state)
            for (rule_id, on), state in self.states.items()
            if state in open_ones and (rule_id, on) not in self.mentioned
        ]

    async def sent_on(self, person: Person, since: datetime, until: datetime) -> int:
        assert person.id
        sent = [one for one, state in self.states.items() if state is OccasionState.SENT]
        return sum(since <= self.closed[one] < until for one in sent)

    async def mention(self, rule_id: int, on: date) -> None:
        self.mentioned.add((rule_id, on))


@dataclass
class Trained:
    """When people have trained, in a list."""

    moments: list[datetime] = field(default_factory=list)

    async def trained_since(self, person: Person, since: datetime) -> Sequence[datetime]:
        assert person.id
        return sorted((at for at in self.moments if at >= since), reverse=True)
