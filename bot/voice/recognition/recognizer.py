"""Hears what people say, in a process of its own."""

import asyncio
import logging

from bot.domain.audio import (
    LARGEST,
    ExpectedSpeech,
    NotHeard,
    RecognitionError,
    Recording,
    Transcript,
)
from bot.errors import VoiceError
from bot.voice.processes import jobs
from bot.voice.processes.jobs import RecognizerSpec
from bot.voice.processes.workers import JOB_SECONDS, LOAD_SECONDS, Trouble, Worker

log = logging.getLogger(__name__)

_WHY = {Trouble.BUSY: RecognitionError.BUSY, Trouble.FAILED: RecognitionError.FAILED}


class SpeechRecognizer:
    """An ear that everybody shares; recordings are neither kept nor logged.

    `seconds` is how long one recording may take, once the ear is loaded.
    """

    def __init__(self, spec: RecognizerSpec, *, seconds: float = JOB_SECONDS) -> None:
        self._spec = spec
        self._seconds = seconds
        self._worker = Worker("hearing")
        self._loaded = False
        self._loading: asyncio.Task[None] | None = None

    def load_in_background(self) -> None:
        """Load the ear in the background, so that the first to speak does not wait for it."""
        if self._loading is None or self._loading.done():
            self._loading = asyncio.create_task(self._get_ready())

    async def transcribe(
        self, recording: Recording, grammar: ExpectedSpeech
    ) -> Transcript | NotHeard:
        """What was said, as far as it could be made out. Never raises for what is in it."""
        if len(recording.content) > LARGEST:
            return NotHeard(RecognitionError.TOO_LARGE)
        try:
            result = await self._heard(recording.content, grammar)
        except VoiceError as error:
            log.warning("%s", error)
            return NotHeard(RecognitionError.FAILED)
        if result is Trouble.FAILED:
            self._loaded = False
            self.load_in_background()
        return NotHeard(_WHY[result]) if isinstance(result, Trouble) else result

    async def close(self) -> None:
        """End the process."""
        if self._loading is not None:
            self._loading.cancel()
        await self._worker.close()

    async def _heard(
        self, content: bytes, grammar: ExpectedSpeech
    ) -> Transcript | NotHeard | Trouble:
        trouble = await self._load()
        if trouble is not None:
            return trouble
        return await self._worker.do(
            jobs.transcribe, self._spec, content, grammar, seconds=self._seconds
        )

    async def _get_ready(self) -> None:
        try:
            await self._load()
        except VoiceError as error:
            log.error("%s", error)  # noqa: TRY400 - a sentence for the operator, not a fault

    async def _load(self) -> Trouble | None:
        """Load the ear if that is still to be done: it may take longer than a recording may."""
        if self._loaded:
            return None
        trouble = await self._worker.do(jobs.load_recognizer, self._spec, seconds=LOAD_SECONDS)
        self._loaded = trouble is None
        return trouble
