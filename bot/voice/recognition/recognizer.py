"""Recognition in a worker process, which decodes recordings and runs the engine."""

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

_ERRORS = {Trouble.BUSY: RecognitionError.BUSY, Trouble.FAILED: RecognitionError.FAILED}


class SpeechRecognizer:
    """The recognizer that all people share; recordings are neither kept nor logged.

    `seconds` is how long one recording may take, once the engine is loaded.
    """

    def __init__(self, spec: RecognizerSpec, *, seconds: float = JOB_SECONDS) -> None:
        self._spec = spec
        self._seconds = seconds
        self._worker = Worker("speech recognition")
        self._loaded = False
        self._loading: asyncio.Task[None] | None = None

    def load_in_background(self) -> None:
        """Load the engine without waiting for it, so that the first recording is heard sooner."""
        if self._loading is None or self._loading.done():
            self._loading = asyncio.create_task(self._load_or_log())

    async def transcribe(
        self, recording: Recording, grammar: ExpectedSpeech
    ) -> Transcript | NotHeard:
        """What was said, as far as it could be made out. Never raises for what is in it."""
        if len(recording.content) > LARGEST:
            return NotHeard(RecognitionError.TOO_LARGE)
        try:
            result = await self._transcribed(recording.content, grammar)
        except VoiceError as error:
            log.warning("%s", error)
            return NotHeard(RecognitionError.FAILED)
        if result is Trouble.FAILED:
            self._loaded = False
            self.load_in_background()
        return NotHeard(_ERRORS[result]) if isinstance(result, Trouble) else result

    async def close(self) -> None:
        """Stop loading, and end the worker process."""
        if self._loading is not None:
            self._loading.cancel()
        await self._worker.close()

    async def _transcribed(
        self, content: bytes, grammar: ExpectedSpeech
    ) -> Transcript | NotHeard | Trouble:
        trouble = await self._load()
        if trouble is not None:
            return trouble
        return await self._worker.do(
            jobs.transcribe, self._spec, content, grammar, seconds=self._seconds
        )

    async def _load_or_log(self) -> None:
        try:
            await self._load()
        except VoiceError as error:
            log.error("%s", error)  # noqa: TRY400 - a sentence for the operator, not a fault

    async def _load(self) -> Trouble | None:
        """Load the engine if that is still to be done: it may take longer than a recording may."""
        if self._loaded:
            return None
        trouble = await self._worker.do(jobs.load_recognizer, self._spec, seconds=LOAD_SECONDS)
        self._loaded = trouble is None
        return trouble
