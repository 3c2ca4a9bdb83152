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
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import scheduler as scheduler_module
from bot.domain.alarms import Alarm, AlarmRequest, SendOutcome
from bot.domain.people import Channel, Person
from bot.domain.replies import Reply
from bot.reminders.schedule.snooze import GRACE
from bot.scheduler import (
    DOUBT,
    KEPT,
    LEASE,
    LONGEST,
    PEOPLE,
    RING,
    WAITS,
    AlarmDispatcher,
    DispatcherHandle,
    DispatchTiming,
    Sweep,
    pause,
    scheduler,
)

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
    async with scheduler(Sweep([purged.purge], real), world.ringer) as clock:
        await asyncio.wait_for(purged.called.wait(), timeout=5)
        await until(lambda: world.book.claims == 1)
        assert len(clock.get_jobs()) == 1
    await asyncio.sleep(0)
    assert not clock.running


@dataclass
class FakeAlarms:
    """Alarms in a dict, each with the moment at which it can be claimed."""

    rows: dict[int, tuple[datetime, Alarm]] = field(default_factory=dict)
    settled: list[int] = field(default_factory=list)
    claims: int = 0
    looks: int = 0
    broken: set[str] = field(default_factory=set)
    """Methods that raise."""

    def add(self, due_at: datetime, person: int | None = None) -> Alarm:
        """Saves an alarm, without a person each for somebody else."""
        number = len(self.rows) + len(self.settled) + 1
        known = Person(person or number, Channel.BROWSER, f"visitor-{person or number}")
        alarm = Alarm(number, known, f"subject-{number}", "rest is over", due_at, tries=0)
        self.rows[number] = (due_at, alarm)
        return alarm

    def due(self, alarm: Alarm) -> datetime:
        return self.rows[alarm.id][0]

    async def next_due(self) -> datetime | None:
        await self._go("next_due")
        self.looks += 1
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
    """A ringer between a book and people, and what they heard."""

    clock: Callable[[], datetime] = field(default_factory=FakeClock)
    book: FakeAlarms = field(default_factory=FakeAlarms)
    outcomes: dict[int, list[SendOutcome]] = field(default_factory=dict)
    """What becomes of the messages to a person, in turn; then all are sent."""
    doubtful: int = 2
    """How often it may be rung when what became of it is not known."""
    told_of: list[tuple[int, SendOutcome]] = field(default_factory=list)
    """What became of alarms with something to say."""
    following: dict[int, AlarmRequest] = field(default_factory=dict)
    """What follows an alarm, once."""
    silent: set[int] = field(default_factory=set)
    """Alarms with nothing to say."""
    faulty: set[int] = field(default_factory=set)
    """Alarms with a bug."""
    rung: list[int] = field(default_factory=list)
    heard: list[int] = field(default_factory=list)
    """People, in the order in which messages arrived."""
    busy: int = 0
    busiest: int = 0
    gate: asyncio.Event | None = None
    """Deliveries wait for it."""

    def __post_init__(self) -> None:
        self.ringer = AlarmDispatcher(self.book, self, self.deliver, self.clock, AT_ONCE)

    async def ring(self, alarm: Alarm, now: datetime) -> Sequence[Reply]:
        assert now.tzinfo
        self.rung.append(alarm.id)
        if alarm.id in self.faulty:
            raise KeyError("a bug")
        return () if alarm.id in self.silent else (Reply("The rest is over."),)

    async def record_outcome(self, alarm: Alarm, outcome: SendOutcome, now: datetime) -> bool:
        assert now.tzinfo
        if "told" in self.book.broken:
            raise OSError("the database is gone")
        self.told_of.append((alarm.id, outcome))
        return self.told_of.count((alarm.id, UNKNOWN)) < self.doubtful

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
            self.heard.append(person.id)
        return outcome

    def settled(self) -> list[int]:
        return sorted(self.book.settled)


