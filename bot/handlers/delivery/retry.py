"""Tries again where trying again cannot say anything twice."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import RetryAfter, TelegramError

from bot.handlers.delivery.error_kinds import ErrorKind, seconds_to_wait, verdict
from bot.handlers.rate_limit.buckets import clock

PAUSES = (0.3, 1.5)
"""Seconds between attempts."""
PATIENCE = 30.0
"""The longest wait in seconds that Telegram may ask for; hours have been seen."""
HASTE = 2.0
"""The same where somebody else tries again later, and the time for all attempts but the last."""

Result = TypeVar("Result")


async def persist(
    call: Callable[[], Awaitable[Result]], *, harmless: bool = False, hasty: bool = False
) -> Result:
    """The result of a request, after a few attempts.

    `harmless`: doing it twice is the same as doing it once, so that it may be repeated once even
    when the first may have arrived. `hasty`: it is not tried for long. Raises the `TelegramError`
    of the attempt that was the last.
    """
    ends = clock() + HASTE if hasty else math.inf
    for pause in PAUSES:
        try:
            return await call()
        except TelegramError as error:
            wait = _wait(error, pause, harmless=harmless)
            if wait is None or clock() + wait > ends:
                raise
            harmless = harmless and verdict(error) is not ErrorKind.UNKNOWN
            await asyncio.sleep(wait)
    return await call()


def _wait(error: TelegramError, pause: float, *, harmless: bool) -> float | None:
    """Seconds until the next attempt, or None when there is none."""
    if isinstance(error, RetryAfter):
        asked = seconds_to_wait(error)
        return asked if asked <= PATIENCE else None
    meaning = verdict(error)
    again = meaning is ErrorKind.NOT_REACHED or (harmless and meaning is ErrorKind.UNKNOWN)
    return pause if again else None
