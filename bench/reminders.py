"""What many reminders cost: to set one more, to start, to claim, and to those who ask meanwhile."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.due import FIRST, remind_many
from bench.programs import program, resident
from bench.start import PATIENCE, Start, asked, settings_for
from bench.tables import Table, megabytes, milliseconds, times
from bench.timing import quantile
from bench.workouts import shipped_guide
from bot.app import utc_now
from bot.conversation.reminder_rules import ReminderRules
from bot.domain.people import Channel, Person
from bot.reminders.schedule.rule import Rule
from bot.reminders.schedule.week import EVERY_DAY
from bot.storage.alarms import AlarmRepository
from bot.storage.database import Database, open_database
from bot.storage.rules import RuleRepository
from bot.storage.sessions import SessionRepository
from tests.postgres import postgres_server

_SIZES = (1_000, 100_000, 1_000_000)
_ROUNDS = 3
_ADDED = 300
_DUE = 20_000
_BATCH = 50


@dataclass(frozen=True, slots=True)
class _Kept:
    """A database with so many reminders, none of them due soon."""

    size: int
    url: str
    folder: str


def reminders() -> Iterator[Table]:
    """One more of a thousand and of a million; a start with each; 20,000 due at once."""
    with TemporaryDirectory() as folder:
        kept = [asyncio.run(_fill(Path(folder), size)) for size in _SIZES]
        yield asyncio.run(_adding(kept))
        yield asyncio.run(_starting([kept[0], kept[-1]]))
    yield _claiming()


async def _fill(folder: Path, size: int) -> _Kept:
    place = folder / str(size)
    place.mkdir()
    url = f"sqlite+aiosqlite:///{place / 'coach.sqlite3'}"
    database = await open_database(url)
    later = (utc_now() + timedelta(days=1)).replace(second=0, microsecond=0)
    await remind_many(database, size, later, timedelta(seconds=0.5))
    await database.close()
    return _Kept(size, url, str(place))


async def _adding(kept: Sequence[_Kept]) -> Table:
    rounds = [[await _add_some(one) for one in kept] for _ in range(_ROUNDS)]
    usual = [median(quantile(found[at], 0.5) for found in rounds) for at in range(len(kept))]
    slow = [median(quantile(found[at], 0.99) for found in rounds) for at in range(len(kept))]
    rows = [
        (f"{one.size:,} stored", milliseconds(p50), milliseconds(p99), times(p50, usual[0]))
        for one, p50, p99 in zip(kept, usual, slow, strict=True)
    ]
    return Table(
        f"reminders: set one more on SQLite, {_ROUNDS} rounds of {_ADDED} in turns",
        ("", "p50 ms", "p99 ms", "ratio"),
        rows,
        ("wanted: 1.5x from 1,000 to 1,000,000; rule and alarm in one transaction, on the disk",),
    )


async def _add_some(kept: _Kept) -> list[float]:
    database = await open_database(kept.url)
    rules = ReminderRules(
        RuleRepository(database), SessionRepository(database, shipped_guide()), lambda _: None
    )
    now, found = utc_now(), []
    rule = Rule(EVERY_DAY, time(19), "Europe/Berlin")
    for at in range(_ADDED):
        number = FIRST + at
        person = Person(number, Channel.TELEGRAM, str(number))
        began = perf_counter()
        await rules.add(person, rule, now)
        found.append(perf_counter() - began)
    await database.close()
    return found


async def _starting(kept: Sequence[_Kept]) -> Table:
    rounds = [[await _start(one.folder) for one in kept] for _ in range(_ROUNDS)]
    found = [_usual([one[at] for one in rounds]) for at in range(len(kept))]
    rows = [
        (
            f"{one.size:,} stored",
            f"{start.ready:.2f}",
            times(start.ready, found[0].ready),
            megabytes(start.resident),
            times(start.resident, found[0].resident),
        )
        for one, start in zip(kept, found, strict=True)
    ]
    return Table(
        f"reminders: a start of the whole bot on SQLite, {_ROUNDS} rounds in turns",
        ("", "ready s", "ratio", "memory MB", "ratio"),
        rows,
        ("wanted: 1.2x; ready: until the first answer in Telegram, the browser chat is off",),
    )


def _usual(starts: Sequence[Start]) -> Start:
    memory = round(median(one.resident for one in starts))
    return Start(median(one.ready for one in starts), memory)


async def _start(folder: str) -> Start:
    async with asked() as (server, phone):
        began = perf_counter()
        async with program("bot", "run", **settings_for(folder, server, 0)) as process:
            await phone.answer(PATIENCE)
            return Start(perf_counter() - began, resident(process.pid))


def _claiming() -> Table:
    with TemporaryDirectory() as folder, postgres_server() as server:
        urls = {
            "SQLite": f"sqlite+aiosqlite:///{Path(folder) / 'coach.sqlite3'}",
            "PostgreSQL": asyncio.run(server.create("claims")),
        }
        rows = [
            asyncio.run(_claim_row(name, url, limit))
            for name, url in urls.items()
            for limit in (1, _BATCH)
        ]
    return Table(
        f"reminders: {_DUE:,} due at once, all claimed",
        ("", "claim p50 ms", "p99 ms", "all s", "a second"),
        rows,
        ("the bot claims one at a time, at most 25 a second; each claim looks for sessions first",),
    )


async def _claim_row(name: str, url: str, limit: int) -> tuple[str, ...]:
    database = await open_database(url)
    now = utc_now()
    if not await AlarmRepository(database).next_due():
        await remind_many(database, _DUE, now.replace(second=0, microsecond=0))
    began = perf_counter()
    found = await _claim_all(database, now + timedelta(hours=limit), limit)
    spent = perf_counter() - began
    await database.close()
    return (
        f"{name}, {limit} at a time",
        milliseconds(quantile(found, 0.5)),
        milliseconds(quantile(found, 0.99)),
        f"{spent:.1f}",
        f"{_DUE / spent:.0f}",
    )


async def _claim_all(database: Database, now: datetime, limit: int) -> list[float]:
    book, found = AlarmRepository(database), list[float]()
    while True:
        began = perf_counter()
        claimed = await book.claim(now, now + timedelta(minutes=30), limit)
        if not claimed:
            return found
        found.append(perf_counter() - began)
