"""What the Telegram channel needs: its stores and the clock."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from telegram import Update
from telegram.ext import BaseHandler, ContextTypes

from bot.domain.people import Channel, Person

Context = ContextTypes.DEFAULT_TYPE
Handlers = Sequence[BaseHandler[Update, Context, Any]]


class FileIds(Protocol):
    """The ids by which Telegram knows uploaded files, by our own keys."""

    async def get(self, key: str) -> str | None:
        """The id, or None when the file was never uploaded."""

    async def put(self, key: str, file_id: str) -> None:
        """A file was uploaded."""

    async def drop(self, key: str) -> None:
        """Telegram does not know the file any more."""


class Cards(Protocol):
    """Which message shows the card of each person's session."""

    async def get(self, person: Person) -> int | None:
        """The id of the message, or None when there is no card."""

    async def put(self, person: Person, message_id: int | None) -> None:
        """Another message shows the card now; None: there is no card any more."""


Clock = Callable[[], datetime]
"""The time now, aware."""


class People(Protocol):
    """The persons by their addresses."""

    async def meet(self, channel: Channel, address: str, now: datetime) -> Person:
        """The person at an address, known or new, and reachable again."""

    async def deactivate(self, channel: Channel, address: str) -> None:
        """Nothing can be sent to this address any more."""

    async def rekey(self, channel: Channel, old: str, new: str) -> None:
        """The address has changed."""
