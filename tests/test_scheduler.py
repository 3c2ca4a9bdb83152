import asyncio
import itertools
import logging
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.events import (
    EVENT_JOB_EXECUTED,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
)
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import scheduler as scheduler_module
from bot.domain.alarms import Alarm, AlarmRequest, SendOutcome
from bot.domain.people import Channel, Person
from bot.domain.replies import Reply
from bot.reminders.schedule.snooze import GRACE
from bot.scheduler import (
    CONCURRENT,
    DISPATCH_JOB,
    GIVE_UP_AFTER,
    KEPT,
    LEASE,
    REPEAT_PAUSE,
    RETRY_PAUSES,
    SPACING,
    SWEEP_EVERY,
    AlarmDispatcher,
    DispatcherHandle,
    DispatchTiming,
    Sweep,
    retry_pause,
    scheduler,
)
from tests.waiting import everything_ready, until

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SOON = timedelta(milliseconds=200)
HOUR = timedelta(hours=1)
AT_ONCE = DispatchTiming(spacing=(0.0, 0.0))
MANY = 60
SENT, NOT_SENT, UNKNOWN = SendOutcome.SENT, SendOutcome.NOT_SENT, SendOutcome.UNKNOWN


def now() -> datetime:
    return NOW


def real() -> datetime:
    return datetime.now(UTC)


class Purged:
    """Remembers up to which moment it was asked to delete."""

    def __init__(self, *, broken: bool = False) -> None:
        self.before: list[datetime] = []
        self.broken = broken
        self.called = asyncio.Event()

    async def purge(self, before: datetime) -> None:
        self.before.append(before)
        self.called.set()
        if self.broken:
            raise RuntimeError("the disk is full")


async def test_a_sweep_deletes_what_is_older_than_thirty_days() -> None:
    purged = Purged()
    await Sweep([purged.purge], now).run()
    assert purged.before == [NOW - timedelta(days=30)] == [NOW - KEPT]


async def test_one_kind_failing_keeps_none_of_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken, fine = Purged(broken=True), Purged()
    with caplog.at_level(logging.ERROR):
        await Sweep([broken.purge, fine.purge], now).run()
    assert len(fine.before) == 1
    assert caplog.messages == ["Could not delete what is older than 30 days"]


async def test_the_clock_sweeps_at_once_and_stops_when_it_is_left() -> None:
    purged, world = Purged(), World(clock=real)
    async with scheduler(Sweep([purged.purge], real), world.dispatcher) as clock:
        await asyncio.wait_for(purged.called.wait(), timeout=5)
        await until(lambda: world.alarms.claims == 1)
        (sweep,) = clock.get_jobs()
        assert sweep.trigger.interval == HOUR
    await everything_ready()
    assert not clock.running


async def test_a_sweep_that_is_hours_late_runs_once() -> None:
    purged, world = Purged(), World(clock=real)
    long_ago = real() - 3 * SWEEP_EVERY
    async with scheduler(Sweep([purged.purge], lambda: long_ago), world.dispatcher) as clock:
        done = finished(clock, EVENT_JOB_EXECUTED | EVENT_JOB_MISSED)
        await asyncio.wait_for(done.wait(), timeout=5)
        await everything_ready()
    assert len(purged.before) == 1


async def test_a_sweep_that_takes_long_is_not_joined_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scheduler_module, "SWEEP_EVERY", SOON / 4)
    begun = list[datetime]()

    async def hang(before: datetime) -> None:
        begun.append(before)
        await asyncio.Event().wait()

    async with scheduler(Sweep([hang], real), World(clock=real).dispatcher) as clock:
        dropped = finished(clock, EVENT_JOB_MAX_INSTANCES)
        await asyncio.wait_for(dropped.wait(), timeout=5)
        assert len(begun) == 1


