"""Programs in processes of their own, measured from outside."""

import asyncio
import json
import os
import resource
import subprocess
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

_STOPPING = 15.0
"""Seconds a program may take to end."""
_SHOWN = 2000
"""Bytes of a program's complaints that are shown."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """What a process has used since it began."""

    cpu: float
    """Seconds, in all its threads and in the kernel for it."""
    resident: int
    """Bytes in memory now."""


@asynccontextmanager
async def program(*words: str, **settings: str) -> AsyncIterator[Process]:
    """`python -m ...` while the block runs, with settings in its environment.

    An error in the block gets a note with what the program complained about last.
    """
    with TemporaryFile() as complaints:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", *words),
            stdin=PIPE,
            stdout=PIPE,
            stderr=complaints,
            env={**os.environ, **settings},
        )
        try:
            yield process
        except Exception as error:
            error.add_note(f"{' '.join(words)} wrote:\n{_tail(complaints)}")
            raise
        finally:
            await _stop(process)


async def begin(*words: str) -> Process:
    """`python -m ...` until somebody kills it; what it says is dropped."""
    return await asyncio.create_subprocess_exec(
        sys.executable, *("-m", *words), stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL
    )


async def kill(process: Process) -> None:
    """Nothing that it was at goes on."""
    if process.returncode is None:
        process.kill()
    await process.wait()


def _tail(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read()[-_SHOWN:].decode(errors="replace")


async def _stop(process: Process) -> None:
    assert process.stdin
    process.stdin.close()
    if process.returncode is None:
        process.terminate()
    async with asyncio.timeout(_STOPPING):
        await process.wait()


@asynccontextmanager
async def reporter(*words: str) -> AsyncIterator[Process]:
    """The same for a program that reports: it ends by itself when its input does."""
    async with program(*words) as process:
        yield process
        assert process.stdin
        process.stdin.close()
        async with asyncio.timeout(_STOPPING):
            await process.wait()


async def gauge(process: Process) -> Gauge:
    """What a program that reports has used."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"\n")
    await process.stdin.drain()
    return Gauge(**json.loads(await process.stdout.readline()))


async def report() -> None:
    """Answer each line of input with what this process has used, until the input ends."""
    while await asyncio.to_thread(sys.stdin.readline):
        used = resource.getrusage(resource.RUSAGE_SELF)
        now = Gauge(used.ru_utime + used.ru_stime, resident(os.getpid()))
        print(json.dumps(asdict(now)), flush=True)


def resident(process_id: int) -> int:
    """Bytes of a process in memory."""
    pages = Path(f"/proc/{process_id}/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * resource.getpagesize()
    kilobytes = subprocess.check_output(["ps", "-o", "rss=", "-p", str(process_id)])
    return int(kilobytes) * 1024
