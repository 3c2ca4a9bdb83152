"""What many open sessions, each with its alarm, do to a start."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import Table as Rows
from sqlalchemy import insert, select

from bench.programs import program, resident
from bench.start import PATIENCE, Start, asked, settings_for
from bench.tables import Table, megabytes
from bench.timing import ratio
from bench.workouts import Workout, keep, shipped_guide, whole_finisher
from bot.app import utc_now
from bot.config import read_settings
from bot.domain.people import Channel
from bot.session.model.workouts import Guide
from bot.storage.database import Database, open_database
from bot.storage.people import PersonRepository
from bot.storage.sessions import SessionRepository
from bot.storage.tables import alarms, events, people, sessions

_ROUNDS = 3
_OPEN = 10_000
_WALKED = 6
"""Steps of each session: the second set is under way, and only idleness would ring."""
_AGO = timedelta(minutes=5)
"""When each session began."""
_FIRST = 1_000_000
"""The address of the first trainee; nobody who asks is among them."""
_COPIED = (people, sessions, events, alarms)
_NUMBERS = ("id", "person_id", "session_id")


async def starting() -> Table:
    """The whole bot on a database without sessions, and on one with many."""
    guide = shipped_guide()
    with TemporaryDirectory() as none, TemporaryDirectory() as many:
        await _prepare(none, guide, 0)
        await _prepare(many, guide, _OPEN)
        rounds = [(await _start(none), await _start(many)) for _ in range(_ROUNDS)]
    bare, full = [found[0] for found in rounds], [found[1] for found in rounds]
    return Table(
        f"sessions: a start with {_OPEN:,} open ones, {_ROUNDS} rounds in turns",
        ("", "ready s", "ratio", "memory MB", "ratio"),
        (_row("no open sessions", bare, bare), _row(f"{_OPEN:,} open sessions", full, bare)),
        (
            "ready: until the first answer in Telegram, the browser chat is off; wanted: 1.5x",
            "each session has its idle alarm, which is not due yet",
        ),
    )


async def _prepare(folder: str, guide: Guide, count: int) -> None:
    settings = read_settings({"BOT_DATA_DIR": folder})
    database = await open_database(settings.database_url)
    if count:
        await open_many(database, guide, count)
    await database.close()


async def open_many(database: Database, guide: Guide, count: int) -> None:
    """One session under way in an empty database, saved as always, then copied in bulk."""
    now = utc_now() - _AGO
    whole = whole_finisher(guide, now)
    person = await PersonRepository(database).meet(Channel.TELEGRAM, str(_FIRST), now)
    begun = Workout(whole.fresh, whole.steps[:_WALKED])
    await keep(SessionRepository(database, guide), person, begun)
    for table in _COPIED:
        await _copy(database, table, count - 1)


async def _copy(database: Database, table: Rows, count: int) -> None:
    names = table.columns.keys()
    rows = [dict(zip(names, row, strict=True)) for row in await database.read(select(table))]
    copies = [_copied(row, at) for at in range(1, count + 1) for row in rows]
    async with database.writing() as connection:
        await connection.execute(insert(table), copies)


def _copied(row: Mapping[str, Any], at: int) -> dict[str, Any]:
    """The same row of another person."""
    numbers = {name: row[name] + at for name in _NUMBERS if name in row}
    address = {"address": str(_FIRST + at)} if "address" in row else {}
    return {**row, **numbers, **address}


async def _start(folder: str) -> Start:
    async with asked() as (server, phone):
        began = perf_counter()
        async with program("bot", "run", **settings_for(folder, server, 0)) as process:
            await phone.answer(PATIENCE)
            return Start(perf_counter() - began, resident(process.pid))


def _row(label: str, ours: Sequence[Start], others: Sequence[Start]) -> tuple[str, ...]:
    ready, theirs = ([one.ready for one in found] for found in (ours, others))
    memory, least = ([float(one.resident) for one in found] for found in (ours, others))
    return (
        label,
        f"{median(ready):.2f}",
        f"{ratio(ready, theirs):.2f}x",
        megabytes(median(memory)),
        f"{ratio(memory, least):.2f}x",
    )
