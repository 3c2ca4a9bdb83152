"""Voice messages: what people wait for, what the engines take, what the work on sound costs."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.clips import FLITE, read_out
from bench.engines import starting
from bench.tables import Table, milliseconds
from bench.talking import SECONDS, talking
from bench.timing import quantile, spent_on
from bench.workouts import counted_set
from bot.domain.audio import LONGEST, ExpectedSpeech
from bot.voice.audio import decode, encode
from bot.voice.engines import Pcm
from bot.voice.recognition.pocketsphinx import PocketSphinxEngine
from bot.voice.synthesis.espeak import VOICE, EspeakEngine
from bot.voice.synthesis.timeline import render

_ROUNDS = 20
_ENOUGH = 10.0
"""Seconds after which no further round begins."""
_ANSWER = 10.0
"""Seconds of a short spoken answer."""

Work = Callable[[], object]


def voice() -> Iterator[Table]:
    """A whole conversation; then its parts."""
    yield from asyncio.run(talking())
    yield asyncio.run(starting())
    yield _working()


def _working() -> Table:
    with TemporaryDirectory() as folder:
        rows = [_row(label, seconds, work) for label, seconds, work in _works(Path(folder))]
    return Table(
        "voice: work on sound",
        ("ms", "rounds", "p50", "p99", "seconds a second of sound"),
        rows,
        ("the set: 12 repetitions of each side, counted aloud; beside all: real time, 1.000",),
    )


def _works(folder: Path) -> Iterator[tuple[str, float, Work]]:
    """What is done to sound that lasts so many seconds."""
    recognizer, synthesizer = PocketSphinxEngine(folder), EspeakEngine()
    for seconds in (SECONDS, LONGEST):
        yield from _incoming(recognizer, read_out(seconds, FLITE[0]))
    for seconds in (_ANSWER, LONGEST):
        sound = read_out(seconds, VOICE)
        yield f"encode {seconds:.0f} s", sound.seconds, partial(encode, sound)
    cues = counted_set().cues
    track = render(synthesizer, cues)
    yield (
        f"render the set, {track.seconds:.0f} s",
        track.seconds,
        partial(render, synthesizer, cues),
    )
    yield f"encode the set, {track.seconds:.0f} s", track.seconds, partial(encode, track)


def _incoming(recognizer: PocketSphinxEngine, speech: Pcm) -> Iterator[tuple[str, float, Work]]:
    content = encode(speech).content
    sound = decode(content)
    assert isinstance(sound, Pcm)
    label = f"{speech.seconds:.0f} s"
    yield f"decode {label}", speech.seconds, partial(decode, content)
    yield (
        f"hear {label}",
        speech.seconds,
        partial(recognizer.transcribe, sound, ExpectedSpeech.QUESTIONS),
    )


def _row(label: str, seconds: float, work: Work) -> tuple[str, ...]:
    spent: list[float] = []
    while len(spent) < _ROUNDS and sum(spent) < _ENOUGH:
        spent.append(spent_on(work).wall)
    return (
        label,
        str(len(spent)),
        milliseconds(quantile(spent, 0.5)),
        milliseconds(quantile(spent, 0.99)),
        f"{median(spent) / seconds:.3f}",
    )
