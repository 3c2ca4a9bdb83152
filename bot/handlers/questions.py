"""New messages with text: questions, commands, captions. The conversation tells them apart."""

from dataclasses import dataclass

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.handlers.addressing import said_to
from bot.handlers.exchange import Exchange
from bot.handlers.ports import Context, Handlers

_WORDS = filters.UpdateType.MESSAGE & (filters.TEXT | filters.CAPTION)


@dataclass(frozen=True, slots=True)
class Questions:
    """Passes texts to the conversation."""

    exchange: Exchange

    def handlers(self) -> Handlers:
        """New messages with a text or a caption."""
        return (MessageHandler(_WORDS, self.read),)

    async def read(self, update: Update, _: Context) -> None:
        """Answer when the bot is addressed."""
        message = update.message
        assert message
        text = said_to(self.exchange.me, message)
        if text is None or message.from_user is None:
            return
        await self.exchange.read(message.from_user, message, text)