@asynccontextmanager
async def ticking(world: World) -> AsyncIterator[AsyncIOScheduler]:
    """The real clock, once the first look at the book is over."""
    async with scheduler(Sweep([], real), world.ringer) as clock:
        await until(lambda: world.book.looks > 0)
        yield clock
    await asyncio.sleep(0)


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not happened():  # noqa: ASYNC110 - what happens is seen from outside
            await asyncio.sleep(0.005)


def planned(clock: AsyncIOScheduler) -> float | None:
    """Seconds until the planned run; None when there is none."""
    job = clock.get_job(RING)
    return None if job is None else float((job.next_run_time - real()).total_seconds())


def alarms(book: FakeAlarms, number: int, due_at: datetime = NOW) -> list[Alarm]:
    return [book.add(due_at) for _ in range(number)]


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
    pauses = [pause(outcome, tries, SECOND, DOUBT) for tries in range(1, 7)]
    assert pauses == [None if one is None else timedelta(seconds=one) for one in seconds]


@pytest.mark.parametrize(
    ("outcome", "tries", "late", "doubt"),
    [(NOT_SENT, 5, LONGEST + SECOND, DOUBT), (UNKNOWN, 1, SECOND, None)],
)
def test_the_last_time_is_the_last(
    outcome: SendOutcome, tries: int, late: timedelta, doubt: timedelta | None
) -> None:
    assert pause(outcome, tries, late, doubt) is None


def test_what_was_late_at_first_is_tried_a_few_times_too() -> None:
    assert pause(NOT_SENT, 4, 9 * LONGEST, DOUBT) is not None


def test_trying_goes_on_until_the_grace_of_a_reminder_is_over() -> None:
    assert GRACE + WAITS[-1] < LONGEST


def test_one_alarm_can_be_rung_within_its_lease() -> None:
    with pytest.raises(AssertionError):
        DispatchTiming(lease=10 * SECOND, timeout=5 * SECOND)


async def test_what_is_due_is_delivered_and_settled() -> None:
    world = World()
    world.book.add(NOW)
    later = world.book.add(NOW + SECOND)
    await world.ringer.ring_due()
    assert world.heard == [1] == world.settled()
    assert world.book.due(later) == NOW + SECOND


async def test_an_alarm_with_nothing_to_say_is_settled_in_silence() -> None:
    world = World(silent={1})
    world.book.add(NOW)
    await world.ringer.ring_due()
    assert (world.heard, world.settled()) == ([], [1])


@pytest.mark.parametrize(("outcome", "seconds"), [(NOT_SENT, 10), (UNKNOWN, 30)])
async def test_what_did_not_arrive_is_due_again(outcome: SendOutcome, seconds: int) -> None:
    world = World(outcomes={1: [outcome]})
    alarm = world.book.add(NOW)
    await world.ringer.ring_due()
    assert world.book.due(alarm) == NOW + seconds * SECOND


async def run_to_the_end(world: World, clock: FakeClock) -> list[float]:
    """Rings whenever something is due. Returns the moments in seconds."""
    moments = []
    while world.book.rows:
        moments.append((clock.now - NOW).total_seconds())
        await world.ringer.ring_due()
        clock.now = await world.book.next_due() or clock.now
    return moments


async def test_after_hours_of_tries_that_failed_we_give_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = FakeClock()
    world = World(clock, outcomes={1: [NOT_SENT] * 99})
    world.book.add(NOW)
    moments = await run_to_the_end(world, clock)
    assert moments[:6] == [0, 10, 70, 370, 1270, 2170]
    assert LONGEST.total_seconds() < moments[-1] < LONGEST.total_seconds() + 900
    assert world.settled() == [1]
    assert caplog.messages == ["Gave up alarm 1 (rest is over): not sent"]


async def test_what_perhaps_arrived_is_repeated_once() -> None:
    clock = FakeClock()
    world = World(clock, outcomes={1: [UNKNOWN] * 9})
    world.book.add(NOW)
    assert await run_to_the_end(world, clock) == [0, 30]
    assert world.rung == [1, 1]


