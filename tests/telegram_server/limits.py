"""How fast a bot may be, as far as people know: Telegram publishes no exact figures."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from tests.telegram_server.refusals import Refusal, too_fast

_COUNTED = ("send", "edit", "copy", "forward")
"""How the names of methods begin that count, in lower case."""
_FREE = "sendchataction"


@dataclass(slots=True)
class Window:
    """So many in any stretch of seconds."""

    most: int
    seconds: float
    taken: deque[float] = field(default_factory=deque)

    def opens(self, now: float) -> float:
        while self.taken and self.taken[0] <= now - self.seconds:
            self.taken.popleft()
        return self.taken[0] + self.seconds if len(self.taken) >= self.most else now

    def take(self, now: float) -> None:
        self.taken.append(now)


@dataclass(slots=True)
class Drip:
    """So many at once, then one every few seconds."""

    burst: int
    every: float
    full_at: float = -math.inf
    """When the whole burst is free again."""

    def opens(self, now: float) -> float:
        return max(self.full_at - self.every * (self.burst - 1), now)

    def take(self, now: float) -> None:
        self.full_at = max(self.full_at, now) + self.every


@dataclass(slots=True)
class Limit:
    """One of either kind; who was refused is refused for as long as was said."""

    rule: Window | Drip
    closed_until: float = -math.inf

    def check(self, now: float) -> None:
        """Whether there is room. Raises `Refusal` when there is none."""
        wait = math.ceil(self.rule.opens(now) - now)
        self.closed_until = max(self.closed_until, now + wait)
        if self.closed_until > now:
            raise too_fast(math.ceil(self.closed_until - now))


@dataclass(slots=True)
class Limits:
    """Counts messages and edits: overall, in each private chat, in each group."""

    clock: Callable[[], float] = monotonic
    overall: Limit = field(default_factory=lambda: Limit(Window(30, 1.0)))
    chats: dict[str, Limit] = field(default_factory=dict)
    refused: int = 0
    """How often a message was one too many."""

    def count(self, method: str, chat_id: object) -> None:
        """Let a message pass.

        Raises `Refusal` when it is one too many; then it does not count.
        """
        if not chat_id or method == _FREE or not method.startswith(_COUNTED):
            return
        now, limits = self.clock(), (self._chat(str(chat_id)), self.overall)
        try:
            for limit in limits:
                limit.check(now)
        except Refusal:
            self.refused += 1
            raise
        for limit in limits:
            limit.rule.take(now)

    def _chat(self, chat_id: str) -> Limit:
        if chat_id not in self.chats:
            group = chat_id.startswith(("-", "@"))
            self.chats[chat_id] = Limit(Window(20, 60.0) if group else Drip(6, 1.0))
        return self.chats[chat_id]