@dataclass
class FakeAlarms:
    """Alarms in a dict, each with the moment at which it can be claimed."""

    rows: dict[int, tuple[datetime, Alarm]] = field(default_factory=dict)
    settled: list[int] = field(default_factory=list)
    claims: int = 0
    polls: int = 0
    broken: set[str] = field(default_factory=set)
    """Methods that raise."""

    def add(self, due_at: datetime, person: int | None = None) -> Alarm:
        """Save an alarm; without a number, for a person of its own."""
        number = len(self.rows) + len(self.settled) + 1
        known = Person(person or number, Channel.BROWSER, f"visitor-{person or number}")
        alarm = Alarm(number, known, f"subject-{number}", "rest is over", due_at, tries=0)
        self.rows[number] = (due_at, alarm)
        return alarm

    def due(self, alarm: Alarm) -> datetime:
        return self.rows[alarm.id][0]

    async def next_due(self) -> datetime | None:
        await self._go("next_due")
        self.polls += 1
        return min((at for at, _ in self.rows.values()), default=None)

    async def claim(self, now: datetime, until: datetime, limit: int) -> Sequence[Alarm]:
        await self._go("claim")
        self.claims += 1
        due = sorted((at, number) for number, (at, _) in self.rows.items() if at <= now)
        return [self._lease(number, until) for _, number in due[:limit]]

    def _lease(self, number: int, until: datetime) -> Alarm:
        alarm = self.rows[number][1]
        alarm = replace(alarm, tries=alarm.tries + 1)
        self.rows[number] = (until, alarm)
        return alarm

    async def settle(self, alarm: Alarm, following: AlarmRequest | None) -> None:
        await self._go("settle")
        if self._is_current(alarm):
            del self.rows[alarm.id]
            self.settled.append(alarm.id)
            if following:
                anew = replace(alarm, kind=following.kind, due_at=following.at, tries=0)
                self.rows[alarm.id] = (following.at, anew)

    async def postpone(self, alarm: Alarm, until: datetime) -> None:
        await self._go("postpone")
        if self._is_current(alarm):
            self.rows[alarm.id] = (until, alarm)

    def _is_current(self, alarm: Alarm) -> bool:
        return alarm.id in self.rows and self.rows[alarm.id][1] == alarm

    async def _go(self, method: str) -> None:
        await asyncio.sleep(0)
        if method in self.broken:
            raise OSError("the database is gone")


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class World:
    """A dispatcher with its alarms, their handler and the people, and what they received."""

    clock: Callable[[], datetime] = field(default_factory=FakeClock)
    alarms: FakeAlarms = field(default_factory=FakeAlarms)
    outcomes: dict[int, list[SendOutcome]] = field(default_factory=dict)
    """What becomes of the messages to a person, in turn; then all are sent."""
    repeats: int = 2
    """How often an alarm is sent while the outcome is unknown."""
    recorded: list[tuple[int, SendOutcome]] = field(default_factory=list)
    """Recorded outcomes, by alarm."""
    following: dict[int, AlarmRequest] = field(default_factory=dict)
    """What follows an alarm, once."""
    silent: set[int] = field(default_factory=set)
    """Alarms with nothing to say."""
    faulty: set[int] = field(default_factory=set)
    """Alarms with a bug."""
    rung: list[int] = field(default_factory=list)
    received: list[int] = field(default_factory=list)
    """People, in the order in which messages arrived."""
    busy: int = 0
    busiest: int = 0
    gate: asyncio.Event | None = None
    """Deliveries wait for it."""

    def __post_init__(self) -> None:
        self.dispatcher = AlarmDispatcher(self.alarms, self, self.deliver, self.clock, AT_ONCE)

    async def ring(self, alarm: Alarm, now: datetime) -> Sequence[Reply]:
        assert now.tzinfo
        self.rung.append(alarm.id)
        if alarm.id in self.faulty:
            raise KeyError("a bug")
        return () if alarm.id in self.silent else (Reply("The rest is over."),)

    async def record_outcome(self, alarm: Alarm, outcome: SendOutcome, now: datetime) -> bool:
        assert now.tzinfo
        if "record_outcome" in self.alarms.broken:
            raise OSError("the database is gone")
        self.recorded.append((alarm.id, outcome))
        return self.recorded.count((alarm.id, UNKNOWN)) < self.repeats

    async def next_alarm(self, alarm: Alarm, now: datetime) -> AlarmRequest | None:
        assert now.tzinfo
        return self.following.pop(alarm.id, None)

    async def deliver(self, person: Person, replies: Sequence[Reply]) -> SendOutcome:
        assert replies
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            await (self.gate.wait() if self.gate else asyncio.sleep(0))
        finally:
            self.busy -= 1
        outcomes = self.outcomes.get(person.id)
        outcome = outcomes.pop(0) if outcomes else SENT
        if outcome is SENT:
            self.received.append(person.id)
        return outcome

    def settled(self) -> list[int]:
        return sorted(self.alarms.settled)


