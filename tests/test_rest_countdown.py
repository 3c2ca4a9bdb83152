import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot import rest_countdown as countdown_module
from bot.domain.people import Channel, Person
from bot.domain.replies import Placement, Reply
from bot.rest_countdown import EVERY, RestCountdown

ANNA, BEN = Person(1, Channel.BROWSER, "anna"), Person(2, Channel.BROWSER, "ben")
START = datetime(2026, 5, 1, 12, tzinfo=UTC)


@dataclass
class World:
    """People who rest, the cards that they got, and a time that passes by sleeping."""

    resting: bool = True
    broken: bool = False
    now: datetime = START
    shown: list[tuple[int, float]] = field(default_factory=list)
    """People, with the seconds since the start."""

    def clock(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += timedelta(seconds=seconds)

    async def resting_card(self, person: Person, now: datetime) -> Reply | None:
        assert now == self.now
        if self.broken:
            raise OSError("the disk is gone")
        return Reply(f"for {person.address}", place=Placement.REFRESH) if self.resting else None

    async def deliver(self, person: Person, replies: Sequence[Reply]) -> None:
        assert replies
        self.shown.append((person.id, (self.now - START).total_seconds()))

    def start(self) -> RestCountdown:
        countdown = RestCountdown(self.sleep)
        countdown.start(self, self.deliver, self.clock)
        return countdown


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


async def pass_by() -> None:
    """Let all countdowns come to their ends."""
    for _ in range(50):
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("rest", "shown"),
    [
        (60, [15, 30, 45]),
        (50, [5, 20, 35]),
        (45, [15, 30]),
        (16, [1]),
        (15, []),
        (3, []),
        (-5, []),
    ],
)
async def test_a_rest_is_shown_now_and_then_but_not_at_its_end(
    rest: float, shown: list[float]
) -> None:
    world = World()
    world.start().begin(ANNA, after(rest))
    await pass_by()
    assert world.shown == [(ANNA.id, seconds) for seconds in shown]


async def test_a_changed_rest_is_counted_once() -> None:
    world = World()
    countdown = world.start()
    countdown.begin(ANNA, after(600))
    countdown.begin(ANNA, after(45))
    await pass_by()
    assert world.shown == [(ANNA.id, 15), (ANNA.id, 30)]


async def test_who_no_longer_rests_is_left_alone() -> None:
    world = World(resting=False)
    world.start().begin(ANNA, after(60))
    await pass_by()
    assert world.shown == []
    assert world.now == START + EVERY


async def test_in_a_crowd_some_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(countdown_module, "AT_ONCE", 1)
    world = World()
    countdown = world.start()
    countdown.begin(ANNA, after(45))
    countdown.begin(BEN, after(45))
    await pass_by()
    assert {person for person, _ in world.shown} == {ANNA.id}
    countdown.begin(BEN, world.now + timedelta(seconds=45))
    await pass_by()
    assert {person for person, _ in world.shown} == {ANNA.id, BEN.id}


async def test_a_failure_is_logged_and_breaks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    world = World(broken=True)
    with caplog.at_level(logging.WARNING):
        world.start().begin(ANNA, after(45))
        await pass_by()
    assert "a countdown broke off" in caplog.text


async def test_nothing_is_counted_before_the_start_and_after_the_end() -> None:
    world = World()
    countdown = RestCountdown(world.sleep)
    countdown.begin(ANNA, after(45))
    countdown.start(world, world.deliver, world.clock)
    countdown.begin(BEN, after(45))
    await countdown.stop()
    countdown.begin(ANNA, after(45))
    await pass_by()
    assert world.shown == []
