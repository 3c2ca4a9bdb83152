"""How many messages may go how fast."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from bot.handlers.rate_limit.priority import Priority

_MANY = 2048
"""Chats remembered before those that are quiet again are forgotten."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, then one every few seconds."""

    every: float
    """Seconds between two messages in the long run."""
    burst: int


class TokenBucket:
    """Counts what has gone. Moments are seconds on the clock of the event loop."""

    __slots__ = ("_full_at", "_halted_until", "_pace")

    def __init__(self, pace: Rate) -> None:
        self._pace = pace
        self._full_at = 0.0
        """When the whole burst is free again."""
        self._halted_until = 0.0

    def opens(self, now: float, *, ahead: int = 0, spare: int = 0) -> float:
        """The first moment for one more, after `ahead` others, that leaves `spare` of the burst.

        A burst that is too small to leave so many must be free as a whole.
        """
        every, burst = self._pace.every, self._pace.burst
        used = every * (ahead - max(burst - 1 - spare, 0))
        return max(max(self._full_at, now) + used, self._halted_until, now)

    def busy(self, now: float) -> bool:
        """Whether something of the past still counts."""
        return max(self._full_at, self._halted_until) > now

    def take(self, now: float) -> None:
        """One goes now."""
        self._full_at = max(self._full_at, now) + self._pace.every

    def halt(self, now: float, seconds: float) -> None:
        """Nothing for so long, and no more than now after that; a longer halt stays."""
        longer = now + seconds - max(now, self._halted_until)
        if longer > 0:
            self._full_at = max(self._full_at, now) + longer
            self._halted_until = now + seconds


def clock() -> float:
    """Seconds on the clock of the event loop."""
    return asyncio.get_running_loop().time()


@dataclass(eq=False, slots=True)
class ChatBudget:
    """What has gone to one chat, and how many of each priority wait to go there."""

    bucket: TokenBucket
    waiting: Counter[Priority] = field(default_factory=Counter)

    def quiet(self, now: float) -> bool:
        """Whether nothing is lost when it is forgotten."""
        return not self.bucket.busy(now) and not self.waiting.total()


class ChatBudgets:
    """Remembers those that matter now."""

    def __init__(self, private: Rate, group: Rate) -> None:
        self._private = private
        self._group = group
        self._known: dict[int | str, ChatBudget] = {}
        self._many = _MANY

    def __len__(self) -> int:
        return len(self._known)

    def of(self, chat_id: int | str, now: float) -> ChatBudget:
        """One of them; a person's chat has a positive number."""
        chat = self._known.get(chat_id)
        if chat is None:
            self._forget_quiet_ones(now)
            private = isinstance(chat_id, int) and chat_id > 0
            bucket = TokenBucket(self._private if private else self._group)
            chat = self._known[chat_id] = ChatBudget(bucket)
        return chat

    def _forget_quiet_ones(self, now: float) -> None:
        """When there are many; where none is quiet, not again for each new one."""
        if len(self) >= self._many:
            self._known = {key: chat for key, chat in self._known.items() if not chat.quiet(now)}
            self._many = max(_MANY, 2 * len(self))
