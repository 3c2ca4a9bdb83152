"""Worker processes: jobs in order, limits, and a fresh process after the worst."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pytest

from bot.errors import VoiceError
from bot.voice.processes.workers import Trouble, Worker
from tests.voice.processes import worker_jobs

PATIENCE = 20.0
"""Seconds; the machine may be busy."""


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    one = Worker("tests", waiting=2)
    yield one
    await one.close()


async def pid(worker: Worker) -> int:
    found = await worker.do(worker_jobs.pid)
    assert isinstance(found, int)
    return found


def lives(process: int) -> bool:
    """Whether a process runs; one that ended and waits to be collected does not."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def ends(process: int) -> bool:
    until = monotonic() + PATIENCE
    while lives(process) and monotonic() < until:
        sleep(0.02)
    return not lives(process)


def noted(path: Path) -> int:
    """The process that a job wrote down, once it has."""
    until = monotonic() + PATIENCE
    while not (path.exists() and path.read_text()):
        assert monotonic() < until, "it never began"
        sleep(0.02)
    return int(path.read_text())


async def test_jobs_are_done_in_another_process_that_stays(worker: Worker) -> None:
    first = await pid(worker)
    assert first != os.getpid()
    assert await worker.do(worker_jobs.doubled, 21) == 42
    assert await pid(worker) == first


async def test_after_a_crash_a_fresh_process_goes_on(worker: Worker) -> None:
    first = await pid(worker)
    assert await worker.do(worker_jobs.die) is Trouble.FAILED
    assert await pid(worker) != first


async def test_a_process_that_is_killed_while_nothing_is_to_do_is_replaced(worker: Worker) -> None:
    first = await pid(worker)
    os.kill(first, signal.SIGKILL)
    assert await asyncio.to_thread(ends, first)
    async with asyncio.timeout(PATIENCE):
        while worker._pool.active:  # noqa: ASYNC110 - a thread of the library notices it
            await asyncio.sleep(0.02)
    assert await pid(worker) != first


async def test_a_job_that_takes_too_long_is_ended_and_the_next_one_works(worker: Worker) -> None:
    first = await pid(worker)
    assert await worker.do(worker_jobs.sleep, 600.0, seconds=0.3) is Trouble.FAILED
    assert not lives(first)
    assert await worker.do(worker_jobs.doubled, 4) == 8


async def test_a_job_that_takes_too_much_memory_fails(worker: Worker) -> None:
    assert await worker.do(worker_jobs.swallow, 40, 80) == 40 * 1024 * 1024
    assert await worker.do(worker_jobs.swallow, 400, 80) is Trouble.FAILED
    assert await worker.do(worker_jobs.swallow, 40, 80) == 40 * 1024 * 1024


async def test_a_job_that_takes_too_much_of_the_processor_fails(worker: Worker) -> None:
    assert await worker.do(worker_jobs.burn) is Trouble.FAILED
    assert await worker.do(worker_jobs.doubled, 4) == 8


async def test_what_the_operator_can_mend_is_passed_on(worker: Worker) -> None:
    with pytest.raises(VoiceError, match=r"^There is no such voice\.$"):
        await worker.do(worker_jobs.refuse)


async def test_other_errors_are_logged_without_what_was_said(
    worker: Worker, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    assert await worker.do(worker_jobs.stumble) is Trouble.FAILED
    assert caplog.messages == ["The process for tests failed: ValueError"]
    assert "something a person said" not in caplog.text
    assert capfd.readouterr() == ("", "")


async def test_more_than_a_few_who_wait_are_turned_away(worker: Worker) -> None:
    jobs = [asyncio.create_task(worker.do(worker_jobs.sleep, 0.2)) for _ in range(5)]
    results = await asyncio.gather(*jobs)
    assert [isinstance(one, int) for one in results] == [True, True, True, False, False]
    assert set(results[3:]) == {Trouble.BUSY}


async def test_who_leaves_does_not_disturb_the_others(worker: Worker, tmp_path: Path) -> None:
    first, path = await pid(worker), tmp_path / "pid"
    running = asyncio.create_task(worker.do(worker_jobs.note_and_sleep, path, 0.3))
    waiting = asyncio.create_task(worker.do(worker_jobs.die))
    staying = asyncio.create_task(worker.do(worker_jobs.doubled, 5))
    await asyncio.to_thread(noted, path)
    for task in (running, waiting):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert await staying == 10
    assert await pid(worker) == first


async def test_secrets_stay_outside(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELEGRAM_BOT_TOKEN", "DATABASE_URL", "BOT_EMERGENCY"):
        monkeypatch.setenv(name, "mine")
    assert await worker.do(worker_jobs.setting, "TELEGRAM_BOT_TOKEN") is None
    assert await worker.do(worker_jobs.setting, "DATABASE_URL") is None
    assert await worker.do(worker_jobs.setting, "BOT_EMERGENCY") == "mine"


async def test_closing_ends_the_process_at_once_whatever_it_does(tmp_path: Path) -> None:
    worker, path = Worker("tests"), tmp_path / "pid"
    busy = asyncio.create_task(worker.do(worker_jobs.note_and_sleep, path, 600.0))
    process = await asyncio.to_thread(noted, path)
    began = monotonic()
    await worker.close()
    assert monotonic() - began < 3, "it had to be killed"
    assert not lives(process)
    with suppress(asyncio.CancelledError):
        await busy
    with pytest.raises(VoiceError):
        await worker.do(worker_jobs.pid)


PARENT = """
import asyncio, sys
from pathlib import Path
from bot.voice.processes.workers import Worker
from tests.voice.processes import worker_jobs
async def main():
    await Worker("tests").do(worker_jobs.note_and_sleep, Path(sys.argv[1]), 600.0)
asyncio.run(main())
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_the_assistant(sign: signal.Signals, tmp_path: Path) -> None:
    path = tmp_path / "pid"
    root = Path(__file__).parents[3]
    with subprocess.Popen([sys.executable, "-c", PARENT, path], cwd=root) as parent:
        process = noted(path)
        parent.send_signal(sign)
        parent.wait(PATIENCE)
    assert ends(process)
