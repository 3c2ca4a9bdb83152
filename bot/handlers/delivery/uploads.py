"""Files that are uploaded once, and then sent by the file id that Telegram gave them."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from telegram.error import TelegramError

from bot.handlers.delivery.error_kinds import ErrorKind, error_kind
from bot.handlers.ports import FileIds
from bot.handlers.recent_messages import RecentMessages
from bot.keyed_lock import KeyedLock

_LOG = logging.getLogger(__name__)

Make = Callable[[], Awaitable[bytes]]
"""Produces the content of a file."""
Post = Callable[[bytes | str], Awaitable[str | None]]
"""Sends bytes, or the file that an id stands for; returns its id, if Telegram gave one."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """Sends files by their ids where these are known, and uploads the others."""

    files: FileIds
    locks: KeyedLock = field(default_factory=KeyedLock)

    async def send(self, key: str, make: Make, post: Post) -> None:
        """Send the file of a key. Raises what `make` and `post` raise."""
        file_id = await self.files.get(key)
        if file_id is None or not await self._send_known(key, file_id, post):
            await self._upload(key, make, post)

    async def _send_known(self, key: str, file_id: str, post: Post) -> bool:
        """Whether it could be sent by its id; an id that Telegram does not know is dropped."""
        try:
            await post(file_id)
        except TelegramError as error:
            if error_kind(error) is not ErrorKind.NO_FILE:
                raise
            await self.files.drop(key)
            return False
        return True

    async def _upload(self, key: str, make: Make, post: Post) -> None:
        """One upload per file: the others wait for it, and send the id."""
        async with self.locks.hold(key):
            file_id = await post(await self.files.get(key) or await make())
            if file_id:
                await self.files.put(key, file_id)


def lost(error: TelegramError, what: str, chat_id: int, recent: RecentMessages) -> ErrorKind:
    """Log a file that failed, and return why; perhaps it stands in the chat all the same."""
    kind = error_kind(error)
    reason = error if kind is ErrorKind.REFUSED else type(error).__name__
    _LOG.warning("%s was lost, %s: %s", what, kind.name.lower(), reason)
    if kind is ErrorKind.UNKNOWN:
        recent.add_unknown(chat_id)
    return kind
