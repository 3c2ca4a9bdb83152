"""The ways in which SQLite goes about statements."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import event

from bot.storage.database import Database


async def plans_of(database: Database, work: Callable[[], Awaitable[object]]) -> str:
    """How SQLite goes about the statements of some work."""
    seen = list[tuple[str, Any]]()

    def note(_: object, __: object, statement: str, values: object, *___: object) -> None:
        seen.append((statement, values))

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await work()
    event.remove(engine, "before_cursor_execute", note)
    async with database.reading() as connection:
        plans = [
            (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).all()
            for statement, values in seen
        ]
    return str(plans)
