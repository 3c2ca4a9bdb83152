"""Long polling for updates, and complaints in the log when it fails."""

import logging
from datetime import datetime, timedelta

from telegram.error import Conflict, TelegramError
from telegram.ext import Updater

from bot.handlers.ports import Clock
from bot.handlers.transport.http import LONG_POLL

_LOG = logging.getLogger(__name__)

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""Telegram keeps the last list it was given, so it is always given."""
COMPLAIN_EVERY = timedelta(minutes=1)
"""The least time between two log records about failures."""

CONFLICT = (
    "ANOTHER PROGRAM IS READING THIS BOT'S MESSAGES: each of you gets only some of them. "
    "Stop the other one, or give this one a token of its own."
)


class Complaints:
    """Logs at most once a minute that fetching fails."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._said_at: datetime | None = None

    def __call__(self, error: TelegramError) -> None:
        """Note one failure."""
        now = self._clock()
        if self._said_at is not None and now - self._said_at < COMPLAIN_EVERY:
            return
        self._said_at = now
        if isinstance(error, Conflict):
            _LOG.error(CONFLICT)
        else:
            _LOG.warning("cannot fetch messages: %s; trying on", error)


async def poll(updater: Updater, complaints: Complaints) -> None:
    """Start fetching; returns when it runs."""
    await updater.start_polling(
        timeout=LONG_POLL,
        bootstrap_retries=-1,
        allowed_updates=WANTED,
        error_callback=complaints,
    )