@asynccontextmanager
async def running(world: World) -> AsyncIterator[AsyncIOScheduler]:
    """The real scheduler, once the alarms were read for the first time."""
    async with scheduler(Sweep([], real), world.dispatcher) as clock:
        await until(lambda: world.alarms.polls > 0)
        yield clock
    await asyncio.sleep(0)


def finished(clock: AsyncIOScheduler, kinds: int) -> asyncio.Event:
    """Set when the scheduler reports an event of these kinds."""
    reported = asyncio.Event()
    clock.add_listener(lambda _: reported.set(), kinds)
    return reported


def planned(clock: AsyncIOScheduler) -> float | None:
    """Seconds until the planned run; None when there is none."""
    job = clock.get_job(DISPATCH_JOB)
    return None if job is None else float((job.next_run_time - real()).total_seconds())


def add_alarms(alarms: FakeAlarms, number: int, due_at: datetime = NOW) -> list[Alarm]:
    return [alarms.add(due_at) for _ in range(number)]


@pytest.mark.parametrize(
    ("outcome", "seconds"),
    [
        (SENT, [None, None, None, None, None, None]),
        (NOT_SENT, [10, 60, 300, 900, 900, 900]),
        (UNKNOWN, [30, 30, 30, 30, 30, 30]),
    ],
)
def test_the_pause_grows_with_the_tries(
    outcome: SendOutcome, seconds: Sequence[int | None]
) -> None:
    pauses = [retry_pause(outcome, tries, SECOND, REPEAT_PAUSE) for tries in range(1, 7)]
    assert pauses == [None if one is None else timedelta(seconds=one) for one in seconds]


@pytest.mark.parametrize(
    ("outcome", "tries", "late", "repeat_pause"),
    [(NOT_SENT, 5, GIVE_UP_AFTER + SECOND, REPEAT_PAUSE), (UNKNOWN, 1, SECOND, None)],
)
def test_the_last_time_is_the_last(
    outcome: SendOutcome, tries: int, late: timedelta, repeat_pause: timedelta | None
) -> None:
    assert retry_pause(outcome, tries, late, repeat_pause) is None


def test_what_was_late_at_first_is_tried_a_few_times_too() -> None:
    assert retry_pause(NOT_SENT, 4, 9 * GIVE_UP_AFTER, REPEAT_PAUSE) is not None


def test_trying_goes_on_until_the_grace_of_a_reminder_is_over() -> None:
    assert GRACE + RETRY_PAUSES[-1] < GIVE_UP_AFTER


def test_one_alarm_can_be_rung_within_its_lease() -> None:
    with pytest.raises(AssertionError):
        DispatchTiming(lease=10 * SECOND, timeout=5 * SECOND)


async def test_what_is_due_is_delivered_and_settled() -> None:
    world = World()
    world.alarms.add(NOW)
    later = world.alarms.add(NOW + SECOND)
    await world.dispatcher.dispatch_due()
    assert world.received == [1] == world.settled()
    assert world.alarms.due(later) == NOW + SECOND


async def test_an_alarm_with_nothing_to_say_is_settled_in_silence() -> None:
    world = World(silent={1})
    world.alarms.add(NOW)
    await world.dispatcher.dispatch_due()
    assert (world.received, world.settled()) == ([], [1])


@pytest.mark.parametrize(("outcome", "seconds"), [(NOT_SENT, 10), (UNKNOWN, 30)])
async def test_what_did_not_arrive_is_due_again(outcome: SendOutcome, seconds: int) -> None:
    world = World(outcomes={1: [outcome]})
    alarm = world.alarms.add(NOW)
    await world.dispatcher.dispatch_due()
    assert world.alarms.due(alarm) == NOW + seconds * SECOND


