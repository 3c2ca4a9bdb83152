"""What engines of speech take in their worker processes: time until they are ready, memory."""

import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.clips import FLITE, read_out
from bench.programs import resident
from bench.tables import Table, megabytes, times
from bench.workouts import counted_set
from bot.domain.audio import LONGEST, ExpectedSpeech, Sound, Transcript
from bot.voice.audio import encode
from bot.voice.processes import jobs
from bot.voice.processes.workers import LOAD_SECONDS, Worker
from bot.voice.specs import EspeakSpec, PocketSphinxSpec

_ROUNDS = 3

Work = Callable[[Worker], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Used:
    """What one worker took."""

    ready: float
    """Seconds from its making until its engine is loaded."""
    resident: int
    """Bytes in memory then."""
    worked: int | None
    """Bytes in memory after the longest work that it is ever given, if it had to work."""


async def starting() -> Table:
    """Each engine in fresh processes, beside a process without any."""
    minute = encode(read_out(LONGEST, FLITE[0]))
    rounds = [await _round(minute) for _ in range(_ROUNDS)]
    bare = [found["no engine"] for found in rounds]
    return Table(
        f"voice: engines in worker processes, {_ROUNDS} rounds",
        ("", "ready s", "ratio", "memory MB", "ratio", "after work MB"),
        [_row(label, [found[label] for found in rounds], bare) for label in rounds[0]],
        (
            "first start: a language model is made of our content, and kept",
            "after work: a minute of speech was transcribed, a whole set counted aloud",
        ),
    )


async def _round(minute: Sound) -> Mapping[str, Used]:
    with TemporaryDirectory() as folder:
        recognizer = PocketSphinxSpec(Path(folder))
        load = _loading_recognizer(recognizer)
        return {
            "no engine": await used(_nothing),
            "recognizer, first start": await used(load),
            "recognizer, later start": await used(load, _transcribing(recognizer, minute)),
            "synthesizer": await used(_loading_synthesizer, _synthesizing),
        }


async def used(load: Work, work: Work | None = None) -> Used:
    """A new worker loads an engine, then may work with it."""
    began = perf_counter()
    worker = Worker("a benchmark")
    try:
        await load(worker)
        ready = perf_counter() - began
        process_id = await worker.do(os.getpid)
        assert isinstance(process_id, int)
        loaded = resident(process_id)
        if work is None:
            return Used(ready, loaded, None)
        await work(worker)
        return Used(ready, loaded, resident(process_id))
    finally:
        await worker.close()


async def _nothing(worker: Worker) -> None:
    await worker.do(os.getpid)


def _loading_recognizer(recognizer: PocketSphinxSpec) -> Work:
    async def load(worker: Worker) -> None:
        assert await worker.do(jobs.load_recognizer, recognizer, seconds=LOAD_SECONDS) is None

    return load


def _transcribing(recognizer: PocketSphinxSpec, sound: Sound) -> Work:
    async def transcribe(worker: Worker) -> None:
        what = (recognizer, sound.content, ExpectedSpeech.QUESTIONS)
        assert isinstance(await worker.do(jobs.transcribe, *what, seconds=LOAD_SECONDS), Transcript)

    return transcribe


async def _loading_synthesizer(worker: Worker) -> None:
    assert isinstance(
        await worker.do(jobs.load_synthesizer, EspeakSpec(), seconds=LOAD_SECONDS), str
    )


async def _synthesizing(worker: Worker) -> None:
    assert isinstance(await worker.do(jobs.synthesize, EspeakSpec(), counted_set().cues), Sound)


def _row(label: str, ours: Sequence[Used], others: Sequence[Used]) -> tuple[str, ...]:
    ready, bare = (median(one.ready for one in found) for found in (ours, others))
    memory, least = (median(one.resident for one in found) for found in (ours, others))
    worked = [one.worked for one in ours if one.worked is not None]
    return (
        label,
        f"{ready:.2f}",
        times(ready, bare),
        megabytes(memory),
        times(memory, least),
        megabytes(median(worked)) if worked else "-",
    )
