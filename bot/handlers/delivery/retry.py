"""Repeats failed requests where a repetition cannot send anything twice."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import RetryAfter, TelegramError

from bot.handlers.delivery.error_kinds import ErrorKind, error_kind, seconds_to_wait
from bot.handlers.rate_limit.buckets import clock

PAUSES = (0.3, 1.5)
"""Seconds between attempts."""
PATIENCE = 30.0
"""The longest wait in seconds that is granted when Telegram asks for one; it may ask for hours."""
HASTE = 2.0
"""The same for a `hasty` request, and the seconds for all its attempts but the last."""

Result = TypeVar("Result")


async def persist(
    call: Callable[[], Awaitable[Result]], *, idempotent: bool = False, hasty: bool = False
) -> Result:
    """The result of a request, after a few attempts.

    `idempotent`: doing it twice is the same as doing it once, so that it may be repeated once even
    when the first may have arrived. `hasty`: somebody else tries again later, so it ends early.
    Raises the `TelegramError` of the last attempt.
    """
    ends = clock() + HASTE if hasty else math.inf
    for pause in PAUSES:
        try:
            return await call()
        except TelegramError as error:
            wait = _wait(error, pause, idempotent=idempotent)
            if wait is None or clock() + wait > ends:
                raise
            idempotent = idempotent and error_kind(error) is not ErrorKind.UNKNOWN
            await asyncio.sleep(wait)
    return await call()


def _wait(error: TelegramError, pause: float, *, idempotent: bool) -> float | None:
    """Seconds until the next attempt, or None when there is none."""
    if isinstance(error, RetryAfter):
        asked = seconds_to_wait(error)
        return asked if asked <= PATIENCE else None
    kind = error_kind(error)
    again = kind is ErrorKind.NOT_REACHED or (idempotent and kind is ErrorKind.UNKNOWN)
    return pause if again else None
