"""SQLite behind SQLAlchemy with one trip to its thread per statement.

aiosqlite takes four: make a cursor, execute, fetch, close. Each trip costs two thread switches,
more than the statement itself. Rows are always fetched whole; streams are not offered.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from time import monotonic, sleep
from typing import Any, Self

import aiosqlite

PRAGMAS = (
    "PRAGMA synchronous = FULL",  # what was saved is still there after a power cut
    "PRAGMA foreign_keys = ON",
)
BETWEEN_TRIES = 0.01
"""Seconds."""


async def connect(path: str, patience: float) -> "Connection":
    """A connection whose statements wait up to `patience` seconds for another writer.

    Raises `sqlite3.Error` when the file cannot be opened.
    """
    connection = Connection(partial(_connect, path, patience), iter_chunk_size=64)
    opening = asyncio.ensure_future(connection.open())
    try:
        await asyncio.shield(opening)
    except asyncio.CancelledError:
        with suppress(sqlite3.Error):
            await opening
            await connection.close()
        raise
    return connection


def _connect(path: str, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    try:
        _write_ahead(connection, monotonic() + patience)
        for pragma in PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection, deadline: float) -> None:
    """Readers do not wait for the writer. SQLite does not wait for this change, so we do."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(BETWEEN_TRIES)
        else:
            return


class Connection(aiosqlite.Connection):
    """One SQLite connection with its thread."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], iter_chunk_size: int) -> None:
        super().__init__(connector, iter_chunk_size)
        self._thread.daemon = True  # as SQLAlchemy has it: a forgotten one does not stop the exit
        self._stopped: asyncio.Future[Any] | None = None

    async def open(self) -> None:
        """Starts the thread and opens the file; after an error the thread has ended."""
        try:
            await self
        except BaseException:
            if self._stopped:  # or the thread would report to an event loop that is gone
                await self._stopped
            raise

    def stop(self) -> asyncio.Future[Any] | None:
        """Asks the thread to end; the future says when it does."""
        self._stopped = super().stop()
        return self._stopped

    def cursor(self) -> "Cursor":  # type: ignore[override]  # SQLAlchemy awaits ours like theirs
        """A cursor that costs nothing until it executes."""
        return Cursor(self)

    async def perform(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Does `work` in the connection's thread."""
        await self._execute(work, self._conn)  # type: ignore[no-untyped-call]


class Cursor:
    """The outcome of one statement, as SQLAlchemy's adapter reads it."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        """Nothing to prepare."""
        return self

    async def execute(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Runs one statement and fetches its rows."""
        await self._connection.perform(lambda found: self._keep(found.execute(sql, values)))

    async def executemany(self, sql: str, many: Iterable[Sequence[Any]]) -> None:
        """Runs one statement for each set of values."""
        await self._connection.perform(lambda found: self._keep(found.executemany(sql, many)))

    def _keep(self, cursor: sqlite3.Cursor) -> None:
        if cursor.description:
            self._rows = cursor.fetchall()
        self.description = cursor.description
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid
        cursor.close()

    async def fetchall(self) -> list[Any]:
        """The rows, which are here already."""
        return self._rows

    async def close(self) -> None:
        """Nothing is left open."""
