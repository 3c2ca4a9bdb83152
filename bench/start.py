"""How long a start takes, and how much memory is used then."""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.programs import program, resident
from bench.tables import Table, megabytes, milliseconds, times
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TelegramServer, telegram_server

_ROUNDS = 3
PATIENCE = 60.0
_BETWEEN = 0.01
"""Seconds between two looks whether a port is open."""


@dataclass(frozen=True, slots=True)
class Start:
    """What one start takes."""

    ready: float
    """Seconds until the first answer, with the browser chat open if there is one."""
    resident: int
    """Bytes in memory then."""


def start() -> Iterator[Table]:
    """The whole bot beside the echo bot, then the knowledge alone."""
    yield asyncio.run(_whole())
    yield _knowledge()


async def _whole() -> Table:
    rounds = [await _round() for _ in range(_ROUNDS)]
    first, again, echo = ([found[at] for found in rounds] for at in range(3))
    rows = [
        _row("whole bot, new database", first, echo),
        _row("whole bot, later start", again, echo),
        _row("echo bot", echo, echo),
    ]
    return Table(
        f"start: until the first answer in Telegram with the browser chat open, {_ROUNDS} rounds",
        ("", "ready s", "ratio", "memory MB", "ratio"),
        rows,
    )


async def _round() -> tuple[Start, Start, Start]:
    with TemporaryDirectory() as folder:
        return (await _coach(folder), await _coach(folder), await _echo())


async def _coach(folder: str) -> Start:
    port = _free_port()
    async with asked() as (server, phone):
        settings = settings_for(folder, server, port)
        began = perf_counter()
        async with program("bot", "run", **settings) as process:
            await _chat_is_open(port)
            await phone.answer(PATIENCE)
            return Start(perf_counter() - began, resident(process.pid))


def settings_for(folder: str, server: TelegramServer, port: int) -> dict[str, str]:
    """The environment of our bot; with port 0 there is no browser chat."""
    return {
        "BOT_DATA_DIR": folder,
        "BOT_LISTENER": "off",
        "BOT_SPEAKER": "off",
        "BOT_CHAT_PORT": str(port),
        "TELEGRAM_API_URL": server.url,
        "TELEGRAM_BOT_TOKEN": server.token,
        "DATABASE_URL": "",
    }


async def _echo() -> Start:
    async with asked() as (server, phone):
        began = perf_counter()
        async with program("bench.echo_bot", server.url, server.token) as process:
            await phone.answer(PATIENCE)
            return Start(perf_counter() - began, resident(process.pid))


@asynccontextmanager
async def asked() -> AsyncIterator[tuple[TelegramServer, Phone]]:
    """A server where somebody has asked something already."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(telegram_server())
        phone = server.phone()
        await phone.say("How many times a week should I train?")
        yield server, phone


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def _chat_is_open(port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await _opens(port):  # noqa: ASYNC110  another process opens it
            await asyncio.sleep(_BETWEEN)


async def _opens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def _row(label: str, ours: Sequence[Start], others: Sequence[Start]) -> tuple[str, ...]:
    ready, theirs = (median(one.ready for one in found) for found in (ours, others))
    memory, least = (median(one.resident for one in found) for found in (ours, others))
    return (
        label,
        f"{ready:.2f}",
        times(ready, theirs),
        megabytes(memory),
        times(memory, least),
    )


def _knowledge() -> Table:
    found = [_known() for _ in range(_ROUNDS)]
    usual = {name: median(one[name] for one in found) for name in found[0]}
    rows = [
        ("import bot.asking", milliseconds(usual["import_seconds"]), usual["import_bytes"]),
        ("build the knowledge", milliseconds(usual["build_seconds"]), usual["build_bytes"]),
        ("first decision", milliseconds(usual["first_seconds"]), 0.0),
    ]
    return Table(
        f"start: the knowledge alone, {_ROUNDS} fresh processes",
        ("", "ms", "memory MB"),
        [(name, time, megabytes(size)) for name, time, size in rows],
        (f"whole process with nothing else: {megabytes(usual['bytes'])} MB",),
    )


def _known() -> dict[str, float]:
    root = Path(__file__).parent.parent
    line = subprocess.check_output([sys.executable, "-m", "bench.knowing"], cwd=root)
    return dict(json.loads(line))
