"""The scheduler: APScheduler wakes a few fixed jobs; what is due stands in the database.

There is one job for all alarms and never one per person: setting an alarm costs one indexed insert
and at most a move of that job, and a start takes no longer with more people. The dispatcher claims
an alarm with a lease, asks the handler what to say, sends it, records what became of it and settles
the alarm or postpones it. A process that dies leaves its claimed alarms to the end of their leases.
"""

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
SWEEP_EVERY = timedelta(hours=1)
"""How often what is older is deleted."""

DISPATCH_JOB = "dispatch"
"""The id of the job that starts a run of the dispatcher."""
CONCURRENT = 5
"""Alarms in progress at the same time: a crash leaves at most so many with an unknown outcome."""
SPACING = (0.04, 0.06)
"""Seconds between two beginnings, by chance: at most 25 a second, and not in step with other
processes."""
LEASE = timedelta(seconds=60)
"""How long nobody else may claim an alarm."""
TIMEOUT = timedelta(seconds=20)
"""The most that asking what to say may take, and sending it: both fit into the lease."""
RETRY_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 900))
"""The pauses after each try that certainly failed; the last one is repeated."""
GIVE_UP_AFTER = timedelta(hours=4)
"""How late an alarm is when that ends; by then its handler has dropped it."""
REPEAT_PAUSE = timedelta(seconds=30)
"""The pause before a repetition of what has perhaps arrived."""
DATABASE_RETRY = timedelta(seconds=10)
"""The pause after the database failed."""
POLL_EVERY = timedelta(seconds=1)
"""How often alarms that other processes have set are looked for."""
LEAST_DELAY = timedelta(milliseconds=50)
"""The least time between planning a run and the run, so that no fault can make a busy loop."""
STOP_TIMEOUT = timedelta(seconds=5)
"""How long the end of the program waits for alarms in progress."""

Clock = Callable[[], datetime]
Purge = Callable[[datetime], Awaitable[object]]
"""Deletes everything of its kind that is older than a moment."""
Deliver = Callable[[Person, Sequence[Reply]], Awaitable[SendOutcome]]
"""Sends replies to a person who did not ask for them."""


@dataclass(frozen=True, slots=True)
class DispatchTiming:
    """How fast alarms are dispatched, and how long they may take."""

    lease: timedelta = LEASE
    timeout: timedelta = TIMEOUT
    repeat_pause: timedelta = REPEAT_PAUSE
    spacing: tuple[float, float] = SPACING

    def __post_init__(self) -> None:
        assert self.lease > 2 * self.timeout, "another process would claim what is in progress"


class Undelivered(Enum):
    """Why nothing was sent for an alarm."""

    NOTHING_TO_SAY = "nothing to say"
    """It does not matter any more."""
    FAULT = "fault"
    """The handler failed."""


AlarmOutcome = SendOutcome | Undelivered
"""What became of an alarm."""


class DueAlarms(Protocol):
    """Where alarms are stored."""

    async def next_due(self) -> datetime | None:
        """The earliest moment at which something can be claimed: it is due, or its lease ends."""

    async def claim(self, now: datetime, until: datetime, limit: int) -> Sequence[Alarm]:
        """Claim what is due until a moment, at most `limit`, the most urgent first."""

    async def settle(self, alarm: Alarm, following: AlarmRequest | None) -> None:
        """It is done, and this follows; nothing happens when it was replaced meanwhile."""

    async def postpone(self, alarm: Alarm, until: datetime) -> None:
        """It is due again at `until`; nothing happens when it was replaced meanwhile."""