async def run_to_the_end(world: World, clock: FakeClock) -> list[float]:
    """Rings whenever something is due. Returns the moments in seconds."""
    moments = []
    while world.alarms.rows:
        moments.append((clock.now - NOW).total_seconds())
        await world.dispatcher.dispatch_due()
        clock.now = await world.alarms.next_due() or clock.now
    return moments


async def test_after_hours_of_tries_that_failed_we_give_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = FakeClock()
    world = World(clock, outcomes={1: [NOT_SENT] * 99})
    world.alarms.add(NOW)
    moments = await run_to_the_end(world, clock)
    assert moments[:6] == [0, 10, 70, 370, 1270, 2170]
    assert GIVE_UP_AFTER.total_seconds() < moments[-1] < GIVE_UP_AFTER.total_seconds() + 900
    assert world.settled() == [1]
    assert caplog.messages == ["Gave up alarm 1 (rest is over): not sent"]


async def test_what_perhaps_arrived_is_repeated_once() -> None:
    clock = FakeClock()
    world = World(clock, outcomes={1: [UNKNOWN] * 9})
    world.alarms.add(NOW)
    assert await run_to_the_end(world, clock) == [0, 30]
    assert world.rung == [1, 1]


async def test_a_fault_waits_like_a_failure_and_keeps_nobody_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = FakeClock()
    world = World(clock, faulty={1})
    add_alarms(world.alarms, 2)
    assert (await run_to_the_end(world, clock))[:5] == [0, 10, 70, 370, 1270]
    assert world.received == [2]
    assert caplog.messages[0] == "Alarm 1 (rest is over) failed: fault"


async def test_nobody_hears_the_same_thing_twice() -> None:
    chance = random.Random(7)
    for _ in range(60):
        clock = FakeClock()
        world = World(clock)
        for alarm in add_alarms(world.alarms, 12, NOW + chance.randrange(3) * SECOND):
            world.outcomes[alarm.id] = chance.choices([*SendOutcome], k=9)
        tables = {person: tuple(table) for person, table in world.outcomes.items()}
        await run_to_the_end(world, clock)
        assert len(world.received) == len(set(world.received))
        for person, table in tables.items():
            rung = table[: world.rung.count(person)]
            assert rung.count(UNKNOWN) <= 2
            assert SENT not in rung[:-1]


async def test_a_delivery_that_raises_was_perhaps_sent() -> None:
    world = World()
    alarm = world.alarms.add(NOW)

    async def deliver(person: Person, replies: Sequence[Reply]) -> SendOutcome:
        raise ConnectionError(person.address, len(replies))

    await AlarmDispatcher(world.alarms, world, deliver, now, AT_ONCE).dispatch_due()
    assert world.alarms.due(alarm) == NOW + 30 * SECOND


@pytest.mark.parametrize(("slow", "seconds"), [("ring", 10), ("deliver", 30)])
async def test_what_takes_too_long_is_broken_off(
    monkeypatch: pytest.MonkeyPatch, slow: str, seconds: int
) -> None:
    hasty = DispatchTiming(timeout=timedelta(milliseconds=20))
    world = World()
    alarm = world.alarms.add(NOW)

    async def hang(*_: object) -> SendOutcome:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(world, slow, hang)
    await AlarmDispatcher(world.alarms, world, world.deliver, now, hasty).dispatch_due()
    assert world.alarms.due(alarm) == NOW + seconds * SECOND


async def test_alarms_are_claimed_until_nothing_is_left() -> None:
    world = World()
    add_alarms(world.alarms, MANY)
    await world.dispatcher.dispatch_due()
    assert sorted(world.received) == list(range(1, MANY + 1))
    assert (world.alarms.claims, world.alarms.polls) == (MANY + 1, 1)


