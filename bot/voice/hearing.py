"""Hears what people say, in a process of its own."""

import asyncio
import logging

from bot.errors import VoiceError
from bot.sounds import LARGEST, Grammar, Heard, NotHeard, Recording, Why
from bot.voice import jobs
from bot.voice.jobs import EarPlan
from bot.voice.workers import LOAD_SECONDS, Trouble, Worker

log = logging.getLogger(__name__)

_WHY = {Trouble.BUSY: Why.BUSY, Trouble.FAILED: Why.FAILED}


class Hearing:
    """An ear that everybody shares; recordings are neither kept nor logged."""

    def __init__(self, plan: EarPlan) -> None:
        self._plan = plan
        self._worker = Worker("hearing")
        self._loading: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Load the ear in the background, so that the first to speak does not wait for it."""
        if self._loading is None or self._loading.done():
            self._loading = asyncio.create_task(self._load())

    async def hear(self, recording: Recording, grammar: Grammar) -> Heard | NotHeard:
        """What was said, as far as it could be made out. Never raises for what is in it."""
        if len(recording.content) > LARGEST:
            return NotHeard(Why.TOO_LARGE)
        try:
            result = await self._worker.do(jobs.hear, self._plan, recording.content, grammar)
        except VoiceError as error:
            log.warning("%s", error)
            return NotHeard(Why.FAILED)
        if result is Trouble.FAILED:
            self.begin()
        return NotHeard(_WHY[result]) if isinstance(result, Trouble) else result

    async def close(self) -> None:
        """End the process."""
        if self._loading is not None:
            self._loading.cancel()
        await self._worker.close()

    async def _load(self) -> None:
        try:
            await self._worker.do(jobs.listen_up, self._plan, seconds=LOAD_SECONDS)
        except VoiceError as error:
            log.error("%s", error)  # noqa: TRY400 - a sentence for the operator, not a fault
