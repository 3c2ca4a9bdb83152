"""The smallest bot of the same library that sends many reminders, with the library's own limiter.

It knows what ours knows, and keeps nothing.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any

from telegram import Message, Update
from telegram.ext import AIORateLimiter, Application, ContextTypes, ExtBot, MessageHandler, filters

from bench.due import FIRST
from bench.programs import report
from bot.app import utc_now
from bot.cli.ask import reply_text
from bot.semantic.knowledge_base import load_knowledge_base

Answer = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]
_CALL = "Time to train: hamstring leg raises, as planned."


async def main(root: str, token: str, due: str, count: str, at_once: str) -> None:
    """Answer until the input ends; at a moment send so many reminders, so many at a time."""
    builder = Application.builder().token(token).base_url(f"{root}/bot")
    app = builder.rate_limiter(AIORateLimiter()).concurrent_updates(16).build()
    app.add_handler(MessageHandler(filters.TEXT, _answering()))
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(timeout=30, allowed_updates=["message"])
        moment = datetime.fromisoformat(due)
        sending = asyncio.create_task(_remind(app.bot, moment, int(count), int(at_once)))
        await report()
        sending.cancel()
        await asyncio.wait([sending])
        await app.updater.stop()
        await app.stop()


def _answering() -> Answer:
    knowledge_base = load_knowledge_base()

    async def answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        assert update.message.text
        await update.message.reply_text(reply_text(knowledge_base, update.message.text))

    return answer


async def _remind(bot: ExtBot[Any], due: datetime, count: int, at_once: int) -> None:
    places = asyncio.Semaphore(at_once)

    async def send(chat_id: int) -> Message:
        async with places:
            return await bot.send_message(chat_id, _CALL)

    await asyncio.sleep((due - utc_now()).total_seconds())
    sends: list[Awaitable[Message]] = [send(FIRST + at) for at in range(count)]
    await asyncio.gather(*sends, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