class AlarmHandler(Protocol):
    """What knows the meaning of alarms."""

    async def ring(self, alarm: Alarm, now: datetime) -> Sequence[Reply]:
        """What to say now that an alarm is due; nothing when it no longer matters."""

    async def record_outcome(self, alarm: Alarm, outcome: SendOutcome, now: datetime) -> bool:
        """Record what became of the replies; whether to repeat them when that is unknown."""

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
    """Dispatches alarms when they are due.

    An alarm is claimed when there is a free slot for it, and not before: a crash leaves only a few
    that must wait for the end of a lease, and whatever is urgent comes next.
    """

    def __init__(
        self,
        alarms: DueAlarms,
        handler: AlarmHandler,
        deliver: Deliver,
        clock: Clock,
        timing: DispatchTiming = _USUAL,
    ) -> None:
        self._alarms = alarms
        self._handler = handler
        self._deliver = deliver
        self._clock = clock
        self._timing = timing
        self._slots = asyncio.Semaphore(CONCURRENT)
        self._locks = KeyedLock()
        """By person: one alarm after the other."""
        self._unrecorded: dict[tuple[int, str, datetime], AlarmOutcome] = {}
        """Done, but the database failed: the outcome is recorded later, and nothing sent again."""
        self._next: datetime | None = None
        """The moment of the planned run."""
        self._scheduler: AsyncIOScheduler | None = None
        """None before the start and after the end."""
        self._runs: set[asyncio.Task[None]] = set()
        self._claiming = asyncio.Lock()
        """Held by the run that claims; alarms of earlier runs may be in progress still."""
        self._queued = False
        """Whether a run waits for that lock."""
        self._stopped = False

    def start(self, scheduler: AsyncIOScheduler) -> None:
        """Dispatch at once what fell due meanwhile, and from now on everything in time."""
        self._scheduler = scheduler
        self._next = self._clock()
        self._plan(self._next)

    async def stop(self) -> None:
        """Begin nothing new; alarms in progress have `STOP_TIMEOUT` to come to an end."""
        self._scheduler, self._stopped = None, True
        runs = tuple(self._runs)
        try:
            if runs:
                await asyncio.wait(runs, timeout=STOP_TIMEOUT.total_seconds())
        finally:
            for run in runs:
                run.cancel()
            await asyncio.gather(*runs, return_exceptions=True)

    def wake(self, at: datetime) -> None:
        """Make sure that a run begins at this moment or earlier.

        Call it on the event loop, after the alarm was saved. It costs nothing when an earlier run
        is planned already.
        """
        if self._next is None or at < self._next:
            self._next = at
            self._plan(at)

    def _plan(self, at: datetime) -> None:
        """Plan a run. Our clock may differ from APScheduler's: only the distance counts."""
        if self._scheduler is None:
            return
        self._scheduler.add_job(
            self._begin,
            "date",
            run_date=datetime.now(UTC) + max(at - self._clock(), LEAST_DELAY),
            id=DISPATCH_JOB,
            replace_existing=True,
            # APScheduler counts a job as running a little longer than it does, and drops the next
            max_instances=2,
        )

    async def _begin(self) -> None:
        """The job: starts a run and returns, for APScheduler cuts jobs off when it ends."""
        self._next = None
        if self._stopped:
            return
        run = asyncio.create_task(self.dispatch_due())
        self._runs.add(run)
        run.add_done_callback(self._runs.discard)

    async def poll(self) -> None:
        """Notice what other processes have set, with one small query however much there is."""
        with suppress(Exception):  # a run that fails logs it
            if at := await self._alarms.next_due():
                self.wake(at)

    async def dispatch_due(self) -> None:
        """Dispatch everything that is due, and see to it that there is a next run."""
        if self._queued:
            return  # the run that waits to claim finds what this one would
        self._queued = True
        async with asyncio.TaskGroup() as in_progress, self._claiming:
            self._queued = False
            while await self._acquire_slot():
                until = self._clock() + self._timing.lease
                alarm = await self._claim(until)
                if alarm is None:
                    self._slots.release()
                    return
                in_progress.create_task(self._dispatch(alarm, until))
                await asyncio.sleep(uniform(*self._timing.spacing))  # noqa: S311 - no secret

    async def _acquire_slot(self) -> bool:
        """Wait for a free slot; False when the dispatcher was stopped and needs none any more."""
        await self._slots.acquire()
        return not self._stopped

    async def _claim(self, until: datetime) -> Alarm | None:
        """What is due; None when nothing is, and then the next run is planned.

        The next run may be at the end of a lease: should recording fail, it finds the alarm.
        """
        try:
            for alarm in await self._alarms.claim(until - self._timing.lease, until, 1):
                return alarm
            if at := await self._alarms.next_due():
                self.wake(at)
        except Exception:  # noqa: BLE001 - the database may be back in a moment
            _LOG.exception("Could not read the alarms; trying again in 10 seconds")
            self.wake(self._clock() + DATABASE_RETRY)
        return None

    async def _dispatch(self, alarm: Alarm, until: datetime) -> None:
        """One alarm, when the one before it of the same person is over."""
        try:
            async with self._locks.hold(alarm.person.id):
                await self._dispatch_leased(alarm, until)
        except Exception:  # noqa: BLE001 - the others go on; this one after its lease
            _LOG.exception("Could not record what became of alarm %d", alarm.id)
        finally:
            self._slots.release()

    async def _dispatch_leased(self, alarm: Alarm, until: datetime) -> None:
        """Send while the lease lasts long enough; else the alarm is due again at once."""
        now = self._clock()
        if self._stopped or now > until - 2 * self._timing.timeout:
            await self._postpone(alarm, now)
            return
        key = _key(alarm)
        outcome = self._unrecorded.get(key) or await self._send(alarm, now)
        if outcome in {Undelivered.NOTHING_TO_SAY, SendOutcome.SENT}:
            self._unrecorded[key] = outcome
        await self._record(alarm, outcome)
        self._unrecorded.pop(key, None)

    async def _send(self, alarm: Alarm, now: datetime) -> AlarmOutcome:
        """Ask the handler what to say, and send it."""
        outcome: AlarmOutcome = Undelivered.FAULT
        try:
            async with asyncio.timeout(self._timing.timeout.total_seconds()):
                replies = await self._handler.ring(alarm, now)
            if not replies:
                return Undelivered.NOTHING_TO_SAY
            outcome = SendOutcome.UNKNOWN
            async with asyncio.timeout(self._timing.timeout.total_seconds()):
                outcome = await self._deliver(alarm.person, replies)
        except Exception:  # noqa: BLE001 - a fault in one alarm must not keep the others
            _LOG.exception("Alarm %d (%s) failed: %s", alarm.id, alarm.kind, outcome.value)
        return outcome

    async def _record(self, alarm: Alarm, outcome: AlarmOutcome) -> None:
        """Postpone the alarm when it is to be tried again; otherwise settle it."""
        wait = await self._retry_after(alarm, outcome)
        if wait is not None:
            await self._postpone(alarm, self._clock() + wait)
            return
        if outcome not in {Undelivered.NOTHING_TO_SAY, SendOutcome.SENT}:
            _LOG.error("Gave up alarm %d (%s): %s", alarm.id, alarm.kind, outcome.value)
        following = await self._handler.next_alarm(alarm, self._clock())
        await self._alarms.settle(alarm, following)
        if following:
            self.wake(following.at)

    async def _retry_after(self, alarm: Alarm, outcome: AlarmOutcome) -> timedelta | None:
        """How long until an alarm is tried again; None when it is not."""
        late = self._clock() - alarm.due_at
        match outcome:
            case Undelivered.NOTHING_TO_SAY:
                return None
            case Undelivered.FAULT:
                return retry_pause(SendOutcome.NOT_SENT, alarm.tries, late, None)
            case _:
                repeats = await self._handler.record_outcome(alarm, outcome, self._clock())
                repeat_pause = self._timing.repeat_pause if repeats else None
                return retry_pause(outcome, alarm.tries, late, repeat_pause)

    async def _postpone(self, alarm: Alarm, until: datetime) -> None:
        await self._alarms.postpone(alarm, until)
        self.wake(until)


