"""What paced requests go through when no server is needed."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from telegram.error import RetryAfter

from bot.handlers.rate_limit.buckets import clock
from bot.handlers.rate_limit.limiter import Answer, RateLimiter
from bot.handlers.rate_limit.priority import Priority
from tests.telegram_server.limits import Limits
from tests.telegram_server.refusals import Refusal


@dataclass
class FakeTransport:
    """Notes when requests are made; refuses them when told to, or when they come too fast."""

    sent: list[tuple[int, float]] = field(default_factory=list)
    refuse: dict[int, float] = field(default_factory=dict)
    limits: Limits | None = None
    lasts: Callable[[], float] = float
    """Seconds until the answer comes."""

    async def __call__(self, chat: int) -> bool:
        if seconds := self.refuse.pop(chat, 0):
            await asyncio.sleep(self.lasts())
            raise RetryAfter(seconds)  # type: ignore[arg-type]
        self._count(chat)
        self.sent.append((chat, clock()))
        await asyncio.sleep(self.lasts())
        return True

    def _count(self, chat: int) -> None:
        try:
            if self.limits:
                self.limits.count("sendmessage", chat)
        except Refusal as refusal:
            raise RetryAfter(refusal.parameters["retry_after"]) from refusal

    def moments(self, chat: int | None = None) -> list[float]:
        return [at for whose, at in self.sent if chat in {None, whose}]

    def order(self) -> list[int]:
        return [chat for chat, _ in self.sent]


def request(
    limiter: RateLimiter,
    transport: FakeTransport,
    chat: int,
    priority: Priority | None = None,
    *,
    endpoint: str = "sendMessage",
) -> Coroutine[Any, Any, Answer]:
    return limiter.process_request(transport, (chat,), {}, endpoint, {"chat_id": chat}, priority)


def burst(
    limiter: RateLimiter,
    transport: FakeTransport,
    chats: Iterable[int],
    priority: Priority | None = None,
) -> asyncio.Future[list[Answer]]:
    """One request for each, begun in this order when others get the chance."""
    return asyncio.gather(*(request(limiter, transport, chat, priority) for chat in chats))


def gaps(moments: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(moments)]


def most_within(seconds: float, moments: list[float]) -> int:
    """The most in any stretch of time."""
    return max(sum(start <= at < start + seconds for at in moments) for start in moments)
