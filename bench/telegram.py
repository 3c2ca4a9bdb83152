"""What one message in Telegram costs: our bot beside a bare echo bot of the same library."""

import asyncio
import pstats
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.people import People
from bench.programs import gauge, reporter
from bench.questions import shuffled_questions
from bench.tables import Table, milliseconds
from bench.timing import quantile, ratio
from tests.telegram_server.server import telegram_server

_ROUNDS = 4
_PEOPLE = 32
_CROWD = 16
"""People asking at the same time, when many do."""
_TOP = 45
"""Lines of a profile."""
_QUESTIONS = tuple(shuffled_questions())


@dataclass(frozen=True, slots=True)
class _Bot:
    """A bot in its own process, and the people who write to it."""

    process: Process
    people: People


@dataclass(frozen=True, slots=True)
class _Round:
    cpu: float
    """Seconds of the bot per message."""
    waits: list[float]
    """Seconds from each message to its first answer."""


def telegram() -> Iterator[Table]:
    """CPU per message and time to the answer, one at a time and many at once."""
    yield asyncio.run(_measured())


async def _measured() -> Table:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        coach = await stack.enter_async_context(_bot("bench.coach_bot", folder))
        echo = await stack.enter_async_context(_bot("bench.echo_bot"))
        rows = []
        for label, at_once in (("one at a time", 1), (f"{_CROWD} people at once", _CROWD)):
            rounds = await _interleaved((coach, echo), at_once)
            rows.append(_row(label, [ours for ours, _ in rounds], [other for _, other in rounds]))
    heads = ("ms per message", "CPU ours", "CPU echo", "ratio", "answer p50", "p99")
    return Table(
        f"telegram: {len(_QUESTIONS)} messages of {_PEOPLE} people, {_ROUNDS} rounds in turns",
        (*heads, "echo p50", "p99"),
        rows,
        (
            "ours: channel, conversation and SQLite, without pauses between messages; wanted: 2x",
            "echo: python-telegram-bot with one handler; CPU is the bot's process alone",
        ),
    )


@asynccontextmanager
async def _bot(module: str, *words: str) -> AsyncIterator[_Bot]:
    async with telegram_server() as server:
        server.keeps_calls = False
        people = People.at(server, _PEOPLE)
        async with reporter(module, server.url, server.token, *words) as process:
            await people.ask(_QUESTIONS[:_PEOPLE], 1)  # warm, and everybody is known
            yield _Bot(process, people)


async def _interleaved(bots: Sequence[_Bot], at_once: int) -> list[list[_Round]]:
    return [[await _round(bot, at_once) for bot in bots] for _ in range(_ROUNDS)]


async def _round(bot: _Bot, at_once: int) -> _Round:
    before = await gauge(bot.process)
    waits = await bot.people.ask(_QUESTIONS, at_once)
    after = await gauge(bot.process)
    return _Round((after.cpu - before.cpu) / len(_QUESTIONS), waits)


def _row(label: str, ours: Sequence[_Round], others: Sequence[_Round]) -> tuple[str, ...]:
    return (
        label,
        milliseconds(median(found.cpu for found in ours)),
        milliseconds(median(found.cpu for found in others)),
        f"{ratio([found.cpu for found in ours], [found.cpu for found in others]):.2f}x",
        *_waits(ours),
        *_waits(others),
    )


def _waits(rounds: Sequence[_Round]) -> tuple[str, str]:
    return (
        milliseconds(median(quantile(found.waits, 0.5) for found in rounds)),
        milliseconds(median(quantile(found.waits, 0.99) for found in rounds)),
    )


def telegram_profile() -> Iterator[Table]:
    """Where our bot's time goes; a profiler makes small functions look dearer than they are."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "profile"
        asyncio.run(_profile(folder, file))
        for order in ("cumulative", "tottime"):
            lines = _top(file, order)
            yield Table(f"telegram, profiled, by {order}", ("seconds in all",), lines)


async def _profile(folder: str, file: Path) -> None:
    async with _bot("bench.coach_bot", folder, "mute", str(file)) as bot:
        await bot.people.ask(_QUESTIONS, 1)


def _top(file: Path, order: str) -> list[tuple[str]]:
    out = StringIO()
    pstats.Stats(str(file), stream=out).sort_stats(order).print_stats(_TOP)
    return [(line,) for line in out.getvalue().splitlines() if line.strip()]