class DispatcherHandle:
    """Wakes the dispatcher for those who set alarms: they are built before it.

    What is due before there is a dispatcher is not lost: it reads the alarms when it starts.
    """

    def __init__(self) -> None:
        self._dispatcher: AlarmDispatcher | None = None

    def connect(self, dispatcher: AlarmDispatcher) -> None:
        """From now on it is woken."""
        self._dispatcher = dispatcher

    def wake(self, at: datetime) -> None:
        """An alarm is due at a moment."""
        if self._dispatcher:
            self._dispatcher.wake(at)


def retry_pause(
    outcome: SendOutcome, tries: int, late: timedelta, repeat_pause: timedelta | None
) -> timedelta | None:
    """How long to wait before an alarm is tried again; None when that was the last time.

    `repeat_pause` is for an unknown outcome; None: what has perhaps arrived is not repeated.
    """
    match outcome:
        case SendOutcome.SENT:
            return None
        case SendOutcome.UNKNOWN:
            return repeat_pause
        case SendOutcome.NOT_SENT:
            is_over = tries > len(RETRY_PAUSES) and late > GIVE_UP_AFTER
            return None if is_over else RETRY_PAUSES[min(tries, len(RETRY_PAUSES)) - 1]


def _key(alarm: Alarm) -> tuple[int, str, datetime]:
    """The same for each try, another one for what takes its place."""
    return alarm.id, alarm.kind, alarm.due_at


@asynccontextmanager
async def scheduler(
    sweep: Sweep, dispatcher: AlarmDispatcher, *, alone: bool = True
) -> AsyncIterator[AsyncIOScheduler]:
    """The running scheduler; the first sweep comes at once, and so does what is overdue.

    A late job still runs, once, however late: APScheduler's defaults would drop it. A process that
    is not `alone` with the database polls for what others have set.
    """
    running = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    now, hourly = sweep.clock(), SWEEP_EVERY.total_seconds()
    running.add_job(sweep.run, "interval", seconds=hourly, next_run_time=now)
    if not alone:
        running.add_job(dispatcher.poll, "interval", seconds=POLL_EVERY.total_seconds())
    async with AsyncExitStack() as stack:
        running.start()
        stack.callback(running.shutdown, wait=False)
        dispatcher.start(running)
        stack.push_async_callback(dispatcher.stop)
        yield running
