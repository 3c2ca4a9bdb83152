"""The Telegram channel: built from its parts, started, and stopped in good order."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot.config import Settings
from bot.domain.alarms import SendOutcome
from bot.domain.people import Person
from bot.domain.replies import Reply
from bot.errors import StartError
from bot.handlers.attachments import Attachments
from bot.handlers.delivery.animation_sender import Animations, AnimationSender
from bot.handlers.delivery.card_message import CardMessage
from bot.handlers.delivery.delivery import Delivery
from bot.handlers.delivery.sender import Sender
from bot.handlers.delivery.uploads import Uploads
from bot.handlers.delivery.voice_sender import Voices, VoiceSender
from bot.handlers.edits import Edits
from bot.handlers.errors import Errors
from bot.handlers.exchange import Coach, Exchange
from bot.handlers.membership import Membership, Migration
from bot.handlers.ports import Cards, Clock, FileIds, People
from bot.handlers.questions import Questions
from bot.handlers.rate_limit.limiter import RateLimiter
from bot.handlers.rate_limit.priority import Bot
from bot.handlers.recent_messages import FIRST_GROUP, RecentMessages, RecentMessagesHandler
from bot.handlers.recordings import Recordings
from bot.handlers.taps import Taps
from bot.handlers.transport.http import PollingRequest, SendingRequests
from bot.handlers.transport.polling import Complaints, poll
from bot.handlers.transport.profile import show_profile
from bot.handlers.transport.token import REFUSED, read_token, redacted, secret_of
from bot.handlers.update_queue import UpdateQueue

_LOG = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0
"""Seconds between two attempts to reach Telegram at the start."""
FETCHING_ENDS = 3.0
ANSWERS_END = 7.0
"""Seconds that stopping may take."""

App = Application[Bot, ContextTypes.DEFAULT_TYPE, Any, Any, Any, Any]
Builder = ApplicationBuilder[Bot, ContextTypes.DEFAULT_TYPE, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class TelegramChannel:
    """The running channel, for messages that nobody asked for."""

    delivery: Delivery
    polling: PollingRequest

    async def deliver(self, person: Person, replies: Sequence[Reply]) -> SendOutcome:
        """Send replies to a person who did not ask."""
        return (await self.delivery.deliver(person, replies)).outcome

    @property
    def polled_at(self) -> datetime | None:
        """When messages were last fetched; None before the first time."""
        return self.polling.worked_at


@asynccontextmanager
async def telegram(
    settings: Settings,
    conversation: Coach,
    people: People,
    clock: Clock,
    *,
    cards: Cards,
    files: FileIds,
    animations: Animations,
    voices: Voices,
    rate_limiter: RateLimiter | None = None,
    listens: bool = True,
) -> AsyncIterator[TelegramChannel]:
    """The channel while the block runs; unless it `listens`, it only sends what nobody asked for.

    When the network is down it goes on trying in the background. Leaving the block lets answers
    under way finish for a few seconds. Raises `StartError` when the token cannot be right.
    """
    token = read_token(settings.telegram_token)
    with redacted(secret_of(token)):
        polling = PollingRequest(clock)
        rate_limiter = rate_limiter or RateLimiter()
        builder = _builder(token, settings.telegram_api_url, rate_limiter)
        app = builder.request(SendingRequests()).get_updates_request(polling).build()
        sender = Sender(app.bot, people, RecentMessages())
        uploads = Uploads(files)
        delivery = Delivery(
            sender,
            CardMessage(sender, cards),
            AnimationSender(app.bot, sender.recent, uploads, animations),
            VoiceSender(app.bot, sender.recent, uploads, voices),
            conversation.muted,
            rate_limiter,
        )
        _add_handlers(app, Exchange(conversation, people, delivery, clock))
        answered = asyncio.Event()
        connecting = asyncio.create_task(
            _connect(app, Complaints(clock), answered, listens=listens)
        )
        try:
            await _first_response(connecting, answered)
            yield TelegramChannel(delivery, polling)
        finally:
            await _stop(app, connecting)


def _builder(token: str, root: str, rate_limiter: RateLimiter) -> Builder:
    # without it every "too fast" is a deprecation warning about the type of its waiting time
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    return (
        Application.builder()
        .token(token)
        .base_url(f"{root}/bot")
        .base_file_url(f"{root}/file/bot")
        .rate_limiter(rate_limiter)
        .concurrent_updates(UpdateQueue())
        .job_queue(None)
    )


def _add_handlers(app: App, exchange: Exchange) -> None:
    """Add a handler for each kind of update, the most frequent first."""
    recent = exchange.delivery.sender.recent
    features = (
        Questions(exchange),
        Taps(exchange),
        Migration(exchange.people),
        Recordings(exchange),
        Attachments(exchange, recent),
        Edits(exchange, recent),
        Membership(exchange.people, exchange.clock),
    )
    for feature in features:
        app.add_handlers(feature.handlers())
    app.add_handlers(RecentMessagesHandler(recent).handlers(), FIRST_GROUP)
    app.add_error_handler(Errors(exchange.delivery).handle)


async def _connect(
    app: App, complaints: Complaints, answered: asyncio.Event, *, listens: bool
) -> None:
    """Log in, start polling, then set the bot's menu and descriptions."""
    try:
        await _log_in(app, complaints, answered)
        answered.set()
        if not listens:
            return
        await app.start()
        assert app.updater
        await poll(app.updater, complaints)
    except InvalidToken:
        if not answered.is_set():
            raise StartError(REFUSED) from None  # the cause shows the token
        _LOG.critical(REFUSED)
        return
    await show_profile(app.bot)


async def _log_in(app: App, complaints: Complaints, answered: asyncio.Event) -> None:
    pause = 1.0
    while True:
        try:
            return await app.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            complaints(error)
            answered.set()
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _first_response(connecting: asyncio.Task[None], answered: asyncio.Event) -> None:
    """Wait until Telegram has answered, or is known to be out of reach."""
    waiting = asyncio.create_task(answered.wait())
    try:
        await asyncio.wait({connecting, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
    if connecting.done():
        connecting.result()


async def _stop(app: App, connecting: asyncio.Task[None]) -> None:
    connecting.cancel()
    await asyncio.wait({connecting})
    if app.updater and app.updater.running:
        await _within(FETCHING_ENDS, app.updater.stop(), "fetching messages")
    if app.running:
        await _within(ANSWERS_END, app.stop(), "answering")
    await app.update_processor.shutdown()
    await app.shutdown()
    await app.bot.shutdown()


async def _within(seconds: float, ending: Awaitable[None], what: str) -> None:
    try:
        await asyncio.wait_for(ending, seconds)
    except TimeoutError:
        _LOG.warning("%s did not end in %.0f s and was broken off", what, seconds)
