"""Words: questions, commands, captions under pictures. The conversation knows which is which."""

from dataclasses import dataclass

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.handlers.addressing import said_to
from bot.handlers.exchange import Exchange
from bot.handlers.ports import Context, Handlers
from bot.handlers.recent import EditableMessages

_WORDS = filters.UpdateType.MESSAGE & (filters.TEXT | filters.CAPTION)


@dataclass(frozen=True, slots=True)
class Questions:
    """Hands words to the conversation."""

    exchange: Exchange
    recent: EditableMessages

    def handlers(self) -> Handlers:
        """New messages with words."""
        return (MessageHandler(_WORDS, self.read),)

    async def read(self, update: Update, _: Context) -> None:
        """Answer, when the bot is meant."""
        message = update.message
        assert message
        text = said_to(self.exchange.me, message)
        if text is None or message.from_user is None:
            return
        self.recent.note(message)
        await self.exchange.read(message.from_user, message, text)
