"""Tapped buttons."""

from dataclasses import dataclass
from functools import partial

from telegram import CallbackQuery, Update
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler

from bot.handlers.delivery.sender import persist
from bot.handlers.exchange import Exchange
from bot.handlers.ports import Context, Handlers


@dataclass(frozen=True, slots=True)
class Taps:
    """Passes the data of tapped buttons to the conversation."""

    exchange: Exchange

    def handlers(self) -> Handlers:
        """Every button, whoever made it."""
        return (CallbackQueryHandler(self.tap),)

    async def tap(self, update: Update, _: Context) -> None:
        """Answer the query, so that the button stops spinning, then do what it asks for."""
        query = update.callback_query
        assert query
        await _answer_query(query)
        if query.data is not None:
            await self.exchange.tap(query, query.data)


async def _answer_query(query: CallbackQuery) -> None:
    """Telegram expects this within seconds; when it is too late, the rest still matters."""
    try:
        await persist(partial(query.answer), idempotent=True)
    except TelegramError:
        return
