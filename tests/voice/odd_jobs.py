"""Jobs for worker processes, good and bad."""

import os
import time
from pathlib import Path

from bot.errors import VoiceError
from bot.voice.limits import bound_cpu, bound_memory


def pid() -> int:
    return os.getpid()


def doubled(number: int) -> int:
    return 2 * number


def die() -> None:
    os._exit(3)


def sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def note_and_sleep(path: Path, seconds: float) -> None:
    path.write_text(str(os.getpid()))
    time.sleep(seconds)


def swallow(megabytes: int, bound: int) -> int:
    bound_memory(bound * 1024 * 1024)
    return len(bytes(megabytes * 1024 * 1024))


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
