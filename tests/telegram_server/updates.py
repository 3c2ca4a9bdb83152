"""The queue of updates, and the one who may read it."""

import asyncio
from collections import deque

from tests.telegram_server.refusals import CONFLICT, Json

DEFAULT = frozenset({"message", "edited_message", "callback_query", "my_chat_member"})
"""More kinds exist; this server makes no others."""
_BATCH = 100


class Updates:
    """Keeps updates until they are confirmed."""

    def __init__(self) -> None:
        self.wanted = DEFAULT
        self.confirmed = 0
        """The last offset that was asked for."""
        self._waiting: deque[Json] = deque()
        self._next_id = 1000
        self._polls = 0
        self._readers = 0
        self._news = asyncio.Condition()

    async def add(self, kind: str, content: Json) -> None:
        """What nobody wants is never kept."""
        if kind not in self.wanted:
            return
        self._next_id += 1
        async with self._news:
            self._waiting.append({"update_id": self._next_id, kind: content})
            self._news.notify_all()

    @property
    def unconfirmed(self) -> int:
        return len(self._waiting)

    async def poll(self, offset: int, timeout: float, limit: int) -> list[Json]:  # noqa: ASYNC109
        """Wait for updates; a second reader throws out the first."""
        self._confirm(offset)
        self._polls += 1
        mine = self._polls
        async with self._news:
            self._readers += 1
            self._news.notify_all()
            try:
                async with asyncio.timeout(timeout):
                    await self._news.wait_for(lambda: self._waiting or self._polls != mine)
            except TimeoutError:
                return []
            finally:
                self._readers -= 1
        if self._polls != mine:
            raise CONFLICT
        return list(self._waiting)[: limit or _BATCH]

    async def until_read(self) -> None:
        """Wait until somebody waits for updates."""
        async with self._news, asyncio.timeout(10):
            await self._news.wait_for(lambda: self._readers)

    def _confirm(self, offset: int) -> None:
        self.confirmed = max(self.confirmed, offset)
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()
