"""Files that are uploaded once, and then known to Telegram by an id."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from telegram.error import TelegramError

from bot.handlers.delivery.chat_bottom import ChatBottom
from bot.handlers.delivery.error_kinds import ErrorKind, verdict
from bot.handlers.ports import FileIds
from bot.keyed_lock import KeyedLock

_LOG = logging.getLogger(__name__)

Make = Callable[[], Awaitable[bytes]]
Post = Callable[[bytes | str], Awaitable[str | None]]
"""Sends bytes, or what Telegram knows by an id; gives the id that it has from now on."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """Sends files by their ids as far as those are known."""

    files: FileIds
    locks: KeyedLock = field(default_factory=KeyedLock)

    async def send(self, key: str, make: Make, post: Post) -> None:
        """Send what is kept under a key. Raises what `make` and `post` raise."""
        file_id = await self.files.get(key)
        if file_id is None or not await self._known(key, file_id, post):
            await self._upload(key, make, post)

    async def _known(self, key: str, file_id: str, post: Post) -> bool:
        """Whether it could be sent by its id."""
        try:
            await post(file_id)
        except TelegramError as error:
            if verdict(error) is not ErrorKind.NO_FILE:
                raise
            await self.files.drop(key)
            return False
        return True

    async def _upload(self, key: str, make: Make, post: Post) -> None:
        """Whoever wants the same file meanwhile waits, and sends the id."""
        async with self.locks.hold(key):
            file_id = await post(await self.files.get(key) or await make())
            if file_id:
                await self.files.put(key, file_id)


def lost(error: TelegramError, what: str, chat_id: int, latest: ChatBottom) -> ErrorKind:
    """Log a file that failed, and tell why; perhaps it stands in the chat all the same."""
    meaning = verdict(error)
    reason = error if meaning is ErrorKind.REFUSED else type(error).__name__
    _LOG.warning("%s was lost, %s: %s", what, meaning.name.lower(), reason)
    if meaning is ErrorKind.UNKNOWN:
        latest.lose(chat_id)
    return meaning
