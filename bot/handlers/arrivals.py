"""Messages that come, whoever answers them."""

from dataclasses import dataclass

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.handlers.features import Context, Handlers
from bot.handlers.latest import Latest

GROUP = -1
"""Before all other handlers, and besides them."""
_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Notes what a person has put below the bot's own messages."""

    latest: Latest

    def handlers(self) -> Handlers:
        """New messages of every kind."""
        return (MessageHandler(_PRIVATE, self.note),)

    async def note(self, update: Update, _: Context) -> None:
        """Remember where the chat ends now."""
        message = update.message
        assert message
        self.latest.note(message.chat.id, message.message_id)
