"""The ways in which SQLite goes about statements, and how far they are."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from itertools import count
from typing import Any

from sqlalchemy import event

from bot.storage.database import Database


async def plans_of(database: Database, work: Callable[[], Awaitable[object]]) -> str:
    """How SQLite goes about the statements of some work."""
    seen = await _statements_of(database, work)
    async with database.reading() as connection:
        plans = [
            (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).all()
            for statement, values in seen
        ]
    return str(plans)


async def steps_of(database: Database, work: Callable[[], Awaitable[object]]) -> int:
    """In how many small steps SQLite does the statements of some work, done once more."""
    seen = await _statements_of(database, work)
    steps = count()
    with closing(sqlite3.connect(str(database.engine.url.database))) as connection:
        connection.set_progress_handler(lambda: next(steps) < 0, 1)
        for statement, values in seen:
            connection.execute(statement, values).fetchall()
    return next(steps)


async def _statements_of(
    database: Database, work: Callable[[], Awaitable[object]]
) -> list[tuple[str, Any]]:
    seen = list[tuple[str, Any]]()

    def note(_: object, __: object, statement: str, values: object, *___: object) -> None:
        seen.append((statement, values))

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await work()
    event.remove(engine, "before_cursor_execute", note)
    return seen
