"""Synthesis in a worker process, with a cache of voice messages on disk."""

import asyncio
import logging
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar, TypeVarTuple

import av

from bot.domain import number_words
from bot.domain.audio import Sound
from bot.domain.replies import Utterance
from bot.errors import VoiceError
from bot.file_cache import FileCache, source_hash
from bot.voice import audio, engines, synthesis
from bot.voice.audio import seconds_of
from bot.voice.processes import jobs
from bot.voice.processes.jobs import SynthesizerSpec
from bot.voice.processes.workers import JOB_SECONDS, LOAD_SECONDS, Trouble, Worker

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

KEPT = 200 * 1024 * 1024
"""Bytes of cached voice messages, some 14 hours of speech; the oldest go first."""
_SUFFIX = "ogg"
_SOURCES = (synthesis, audio, engines, jobs, number_words)
"""The code that makes a voice message of cues, besides the engine."""


class SpeechSynthesizer:
    """The synthesizer that all people share.

    `folder` holds the cache, `kept` bytes at the most.
    """

    def __init__(self, spec: SynthesizerSpec, folder: Path, *, kept: int = KEPT) -> None:
        self._spec = spec
        self._worker = Worker("speech synthesis")
        self._cache = FileCache(folder)
        self._version = speech_version()
        self._kept = kept
        self._name = ""
        self._making: dict[Utterance, asyncio.Task[Sound]] = {}
        self._loading: asyncio.Task[None] | None = None

    def load_in_background(self) -> None:
        """Load the engine without waiting for it, so that the first answer is spoken sooner."""
        if self._loading is None or self._loading.done():
            self._loading = asyncio.create_task(self._load())

    async def synthesize(self, utterance: Utterance) -> Sound:
        """An utterance as a voice message; concurrent calls for the same one share the work.

        Raises `VoiceError` when the engine fails or too many calls wait.
        """
        making = self._making.get(utterance)
        if making is None:
            making = asyncio.create_task(self._found_or_made(utterance))
            self._making[utterance] = making
            making.add_done_callback(lambda _: self._making.pop(utterance))
        return await asyncio.shield(making)

    async def close(self) -> None:
        """Stop what is under way, and end the worker process."""
        for task in (*self._making.values(), self._loading):
            if task is not None:
                task.cancel()
        await self._worker.close()

    async def _found_or_made(self, utterance: Utterance) -> Sound:
        key = self._key(await self._known_name(), utterance)
        kept = await asyncio.to_thread(self._cache.find, key, _SUFFIX)
        if kept is not None:
            return Sound(kept, seconds_of(kept))
        sound = await self._asked(jobs.synthesize, self._spec, utterance.cues)
        await asyncio.to_thread(self._keep, key, sound)
        return sound

    def _keep(self, key: str, sound: Sound) -> None:
        self._cache.keep(key, sound.content, _SUFFIX)
        self._cache.trim(self._kept)

    def _key(self, name: str, utterance: Utterance) -> str:
        """The cache key: a hash of everything that a voice message depends on."""
        cues = (f"{cue.at} {cue.words}" for cue in utterance.cues)
        parts = (self._version, name, *cues)
        return sha256("\0".join(parts).encode()).hexdigest()[:24]

    async def _known_name(self) -> str:
        if not self._name:
            self._name = await self._asked(jobs.load_synthesizer, self._spec, seconds=LOAD_SECONDS)
        return self._name

    async def _asked(
        self,
        job: Callable[[*Arguments], Result],
        *arguments: *Arguments,
        seconds: float = JOB_SECONDS,
    ) -> Result:
        result = await self._worker.do(job, *arguments, seconds=seconds)
        if isinstance(result, Trouble):
            raise VoiceError(f"Nothing can be said aloud just now: {result.value}.")
        return result

    async def _load(self) -> None:
        try:
            await self._known_name()
        except VoiceError as error:
            log.error("%s", error)  # noqa: TRY400 - a sentence for the operator, not a fault


def speech_version() -> str:
    """A hash of what makes sound of words, besides the engine: our code, and the libraries."""
    made_by = (source_hash(*_SOURCES), av.__version__, version("num2words"))
    return sha256(" ".join(made_by).encode()).hexdigest()
