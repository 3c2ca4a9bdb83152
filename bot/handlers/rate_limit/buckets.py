"""Token buckets, and one for each chat."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from bot.handlers.rate_limit.priority import Priority

_MANY = 2048
"""Chats remembered before those without a need are forgotten."""


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `burst` at once, and one more every `every` seconds."""

    every: float
    """Seconds until a token comes back; at least 0."""
    burst: int
    """Tokens of a full bucket; at least 1."""


class TokenBucket:
    """A token for each request. Moments are seconds on the clock of the event loop."""

    __slots__ = ("_full_at", "_halted_until", "_rate")

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._full_at = 0.0
        """When the bucket is full again."""
        self._halted_until = 0.0

    def ready_at(self, now: float, *, ahead: int = 0, spare: int = 0) -> float:
        """The first moment with a token, after `ahead` others, that leaves `spare` tokens.

        A bucket that is too small to leave so many must be full.
        """
        every, burst = self._rate.every, self._rate.burst
        used = every * (ahead - max(burst - 1 - spare, 0))
        return max(max(self._full_at, now) + used, self._halted_until, now)

    def busy(self, now: float) -> bool:
        """Whether tokens are missing, or it is halted."""
        return max(self._full_at, self._halted_until) > now

    def take(self, now: float) -> None:
        """Take a token now."""
        self._full_at = max(self._full_at, now) + self._rate.every

    def halt(self, now: float, seconds: float) -> None:
        """No token for so long, and no more than now after that; a longer halt stays."""
        longer = now + seconds - max(now, self._halted_until)
        if longer > 0:
            self._full_at = max(self._full_at, now) + longer
            self._halted_until = now + seconds


def clock() -> float:
    """Seconds on the clock of the event loop."""
    return asyncio.get_running_loop().time()


@dataclass(eq=False, slots=True)
class ChatBudget:
    """The bucket of one chat, and how many requests of each priority wait for it."""

    bucket: TokenBucket
    waiting: Counter[Priority] = field(default_factory=Counter)

    def idle(self, now: float) -> bool:
        """Whether nothing is lost when it is forgotten."""
        return not self.bucket.busy(now) and not self.waiting.total()


class ChatBudgets:
    """The budgets of all chats that are in use."""

    def __init__(self, private: Rate, group: Rate) -> None:
        self._private = private
        self._group = group
        self._known: dict[int | str, ChatBudget] = {}
        self._many = _MANY

    def __len__(self) -> int:
        return len(self._known)

    def of(self, chat_id: int | str, now: float) -> ChatBudget:
        """The budget of a chat; private chats have positive ids."""
        chat = self._known.get(chat_id)
        if chat is None:
            self._forget_idle(now)
            private = isinstance(chat_id, int) and chat_id > 0
            bucket = TokenBucket(self._private if private else self._group)
            chat = self._known[chat_id] = ChatBudget(bucket)
        return chat

    def _forget_idle(self, now: float) -> None:
        """Where there are many; while none is idle, not again for each new chat."""
        if len(self) >= self._many:
            self._known = {key: chat for key, chat in self._known.items() if not chat.idle(now)}
            self._many = max(_MANY, 2 * len(self))
