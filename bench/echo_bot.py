"""The smallest bot of the same library: it says what it hears, or what stands behind a button."""

import asyncio
import sys

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bench.programs import report


async def main(root: str, token: str) -> None:
    """Answer until the input ends."""
    builder = Application.builder().token(token).base_url(f"{root}/bot")
    app = builder.build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(CallbackQueryHandler(tapped))
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(timeout=30, allowed_updates=["message", "callback_query"])
        await report()
        await app.updater.stop()
        await app.stop()


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    assert update.message.text
    await update.message.reply_text(update.message.text)


async def tapped(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query
    await update.callback_query.answer()
    await update.callback_query.edit_message_text(update.callback_query.data or "nothing")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
