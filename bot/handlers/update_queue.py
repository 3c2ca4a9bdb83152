"""Updates of one person in order, people in parallel."""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.keyed_lock import KeyedLock

CONCURRENT = 16
"""Updates processed at the same time; more only makes each of them slower."""
_WAITING = 10_000


class UpdateQueue(BaseUpdateProcessor):
    """A queue per person, and a few slots for all of them.

    The slots of the base class are for those who wait: one person who sends a hundred messages
    would otherwise take all of them.
    """

    def __init__(self, concurrent: int = CONCURRENT) -> None:
        super().__init__(_WAITING)
        self._slots = asyncio.Semaphore(concurrent)
        self._locks = KeyedLock()
        self._in_progress: set[asyncio.Task[Any]] = set()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Process one update when its person's earlier ones are done."""
        task = asyncio.current_task()
        assert task
        self._in_progress.add(task)
        try:
            async with self._locks.hold(_whose(update)), self._slots:
                await coroutine
        finally:
            self._in_progress.discard(task)
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # says nothing when it has run; when it has not, avoids a warning

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Cancel what has not finished in time."""
        late = list(self._in_progress)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _whose(update: object) -> int:
    if not isinstance(update, Update):
        return 0
    origin = update.effective_user or update.effective_chat
    return origin.id if origin else 0