async def test_a_fault_waits_like_a_failure_and_keeps_nobody_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = FakeClock()
    world = World(clock, faulty={1})
    alarms(world.book, 2)
    assert (await run_to_the_end(world, clock))[:5] == [0, 10, 70, 370, 1270]
    assert world.heard == [2]
    assert caplog.messages[0] == "Alarm 1 (rest is over) failed: fault"


async def test_nobody_hears_the_same_thing_twice() -> None:
    chance = random.Random(7)
    for _ in range(60):
        clock = FakeClock()
        world = World(clock)
        for alarm in alarms(world.book, 12, NOW + chance.randrange(3) * SECOND):
            world.outcomes[alarm.id] = chance.choices([*SendOutcome], k=9)
        tables = {person: tuple(table) for person, table in world.outcomes.items()}
        await run_to_the_end(world, clock)
        assert len(world.heard) == len(set(world.heard))
        for person, table in tables.items():
            rung = table[: world.rung.count(person)]
            assert rung.count(UNKNOWN) <= 2
            assert SENT not in rung[:-1]


async def test_a_delivery_that_raises_was_perhaps_sent() -> None:
    world = World()
    alarm = world.book.add(NOW)

    async def deliver(person: Person, replies: Sequence[Reply]) -> SendOutcome:
        raise ConnectionError(person.address, len(replies))

    await AlarmDispatcher(world.book, world, deliver, now, AT_ONCE).ring_due()
    assert world.book.due(alarm) == NOW + 30 * SECOND


@pytest.mark.parametrize(("slow", "seconds"), [("ring", 10), ("deliver", 30)])
async def test_what_takes_too_long_is_broken_off(
    monkeypatch: pytest.MonkeyPatch, slow: str, seconds: int
) -> None:
    hasty = DispatchTiming(timeout=timedelta(milliseconds=20))
    world = World()
    alarm = world.book.add(NOW)

    async def hang(*_: object) -> SendOutcome:
        await asyncio.sleep(HOUR.total_seconds())
        raise AssertionError

    monkeypatch.setattr(world, slow, hang)
    await AlarmDispatcher(world.book, world, world.deliver, now, hasty).ring_due()
    assert world.book.due(alarm) == NOW + seconds * SECOND


async def test_alarms_are_claimed_until_nothing_is_left() -> None:
    world = World()
    alarms(world.book, MANY)
    await world.ringer.ring_due()
    assert sorted(world.heard) == list(range(1, MANY + 1))
    assert (world.book.claims, world.book.looks) == (MANY + 1, 1)


async def test_only_so_many_people_are_rung_at_the_same_time_and_nothing_more_is_claimed() -> None:
    world = World(gate=asyncio.Event())
    assert world.gate
    alarms(world.book, MANY)
    run = asyncio.create_task(world.ringer.ring_due())
    await until(lambda: world.busy == PEOPLE)
    await asyncio.sleep(0.02)
    assert world.book.claims == PEOPLE
    world.gate.set()
    await run
    assert world.busiest == PEOPLE
    assert 3 <= PEOPLE <= 5


async def test_alarms_begin_one_after_the_other_at_most_25_a_second() -> None:
    world, began = World(clock=real), list[datetime]()

    async def deliver(person: Person, replies: Sequence[Reply]) -> SendOutcome:
        assert person.id
        assert replies
        began.append(real())
        return SENT

    alarms(world.book, 8, real())
    await AlarmDispatcher(world.book, world, deliver, real).ring_due()
    gaps = [later - earlier for earlier, later in itertools.pairwise(began)]
    assert (began[-1] - began[0]) / 7 >= timedelta(seconds=1 / 25)
    assert len(set(gaps)) == len(gaps)


async def test_runs_that_come_while_another_takes_do_not_pile_up() -> None:
    world = World(gate=asyncio.Event())
    assert world.gate
    alarms(world.book, MANY)
    runs = [asyncio.create_task(world.ringer.ring_due()) for _ in range(20)]
    await until(lambda: sum(run.done() for run in runs) == 18)
    world.gate.set()
    await asyncio.gather(*runs)
    assert (len(world.heard), world.book.claims) == (MANY, MANY + 2)


