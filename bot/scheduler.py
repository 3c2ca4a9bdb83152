"""The clock: APScheduler wakes a handful of fixed jobs; what is due stands in the database."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_LOG = logging.getLogger(__name__)
KEPT = timedelta(days=30)
"""How long the words of a person are kept."""
SWEPT = timedelta(hours=1)
"""How often what is older is deleted."""

Clock = Callable[[], datetime]
Purge = Callable[[datetime], Awaitable[object]]
"""Deletes everything of its kind that is older than a moment."""


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


@asynccontextmanager
async def scheduler(sweep: Sweep) -> AsyncIterator[AsyncIOScheduler]:
    """The clock while it ticks; the first sweep comes at once.

    A late job still runs, once, however late: APScheduler's defaults would drop it.
    """
    clock = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    clock.add_job(sweep.run, "interval", seconds=SWEPT.total_seconds(), next_run_time=sweep.clock())
    clock.start()
    try:
        yield clock
    finally:
        clock.shutdown(wait=False)
