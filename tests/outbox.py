"""Two workers on one database, stopped and started at every step, on a clock that stands still."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.reminder_alarms import ReminderAlarms
from bot.conversation.reminder_check_ins import WeeklyCheckIns
from bot.conversation.reminder_rules import ReminderRules
from bot.domain.alarms import Alarm, AlarmRequest, SendOutcome
from bot.domain.people import Person
from bot.domain.replies import Reply
from bot.reminders.records import Begun, OccasionState, subject_of
from bot.reminders.records import OccasionRecord as KeptOccasion
from bot.scheduler import AlarmDispatcher, DispatchTiming
from bot.storage.alarms import AlarmRepository
from bot.storage.database import Database
from bot.storage.occasions import OccasionRepository
from bot.storage.preferences import PreferenceRepository
from bot.storage.rules import RuleRepository
from bot.storage.tables import alarms, occasions
from tests.reminder_fakes import Trained

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
MANY = 20
"""Reminders a day: more than a test sets."""
_QUIET = 6
"""Turns of the loop in which nothing happens: everybody waits."""
_PIECE = 10.0
"""Seconds of a longer time that pass at once."""

Occasion = tuple[int, datetime]
"""A rule, and when it is due."""
_RINGING: ContextVar[Occasion] = ContextVar("ringing")
_DUE = select(alarms.c.due_at).where(alarms.c.subject == bindparam("subject"))
_TRIES = select(alarms.c.tries).where(
    alarms.c.id == bindparam("alarm"), alarms.c.due_at == bindparam("due")
)
_STATE = (
    select(occasions.c.state)
    .where(occasions.c.rule_id == bindparam("rule"))
    .order_by(occasions.c.on_date)
)


class StandingLoop(asyncio.SelectorEventLoop):
    """Its time passes only when it is told to."""

    now = 0.0

    def time(self) -> float:
        return self.now


class Fate(Enum):
    """What becomes of one message."""

    SENT = "sent"
    REFUSED = "refused"
    ANSWER_LOST = "answer lost"
    LOST = "lost"

    @property
    def arrives(self) -> bool:
        return self in {Fate.SENT, Fate.ANSWER_LOST}

    @property
    def outcome(self) -> SendOutcome:
        return {Fate.SENT: SendOutcome.SENT, Fate.REFUSED: SendOutcome.NOT_SENT}.get(
            self, SendOutcome.UNKNOWN
        )


@dataclass
class Gates:
    """Where a worker stops: before and after each thing that it does with the world."""

    waiting: list[asyncio.Future[None]] = field(default_factory=list)
    locked: bool = False
    """The worker is dead: it cannot even tidy up."""

    async def stop(self) -> None:
        if self.locked:
            raise asyncio.CancelledError
        gate = asyncio.get_running_loop().create_future()
        self.waiting.append(gate)
        try:
            await gate
        finally:
            self.waiting.remove(gate)

    def open(self, number: int) -> None:
        """Let one of those go on who stand there."""
        standing = [gate for gate in self.waiting if not gate.done()]
        if standing:
            standing[number % len(standing)].set_result(None)


@dataclass
class Gated:
    """Something whose methods stop at the gates of a worker before and after."""

    inner: Any
    gates: Gates

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def call(*words: object, **named: object) -> object:
            await self.gates.stop()
            found: object = await getattr(self.inner, name)(*words, **named)
            await self.gates.stop()
            return found

        return call


class Busy(Database):
    """A database that knows whether it is at work."""

    at_work = 0

    async def read(self, *given: Any) -> Sequence[Row[Any]]:  # noqa: ANN401 - as it is
        async with self._work():
            return await super().read(*given)

    async def write(self, *given: Any) -> Sequence[Row[Any]]:  # noqa: ANN401
        async with self._work():
            return await super().write(*given)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        async with self._work(), super().writing() as connection:
            yield connection

    @asynccontextmanager
    async def _work(self) -> AsyncIterator[None]:
        Busy.at_work += 1
        try:
            yield
        finally:
            Busy.at_work -= 1


@dataclass(frozen=True)
class Parts:
    """What a worker is built of; a seeded defect is another one of these."""

    alarms: Callable[[Database], Any] = AlarmRepository
    ledger: Callable[[Database], Any] = OccasionRepository
    dispatcher: Callable[..., AlarmDispatcher] = AlarmDispatcher
    timing: DispatchTiming = field(default_factory=lambda: DispatchTiming(spacing=(0.0, 0.0)))


@dataclass
class Outbox:
    """The database, two workers on it, and the truth about what arrived."""

    database: Database
    copies: int
    parts: Parts
    loop: StandingLoop
    arrived: Counter[Occasion] = field(default_factory=Counter)
    unknown: Counter[Occasion] = field(default_factory=Counter)
    """Copies that were begun, and of which the ledger does not know what became of them."""
    fates: deque[Fate] = field(default_factory=deque)
    """Of the next messages."""
    usual: Fate = Fate.SENT
    """Of those after them."""
    under_way: dict[Occasion, "Worker"] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    """Promises that were not kept; a dispatcher would swallow an error."""

    def __post_init__(self) -> None:
        self.rules = ReminderRules(RuleRepository(self.database), Trained(), lambda _: None)
        self.workers = [Worker(self), Worker(self)]

    def clock(self) -> datetime:
        return NOW + timedelta(seconds=self.loop.now)

    async def settle_down(self) -> None:
        """Until everybody waits at a gate or for time to pass."""
        quiet = 0
        while quiet < _QUIET:
            await asyncio.sleep(0)
            quiet = 0 if Busy.at_work else quiet + 1

    async def pass_time(self, seconds: float) -> None:
        while seconds > 0:
            self.loop.now += min(seconds, _PIECE)
            seconds -= _PIECE
            await self.settle_down()

    async def due_at(self, rule_id: int) -> datetime | None:
        """When the alarm of a rule is due."""
        found = await self.database.read(_DUE, {"subject": subject_of(rule_id)})
        return found[0].due_at if found else None

    async def tries(self, alarm: Alarm) -> int | None:
        """How often an alarm was claimed."""
        found = await self.database.read(_TRIES, {"alarm": alarm.id, "due": alarm.due_at})
        return found[0].tries if found else None

    async def state(self, rule_id: int) -> str | None:
        """What the ledger says of the last occasion of a rule."""
        found = await self.database.read(_STATE, {"rule": rule_id})
        return found[-1].state if found else None

    def arrive(self, occasion: Occasion) -> None:
        self.arrived[occasion] += 1
        if self.arrived[occasion] > self.copies:
            self.broken.append("one copy too many")
        if self.arrived[occasion] > self.unknown[occasion]:
            self.broken.append("a second copy of what had arrived for certain")


@dataclass
class Watched:
    """A ledger, and the truth about what it says."""

    ledger: Any
    outbox: Outbox

    async def begin(
        self, rule_id: int, on: date, alarm: Alarm, now: datetime, *, most: int
    ) -> Begun:
        begun: Begun = await self.ledger.begin(rule_id, on, alarm, now, most=most)
        if begun in {Begun.FIRST, Begun.AGAIN}:
            if await self.outbox.due_at(rule_id) != alarm.due_at:
                self.outbox.broken.append("it had been switched off")
            self.outbox.unknown[rule_id, alarm.due_at] += 1
        return begun

    async def close(self, rule_id: int, on: date, state: OccasionState, now: datetime) -> None:
        await self.ledger.close(rule_id, on, state, now)
        if state is OccasionState.SENT:
            self.outbox.unknown[_RINGING.get()] -= 1

    async def take_back(self, rule_id: int, on: date, alarm: Alarm) -> None:
        await self.ledger.take_back(rule_id, on, alarm)
        if await self.outbox.tries(alarm) == alarm.tries:  # or it is as good as dead
            self.outbox.unknown[_RINGING.get()] -= 1

    async def gaps(self, person: Person, since: datetime) -> Sequence[KeptOccasion]:
        return await self.ledger.gaps(person, since)  # type: ignore[no-any-return]

    async def mention(self, rule_id: int, on: date) -> None:
        await self.ledger.mention(rule_id, on)

    async def sent_on(self, person: Person, since: datetime, until: datetime) -> int:
        return await self.ledger.sent_on(person, since, until)  # type: ignore[no-any-return]


class Worker:
    """One process: it may be killed anywhere and started again."""

    def __init__(self, outbox: Outbox) -> None:
        self.outbox = outbox
        self.runs: list[asyncio.Task[None]] = []
        self.start()

    def start(self) -> None:
        outbox, parts = self.outbox, self.outbox.parts
        self.gates = Gates()
        ledger: Any = Gated(Watched(parts.ledger(outbox.database), outbox), self.gates)
        weekly, chosen = AlarmRepository(outbox.database), PreferenceRepository(outbox.database)
        check_ins = WeeklyCheckIns(outbox.rules, weekly, chosen, outbox.rules.wake)
        self.reminders = ReminderAlarms(outbox.rules, ledger, check_ins, outbox.copies, MANY)
        alarms = Gated(parts.alarms(outbox.database), self.gates)
        self.dispatcher = parts.dispatcher(alarms, self, self.deliver, outbox.clock, parts.timing)

    def poll(self) -> None:
        """The clock wakes it."""
        self.runs = [run for run in self.runs if not run.done()]
        self.runs.append(self.outbox.loop.create_task(self.dispatcher.dispatch_due()))

    async def kill(self) -> None:
        """Nothing that it was at goes on."""
        self.gates.locked = True
        for run in self.runs:
            run.cancel()
        await asyncio.gather(*self.runs, return_exceptions=True)

    async def ring(self, alarm: Alarm, now: datetime) -> Sequence[Reply]:
        _RINGING.set((int(alarm.subject.removeprefix("rule:")), alarm.due_at))
        return await self.reminders.ring(alarm, now, locked=False)

    async def record_outcome(self, alarm: Alarm, outcome: SendOutcome, now: datetime) -> bool:
        await self.reminders.record_outcome(alarm, outcome, now)
        return True

    async def next_alarm(self, alarm: Alarm, now: datetime) -> AlarmRequest | None:
        return await self.reminders.next_alarm(alarm, now)

    async def deliver(self, _: Person, replies: Sequence[Reply]) -> SendOutcome:
        assert replies
        outbox, occasion = self.outbox, _RINGING.get()
        if occasion in outbox.under_way:
            outbox.broken.append("two workers send the same reminder")
        outbox.under_way[occasion] = self
        try:
            await self.gates.stop()
            fate = outbox.fates.popleft() if outbox.fates else outbox.usual
            if fate.arrives:
                outbox.arrive(occasion)
            await self.gates.stop()
        finally:
            outbox.under_way.pop(occasion, None)
        return fate.outcome