async def test_one_person_is_told_one_thing_after_the_other() -> None:
    world = World()
    for _ in range(5):
        world.book.add(NOW, person=1)
    await world.ringer.ring_due()
    assert world.rung == [1, 2, 3, 4, 5]
    assert world.busiest == 1


async def test_an_alarm_that_waited_for_most_of_its_lease_is_claimed_anew() -> None:
    clock = FakeClock()
    world = World(clock, gate=asyncio.Event())
    assert world.gate
    for _ in range(2):
        world.book.add(NOW, person=1)
    run = asyncio.create_task(world.ringer.ring_due())
    await until(lambda: world.busy == 1 and world.book.claims == 3)
    clock.now += timedelta(seconds=21)
    world.gate.set()
    await run
    assert len(world.heard) == 1
    assert [at for at, _ in world.book.rows.values()] == [clock.now]


async def test_an_alarm_replaced_while_it_was_rung_stays() -> None:
    world = World(gate=asyncio.Event())
    assert world.gate
    alarm = world.book.add(NOW)
    run = asyncio.create_task(world.ringer.ring_due())
    await until(lambda: world.busy)
    world.book.rows[alarm.id] = (NOW + HOUR, replace(alarm, due_at=NOW + HOUR))
    world.gate.set()
    await run
    assert world.book.due(alarm) == NOW + HOUR


