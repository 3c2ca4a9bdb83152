"""Fetches updates, and notices when it can't."""

import logging
from datetime import datetime, timedelta
from typing import Any

from telegram.error import Conflict, NetworkError, TelegramError
from telegram.ext import Updater

from bot.handlers.ports import Clock
from bot.handlers.transport.http import OK, REFUSED, Requests

_LOG = logging.getLogger(__name__)

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""Telegram keeps the last list it was given, so it is always given."""
LONG_POLL = timedelta(seconds=30)
COMPLAIN_EVERY = timedelta(minutes=1)

CONFLICT = (
    "ANOTHER PROGRAM IS READING THIS BOT'S MESSAGES: each of you gets only some of them. "
    "Stop the other one, or give this one a token of its own."
)


class PollingRequest(Requests):
    """The connection for updates. It knows when it last worked."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(connections=2)
        self._clock = clock
        self.worked_at: datetime | None = None
        """The last successful fetch: a watchdog's food."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401  as is
        """One fetch.

        Raises `NetworkError` where the library would take the token for invalid and stop fetching
        for good: the token was accepted at the start, and a proxy may say 404 for a minute.
        """
        code, body = await super().do_request(*args, **kwargs)
        if code in REFUSED:
            raise NetworkError(f"the bot's token was refused ({code})")
        if code == OK:
            self.worked_at = self._clock()
        return code, body


class Complaints:
    """Says at most once a minute that fetching fails."""

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
