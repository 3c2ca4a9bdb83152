import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.scheduler import KEPT, Sweep, scheduler

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def now() -> datetime:
    return NOW


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
    assert "Could not delete" in caplog.text


async def test_the_clock_sweeps_at_once_and_stops_when_it_is_left() -> None:
    purged = Purged()
    async with scheduler(Sweep([purged.purge], lambda: datetime.now(UTC))) as clock:
        await asyncio.wait_for(purged.called.wait(), timeout=5)
        assert len(clock.get_jobs()) == 1
    await asyncio.sleep(0)
    assert not clock.running
