"""One lock for each of many keys: the work for one key in order, different keys in parallel."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


class LockQueueFullError(Exception):
    """As many as the limit allows hold or await the lock of this key already."""


@dataclass(eq=False, slots=True)
class _Entry:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    """Those who hold the lock or wait for it."""


class KeyedLock:
    """A lock for each key; it is forgotten when nobody holds it or waits for it.

    `limit` is how many may hold the lock of one key or wait for it at once; None: any number.
    """

    def __init__(self, limit: int | None = None) -> None:
        self._limit = limit
        self._entries: dict[Hashable, _Entry] = {}

    def __len__(self) -> int:
        """The number of keys in use."""
        return len(self._entries)

    def locked(self, key: Hashable) -> bool:
        """Whether somebody holds the lock of a key now."""
        entry = self._entries.get(key)
        return entry is not None and entry.lock.locked()

    @asynccontextmanager
    async def hold(self, key: Hashable) -> AsyncIterator[None]:
        """Wait for the lock of a key, first come first served, and hold it during the block.

        Raises `LockQueueFullError` at once when the limit is reached.
        """
        entry = self._entries.setdefault(key, _Entry())
        if entry.users == self._limit:
            raise LockQueueFullError
        entry.users += 1
        try:
            async with entry.lock:
                yield
        finally:
            entry.users -= 1
            if not entry.users:
                del self._entries[key]
