"""Jobs for worker processes: some end well, some exceed a limit, fail or crash."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from bot.domain.audio import LONGEST, NotHeard
from bot.errors import VoiceError
from bot.voice.audio import decode
from bot.voice.engines import Pcm
from bot.voice.processes.limits import bound_cpu, bound_memory

_KEPT: list[bytes] = []


def pid() -> int:
    return os.getpid()


def doubled(number: int) -> int:
    return 2 * number


def die() -> None:
    os._exit(3)


def sleep(seconds: float) -> int:
    """A job that takes so long: what is tested is time limits and queues."""
    time.sleep(seconds)
    return os.getpid()


def note_and_sleep(path: Path, seconds: float) -> None:
    """The same, after writing down its process: so others know that it has begun."""
    path.write_text(str(os.getpid()))
    time.sleep(seconds)


def swallow(megabytes: int, bound: int) -> int:
    bound_memory(bound * 1024 * 1024)
    return len(bytes(megabytes * 1024 * 1024))


def keep(megabytes: int) -> None:
    _KEPT.append(b"\1" * megabytes * 1024 * 1024)


def burn() -> None:
    bound_cpu(1)
    while True:
        pass


def setting(name: str) -> str | None:
    return os.environ.get(name)


def refuse() -> None:
    raise VoiceError("There is no such voice.")


def stumble() -> None:
    raise ValueError("something a person said")


def decoded(content: bytes) -> Pcm | NotHeard:
    """A recording read within narrow bounds; the process ends when they do not suffice."""
    bound_memory(64 * 1024 * 1024)
    bound_cpu(10)
    return decode(content)


def faults(contents: Sequence[bytes]) -> list[str]:
    """What is wrong with the answers for many recordings."""
    return [fault for content in contents if (fault := _fault(decoded(content)))]


def _fault(answer: object) -> str:
    if isinstance(answer, NotHeard):
        return ""
    if not isinstance(answer, Pcm):
        return f"{answer!r} is no answer"
    return "" if 0 < answer.seconds <= LONGEST else f"{answer.seconds} seconds"
