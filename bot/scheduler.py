"""The clock: APScheduler wakes a handful of fixed jobs; what is due stands in the database."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from random import uniform
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.domain.alarms import Alarm, AlarmRequest, SendOutcome
from bot.domain.people import Person
from bot.domain.replies import Reply
from bot.keyed_lock import KeyedLock

_LOG = logging.getLogger(__name__)
KEPT = timedelta(days=30)
"""How long the words of a person are kept."""
SWEPT = timedelta(hours=1)
"""How often what is older is deleted."""

RING = "ring"
"""The id of the job that rings."""
PEOPLE = 5
"""How many alarms are rung at the same time: what a crash leaves in doubt."""
SPACING = (0.04, 0.06)
"""Seconds between two beginnings, by chance: at most 25 a second, and not in step with anybody."""
LEASE = timedelta(seconds=60)
"""How long a claimed alarm is ours."""
TIMEOUT = timedelta(seconds=20)
"""The most that asking what to say may take, and delivering it: both fit into the lease."""
WAITS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 900))
"""The pauses after each try that certainly failed; the last one is repeated."""
LONGEST = timedelta(hours=4)
"""How late it is when that ends. By then whoever knows what an alarm means has let it go."""
DOUBT = timedelta(seconds=30)
"""The pause before a repetition of what was perhaps delivered."""
RETRY = timedelta(seconds=10)
"""The pause after the database failed."""
LOOK = timedelta(seconds=1)
"""How often we look for what other processes have set."""
BREATH = timedelta(milliseconds=50)
"""The least time between planning a run and the run, so that no fault can make a busy loop."""
PATIENCE = timedelta(seconds=5)
"""How long the end of the program waits for alarms that are being rung."""

Clock = Callable[[], datetime]
Purge = Callable[[datetime], Awaitable[object]]
"""Deletes everything of its kind that is older than a moment."""
Deliver = Callable[[Person, Sequence[Reply]], Awaitable[SendOutcome]]
"""Brings replies to a person who did not ask for them."""


@dataclass(frozen=True, slots=True)
class DispatchTiming:
    """How fast alarms are rung, and how long they may take."""

    lease: timedelta = LEASE
    timeout: timedelta = TIMEOUT
    doubt: timedelta = DOUBT
    spacing: tuple[float, float] = SPACING

    def __post_init__(self) -> None:
        assert self.lease > 2 * self.timeout, "somebody else would ring what is still being rung"


class Unsaid(Enum):
    """Why an alarm was not said."""

    NOTHING_TO_SAY = "nothing to say"
    """It does not matter any more."""
    FAULT = "fault"
    """Nobody knew what to say."""


Outcome = SendOutcome | Unsaid
"""What became of an alarm that was rung."""


class DueAlarms(Protocol):
    """Where alarms stand."""

    async def next_due(self) -> datetime | None:
        """The earliest moment at which something can be claimed: it is due, or its lease ends."""

    async def claim(self, now: datetime, until: datetime, limit: int) -> Sequence[Alarm]:
        """Takes what is due, at most `limit`, the most urgent first; it is ours before `until`."""

    async def settle(self, alarm: Alarm, following: AlarmRequest | None) -> None:
        """It is done, and this follows; nothing happens when it was replaced meanwhile."""

    async def postpone(self, alarm: Alarm, until: datetime) -> None:
        """It is due again at `until`; nothing happens when it was replaced meanwhile."""


class AlarmHandler(Protocol):
    """Who knows what alarms mean."""

    async def ring(self, alarm: Alarm, now: datetime) -> Sequence[Reply]:
        """What to say now that an alarm is due; nothing when it no longer matters."""

    async def record_outcome(self, alarm: Alarm, outcome: SendOutcome, now: datetime) -> bool:
        """What became of what was said; whether to ring again when that is not known."""

    async def next_alarm(self, alarm: Alarm, now: datetime) -> AlarmRequest | None:
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


_USUAL = DispatchTiming()


class AlarmDispatcher:
    """Rings alarms when they are due: the book knows them, the clock only wakes us.

    An alarm is claimed when there is a place to ring it in, and not before: a crash finds only a
    few that must wait for the end of a lease, and whatever is urgent comes next.
    """

    def __init__(
        self,
        book: DueAlarms,
        coach: AlarmHandler,
        deliver: Deliver,
        clock: Clock,
        tempo: DispatchTiming = _USUAL,
    ) -> None:
        self._book = book
        self._coach = coach
        self._deliver = deliver
        self._clock = clock
        self._tempo = tempo
        self._places = asyncio.Semaphore(PEOPLE)
        self._locks = KeyedLock()
        """One person is told one thing after the other."""
        self._finished: dict[tuple[int, str, datetime], Outcome] = {}
        """Alarms that were rung but could not be noted: they are noted, and not rung again."""
        self._next: datetime | None = None
        """The moment of the planned run."""
        self._jobs: AsyncIOScheduler | None = None
        """None before the start and after the end."""
        self._runs: set[asyncio.Task[None]] = set()
        self._taking = asyncio.Lock()
        """Held by the run that takes what is due; those before it may be ringing still."""
        self._queued = False
        """Whether a run waits for that."""
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

    async def look(self) -> None:
        """Notices what other processes have set; one small question however much there is."""
        with suppress(Exception):  # a run that fails says so
            if at := await self._book.next_due():
                self.wake(at)

    async def ring_due(self) -> None:
        """Rings everything that is due, and sees to it that there is a next run."""
        if self._queued:
            return  # whoever waits to take finds what we would
        self._queued = True
        async with asyncio.TaskGroup() as ringing, self._taking:
            self._queued = False
            while await self._has_place():
                until = self._clock() + self._tempo.lease
                alarm = await self._claim(until)
                if alarm is None:
                    self._places.release()
                    return
                ringing.create_task(self._ring(alarm, until))
                await asyncio.sleep(uniform(*self._tempo.spacing))  # noqa: S311 - chance guards nothing

    async def _has_place(self) -> bool:
        """Takes a place, as long as there is more to do."""
        await self._places.acquire()
        if self._stopped:
            self._places.release()
        return not self._stopped

    async def _claim(self, until: datetime) -> Alarm | None:
        """What is due; None when nothing is, and then the next run is planned.

        The next run may be the end of a lease: should noting fail, it finds the alarm.
        """
        try:
            for alarm in await self._book.claim(until - self._tempo.lease, until, 1):
                return alarm
            if at := await self._book.next_due():
                self.wake(at)
        except Exception:  # noqa: BLE001 - the database may be back in a moment
            _LOG.exception("Could not read the alarms; trying again in 10 seconds")
            self.wake(self._clock() + RETRY)
        return None

    async def _ring(self, alarm: Alarm, until: datetime) -> None:
        """One alarm, when the one before it of the same person is over."""
        try:
            async with self._locks.hold(alarm.person.id):
                await self._ring_one(alarm, until)
        except Exception:  # noqa: BLE001 - the others must ring; this one after its lease
            _LOG.exception("Could not note what became of alarm %d", alarm.id)
        finally:
            self._places.release()

    async def _ring_one(self, alarm: Alarm, until: datetime) -> None:
        """Rings while the lease lasts long enough; else the alarm is due again at once."""
        now = self._clock()
        if self._stopped or now > until - 2 * self._tempo.timeout:
            await self._postpone(alarm, now)
            return
        key = _key(alarm)
        outcome = self._finished[key] if key in self._finished else await self._tell(alarm, now)
        if outcome in {Unsaid.NOTHING_TO_SAY, SendOutcome.SENT}:
            self._finished[key] = outcome
        await self._note(alarm, outcome)
        self._finished.pop(key, None)

    async def _tell(self, alarm: Alarm, now: datetime) -> Outcome:
        """What became of the words."""
        outcome: Outcome = Unsaid.FAULT
        try:
            async with asyncio.timeout(self._tempo.timeout.total_seconds()):
                replies = await self._coach.ring(alarm, now)
            if not replies:
                return Unsaid.NOTHING_TO_SAY
            outcome = SendOutcome.UNKNOWN
            async with asyncio.timeout(self._tempo.timeout.total_seconds()):
                outcome = await self._deliver(alarm.person, replies)
        except Exception:  # noqa: BLE001 - a fault in one alarm must not keep the others
            _LOG.exception("Alarm %d (%s) failed: %s", alarm.id, alarm.kind, outcome.value)
        return outcome

    async def _note(self, alarm: Alarm, outcome: Outcome) -> None:
        wait = await self._wait(alarm, outcome)
        if wait is not None:
            await self._postpone(alarm, self._clock() + wait)
            return
        if outcome not in {Unsaid.NOTHING_TO_SAY, SendOutcome.SENT}:
            _LOG.error("Gave up alarm %d (%s): %s", alarm.id, alarm.kind, outcome.value)
        following = await self._coach.next_alarm(alarm, self._clock())
        await self._book.settle(alarm, following)
        if following:
            self.wake(following.at)

    async def _wait(self, alarm: Alarm, outcome: Outcome) -> timedelta | None:
        """How long until an alarm is rung again; None when it is not."""
        late = self._clock() - alarm.due_at
        match outcome:
            case Unsaid.NOTHING_TO_SAY:
                return None
            case Unsaid.FAULT:
                return pause(SendOutcome.NOT_SENT, alarm.tries, late, None)
            case _:
                again = await self._coach.record_outcome(alarm, outcome, self._clock())
                return pause(outcome, alarm.tries, late, self._tempo.doubt if again else None)

    async def _postpone(self, alarm: Alarm, until: datetime) -> None:
        await self._book.postpone(alarm, until)
        self.wake(until)


class DispatcherHandle:
    """Tells the ringer that something is due; those who set alarms are built before it.

    What is due before there is a ringer is not lost: it reads the book when it starts.
    """

    def __init__(self) -> None:
        self._ringer: AlarmDispatcher | None = None

    def connect(self, ringer: AlarmDispatcher) -> None:
        """From now on somebody hears."""
        self._ringer = ringer

    def wake(self, at: datetime) -> None:
        """Something is due at a moment."""
        if self._ringer:
            self._ringer.wake(at)


def pause(
    outcome: SendOutcome, tries: int, late: timedelta, doubt: timedelta | None
) -> timedelta | None:
    """How long to wait before an alarm is rung again; None when that was the last time.

    `doubt` is how long when nobody knows what became of it; None: it is not repeated then.
    """
    match outcome:
        case SendOutcome.SENT:
            return None
        case SendOutcome.UNKNOWN:
            return doubt
        case SendOutcome.NOT_SENT:
            over = tries > len(WAITS) and late > LONGEST
            return None if over else WAITS[min(tries, len(WAITS)) - 1]


def _key(alarm: Alarm) -> tuple[int, str, datetime]:
    """The same for each try, another one for what takes its place."""
    return alarm.id, alarm.kind, alarm.due_at


@asynccontextmanager
async def scheduler(
    sweep: Sweep, ringer: AlarmDispatcher, *, alone: bool = True
) -> AsyncIterator[AsyncIOScheduler]:
    """The clock while it ticks; the first sweep comes at once, and so does what is overdue.

    A late job still runs, once, however late: APScheduler's defaults would drop it. Who is not
    `alone` with the database looks again and again for what others have set.
    """
    clock = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    clock.add_job(sweep.run, "interval", seconds=SWEPT.total_seconds(), next_run_time=sweep.clock())
    if not alone:
        clock.add_job(ringer.look, "interval", seconds=LOOK.total_seconds())
    async with AsyncExitStack() as stack:
        clock.start()
        stack.callback(clock.shutdown, wait=False)
        ringer.start(clock)
        stack.push_async_callback(ringer.stop)
        yield clock
