"""Stays below the speed at which Telegram refuses messages."""

import asyncio
import logging
import math
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.handlers.verdicts import seconds_to_wait

_LOG = logging.getLogger(__name__)

Answer = bool | dict[str, Any] | list[dict[str, Any]]

LONGEST_WAIT = 60.0
"""Seconds a request may wait for its turn, and so the length of the queue."""
_FREE = frozenset({"sendChatAction", "getChat"})
"""Requests that name a chat and do not count."""
_CHATS = 2048
"""Chats remembered before those that are quiet again are forgotten."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many at once, then one every few seconds."""

    every: float
    """Seconds between two messages in the long run."""
    burst: int


OVERALL = Pace(1 / 26, 2)
PRIVATE = Pace(1.0, 5)
GROUP = Pace(4.0, 5)
"""At most 20 in any minute."""


class Pacing(BaseRateLimiter[None]):
    """Lets each request wait for its turn: in its chat first, then among all."""

    def __init__(
        self, *, overall: Pace = OVERALL, private: Pace = PRIVATE, group: Pace = GROUP
    ) -> None:
        self._overall = _Line(overall)
        self._private = private
        self._group = group
        self._chats: dict[int | str, _Line] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""

    async def process_request(  # noqa: PLR0917  the library's own signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,  # noqa: ANN401
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Answer:
        """The result of a request, made when it is its turn.

        Raises `RetryAfter` without asking Telegram when the turn is too far away.
        """
        chat = data.get("chat_id")
        if chat is None or endpoint in _FREE:
            return await callback(*args, **kwargs)
        line = self._line(chat)
        await line.turn()
        await self._overall.turn()
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self._halt(line, seconds_to_wait(error))
            raise

    def _line(self, chat: int | str) -> "_Line":
        line = self._chats.get(chat)
        if line is None:
            self._forget_quiet_chats()
            private = isinstance(chat, int) and chat > 0
            line = self._chats[chat] = _Line(self._private if private else self._group)
        return line

    def _forget_quiet_chats(self) -> None:
        if len(self._chats) >= _CHATS:
            self._chats = {chat: line for chat, line in self._chats.items() if line.busy}

    def _halt(self, line: "_Line", seconds: float) -> None:
        """Telegram does not say whether it means the chat or the bot: two chats mean the bot."""
        others = any(it.halted for it in self._chats.values() if it is not line)
        line.halt(seconds)
        if others:
            self._overall.halt(seconds)
        _LOG.warning("too fast, waiting %.0f s for %s", seconds, "all" if others else "one chat")


class _Line:
    """Hands out moments in a steady rhythm."""

    __slots__ = ("_free_at", "_halted_until", "_pace", "_put_off")

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._free_at = 0.0
        """When the whole burst is free again."""
        self._halted_until = 0.0
        self._put_off = 0.0
        """Seconds by which halts have moved everybody who waits: they keep their distances."""

    @property
    def halted(self) -> bool:
        return self._halted_until > _now()

    @property
    def busy(self) -> bool:
        return max(self._free_at, self._halted_until) > _now()

    def halt(self, seconds: float) -> None:
        now = _now()
        longer = now + seconds - max(now, self._halted_until)
        if longer > 0:
            self._put_off += longer
            self._free_at = max(self._free_at, now) + longer
            self._halted_until = now + seconds

    async def turn(self) -> None:
        """Wait for it.

        Raises `RetryAfter` when it is too far away.
        """
        moment, put_off = self._reserve(), self._put_off
        while (wait := moment + self._put_off - put_off - _now()) > 0:  # noqa: ASYNC110  a moment
            await asyncio.sleep(wait)

    def _reserve(self) -> float:
        now = _now()
        free_at = max(self._free_at, now)
        burst = self._pace.every * (self._pace.burst - 1)
        moment = max(free_at - burst, self._halted_until, now)
        if moment - now > LONGEST_WAIT:
            raise RetryAfter(math.ceil(moment - now))
        self._free_at = free_at + self._pace.every
        return moment


def _now() -> float:
    return asyncio.get_running_loop().time()
