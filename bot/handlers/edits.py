"""Edited messages: the newest one is answered again, older ones are not."""

from dataclasses import dataclass

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.handlers.addressing import said_to
from bot.handlers.exchange import Exchange
from bot.handlers.ports import Context, Handlers
from bot.handlers.recent_messages import RecentMessages


@dataclass(frozen=True, slots=True)
class Edits:
    """Answers an author's newest message again when its text changes within two minutes.

    Who corrects a typo at once wants the better answer; who tidies up an old message does not
    expect one, and it would stand below another question.
    """

    exchange: Exchange
    recent: RecentMessages

    def handlers(self) -> Handlers:
        """Edited messages."""
        return (MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.read_again),)

    async def read_again(self, update: Update, _: Context) -> None:
        """Answer the new text."""
        message = update.edited_message
        assert message
        if message.from_user is None or not self.recent.asks_anew(message):
            return
        text = said_to(self.exchange.me, message)
        if text:
            self.recent.add_to_bot(message)
            await self.exchange.read(message.from_user, message, text)
