"""How long a question waits while 20,000 reminders go out: ours beside the library's limiter."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.due import FIRST, remind_many
from bench.programs import program, resident
from bench.questions import shuffled_questions
from bench.start import settings_for
from bench.tables import Table, megabytes, milliseconds, times
from bench.timing import quantile
from bench.wondering import Askers, Habit
from bot.app import utc_now
from bot.storage.database import open_database
from tests.telegram_server.limits import Limits
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TelegramServer, telegram_server

_DUE = 20_000
_FEW = 5
"""As many sends in flight as ours has."""
_PEOPLE = 40
_HABIT = Habit()
_WARM = 60.0
"""Seconds that suffice until all questions were asked once and all drawings are made."""
_WINDOW = 100.0
"""Seconds that are measured, first without reminders and then with."""
_SPARE = 10.0
"""Seconds for a start, and until sending has found its rhythm."""
_QUESTIONS = tuple(shuffled_questions())


@dataclass(frozen=True, slots=True)
class _Stage:
    """Where a bot plays."""

    folder: str
    server: TelegramServer
    due: datetime
    """When everybody is to be reminded."""


@dataclass(frozen=True, slots=True)
class _Found:
    idle: list[float]
    """Seconds that each question waited, here and below."""
    busy: list[float]
    gave_up: int
    rate: float
    """Reminders that arrived, a second."""
    refused: int
    """How often the stand-in said 429, from the start on."""
    resident: int
    """Bytes of the process at the end."""


_Bot = Callable[[_Stage], AbstractAsyncContextManager[Process]]


def sending() -> Iterator[Table]:
    """Ours, then the library's limiter as most people use it, then with few sends in flight."""
    rows = [_row(name, asyncio.run(_measured(bot))) for name, bot in _BOTS.items()]
    first, last = _HABIT.between
    waits = ("idle p50 ms", "p99 ms", "sending p50 ms", "p99 ms", "p99 ratio")
    yield Table(
        f"sending: questions while {_DUE:,} reminders go out; {_WINDOW:.0f} s idle, then as long",
        ("", *waits, "asked", "gave up", "sent/s", "429", "memory MB"),
        rows,
        (
            "wanted: ratio 2x, no 429; the stand-in refuses more than 30 messages in any second",
            "ours: `python -m bot run` on SQLite; sent/s: reminders that arrived",
            "the others: python-telegram-bot with its limiter as it comes; knows what ours knows",
            f"{_PEOPLE} people, each asks {first:.0f} to {last:.0f} s after the last answer;",
            f"who waits {_HABIT.patience:.0f} s in vain gives up, which counts as so long a wait",
        ),
    )


def _ours(stage: _Stage) -> AbstractAsyncContextManager[Process]:
    return program("bot", "run", **settings_for(stage.folder, stage.server, 0))


def _theirs(stage: _Stage, at_once: int) -> AbstractAsyncContextManager[Process]:
    words = (stage.server.url, stage.server.token, stage.due.isoformat(), str(_DUE), str(at_once))
    return program("bench.limited_bot", *words)


_BOTS: Mapping[str, _Bot] = {
    "ours": _ours,
    "AIORateLimiter, all at once": partial(_theirs, at_once=_DUE),
    "AIORateLimiter, five in flight": partial(_theirs, at_once=_FEW),
}


async def _measured(bot: _Bot) -> _Found:
    with TemporaryDirectory() as folder:
        async with telegram_server(Limits()) as server:
            server.keeps_calls = False
            askers = Askers.at(server, _PEOPLE, _QUESTIONS, _HABIT)
            phones = [server.phone(FIRST + at) for at in range(_DUE)]
            due = _full_minute(utc_now() + timedelta(seconds=2 * _SPARE + _WARM + _WINDOW))
            await _set(Path(folder), due)
            stage = _Stage(folder, server, due)
            async with bot(stage) as process:
                await askers.ask_all()
                return await _windows(stage, askers, phones, process)


async def _windows(
    stage: _Stage, askers: Askers, phones: Sequence[Phone], process: Process
) -> _Found:
    idle = await askers.wonder(_WINDOW)
    assert utc_now() < stage.due, "the reminders went out before their time"
    await asyncio.sleep((stage.due - utc_now()).total_seconds() + _SPARE)
    began, before = perf_counter(), _arrived(phones)
    busy = await askers.wonder(_WINDOW)
    rate = (_arrived(phones) - before) / (perf_counter() - began)
    assert stage.server.limits
    refused = stage.server.limits.refused
    return _Found(idle, busy, askers.gave_up, rate, refused, resident(process.pid))


def _full_minute(earliest: datetime) -> datetime:
    """Rules know minutes only."""
    return earliest.replace(second=0, microsecond=0) + timedelta(minutes=1)


async def _set(folder: Path, due: datetime) -> None:
    database = await open_database(f"sqlite+aiosqlite:///{folder / 'coach.sqlite3'}")
    await remind_many(database, _DUE, due)
    await database.close()


def _arrived(phones: Sequence[Phone]) -> int:
    return sum(len(phone.chat.news) for phone in phones)


def _row(name: str, found: _Found) -> tuple[str, ...]:
    idle, busy = (quantile(waits, 0.99) for waits in (found.idle, found.busy))
    return (
        name,
        *(milliseconds(quantile(found.idle, 0.5)), milliseconds(idle)),
        *(milliseconds(quantile(found.busy, 0.5)), milliseconds(busy), times(busy, idle)),
        *(str(len(found.busy)), str(found.gave_up), f"{found.rate:.1f}", str(found.refused)),
        megabytes(found.resident),
    )
