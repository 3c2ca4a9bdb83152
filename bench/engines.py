"""What an ear and a mouth take in their worker processes: time until they are ready, memory."""

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
from bot.voice.choosing import EspeakSpec, PocketSphinxSpec
from bot.voice.processes import jobs
from bot.voice.processes.workers import LOAD_SECONDS, Worker

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
            "after work: the ear heard a minute of speech, the mouth counted a whole set",
        ),
    )


async def _round(minute: Sound) -> Mapping[str, Used]:
    with TemporaryDirectory() as folder:
        ear = PocketSphinxSpec(Path(folder))
        return {
            "no engine": await used(_nothing),
            "ear, first start": await used(_listening(ear)),
            "ear, later start": await used(_listening(ear), _hearing(ear, minute)),
            "mouth": await used(_naming, _counting),
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


def _listening(ear: PocketSphinxSpec) -> Work:
    async def load(worker: Worker) -> None:
        assert await worker.do(jobs.listen_up, ear, seconds=LOAD_SECONDS) is None

    return load


def _hearing(ear: PocketSphinxSpec, sound: Sound) -> Work:
    async def hear(worker: Worker) -> None:
        what = (ear, sound.content, ExpectedSpeech.QUESTIONS)
        assert isinstance(await worker.do(jobs.hear, *what, seconds=LOAD_SECONDS), Transcript)

    return hear


async def _naming(worker: Worker) -> None:
    assert isinstance(await worker.do(jobs.name, EspeakSpec(), seconds=LOAD_SECONDS), str)


async def _counting(worker: Worker) -> None:
    assert isinstance(await worker.do(jobs.say, EspeakSpec(), counted_set().cues), Sound)


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
