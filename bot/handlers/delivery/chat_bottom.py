"""The newest message of each chat, as far as it is known."""

from collections import OrderedDict
from dataclasses import dataclass
from math import inf

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.handlers.ports import Context, Handlers

_CHATS = 4096


class ChatBottom:
    """Remembers one number for each of the last few thousand chats; in private chats ids grow."""

    def __init__(self) -> None:
        self._newest: OrderedDict[int, float] = OrderedDict()

    def note(self, chat_id: int, message_id: int) -> None:
        """A message stands in a chat."""
        known = self._newest.get(chat_id, 0)
        self._keep(chat_id, message_id if known == inf else max(known, message_id))

    def lose(self, chat_id: int) -> None:
        """A message has probably come, and nobody knows its id."""
        self._keep(chat_id, inf)

    def is_last(self, chat_id: int, message_id: int) -> bool:
        """Whether nothing is known to stand below a message."""
        return self._newest.get(chat_id, 0) <= message_id

    def _keep(self, chat_id: int, newest: float) -> None:
        self._newest[chat_id] = newest
        self._newest.move_to_end(chat_id)
        if len(self._newest) > _CHATS:
            self._newest.popitem(last=False)


GROUP = -1
"""Before all other handlers, and besides them."""


_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE


@dataclass(frozen=True, slots=True)
class ChatBottomHandler:
    """Notes what a person has put below the bot's own messages."""

    latest: ChatBottom

    def handlers(self) -> Handlers:
        """New messages of every kind."""
        return (MessageHandler(_PRIVATE, self.note),)

    async def note(self, update: Update, _: Context) -> None:
        """Remember where the chat ends now."""
        message = update.message
        assert message
        self.latest.note(message.chat.id, message.message_id)
