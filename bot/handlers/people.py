"""What Telegram needs from the keeper of people."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.people import Channel, Person

Clock = Callable[[], datetime]
"""The time now, aware."""


class People(Protocol):
    """Where persons are kept."""

    async def meet(self, channel: Channel, address: str, now: datetime) -> Person:
        """The person at an address, known or new, and reachable again."""

    async def deactivate(self, channel: Channel, address: str) -> None:
        """Nothing can be sent to this address any more."""

    async def rekey(self, channel: Channel, old: str, new: str) -> None:
        """The address has changed."""
