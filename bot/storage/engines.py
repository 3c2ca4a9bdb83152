"""How to reach each kind of database."""

from functools import partial
from pathlib import Path

from sqlalchemy import URL, AsyncAdaptedQueuePool
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StorageError
from bot.storage import sqlite

CONNECTIONS = 8
"""Most connections at once."""
POOL_SECONDS = 10.0
"""How long to wait for one of them to be free."""
CONNECT_SECONDS = 10.0
COMMAND_SECONDS = 30.0
"""Longest single statement on PostgreSQL."""
IDLE_MILLISECONDS = "60000"
"""How long PostgreSQL lets a transaction do nothing, for example when its client hangs."""


def engine_for(url: URL, patience: float) -> AsyncEngine:
    """An engine in autocommit: a statement alone is a transaction; others say BEGIN.

    `patience` is how many seconds a SQLite statement waits for another program's. Creates the
    directory and the file of a SQLite database, for their owner only.

    Raises `StorageError` for another kind of database, `OSError` when the file cannot be made.
    """
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, patience)
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    raise StorageError("DATABASE_URL must name a SQLite file or a PostgreSQL database.")


def _sqlite(url: URL, patience: float) -> AsyncEngine:
    if not url.database or url.database == ":memory:":
        raise StorageError("DATABASE_URL must name the file of the SQLite database.")
    make_private(Path(url.database))
    return create_async_engine(
        url,
        async_creator=partial(sqlite.connect, url.database, patience),
        poolclass=AsyncAdaptedQueuePool,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,  # a trip to SQLite's thread for nothing
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
    )


def make_private(file: Path) -> None:
    """Creates a file and its directory for their owner only, unless they are there."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        file.touch(mode=0o600)


def _postgresql(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        connect_args={
            "timeout": CONNECT_SECONDS,
            "command_timeout": COMMAND_SECONDS,
            "server_settings": {
                "application_name": "hamstring-coach",
                "idle_in_transaction_session_timeout": IDLE_MILLISECONDS,
            },
        },
        isolation_level="AUTOCOMMIT",
        pool_pre_ping=True,  # a restarted server costs nobody an answer
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
    )
