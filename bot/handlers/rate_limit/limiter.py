"""Keeps the requests to Telegram below the rate at which it refuses them (status 429).

The library's own `AIORateLimiter` has no priorities and no limit for a private chat, lets requests
wait without end, and stops all chats when one is refused. Here a reply goes before a card and a
card before a reminder; a request that would wait too long fails at once, certainly not sent; and a
refusal halts one chat, or all when two chats are refused together.

Each limit is a token bucket, `Rate(every, burst)`: a request takes one of `burst` tokens, and every
`every` seconds one comes back, so that in any t seconds at most `burst + t / every` requests are
made. A request needs a token of its chat, one of the bucket for all chats and, if it is a reminder,
one of a third bucket.

The figures are those of Telegram's FAQ for bots ("My bot is hitting limits"): about one message a
second in a chat, which may be exceeded for a short time, 20 a minute in a group, and about 30 a
second to all chats. Ours stay below the last two.
"""

import logging
import math
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Self

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.handlers.delivery.error_kinds import seconds_to_wait
from bot.handlers.rate_limit.buckets import ChatBudgets, Rate, clock
from bot.handlers.rate_limit.priority import Priority
from bot.handlers.rate_limit.queue import PriorityQueue

__all__ = ("Rate", "RateLimiter")

_LOG = logging.getLogger(__name__)

Answer = bool | dict[str, Any] | list[dict[str, Any]]

OVERALL = Rate(1 / 22, 6)
"""At most 28 in any second. Several people may ask at the same moment: a longer burst with slower
refilling lets all of them go at once."""
REMINDERS = Rate(1 / 20, 1)
_LEAST_BURST = 2
"""Of each of several processes: one token for a reply while the other is taken."""
PRIVATE = Rate(1.0, 5)
GROUP = Rate(4.0, 5)
"""At most 20 in any minute."""
TOGETHER = 1.0
"""Seconds within which refusals in two chats mean the whole bot."""
POOL_TIMEOUT = 3.0
"""Seconds that what nobody asked for waits for a free connection once it is admitted."""
_FREE = frozenset({"sendChatAction", "getChat"})
"""Requests that name a chat and do not count."""


def _ignore() -> None:
    """Called where nobody watches a chat."""


class RateLimiter(BaseRateLimiter[Priority]):
    """Lets each request wait until its chat and all chats together have a token for it."""

    def __init__(
        self,
        *,
        overall: Rate = OVERALL,
        reminders: Rate = REMINDERS,
        private: Rate = PRIVATE,
        group: Rate = GROUP,
    ) -> None:
        self._queue = PriorityQueue(overall, reminders)
        self._chats = ChatBudgets(private, group)
        self._refused: tuple[int | str | None, float] = (None, -math.inf)
        """Which chat Telegram refused last, and when."""
        self._watchers: dict[int | str, Callable[[], None]] = {}

    @classmethod
    def among(cls, processes: int) -> Self:
        """The limiter of each of several processes (at least 1) that send for the same bot."""
        burst = max(OVERALL.burst // processes, _LEAST_BURST)
        per_second = (OVERALL.burst + 1 / OVERALL.every) / processes - burst
        slower = Rate(REMINDERS.every * processes, REMINDERS.burst)
        return cls(overall=Rate(1 / per_second, burst), reminders=slower)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(  # noqa: PLR0917  the library's own signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,  # noqa: ANN401
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> Answer:
        """The result of a request, made when it is admitted; without a priority it is a reply.

        Raises `QueueTimeoutError` without a request when it would have to wait for too long.
        """
        chat_id = data.get("chat_id")
        if chat_id is None or endpoint in _FREE:
            return await callback(*args, **kwargs)
        chat, priority = self._chats.of(chat_id, clock()), rate_limit_args or Priority.REPLY
        if priority is not Priority.REPLY and "pool_timeout" in kwargs:
            kwargs = {**kwargs, "pool_timeout": POOL_TIMEOUT}
        async with self._queue.turn(chat, priority):
            self._watchers.get(chat_id, _ignore)()
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._halt(chat_id, seconds_to_wait(error))
                raise

    @contextmanager
    def watched(self, chat_id: int, on_request: Callable[[], None]) -> Iterator[None]:
        """Call `on_request` for each request to a chat that is made during the block."""
        self._watchers[chat_id] = on_request
        try:
            yield
        finally:
            del self._watchers[chat_id]

    def promote(self, chat_id: int) -> None:
        """Give the priority of a reply to what waits for a chat: a reply waits behind it."""
        self._queue.promote(self._chats.of(chat_id, clock()))

    def _halt(self, chat_id: int | str, seconds: float) -> None:
        """Telegram does not say what was too fast: one chat, or the bot when two are refused."""
        now = clock()
        other, before = self._refused
        everybody = other != chat_id and now - before <= TOGETHER
        self._refused = (chat_id, now)
        self._chats.of(chat_id, now).bucket.halt(now, seconds)
        if everybody:
            self._queue.halt(seconds)
        _LOG.warning("too fast, waiting %.0f s for %s", seconds, "all" if everybody else "one chat")