async def test_only_so_many_people_are_rung_at_the_same_time_and_nothing_more_is_claimed() -> None:
    world = World(gate=asyncio.Event())
    assert world.gate
    add_alarms(world.alarms, MANY)
    run = asyncio.create_task(world.dispatcher.dispatch_due())
    await until(lambda: world.busy == CONCURRENT)
    await everything_ready()
    assert world.alarms.claims == CONCURRENT
    world.gate.set()
    await run
    assert world.busiest == CONCURRENT
    assert 3 <= CONCURRENT <= 5


async def test_alarms_begin_one_after_the_other_at_most_25_a_second() -> None:
    world, began = World(clock=real), list[datetime]()

    async def deliver(person: Person, replies: Sequence[Reply]) -> SendOutcome:
        assert person.id
        assert replies
        began.append(real())
        return SENT

    add_alarms(world.alarms, 8, real())
    await AlarmDispatcher(world.alarms, world, deliver, real).dispatch_due()
    gaps = [later - earlier for earlier, later in itertools.pairwise(began)]
    assert (began[-1] - began[0]) / 7 >= timedelta(seconds=1 / 25)
    assert max(SPACING) <= 1 / 16, "less than 16 a second"
    assert len(set(gaps)) == len(gaps)


async def test_runs_that_come_while_another_takes_do_not_pile_up() -> None:
    world = World(gate=asyncio.Event())
    assert world.gate
    add_alarms(world.alarms, MANY)
    runs = [asyncio.create_task(world.dispatcher.dispatch_due()) for _ in range(20)]
    await until(lambda: sum(run.done() for run in runs) == 18)
    world.gate.set()
    await asyncio.gather(*runs)
    assert (len(world.received), world.alarms.claims) == (MANY, MANY + 2)


async def test_one_person_is_told_one_thing_after_the_other() -> None:
    world = World()
    for _ in range(5):
        world.alarms.add(NOW, person=1)
    await world.dispatcher.dispatch_due()
    assert world.rung == [1, 2, 3, 4, 5]
    assert world.busiest == 1


@pytest.mark.parametrize(("seconds", "received"), [(20, 2), (21, 1)])
async def test_an_alarm_that_waited_for_most_of_its_lease_is_claimed_anew(
    seconds: int, received: int
) -> None:
    """Two timeouts of twenty seconds just fit into what is left of a minute after twenty."""
    clock = FakeClock()
    world = World(clock, gate=asyncio.Event())
    assert world.gate
    for _ in range(2):
        world.alarms.add(NOW, person=1)
    run = asyncio.create_task(world.dispatcher.dispatch_due())
    await until(lambda: world.busy == 1 and world.alarms.claims == 3)
    clock.now += timedelta(seconds=seconds)
    world.gate.set()
    await run
    assert len(world.received) == received
    assert [at for at, _ in world.alarms.rows.values()] == [clock.now] * (2 - received)


async def test_an_alarm_replaced_while_it_was_rung_stays() -> None:
    world = World(gate=asyncio.Event())
    assert world.gate
    alarm = world.alarms.add(NOW)
    run = asyncio.create_task(world.dispatcher.dispatch_due())
    await until(lambda: world.busy)
    world.alarms.rows[alarm.id] = (NOW + HOUR, replace(alarm, due_at=NOW + HOUR))
    world.gate.set()
    await run
    assert world.alarms.due(alarm) == NOW + HOUR


