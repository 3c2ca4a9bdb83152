"""Which files a question, a tap, an alarm and a voice note run through: python -m tools.trace."""

import argparse
import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from bot.knowledge.content.loading import read_library
from bot.knowledge.knowledge_base import KnowledgeBase, build_knowledge
from bot.knowledge.matching.fitted import read_fitted
from tests.journeys.telegram_trainee import Trainee, in_telegram

ROOT = Path(__file__).parents[1]
_QUIET = 0.3
"""Seconds without a call after which nothing more is expected."""


@dataclass
class Tracer:
    """Notes the files below a folder in which a function is called; imports do not count."""

    folder: Path
    files: dict[Path, None] = field(default_factory=dict)
    """In the order of the first call."""
    calls: int = 0
    """How many there were, noted or not."""
    _notes: bool = False
    _importing: int = 0
    """How many modules are being executed, one inside the other."""

    def __post_init__(self) -> None:
        self._beginning = f"{self.folder}/"  # a Path for each call would take most of the time

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Follow the calls of this thread, and of those that start in this block."""
        threading.setprofile(self._see)
        sys.setprofile(self._see)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note what is called meanwhile."""
        self._notes = True
        try:
            yield
        finally:
            self._notes = False

    async def quiet(self) -> None:
        """Wait until no function of the folder is called any more.

        What goes on after an answer was sent tells nobody when it ends.
        """
        seen = -1
        while seen != self.calls:
            seen = self.calls
            await asyncio.sleep(_QUIET)

    def _see(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            self._called(frame.f_code.co_filename, frame.f_code.co_name)
        elif event == "return" and frame.f_code.co_name == "<module>":
            self._importing -= 1

    def _called(self, file: str, function: str) -> None:
        if function == "<module>":
            self._importing += 1
        elif not self._importing and file.startswith(self._beginning):
            self.calls += 1
            if self._notes:
                self.files.setdefault(Path(file))


Journey = Callable[[Trainee, Tracer], Awaitable[None]]


async def question(ada: Trainee, tracer: Tracer) -> None:
    """She asks something."""
    await _get_to_know(ada, tracer)
    with tracer.noting():
        await ada.write("why do my hamstrings cramp")
        await tracer.quiet()


async def tap(ada: Trainee, tracer: Tracer) -> None:
    """She taps "Done" on the card of her session."""
    await ada.write("/session finisher")
    await ada.tap("Start")
    await tracer.quiet()
    with tracer.noting():
        await ada.tap("Done")
        await tracer.quiet()


async def alarm(ada: Trainee, tracer: Tracer) -> None:
    """A reminder rings."""
    noon = ada.clock().replace(hour=12, minute=0, second=0) + timedelta(days=1)
    await ada.phone_says("/timezone utc")
    await ada.write(f"/remind {noon:%A} 12:00")
    await ada.tap("Save")
    await tracer.quiet()
    with tracer.noting():
        await ada.skip(seconds=(noon - ada.clock()).total_seconds() + 0.1)
        await ada.look()
        await tracer.quiet()


async def voice_note(ada: Trainee, tracer: Tracer) -> None:
    """She asks something aloud, and is answered aloud; stand-ins hear and speak."""
    await _get_to_know(ada, tracer)
    with tracer.noting():
        await ada.speak("why do my hamstrings cramp")
        await tracer.quiet()


async def _get_to_know(ada: Trainee, tracer: Tracer) -> None:
    """What happens once only is no part of a journey."""
    await ada.write("how many reps should i do")
    await tracer.quiet()


JOURNEYS: Mapping[str, Journey] = {
    "question": question,
    "tap": tap,
    "alarm": alarm,
    "voice note": voice_note,
}


async def trace(journey: Journey, knowledge: KnowledgeBase) -> list[Path]:
    """The files of the assistant that a journey runs through, below the root, in order."""
    tracer = Tracer(ROOT / "bot")
    with TemporaryDirectory() as folder, tracer.watching():
        async with in_telegram(Path(folder), knowledge) as ada:
            await journey(ada, tracer)
    return [path.relative_to(ROOT) for path in tracer.files]


async def _traces() -> dict[str, list[Path]]:
    knowledge = build_knowledge(read_library(), read_fitted())
    return {name: await trace(journey, knowledge) for name, journey in JOURNEYS.items()}


def lines(path: Path) -> int:
    """How long a file is."""
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


def main() -> None:
    """Print how many files each journey runs through, and with --files which ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", action="store_true", help="name them, in the order of use")
    shown = parser.parse_args().files
    print("journey     files  lines")
    for name, paths in asyncio.run(_traces()).items():
        print(f"{name:<10} {len(paths):>6} {sum(map(lines, paths)):>6}")
        for path in paths if shown else ():
            print(f"{lines(path):>8}  {path}")


if __name__ == "__main__":
    main()
