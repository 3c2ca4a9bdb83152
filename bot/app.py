"""Everything built once and plugged together; the only file that knows all others."""

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.asking import knowledge
from bot.config import Settings
from bot.conversation import Conversation
from bot.errors import StartError
from bot.handlers.telegram import Telegram, telegram
from bot.playground.server import Playground, playground
from bot.scheduler import Sweep, scheduler
from bot.storage.database import Database, open_database
from bot.storage.feedback import FeedbackBook
from bot.storage.memories import Memories
from bot.storage.messages import Messages
from bot.storage.people import People
from bot.storage.preferences import Preferences
from bot.storage.questions import QuestionBook

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class App:
    """The running assistant."""

    database: Database
    conversation: Conversation
    chat: Playground | None
    """None when it was turned off."""
    telegram: Telegram | None
    """None without a token."""


def utc_now() -> datetime:
    """The present moment, aware."""
    return datetime.now(UTC)


@asynccontextmanager
async def app(settings: Settings, clock: Clock = utc_now) -> AsyncIterator[App]:
    """The assistant while it runs; everything is stopped in good order at the end.

    Raises `CoachError` when a part cannot start.
    """
    if settings.chat_port == 0 and settings.telegram_token is None:
        raise StartError("Nothing to start: BOT_CHAT_PORT is 0 and TELEGRAM_BOT_TOKEN is not set.")
    async with AsyncExitStack() as stack:
        database = await open_database(settings.database_url)
        stack.push_async_callback(database.close)
        talk = build_conversation(database, settings)
        await stack.enter_async_context(scheduler(build_sweep(database, clock)))
        chat = await stack.enter_async_context(_chat(settings, database, talk, clock))
        line = await stack.enter_async_context(_telegram(settings, database, talk, clock))
        yield App(database, talk, chat, line)


def build_conversation(database: Database, settings: Settings) -> Conversation:
    """The conversation over a database."""
    return Conversation(
        knowledge=knowledge(settings),
        memories=Memories(database),
        preferences=Preferences(database),
        feedback=FeedbackBook(database),
        questions=QuestionBook(database),
        emergency=settings.emergency,
    )


def build_sweep(database: Database, clock: Clock) -> Sweep:
    """What is deleted when it is old enough."""
    purges = (
        Memories(database).fade,
        FeedbackBook(database).purge,
        QuestionBook(database).purge,
    )
    return Sweep(purges, clock)


@asynccontextmanager
async def _chat(
    settings: Settings, database: Database, talk: Conversation, clock: Clock
) -> AsyncIterator[Playground | None]:
    if settings.chat_port == 0:
        yield None
        return
    async with playground(
        settings.chat_host,
        settings.chat_port,
        conversation=talk,
        people=People(database),
        history=Messages(database),
        clock=clock,
    ) as chat:
        yield chat


@asynccontextmanager
async def _telegram(
    settings: Settings, database: Database, talk: Conversation, clock: Clock
) -> AsyncIterator[Telegram | None]:
    if settings.telegram_token is None:
        yield None
        return
    async with telegram(settings, talk, People(database), clock) as line:
        yield line


async def run(settings: Settings) -> int:
    """Run until SIGINT or SIGTERM. Returns the exit code."""
    start_logging()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    async with app(settings) as running:
        for line in describe(running):
            print(line, flush=True)  # noqa: T201 - the person at the terminal reads this
        await stop.wait()
        print("Stopping.", file=sys.stderr, flush=True)  # noqa: T201
    return 0


def start_logging() -> None:
    """Our own news, and of the libraries only what went wrong."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("bot").setLevel(logging.INFO)


def describe(running: App) -> list[str]:
    """What was started, in plain sentences."""
    chat = f"Browser chat: {running.chat.url}" if running.chat else "Browser chat: turned off."
    line = (
        "Telegram: connected."
        if running.telegram
        else "Telegram: off. Set TELEGRAM_BOT_TOKEN to turn it on."
    )
    return [chat, line, "Press Ctrl+C to stop."]
