"""The clock: APScheduler wakes a handful of fixed jobs; what is due stands in the database."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.alarms import Alarm, Delivered, Wish
from bot.people import Person
from bot.replies import Reply

_LOG = logging.getLogger(__name__)
KEPT = timedelta(days=30)
"""How long the words of a person are kept."""
SWEPT = timedelta(hours=1)
"""How often what is older is deleted."""

RING = "ring"
"""The id of the job that rings."""
BATCH = 50
"""How many alarms are claimed at once; when a claim brings fewer, nothing more is due."""
PEOPLE = 8
"""How many people are rung at the same time."""
LEASE = timedelta(seconds=60)
"""How long a claimed alarm is ours."""
TIMEOUT = timedelta(seconds=20)
"""The most that asking what to say may take, and delivering it: both fit into the lease."""
WAITS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 900))
"""The pauses after each try that certainly failed; after one more try we give up."""
DOUBT = timedelta(seconds=30)
"""The pause before the one repetition of what was perhaps delivered."""
RETRY = timedelta(seconds=10)
"""The pause after the database failed."""
BREATH = timedelta(milliseconds=50)
"""The least time between planning a run and the run, so that no fault can make a busy loop."""
PATIENCE = timedelta(seconds=5)
"""How long the end of the program waits for alarms that are being rung."""

Clock = Callable[[], datetime]
Purge = Callable[[datetime], Awaitable[object]]
"""Deletes everything of its kind that is older than a moment."""
Deliver = Callable[[Person, Sequence[Reply]], Awaitable[Delivered]]
"""Brings replies to a person who did not ask for them."""


class AlarmBook(Protocol):
    """Where alarms stand."""

    async def next_due(self) -> datetime | None:
        """The earliest moment at which something can be claimed: it is due, or its lease ends."""

    async def claim(self, now: datetime, until: datetime) -> Sequence[Alarm]:
        """Takes what is due, at most `BATCH`; nobody else gets it before `until`."""

    async def settle(self, alarm: Alarm, following: Wish | None) -> None:
        """It is done, and this follows; nothing happens when it was replaced meanwhile."""

    async def postpone(self, alarm: Alarm, until: datetime) -> None:
        """It is due again at `until`; nothing happens when it was replaced meanwhile."""


class Coach(Protocol):
    """Who knows what alarms mean."""

    async def ring(self, alarm: Alarm, now: datetime) -> Sequence[Reply]:
        """What to say now that an alarm is due; nothing when it no longer matters."""

    async def told(self, alarm: Alarm, outcome: Delivered, now: datetime) -> None:
        """What became of what was said."""

    async def next_alarm(self, alarm: Alarm, now: datetime) -> Wish | None:
        """What takes the place of an alarm that has rung."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """Deletes what has been kept long enough."""

    purges: Sequence[Purge]
    clock: Clock

    async def run(self) -> None:
        """Delete once; a failure of one kind is logged and the others go on."""
        before = self.clock() - KEPT
        for purge in self.purges:
            try:
                await purge(before)
            except Exception:  # noqa: BLE001 - one kind failing must not keep the others
                _LOG.exception("Could not delete what is older than 30 days")


class Ringer:
    """Rings alarms when they are due: the book knows them, the clock only wakes us.

    Runs may overlap, so that somebody whose line hangs keeps nobody else waiting.
    """

    def __init__(self, book: AlarmBook, coach: Coach, deliver: Deliver, clock: Clock) -> None:
        self._book = book
        self._coach = coach
        self._deliver = deliver
        self._clock = clock
        self._places = asyncio.Semaphore(PEOPLE)
        self._finished: set[tuple[int, str, datetime]] = set()
        """Alarms that were rung but could not be settled: they are not rung again."""
        self._next: datetime | None = None
        """The moment of the planned run."""
        self._jobs: AsyncIOScheduler | None = None
        """None before the start and after the end."""
        self._runs: set[asyncio.Task[None]] = set()
        self._stopped = False

    def start(self, jobs: AsyncIOScheduler) -> None:
        """Rings at once what fell due meanwhile, and from now on everything in time."""
        self._jobs = jobs
        self._next = self._clock()
        self._plan(self._next)

    async def stop(self) -> None:
        """Begins nothing new; alarms that are being rung have `PATIENCE` to come to an end."""
        self._jobs, self._stopped = None, True
        runs = tuple(self._runs)
        try:
            if runs:
                await asyncio.wait(runs, timeout=PATIENCE.total_seconds())
        finally:
            for run in runs:
                run.cancel()
            await asyncio.gather(*runs, return_exceptions=True)

    def wake(self, at: datetime) -> None:
        """Makes sure that a run comes at this moment or earlier.

        Call it on the event loop, after the alarm was saved. It costs nothing when an earlier run
        is planned already.
        """
        if self._next is None or at < self._next:
            self._next = at
            self._plan(at)

    def _plan(self, at: datetime) -> None:
        """Sets the clock. Our time may differ from APScheduler's: only the distance counts."""
        if self._jobs is None:
            return
        moment = datetime.now(UTC) + max(at - self._clock(), BREATH)
        # APScheduler counts a run as under way a little longer than it is, and drops the next one.
        self._jobs.add_job(
            self._begin, "date", run_date=moment, id=RING, replace_existing=True, max_instances=2
        )

    async def _begin(self) -> None:
        """The job: starts a run and returns, for APScheduler cuts jobs off when it ends."""
        self._next = None
        if self._stopped:
            return
        run = asyncio.create_task(self.ring_due())
        self._runs.add(run)
        run.add_done_callback(self._runs.discard)

    async def ring_due(self) -> None:
        """Rings everything that is due, and sees to it that there is a next run."""
        full = True
        while full and not self._stopped:
            until = self._clock() + LEASE
            alarms = await self._claim(until)
            async with asyncio.TaskGroup() as group:
                for same in _by_person(alarms):
                    group.create_task(self._ring_person(same, until))
            full = len(alarms) >= BATCH

    async def _claim(self, until: datetime) -> Sequence[Alarm]:
        """What is due; the next run is planned unless more is due already.

        The next run may be the end of these leases: should noting fail, it finds them.
        """
        alarms: Sequence[Alarm] = ()
        try:
            alarms = await self._book.claim(until - LEASE, until)
            if len(alarms) < BATCH and (at := await self._book.next_due()):
                self.wake(at)
        except Exception:  # noqa: BLE001 - the database may be back in a moment
            _LOG.exception("Could not read the alarms; trying again in 10 seconds")
            self.wake(self._clock() + RETRY)
        return alarms

    async def _ring_person(self, alarms: Iterable[Alarm], until: datetime) -> None:
        """The alarms of one person, one after the other."""
        async with self._places:
            for alarm in alarms:
                try:
                    await self._ring_one(alarm, until)
                except Exception:  # noqa: BLE001 - the others must ring; this one after its lease
                    _LOG.exception("Could not note what became of alarm %d", alarm.id)

    async def _ring_one(self, alarm: Alarm, until: datetime) -> None:
        """Rings while the lease lasts long enough; else the alarm is due again at once."""
        now = self._clock()
        if self._stopped or now > until - 2 * TIMEOUT:
            await self._postpone(alarm, now)
        else:
            await self._note(alarm, await self._tell(alarm, now))

    async def _tell(self, alarm: Alarm, now: datetime) -> Delivered:
        """What became of the words; having nothing (more) to say counts as sent."""
        if _key(alarm) in self._finished:
            return Delivered.SENT
        outcome = Delivered.NOT_SENT
        try:
            async with asyncio.timeout(TIMEOUT.total_seconds()):
                replies = await self._coach.ring(alarm, now)
            if not replies:
                return Delivered.SENT
            outcome = Delivered.UNKNOWN
            async with asyncio.timeout(TIMEOUT.total_seconds()):
                outcome = await self._deliver(alarm.person, replies)
        except Exception:  # noqa: BLE001 - a fault in one alarm must not keep the others
            _LOG.exception("Alarm %d (%s) failed: %s", alarm.id, alarm.kind, outcome.value)
        await self._coach.told(alarm, outcome, self._clock())
        return outcome

    async def _note(self, alarm: Alarm, outcome: Delivered) -> None:
        wait = pause(outcome, alarm.tries)
        if wait is not None:
            await self._postpone(alarm, self._clock() + wait)
            return
        if outcome is not Delivered.SENT:
            _LOG.error("Gave up alarm %d (%s): %s", alarm.id, alarm.kind, outcome.value)
        self._finished.add(_key(alarm))
        following = await self._coach.next_alarm(alarm, self._clock())
        await self._book.settle(alarm, following)
        self._finished.discard(_key(alarm))
        if following:
            self.wake(following.at)

    async def _postpone(self, alarm: Alarm, until: datetime) -> None:
        await self._book.postpone(alarm, until)
        self.wake(until)


