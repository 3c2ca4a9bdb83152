"""Turns: the messages of one person in order, people in parallel."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

LONGEST_LINE = 8
"""Messages of one person that may wait at once."""


class Crowded(Exception):  # noqa: N818 - it is a state of the line, not a fault
    """Too many messages of one person are waiting already."""


@dataclass(eq=False, slots=True)
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class Turns:
    """A line for each person; it exists only while somebody stands in it."""

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}

    @asynccontextmanager
    async def take(self, person_id: int) -> AsyncIterator[None]:
        """Wait for the turn and hold it.

        Raises `Crowded` when the line is full.
        """
        line = self._lines.setdefault(person_id, _Line())
        if line.length >= LONGEST_LINE:
            raise Crowded
        line.length += 1
        try:
            async with line.lock:
                yield
        finally:
            self._leave(person_id, line)

    def _leave(self, person_id: int, line: _Line) -> None:
        line.length -= 1
        if not line.length:
            del self._lines[person_id]
