"""What a worker takes that is measured."""

import asyncio

from bench.engines import used
from bot.voice.processes.workers import Worker
from tests.voice.processes import worker_jobs


async def slow(worker: Worker) -> None:
    await worker.do(worker_jobs.pid)
    await asyncio.sleep(0.3)  # what is measured


async def work(worker: Worker) -> None:
    await worker.do(worker_jobs.keep, 64)


async def test_time_to_load_and_memory_before_and_after_work_are_told() -> None:
    found = await used(slow, work)
    assert found.ready >= 0.3
    assert found.worked
    assert found.worked - found.resident >= 60 * 1024 * 1024


async def test_who_does_not_work_takes_no_memory_for_it() -> None:
    assert (await used(slow)).worked is None
