"""What reading and writing one row costs, beside SQLite alone with nothing in between."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.tables import Table, microseconds
from bench.timing import Spent, Stopwatch, quantile, ratio
from bot.app import utc_now
from bot.domain.people import Channel
from bot.domain.state import ConversationState
from bot.storage.database import open_database
from bot.storage.people import PersonRepository
from bot.storage.sqlite import PRAGMAS
from bot.storage.states import StateRepository, state_to_json

_PEOPLE = 500
_ROUNDS = 7
_CALLS = 150
"""Calls of one kind in a round."""
_QUESTION = "why do my hamstrings cramp when I lift the heel"

Call = Callable[[int], Awaitable[object]]
"""One operation on a person with a number from 0."""


@dataclass(frozen=True, slots=True)
class _Operation:
    """The same thing done by our storage and by SQLite alone."""

    name: str
    ours: Call
    plain: Call


@dataclass(frozen=True, slots=True)
class _Round:
    walls: list[float]
    """Seconds of each call."""
    cpu: float
    """Seconds per call."""


def storage() -> Iterator[Table]:
    """Time per operation on a database with a few hundred people."""
    with TemporaryDirectory() as folder:
        yield asyncio.run(_measured(Path(folder)))


async def _measured(folder: Path) -> Table:
    database = await open_database(f"sqlite+aiosqlite:///{folder / 'ours.sqlite3'}")
    people, memories = PersonRepository(database), StateRepository(database)
    known = [await people.meet(Channel.TELEGRAM, str(at), utc_now()) for at in range(_PEOPLE)]
    with closing(_plain(folder / "plain.sqlite3")) as plain:
        operations = (
            _Operation(
                "look up a person",
                lambda at: people.meet(Channel.TELEGRAM, str(at), utc_now()),
                partial(_select, plain, "SELECT id FROM people WHERE address = ?", str),
            ),
            _Operation(
                "load a memory",
                lambda at: memories.load(known[at]),
                partial(_select, plain, "SELECT memory, question FROM people WHERE id = ?", int),
            ),
            _Operation(
                "save a memory",
                lambda at: memories.save(known[at], _memory(), utc_now()),
                partial(_update, plain),
            ),
        )
        rows = [row for operation in operations for row in await _rows(operation)]
    await database.close()
    return Table(
        f"storage: {_PEOPLE} people on SQLite, {_ROUNDS} rounds of {_CALLS} calls in turns",
        ("us per call", "wall p50", "wall p99", "CPU", "CPU ratio"),
        rows,
        ("plain: sqlite3 on the same thread, same durability, without async or SQLAlchemy",),
    )


def _plain(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    for statement in ("PRAGMA journal_mode = WAL", *PRAGMAS):
        connection.execute(statement)
    connection.execute(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, address TEXT UNIQUE, memory, question, at)"
    )
    filled = [(at, str(at), state_to_json(_memory()), _QUESTION) for at in range(_PEOPLE)]
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO people VALUES (?, ?, ?, ?, NULL)", filled)
    connection.execute("COMMIT")
    return connection


def _memory() -> ConversationState:
    return ConversationState(topic="cramps_why", topic_at=utc_now(), question=_QUESTION)


async def _select(
    plain: sqlite3.Connection, statement: str, key: Callable[[int], object], at: int
) -> None:
    plain.execute(statement, (key(at),)).fetchall()


async def _update(plain: sqlite3.Connection, at: int) -> None:
    row = (state_to_json(_memory()), _QUESTION, utc_now().isoformat(), at)
    plain.execute("UPDATE people SET memory = ?, question = ?, at = ? WHERE id = ?", row)


async def _rows(operation: _Operation) -> list[tuple[str, ...]]:
    await _round(operation.ours)  # warm
    pairs = [(await _round(operation.ours), await _round(operation.plain)) for _ in range(_ROUNDS)]
    ours, plain = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    compared = ratio([found.cpu for found in ours], [found.cpu for found in plain])
    return [
        (operation.name, *_figures(ours), f"{compared:.1f}x"),
        ("  plain", *_figures(plain), ""),
    ]


async def _round(call: Call) -> _Round:
    whole = Stopwatch()
    walls = [(await _spent(call, at % _PEOPLE)).wall for at in range(_CALLS)]
    return _Round(walls, whole.spent().cpu / _CALLS)


async def _spent(call: Call, at: int) -> Spent:
    watch = Stopwatch()
    await call(at)
    return watch.spent()


def _figures(rounds: Sequence[_Round]) -> tuple[str, str, str]:
    return (
        microseconds(median(quantile(found.walls, 0.5) for found in rounds)),
        microseconds(median(quantile(found.walls, 0.99) for found in rounds)),
        microseconds(median(found.cpu for found in rounds)),
    )