class Bell:
    """Tells the ringer that something is due; those who set alarms are built before it.

    What is due before there is a ringer is not lost: it reads the book when it starts.
    """

    def __init__(self) -> None:
        self._ringer: Ringer | None = None

    def connect(self, ringer: Ringer) -> None:
        """From now on somebody hears."""
        self._ringer = ringer

    def wake(self, at: datetime) -> None:
        """Something is due at a moment."""
        if self._ringer:
            self._ringer.wake(at)


def pause(outcome: Delivered, tries: int) -> timedelta | None:
    """How long to wait before an alarm is rung again; None when that was the last time."""
    match outcome:
        case Delivered.SENT:
            return None
        case Delivered.UNKNOWN:
            return DOUBT if tries == 1 else None
        case Delivered.NOT_SENT:
            return WAITS[tries - 1] if tries <= len(WAITS) else None


def _key(alarm: Alarm) -> tuple[int, str, datetime]:
    """The same for each try, another one for what takes its place."""
    return alarm.id, alarm.kind, alarm.due_at


def _by_person(alarms: Iterable[Alarm]) -> Iterable[Sequence[Alarm]]:
    people: dict[Person, list[Alarm]] = {}
    for alarm in alarms:
        people.setdefault(alarm.person, []).append(alarm)
    return people.values()


@asynccontextmanager
async def scheduler(sweep: Sweep, ringer: Ringer) -> AsyncIterator[AsyncIOScheduler]:
    """The clock while it ticks; the first sweep comes at once, and so does what is overdue.

    A late job still runs, once, however late: APScheduler's defaults would drop it.
    """
    clock = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    clock.add_job(sweep.run, "interval", seconds=SWEPT.total_seconds(), next_run_time=sweep.clock())
    async with AsyncExitStack() as stack:
        clock.start()
        stack.callback(clock.shutdown, wait=False)
        ringer.start(clock)
        stack.push_async_callback(ringer.stop)
        yield clock
