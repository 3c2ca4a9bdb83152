"""What people wait for who speak with our bot in Telegram, beside the same questions typed."""

from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.clips import FLITE, recorded
from bench.programs import Gauge, gauge, reporter
from bench.tables import Table, megabytes, milliseconds, times
from bench.timing import quantile, ratio
from bot.domain.audio import Sound
from bot.knowledge.content.loading import Library, read_library
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TelegramServer, telegram_server

_COUNT = 40
SECONDS = 4.0
"""What a usual voice message lasts, about."""
_ABOUT = 0.6
"""By how many seconds a clip may miss it."""
_LETTERS = 54
"""Of a question that lasts so long, about."""
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Clip:
    """A question, typed and spoken; no two have the same answer."""

    text: str
    sound: Sound


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds from a voice message on."""

    words: float
    """Until everything was answered in writing."""
    voice: float
    """Until the answer was spoken, too."""

    @property
    def more(self) -> float:
        """For how long those who have read it wait to hear it."""
        return self.voice - self.words


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question, in three ways."""

    typed: float
    """Seconds to the answer."""
    fresh: Waits
    again: Waits
    """Spoken once more: the answer has been said before."""


async def talking() -> tuple[Table, Table]:
    """Time to the answer in words and aloud, one person at a time; the memory that it takes."""
    clips = list(islice(_clips(read_library()), _COUNT))
    async with AsyncExitStack() as stack:
        server, process = await stack.enter_async_context(_bot("aloud"))
        await ask_aloud(server.phone(999), clips[0].sound)  # warm: the engines are ready then
        asked = [await _asked(server.phone(1000 + at), clip) for at, clip in enumerate(clips)]
        aloud = await gauge(process)
    return _waits(clips, asked), _memory(aloud, await _silent(clips))


@asynccontextmanager
async def _bot(how: str) -> AsyncIterator[tuple[TelegramServer, Process]]:
    with TemporaryDirectory() as folder:
        async with telegram_server() as server:
            words = (server.url, server.token, folder, how)
            async with reporter("bench.coach_bot", *words) as process:
                yield server, process


async def _silent(clips: Sequence[Clip]) -> Gauge:
    """What the bot has used without engines, after the same questions."""
    async with _bot("mute") as (server, process):
        for at, clip in enumerate(clips):
            await _ask(server.phone(1000 + at), clip.text)
        return await gauge(process)


def _clips(library: Library) -> Iterator[Clip]:
    """A question about each topic, in turns by several voices, as far as one is long enough."""
    for at, topic in enumerate(library.topics.values()):
        text = min(topic.ways_to_ask, key=lambda asked: abs(len(asked) - _LETTERS))
        sound = recorded(text, FLITE[at % len(FLITE)])
        if abs(sound.seconds - SECONDS) <= _ABOUT:
            yield Clip(text, sound)


async def _asked(phone: Phone, clip: Clip) -> _Asked:
    typed = await _ask(phone, clip.text)
    return _Asked(typed, await ask_aloud(phone, clip.sound), await ask_aloud(phone, clip.sound))


async def _ask(phone: Phone, text: str) -> float:
    began = perf_counter()
    typed = await phone.say(text)
    while True:
        message = await phone.answer(_PATIENCE)
        if message.id > typed.id and not message.animation:
            return perf_counter() - began


async def ask_aloud(phone: Phone, sound: Sound) -> Waits:
    """Send a voice message, and wait until it is answered aloud."""
    began, words = perf_counter(), 0.0
    spoken = await phone.speak(sound.content, round(sound.seconds))
    while True:
        message = await phone.answer(_PATIENCE)
        now = perf_counter() - began
        if message.voice:
            return Waits(words, now)
        if message.id > spoken.id and not message.animation:
            words = now


def _waits(clips: Sequence[Clip], asked: Sequence[_Asked]) -> Table:
    fresh, again = [one.fresh for one in asked], [one.again for one in asked]
    lengths = [clip.sound.seconds for clip in clips]
    rows = [
        ("typed: answer", [one.typed for one in asked]),
        ("spoken: answer in words", [one.words for one in fresh]),
        ("spoken: answer aloud", [one.voice for one in fresh]),
        ("spoken: aloud after the words", [one.more for one in fresh]),
        ("said before: answer in words", [one.words for one in again]),
        ("said before: answer aloud", [one.voice for one in again]),
        ("said before: aloud after the words", [one.more for one in again]),
    ]
    return Table(
        f"voice: {len(clips)} questions in Telegram, {_mean(lengths):.1f} s long on average",
        ("ms", "p50", "p99", "times the typed one", "seconds a second asked"),
        [_row(label, values, rows[0][1], lengths) for label, values in rows],
        (
            "whole bot with the engines that are usual, one person at a time, no answer twice",
            "said before: the same clip once more; the answer is on the shelf, and Telegram has it",
            "times the typed one: median, question by question",
        ),
    )


def _row(
    label: str, values: Sequence[float], typed: Sequence[float], lengths: Sequence[float]
) -> tuple[str, ...]:
    return (
        label,
        milliseconds(quantile(values, 0.5)),
        milliseconds(quantile(values, 0.99)),
        f"{ratio(values, typed):.1f}x",
        f"{ratio(values, lengths):.3f}",
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _memory(aloud: Gauge, mute: Gauge) -> Table:
    rows = [
        ("without engines", megabytes(mute.resident), times(mute.resident, mute.resident)),
        ("with engines", megabytes(aloud.resident), times(aloud.resident, mute.resident)),
    ]
    return Table(
        "voice: memory of the main process, after those questions", ("", "MB", "ratio"), rows
    )