@pytest.mark.parametrize("broken", ["told", "settle"])
async def test_what_was_sent_but_could_not_be_noted_is_not_sent_again(
    caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    clock = FakeClock()
    world = World(clock)
    alarms(world.book, 2)
    world.book.broken = {broken}
    await world.ringer.ring_due()
    assert "Could not note what became of alarm 1" in caplog.messages
    world.book.broken.clear()
    clock.now += LEASE
    await world.ringer.ring_due()
    assert world.rung == [1, 2] == world.settled()
    assert {(1, SENT), (2, SENT)} == set(world.told_of)


async def test_what_could_not_be_noted_of_one_alarm_says_nothing_of_another() -> None:
    world = World()
    world.book.add(NOW)
    world.book.broken = {"settle"}
    await world.ringer.ring_due()
    world.book.broken.clear()
    world.book.add(NOW)
    await world.ringer.ring_due()
    assert world.heard == [1, 2]


async def test_an_alarm_set_anew_for_the_same_moment_rings_anew() -> None:
    world = World()
    alarm = world.book.add(NOW)
    await world.ringer.ring_due()
    world.book.rows[alarm.id] = (NOW, alarm)
    await world.ringer.ring_due()
    assert world.heard == [1, 1]


async def test_what_is_overdue_at_the_start_rings_once() -> None:
    world = World(clock=real)
    alarms(world.book, 3, real() - HOUR)
    async with ticking(world):
        await until(lambda: len(world.settled()) == 3)
        await asyncio.sleep(0.2)
    assert sorted(world.heard) == [1, 2, 3]


async def test_the_clock_wakes_at_the_earliest_alarm() -> None:
    world = World(clock=real)
    world.book.add(real() + HOUR)
    due = world.book.add(real() + 2 * SOON).due_at
    async with ticking(world) as clock:
        await until(lambda: world.heard and planned(clock))
        assert due <= real()
        assert planned(clock) == pytest.approx(3600, abs=5)
    assert world.heard == [2]


async def test_without_alarms_the_clock_rests() -> None:
    world = World(clock=real)
    async with ticking(world) as clock:
        await asyncio.sleep(0.2)
        assert planned(clock) is None
    assert world.book.claims == 1


async def test_the_distance_counts_and_not_the_hour_of_the_clock() -> None:
    world = World()
    world.book.add(NOW + HOUR)
    async with ticking(world) as clock:
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
    world.book.add(NOW + HOUR)
    async with ticking(world) as clock:
        await until(lambda: planned(clock))
        assert planned(clock) == pytest.approx(3600, abs=5)


async def test_a_book_that_contradicts_itself_makes_no_busy_loop() -> None:
    world = World(clock=real)
    world.book.add(real() - HOUR)

    async def claim(now: datetime, until: datetime, limit: int) -> Sequence[Alarm]:
        assert now < until
        assert limit
        return ()

    world.book.claim = claim  # type: ignore[method-assign]
    async with ticking(world):
        await asyncio.sleep(0.5)
    assert 1 < world.book.looks < 12


async def test_an_earlier_wake_moves_the_run() -> None:
    world = World(clock=real)
    world.book.add(real() + HOUR)
    async with ticking(world) as clock:
        await until(lambda: planned(clock))
        world.book.add(real() + SOON)
        world.ringer.wake(real() + SOON)
        await until(lambda: world.heard)
    assert world.heard == [2]


async def test_a_later_wake_changes_nothing_and_no_wake_touches_the_book() -> None:
    world = World(clock=real)
    world.book.add(real() + HOUR)
    async with ticking(world) as clock:
        await until(lambda: planned(clock))
        job, looks = clock.get_job(RING), world.book.looks
        for minutes in range(61, 1000):
            world.ringer.wake(real() + timedelta(minutes=minutes))
        assert clock.get_job(RING) is job
        assert job.next_run_time < real() + HOUR
        world.ringer.wake(real() + HOUR / 2)
        assert planned(clock) == pytest.approx(1800, abs=5)
        await asyncio.sleep(0.1)
        assert (world.book.looks, world.book.claims) == (looks, 1)


async def test_many_wakes_for_the_past_are_one_run() -> None:
    world = World(clock=real)
    async with ticking(world):
        for _ in range(100):
            world.ringer.wake(real())
        await until(lambda: world.book.claims == 2)
        await asyncio.sleep(0.2)
    assert world.book.claims == 2


async def test_a_wake_during_a_run_is_not_lost_and_somebody_who_hangs_keeps_nobody_waiting() -> (
    None
):
    world = World(clock=real, gate=asyncio.Event())
    assert world.gate
    world.book.add(real())
    async with ticking(world):
        await until(lambda: world.busy == 1)
        world.book.add(real() + SOON)
        world.ringer.wake(real() + SOON)
        await until(lambda: world.busy == 2)
        world.gate.set()
        await until(lambda: len(world.settled()) == 2)
    assert sorted(world.heard) == [1, 2]


async def test_a_wake_by_what_is_rung_is_not_lost() -> None:
    """Ringing saves a step, which sets the next alarm."""

    class Busy(World):
        async def ring(self, alarm: Alarm, now: datetime) -> Sequence[Reply]:
            if len(world.rung) < 5:
                world.ringer.wake(world.book.add(now).due_at)
            return await super().ring(alarm, now)

    world = Busy(clock=real)
    world.book.add(real())
    async with ticking(world):
        await until(lambda: len(world.settled()) == 6)
    assert world.heard == [1, 2, 3, 4, 5, 6]


async def test_a_failure_is_repeated_without_being_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler_module, "WAITS", (SOON,))
    world = World(clock=real, outcomes={1: [NOT_SENT]})
    world.book.add(real())
    async with ticking(world):
        await until(lambda: world.heard)
    assert world.rung == [1, 1]


