"""The same tests on SQLite and on a real PostgreSQL."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from bot.domain.people import Channel, Person
from bot.knowledge.content.loading import CONTENT, Library
from bot.session.model.workouts import FILE, Guide, parse_guide
from bot.storage.database import Database, open_database
from bot.storage.people import PersonRepository
from tests.postgres import PostgresServer, postgres_server

NOW = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


_LEAVE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

_CLEAR = "DELETE FROM people; DELETE FROM files; UPDATE counters SET value = 0"


class Backend(Protocol):
    async def empty(self) -> str: ...
    async def migrated(self) -> str: ...
    async def clear(self) -> None: ...


@dataclass(frozen=True)
class SqliteBackend:
    directory: Path
    template: Path

    async def empty(self) -> str:
        return f"sqlite+aiosqlite:///{self.directory / 'new' / 'coach.sqlite3'}"

    async def migrated(self) -> str:
        shutil.copy(self.template, self.directory / "coach.sqlite3")
        return f"sqlite+aiosqlite:///{self.directory / 'coach.sqlite3'}"

    async def clear(self) -> None:
        pass


@dataclass(frozen=True)
class PostgresBackend:
    """Making a database takes a tenth of a second, emptying one a hundredth."""

    server: PostgresServer

    async def empty(self) -> str:
        return await self.server.create("new")

    async def migrated(self) -> str:
        return self.server.url("migrated")

    async def clear(self) -> None:
        await self.server.drop("new")
        async with self.server.connection("migrated") as connection:
            await connection.execute(_LEAVE)
            await connection.execute(_CLEAR)


async def _migrate(url: str) -> None:
    await (await open_database(url)).close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        asyncio.run(_migrate(asyncio.run(server.create("migrated"))))
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "coach.sqlite3"
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    if request.param == "sqlite":
        return SqliteBackend(tmp_path, request.getfixturevalue("sqlite_template"))
    return PostgresBackend(request.getfixturevalue("postgres"))


@pytest.fixture
async def empty_url(backend: Backend) -> AsyncIterator[str]:
    yield await backend.empty()
    await backend.clear()


@pytest.fixture
async def url(backend: Backend) -> AsyncIterator[str]:
    yield await backend.migrated()
    await backend.clear()


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = await open_database(url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def guide(library: Library) -> Guide:
    """The workouts that are shipped."""
    return parse_guide((CONTENT / FILE).read_text(encoding="utf-8"), library.exercises)


@pytest.fixture
async def anna(database: Database) -> Person:
    return await PersonRepository(database).meet(Channel.TELEGRAM, "100", NOW)


@pytest.fixture
async def ben(database: Database) -> Person:
    return await PersonRepository(database).meet(Channel.BROWSER, "b-e-n", NOW)
