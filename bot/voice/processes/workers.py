"""Worker processes for speech engines: limited in time and memory, replaced when they break."""

import asyncio
import logging
from asyncio import wrap_future
from collections.abc import Callable
from enum import Enum
from multiprocessing import get_context
from typing import TypeVar, TypeVarTuple

from pebble import ProcessPool

from bot.errors import VoiceError
from bot.voice.processes.limits import move_in

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

JOB_SECONDS = 30.0
"""How long one job may take, with loading the engine if that is still to be done."""
LOAD_SECONDS = 120.0
"""How long the first job of a process may take, which only loads the engine."""
WAITING = 8
"""Jobs that wait for their turn; more are turned away."""


class Trouble(Enum):
    """Why a job has no result."""

    BUSY = "busy"
    FAILED = "failed"
    """It crashed, or took too long or too much."""


class Worker:
    """A process that does one job after the other; when it breaks, a fresh one takes its place.

    The process starts with the first job. Jobs are functions of a module; nothing of what they
    are given or give back is logged.
    """

    def __init__(self, name: str, *, waiting: int = WAITING) -> None:
        self._name = name
        self._most = waiting
        self._waiting = 0
        self._turn = asyncio.Lock()
        self._running: asyncio.Task[object] | None = None
        self._closed = False
        self._pool = _pool()

    async def do(
        self,
        job: Callable[[*Arguments], Result],
        *arguments: *Arguments,
        seconds: float = JOB_SECONDS,
    ) -> Result | Trouble:
        """The result of a job, after those that came before; a job that began is never cancelled.

        Raises `VoiceError` when the job does.
        """
        if self._waiting >= self._most:
            return Trouble.BUSY
        self._waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self._waiting -= 1
        running = asyncio.create_task(self._done(job, arguments, seconds))
        self._running = running
        running.add_done_callback(lambda _: self._turn.release())
        return await asyncio.shield(running)

    async def close(self) -> None:
        """End the process, whatever it is doing."""
        self._closed = True
        if self._running is not None:
            self._running.cancel()
        await asyncio.to_thread(_end, self._pool)

    async def _done(
        self,
        job: Callable[[*Arguments], Result],
        arguments: tuple[*Arguments],
        seconds: float,
    ) -> Result | Trouble:
        try:
            pool = await self._ready()
            return await wrap_future(pool.schedule(job, arguments, timeout=seconds))
        except VoiceError:
            raise
        except Exception as error:  # noqa: BLE001 - processes die, and engines raise what they like
            log.warning("The process for %s failed: %s", self._name, type(error).__name__)
            return Trouble.FAILED

    async def _ready(self) -> ProcessPool:
        """The pool; a new one if it broke for good, as when its idle process was killed."""
        if self._closed:
            raise VoiceError("The assistant is stopping.")
        if not self._pool.active:
            await asyncio.to_thread(_end, self._pool)
            self._pool = _pool()
        return self._pool


def _pool() -> ProcessPool:
    """A pool of one process, spawned rather than forked: it shares no memory with the assistant."""
    return ProcessPool(max_workers=1, initializer=move_in, context=get_context("spawn"))


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # Pebble forgot
    pool.join()
