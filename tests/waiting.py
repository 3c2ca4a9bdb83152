"""Waiting in tests for what is awaited, and for no longer."""

import asyncio
from collections.abc import Callable


async def until(happened: Callable[[], object]) -> None:
    """Wait for something that sets no event; `TimeoutError` after ten seconds."""
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110 - what happens elsewhere has no event
            await asyncio.sleep(0.005)


async def everything_ready() -> None:
    """Let everything run that waits for no time and for no event."""
    for _ in range(100):
        await asyncio.sleep(0)
