"""A real PostgreSQL server for the tests: in a directory of its own, on a Unix socket."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types

USER = "coach"
MISSING = (
    "These tests need PostgreSQL's server: neither PATH nor /usr/lib/postgresql/*/bin "
    "has both initdb and postgres. Install it, for example with: apt-get install postgresql"
)
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=4GB")


@dataclass(frozen=True, slots=True)
class PostgresServer:
    directory: Path

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://{USER}@/{database}?host={self.directory}"

    @asynccontextmanager
    async def connection(self, database: str = "postgres") -> AsyncIterator[Any]:
        """A plain connection; without a name, to the database that every server has."""
        connection = await asyncpg.connect(
            host=str(self.directory), user=USER, database=database, timeout=10
        )
        try:
            yield connection
        finally:
            await connection.close()

    async def create(self, database: str, template: str = "template1") -> str:
        async with self.connection() as connection:
            # copying files takes a third of the time, and is what servers before 15 always do
            fast = "STRATEGY file_copy" if connection.get_server_version().major >= 15 else ""
            await connection.execute(f"CREATE DATABASE {database} TEMPLATE {template} {fast}")
        return self.url(database)

    async def drop(self, database: str) -> None:
        async with self.connection() as connection:
            await connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server that lives as long as the block; fails with `MISSING` without its programs."""
    programs = find_programs(program_directories())
    account = _account()
    directory = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # sockets need short paths
    if account:
        os.chown(directory, account.pw_uid, account.pw_gid)
    try:
        with _running(programs, directory, account):
            yield PostgresServer(directory)
    finally:
        shutil.rmtree(directory)


def program_directories() -> list[Path]:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return [*map(Path, os.get_exec_path()), *installed]


def find_programs(directories: Iterable[Path]) -> Path:
    for directory in directories:
        if all((directory / name).exists() for name in ("initdb", "postgres")):
            return directory
    raise FileNotFoundError(MISSING)


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@contextmanager
def _running(programs: Path, directory: Path, account: pwd.struct_passwd | None) -> Iterator[None]:
    data, log = directory / "data", directory / "log"
    setup = ("--no-sync", "--auth=trust", "--no-locale", "--encoding=UTF8", f"--username={USER}")
    options = (f"unix_socket_directories={directory}", "listen_addresses=", *_FAST)
    flags = [part for option in options for part in ("-c", option)]
    _start([programs / "initdb", "-D", data, *setup], log, account, directory).wait(60)
    server = _start([programs / "postgres", "-D", data, *flags], log, account, directory)
    try:
        if not asyncio.run(_is_ready(PostgresServer(directory), server)):
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
        yield
    finally:
        server.send_signal(signal.SIGINT)  # disconnects everybody and stops
        server.wait(30)


def _start(
    command: list[Path | str], log: Path, account: pwd.struct_passwd | None, directory: Path
) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            cwd=directory,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )


async def _is_ready(server: PostgresServer, process: subprocess.Popen[bytes]) -> bool:
    for _ in range(300):
        try:
            async with server.connection():
                return True
        except (OSError, asyncpg.PostgresError):
            await asyncio.sleep(0.1)  # a server that gets ready tells nobody
        if process.poll() is not None:
            return False
    return False
