"""The database: opening it, and statements on it."""

from asyncio import Semaphore
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Executable, Row, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.util import greenlet_spawn

from bot.errors import StorageError
from bot.storage.engines import CONNECTIONS, engine_for
from bot.storage.schema import HEAD, version

PATIENCE = 5.0
"""Seconds to wait for another program that is writing to the same SQLite file."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database whose tables are the ones this program expects."""

    engine: AsyncEngine
    turns: Semaphore
    """How many may write at once. SQLite has one writer; in the queue here nobody has to poll."""

    @property
    def alone(self) -> bool:
        """Whether nobody else may write to it: SQLite is for one process."""
        return self.engine.dialect.name == "sqlite"

    async def read(
        self, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> Sequence[Row[Any]]:
        """The rows of one statement."""
        return await greenlet_spawn(self._run, statement, values)

    async def write(
        self, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> Sequence[Row[Any]]:
        """Runs one statement as a transaction of its own; the rows that it returns."""
        async with self.turns:
            return await greenlet_spawn(self._run, statement, values)

    def _run(self, statement: Executable, values: Mapping[str, Any] | None) -> Sequence[Row[Any]]:
        # Two thirds of the cost of an AsyncConnection, which enters a greenlet for each step.
        with self.engine.sync_engine.connect() as connection:
            result = connection.execute(statement, values)
            return result.all() if result.returns_rows else ()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for several statements, each of which sees what is committed by then."""
        async with self.engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: committed at the end, undone when an error leaves the block."""
        async with self.turns, self.engine.connect() as connection, _transaction(connection):
            yield connection

    async def close(self) -> None:
        """Closes every connection."""
        await self.engine.dispose()


async def open_database(url: str, *, patience: float = PATIENCE) -> Database:
    """The database at `url`, created or brought up to date when needed.

    `patience` is how many seconds to wait for another program that writes or migrates.

    Raises `StorageError` when it cannot be opened, is locked, or is newer than this program.
    """
    address = _parse(url)
    try:
        return await _open(address, patience)
    except StorageError:
        raise
    except Exception as error:  # every driver has its own kinds
        raise StorageError(_explain(address, error)) from error


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        # Neither the address nor the cause is shown: both may hold a password.
        raise StorageError("DATABASE_URL is not the address of a database.") from None


async def _open(address: URL, patience: float) -> Database:
    engine = engine_for(address, patience)
    async with AsyncExitStack() as unless_opened:
        unless_opened.push_async_callback(engine.dispose)
        await _bring_up_to_date(engine, patience)
        unless_opened.pop_all()
    writers = 1 if engine.dialect.name == "sqlite" else CONNECTIONS
    return Database(engine, Semaphore(writers))


async def _bring_up_to_date(engine: AsyncEngine, patience: float) -> None:
    async with engine.connect() as connection:
        if await connection.run_sync(version) != HEAD:
            await _upgrade(connection, patience)


async def _upgrade(connection: AsyncConnection, patience: float) -> None:
    from bot.storage.migrations import upgrade  # noqa: PLC0415  # Alembic takes long to load

    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:  # a step that rebuilds a table must not cascade
        await connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    async with _transaction(connection):
        await connection.run_sync(upgrade, patience)
    if is_sqlite:
        await connection.exec_driver_sql("PRAGMA foreign_keys = ON")


@asynccontextmanager
async def _transaction(connection: AsyncConnection) -> AsyncIterator[None]:
    # SQLite's plain BEGIN would let two readers wait for each other to become the writer.
    begin = "BEGIN IMMEDIATE" if connection.dialect.name == "sqlite" else "BEGIN"
    await connection.exec_driver_sql(begin)
    try:
        yield
        await connection.exec_driver_sql("COMMIT")
    except BaseException:
        await connection.invalidate()  # closing undoes everything, in whatever state it is
        raise


def _explain(address: URL, error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    if "database is locked" in cause or "lock timeout" in cause:
        return "The database is in use by another program; try again in a moment."
    if isinstance(error, TimeoutError):
        cause = "it does not answer"
    return f"The database {address.database} cannot be opened: {_one_line(address, cause)}."


def _one_line(address: URL, cause: str) -> str:
    line = cause.splitlines()[0].rstrip(".")
    for secret in (address.password, address.query.get("password")):
        line = line.replace(str(secret), "***") if secret else line
    return line