async def test_after_a_failure_the_next_run_is_its_repetition_and_not_the_end_of_its_lease(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = World(clock=real, outcomes={1: [NOT_SENT]})
    world.book.add(real())
    async with ticking(world) as clock:
        await until(lambda: world.told_of and (planned(clock) or HOUR.seconds) < 30)
        assert planned(clock) == pytest.approx(10, abs=2)
    assert not caplog.messages


@pytest.mark.parametrize("method", ["claim", "next_due"])
async def test_a_database_that_fails_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    monkeypatch.setattr(scheduler_module, "RETRY", SOON)
    world = World(clock=real)
    world.book.broken = {method}
    world.book.add(real())
    world.book.add(real() + SOON)
    async with scheduler(Sweep([], real), world.ringer):
        told = "Could not read the alarms; trying again in 10 seconds"
        await until(lambda: told in caplog.messages)
        world.book.broken.clear()
        await until(lambda: len(world.heard) == 2)
    assert world.heard == [1, 2]


async def test_a_broken_database_is_asked_every_ten_seconds() -> None:
    world = World(clock=real)
    world.book.broken = {"claim", "next_due"}
    async with scheduler(Sweep([], real), world.ringer) as clock:
        await until(lambda: (planned(clock) or 0) > 1)
        assert planned(clock) == pytest.approx(10, abs=2)


async def test_a_wake_before_the_start_is_kept_and_one_after_the_end_is_ignored() -> None:
    world = World(clock=real)
    world.ringer.wake(real() + SOON)
    world.book.add(real() + SOON)
    async with ticking(world) as clock:
        await until(lambda: world.heard)
    world.ringer.wake(real())
    await asyncio.sleep(0.1)
    assert not clock.get_jobs()
    assert world.heard == [1]


async def test_the_end_waits_for_what_is_being_rung_and_begins_nothing_new() -> None:
    world = World(clock=real, gate=asyncio.Event())
    assert world.gate
    alarms(world.book, MANY, real())
    async with scheduler(Sweep([], real), world.ringer):
        await until(lambda: world.busy == PEOPLE)
        asyncio.get_running_loop().call_later(0.1, world.gate.set)
    assert len(world.heard) == PEOPLE
    assert len(world.settled()) == PEOPLE
    untouched = [at for at, _ in world.book.rows.values() if at <= real()]
    assert len(untouched) == len(world.book.rows) == MANY - PEOPLE
    assert world.book.claims == PEOPLE


async def test_the_end_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler_module, "PATIENCE", SOON)
    world = World(clock=real, gate=asyncio.Event())
    world.book.add(real())
    async with asyncio.timeout(10), scheduler(Sweep([], real), world.ringer):
        await until(lambda: world.busy)
    assert (world.busy, world.heard, world.settled()) == (0, [], [])


async def test_what_follows_an_alarm_rings_in_its_turn() -> None:
    world = World(clock=real)
    alarm = world.book.add(real())
    world.following[alarm.id] = AlarmRequest("idle", real() + SOON)
    async with ticking(world):
        await until(lambda: world.settled() == [alarm.id, alarm.id])
    assert world.heard == [alarm.person.id] * 2


async def test_the_bell_wakes_the_ringer_once_there_is_one() -> None:
    world, bell = World(clock=real), DispatcherHandle()
    bell.wake(real())
    async with ticking(world):
        await until(lambda: world.book.looks > 0)
        bell.connect(world.ringer)
        alarm = world.book.add(real())
        bell.wake(alarm.due_at)
        await until(lambda: world.settled() == [alarm.id])


async def test_whoever_spoke_is_told_what_became_of_it() -> None:
    world = World()
    sent, silent, faulty = (world.book.add(NOW) for _ in range(3))
    lost = world.book.add(NOW)
    world.silent.add(silent.id)
    world.faulty.add(faulty.id)
    world.outcomes[lost.person.id] = [UNKNOWN]
    await world.ringer.ring_due()
    assert sorted(world.told_of, key=lambda one: one[0]) == [
        (sent.id, SENT),
        (lost.id, UNKNOWN),
    ]


async def test_what_another_process_sets_is_noticed_within_two_seconds() -> None:
    world = World(clock=real)
    async with scheduler(Sweep([], real), world.ringer, alone=False):
        await until(lambda: world.book.looks > 0)
        world.book.add(real())
        async with asyncio.timeout(2):
            await until(lambda: world.heard)


async def test_who_is_alone_does_not_look_again_and_again() -> None:
    world = World(clock=real)
    async with scheduler(Sweep([], real), world.ringer):
        await asyncio.sleep(1.3)
    assert world.book.looks == 1


async def test_looking_at_a_database_that_fails_is_quiet(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    world.book.broken = {"next_due"}
    await world.ringer.look()
    assert caplog.text == ""