@pytest.mark.parametrize("broken", ["record_outcome", "settle"])
async def test_what_was_sent_but_could_not_be_noted_is_not_sent_again(
    caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    clock = FakeClock()
    world = World(clock)
    add_alarms(world.alarms, 2)
    world.alarms.broken = {broken}
    await world.dispatcher.dispatch_due()
    assert "Could not record what became of alarm 1" in caplog.messages
    world.alarms.broken.clear()
    clock.now += LEASE
    await world.dispatcher.dispatch_due()
    assert world.rung == [1, 2] == world.settled()
    assert {(1, SENT), (2, SENT)} == set(world.recorded)


async def test_what_could_not_be_noted_of_one_alarm_says_nothing_of_another() -> None:
    world = World()
    world.alarms.add(NOW)
    world.alarms.broken = {"settle"}
    await world.dispatcher.dispatch_due()
    world.alarms.broken.clear()
    world.alarms.add(NOW)
    await world.dispatcher.dispatch_due()
    assert world.received == [1, 2]


async def test_an_alarm_set_anew_for_the_same_moment_rings_anew() -> None:
    world = World()
    alarm = world.alarms.add(NOW)
    await world.dispatcher.dispatch_due()
    world.alarms.rows[alarm.id] = (NOW, alarm)
    await world.dispatcher.dispatch_due()
    assert world.received == [1, 1]


async def test_what_is_overdue_at_the_start_rings_once() -> None:
    world = World(clock=real)
    add_alarms(world.alarms, 3, real() - HOUR)
    async with running(world) as clock:
        await until(lambda: len(world.settled()) == 3 and world.alarms.claims == 4)
        await everything_ready()
        assert planned(clock) is None
    assert sorted(world.received) == [1, 2, 3]


async def test_the_clock_wakes_at_the_earliest_alarm() -> None:
    world = World(clock=real)
    world.alarms.add(real() + HOUR)
    due = world.alarms.add(real() + 2 * SOON).due_at
    async with running(world) as clock:
        await until(lambda: world.received and planned(clock))
        assert due <= real()
        assert planned(clock) == pytest.approx(3600, abs=5)
    assert world.received == [2]


async def test_without_alarms_the_clock_rests() -> None:
    world = World(clock=real)
    async with running(world) as clock:
        await everything_ready()
        assert planned(clock) is None
    assert world.alarms.claims == 1


async def test_the_distance_counts_and_not_the_hour_of_the_clock() -> None:
    world = World()
    world.alarms.add(NOW + HOUR)
    async with running(world) as clock:
        await until(lambda: planned(clock))
        assert planned(clock) == pytest.approx(3600, abs=5)


@pytest.fixture
def _nepal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server whose own clock is far from UTC."""
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_nepal")
async def test_the_time_zone_of_the_server_does_not_matter() -> None:
    world = World()
    world.alarms.add(NOW + HOUR)
    async with running(world) as clock:
        await until(lambda: planned(clock))
        assert planned(clock) == pytest.approx(3600, abs=5)


async def test_a_book_that_contradicts_itself_makes_no_busy_loop() -> None:
    world = World(clock=real)
    world.alarms.add(real() - HOUR)

    async def claim(now: datetime, until: datetime, limit: int) -> Sequence[Alarm]:
        assert now < until
        assert limit
        return ()

    world.alarms.claim = claim  # type: ignore[method-assign]
    async with running(world):
        await asyncio.sleep(0.5)  # the time between two runs is the subject
    assert 1 < world.alarms.polls < 12


async def test_an_earlier_wake_moves_the_run() -> None:
    world = World(clock=real)
    world.alarms.add(real() + HOUR)
    async with running(world) as clock:
        await until(lambda: planned(clock))
        world.alarms.add(real() + SOON)
        world.dispatcher.wake(real() + SOON)
        await until(lambda: world.received)
    assert world.received == [2]


async def test_a_later_wake_changes_nothing_and_no_wake_touches_the_book() -> None:
    world = World(clock=real)
    world.alarms.add(real() + HOUR)
    async with running(world) as clock:
        await until(lambda: planned(clock))
        job, polls = clock.get_job(DISPATCH_JOB), world.alarms.polls
        for minutes in range(61, 1000):
            world.dispatcher.wake(real() + timedelta(minutes=minutes))
        assert clock.get_job(DISPATCH_JOB) is job
        assert job.next_run_time < real() + HOUR
        world.dispatcher.wake(real() + HOUR / 2)
        assert planned(clock) == pytest.approx(1800, abs=5)
        await everything_ready()
        assert (world.alarms.polls, world.alarms.claims) == (polls, 1)


async def test_many_wakes_for_the_past_are_one_run() -> None:
    world = World(clock=real)
    async with running(world) as clock:
        for _ in range(100):
            world.dispatcher.wake(real())
        await until(lambda: world.alarms.claims == 2)
        await everything_ready()
        assert planned(clock) is None
        assert not world.dispatcher._runs, "runs that are over are kept in memory"
    assert world.alarms.claims == 2


async def test_a_wake_during_a_run_is_not_lost_and_somebody_who_hangs_keeps_nobody_waiting() -> (
    None
):
    world = World(clock=real, gate=asyncio.Event())
    assert world.gate
    world.alarms.add(real())
    async with running(world):
        await until(lambda: world.busy == 1)
        world.alarms.add(real() + SOON)
        world.dispatcher.wake(real() + SOON)
        await until(lambda: world.busy == 2)
        world.gate.set()
        await until(lambda: len(world.settled()) == 2)
    assert sorted(world.received) == [1, 2]


async def test_a_run_may_begin_while_the_job_before_still_counts_as_running() -> None:
    class Slow(AlarmDispatcher):
        async def _begin(self) -> None:
            await super()._begin()
            begun.append(real())
            await asyncio.Event().wait()

    world, begun = World(clock=real), list[datetime]()
    slow = Slow(world.alarms, world, world.deliver, real, AT_ONCE)
    async with scheduler(Sweep([], real), slow) as clock:
        await until(lambda: len(begun) == 1)
        slow.wake(real())
        await until(lambda: len(begun) == 2)
        slow.wake(real())
        dropped = finished(clock, EVENT_JOB_MAX_INSTANCES)
        await asyncio.wait_for(dropped.wait(), timeout=5)
        assert len(begun) == 2


async def test_a_wake_by_what_is_rung_is_not_lost() -> None:
    """Ringing saves a step, which sets the next alarm."""

    class Busy(World):
        async def ring(self, alarm: Alarm, now: datetime) -> Sequence[Reply]:
            if len(world.rung) < 5:
                world.dispatcher.wake(world.alarms.add(now).due_at)
            return await super().ring(alarm, now)

    world = Busy(clock=real)
    world.alarms.add(real())
    async with running(world):
        await until(lambda: len(world.settled()) == 6)
    assert world.received == [1, 2, 3, 4, 5, 6]


async def test_a_failure_is_repeated_without_being_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler_module, "RETRY_PAUSES", (SOON,))
    world = World(clock=real, outcomes={1: [NOT_SENT]})
    world.alarms.add(real())
    async with running(world):
        await until(lambda: world.received)
    assert world.rung == [1, 1]


async def test_after_a_failure_the_next_run_is_its_repetition_and_not_the_end_of_its_lease(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = World(clock=real, outcomes={1: [NOT_SENT]}, gate=asyncio.Event())
    assert world.gate
    world.alarms.add(real())
    async with running(world) as clock:
        await until(lambda: (planned(clock) or 0) > 30)  # the end of the lease
        world.gate.set()
        await until(lambda: (planned(clock) or HOUR.seconds) < 30)
        assert planned(clock) == pytest.approx(10, abs=2)
    assert not caplog.messages


@pytest.mark.parametrize("method", ["claim", "next_due"])
async def test_a_database_that_fails_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    monkeypatch.setattr(scheduler_module, "DATABASE_RETRY", SOON)
    world = World(clock=real)
    world.alarms.broken = {method}
    world.alarms.add(real())
    world.alarms.add(real() + SOON)
    async with scheduler(Sweep([], real), world.dispatcher):
        told = "Could not read the alarms; trying again in 10 seconds"
        await until(lambda: told in caplog.messages)
        world.alarms.broken.clear()
        await until(lambda: len(world.received) == 2)
    assert world.received == [1, 2]


async def test_a_broken_database_is_asked_every_ten_seconds() -> None:
    world = World(clock=real)
    world.alarms.broken = {"claim", "next_due"}
    async with scheduler(Sweep([], real), world.dispatcher) as clock:
        await until(lambda: (planned(clock) or 0) > 1)
        assert planned(clock) == pytest.approx(10, abs=2)


async def test_a_wake_before_the_start_is_kept_and_one_after_the_end_is_ignored() -> None:
    world = World(clock=real)
    world.dispatcher.wake(real() + SOON)
    world.alarms.add(real() + SOON)
    async with running(world) as clock:
        await until(lambda: world.received)
    world.dispatcher.wake(real())
    await everything_ready()
    assert not clock.get_jobs()
    assert world.received == [1]


async def test_the_end_waits_for_what_is_being_rung_and_begins_nothing_new() -> None:
    world = World(clock=real, gate=asyncio.Event())
    assert world.gate
    add_alarms(world.alarms, MANY, real())
    async with scheduler(Sweep([], real), world.dispatcher):
        await until(lambda: world.busy == CONCURRENT)
        asyncio.get_running_loop().call_soon(world.gate.set)  # when the end already waits
    assert len(world.received) == CONCURRENT
    assert len(world.settled()) == CONCURRENT
    untouched = [at for at, _ in world.alarms.rows.values() if at <= real()]
    assert len(untouched) == len(world.alarms.rows) == MANY - CONCURRENT
    assert world.alarms.claims == CONCURRENT


async def test_a_job_that_fires_during_the_end_begins_no_run() -> None:
    world = World(clock=real, gate=asyncio.Event())
    assert world.gate
    world.alarms.add(real())
    async with scheduler(Sweep([], real), world.dispatcher):
        await until(lambda: world.busy)
        ending = asyncio.create_task(world.dispatcher.stop())
        await everything_ready()
        await world.dispatcher._begin()
        assert len(world.dispatcher._runs) == 1, "only the one with the alarm in progress"
        world.gate.set()
        await ending


async def test_the_end_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler_module, "STOP_TIMEOUT", SOON)
    world = World(clock=real, gate=asyncio.Event())
    world.alarms.add(real())
    async with asyncio.timeout(10), scheduler(Sweep([], real), world.dispatcher):
        await until(lambda: world.busy)
    assert (world.busy, world.received, world.settled()) == (0, [], [])


async def test_what_follows_an_alarm_rings_in_its_turn() -> None:
    world = World(clock=real, gate=asyncio.Event())
    assert world.gate
    alarm = world.alarms.add(real())
    world.following[alarm.id] = AlarmRequest("idle", real() + SOON)
    async with running(world) as clock:
        await until(lambda: (planned(clock) or 0) > 30)  # the end of the lease
        world.gate.set()
        await until(lambda: world.settled() == [alarm.id, alarm.id])
    assert world.received == [alarm.person.id] * 2


async def test_the_bell_wakes_the_ringer_once_there_is_one() -> None:
    world, handle = World(clock=real), DispatcherHandle()
    handle.wake(real())
    async with running(world):
        await until(lambda: world.alarms.polls > 0)
        handle.connect(world.dispatcher)
        alarm = world.alarms.add(real())
        handle.wake(alarm.due_at)
        await until(lambda: world.settled() == [alarm.id])


async def test_whoever_spoke_is_told_what_became_of_it() -> None:
    world = World()
    sent, silent, faulty = (world.alarms.add(NOW) for _ in range(3))
    lost = world.alarms.add(NOW)
    world.silent.add(silent.id)
    world.faulty.add(faulty.id)
    world.outcomes[lost.person.id] = [UNKNOWN]
    await world.dispatcher.dispatch_due()
    assert sorted(world.recorded, key=lambda one: one[0]) == [
        (sent.id, SENT),
        (lost.id, UNKNOWN),
    ]


async def test_what_another_process_sets_is_noticed_within_two_seconds() -> None:
    world = World(clock=real)
    async with scheduler(Sweep([], real), world.dispatcher, alone=False):
        await until(lambda: world.alarms.polls > 0)
        world.alarms.add(real())
        async with asyncio.timeout(2):
            await until(lambda: world.received)


@pytest.mark.parametrize(("alone", "jobs"), [(True, 0), (False, 1)])
async def test_only_who_is_not_alone_polls_again_and_again(*, alone: bool, jobs: int) -> None:
    world = World(clock=real)
    async with scheduler(Sweep([], real), world.dispatcher, alone=alone) as clock:
        assert [job.func for job in clock.get_jobs()].count(world.dispatcher.poll) == jobs


async def test_looking_at_a_database_that_fails_is_quiet(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    world.alarms.broken = {"next_due"}
    await world.dispatcher.poll()
    assert caplog.text == ""
