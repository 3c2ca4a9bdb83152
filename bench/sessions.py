"""Guided sessions: what a tap costs, what a workout leaves on the disk, what many delay."""

import asyncio
from collections.abc import Iterator

from bench.kept_sessions import keeping
from bench.open_sessions import starting
from bench.tables import Table
from bench.tapping import tapping


def sessions() -> Iterator[Table]:
    """One tap in Telegram, bytes of a finished session, a start with many open ones."""
    for measured in (tapping, keeping, starting):
        yield asyncio.run(measured())
