import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot import countdown as countdown_module
from bot.countdown import Countdown
from bot.people import Channel, Person
from bot.replies import Place, Reply

ANNA, BEN = Person(1, Channel.BROWSER, "anna"), Person(2, Channel.BROWSER, "ben")
TICK = timedelta(milliseconds=50)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class World:
    """People who rest, and the cards that they got."""

    resting: bool = True
    broken: bool = False
    shown: list[int] = field(default_factory=list)
    countdown: Countdown = field(default_factory=lambda: Countdown(TICK))

    async def glance(self, person: Person, now: datetime) -> Reply | None:
        assert now.tzinfo
        if self.broken:
            raise OSError("the disk is gone")
        return Reply(f"for {person.address}", place=Place.REFRESH) if self.resting else None

    async def deliver(self, person: Person, replies: Sequence[Reply]) -> None:
        assert replies
        self.shown.append(person.id)

    def start(self) -> Countdown:
        self.countdown.start(self, self.deliver, now)
        return self.countdown


async def test_a_rest_is_shown_now_and_then_but_not_at_its_end() -> None:
    world = World()
    world.start().begin(ANNA, now() + 3.5 * TICK)
    await asyncio.sleep(8 * TICK.total_seconds())
    assert world.shown == [ANNA.id] * 3


async def test_a_short_rest_is_not_counted() -> None:
    world = World()
    world.start().begin(ANNA, now() + 0.9 * TICK)
    await asyncio.sleep(2 * TICK.total_seconds())
    assert world.shown == []


async def test_a_changed_rest_is_counted_once() -> None:
    world = World()
    countdown = world.start()
    countdown.begin(ANNA, now() + 20 * TICK)
    countdown.begin(ANNA, now() + 2.5 * TICK)
    await asyncio.sleep(6 * TICK.total_seconds())
    assert world.shown == [ANNA.id] * 2


async def test_who_no_longer_rests_is_left_alone() -> None:
    world = World(resting=False)
    world.start().begin(ANNA, now() + 4 * TICK)
    await asyncio.sleep(3 * TICK.total_seconds())
    assert world.shown == []


async def test_in_a_crowd_some_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(countdown_module, "AT_ONCE", 1)
    world = World()
    countdown = world.start()
    countdown.begin(ANNA, now() + 2.5 * TICK)
    countdown.begin(BEN, now() + 2.5 * TICK)
    await asyncio.sleep(4 * TICK.total_seconds())
    assert set(world.shown) == {ANNA.id}
    countdown.begin(BEN, now() + 2.5 * TICK)
    await asyncio.sleep(4 * TICK.total_seconds())
    assert BEN.id in world.shown


async def test_a_failure_is_logged_and_breaks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    world = World(broken=True)
    with caplog.at_level(logging.WARNING):
        world.start().begin(ANNA, now() + 2.5 * TICK)
        await asyncio.sleep(3 * TICK.total_seconds())
    assert "a countdown broke off" in caplog.text


async def test_nothing_is_counted_before_the_start_and_after_the_end() -> None:
    world = World()
    world.countdown.begin(ANNA, now() + 3 * TICK)
    countdown = world.start()
    countdown.begin(BEN, now() + 3 * TICK)
    await countdown.stop()
    countdown.begin(ANNA, now() + 3 * TICK)
    await asyncio.sleep(4 * TICK.total_seconds())
    assert world.shown == []
