"""The rooms whose tests are put to the test: which code is mutated, and which tests are asked."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
TESTS = {
    "knowledge": "tests/knowledge",
    "session": "tests/session",
    "reminders": "tests/reminders",
    "conversation": "tests/conversation",
    "scheduler": "tests/test_scheduler.py",
}
"""Each room with its own tests. Journeys and browsers would notice more, but only minutes later."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room of bot/, or a part of one: a folder or a file, as in `reminders/schedule`."""

    name: str
    """The path below bot/, without `.py`."""

    @property
    def tests(self) -> str:
        """The file or folder of tests that must notice a defect here."""
        return TESTS[PurePosixPath(self.name).parts[0]]

    @property
    def sources(self) -> list[str]:
        """Patterns of the files that are mutated, as mutmut reads them: `*` spans folders."""
        return [f"bot/{self.name}.py", f"bot/{self.name}/*.py"]

    @property
    def folder(self) -> Path:
        """Where its mutants are kept."""
        return ROOT / "mutants" / self.name.replace("/", "-")


def read_rooms(names: str) -> list[Room]:
    """The rooms of a list such as `session,reminders/schedule`; all of them when it is empty.

    Raises:
        ValueError: A name does not begin with a known room.
    """
    chosen = [name.strip("/") for name in names.replace(",", " ").split()] or list(TESTS)
    for name in chosen:
        if name.split("/")[0] not in TESTS:
            raise ValueError(f"There is no room {name}; there are {', '.join(TESTS)}.")
    return [Room(name) for name in chosen]
