"""What Telegram needs from the keeper of cards."""

from typing import Protocol

from bot.people import Person


class Cards(Protocol):
    """Where it is kept which message shows the card of a person's session."""

    async def get(self, person: Person) -> int | None:
        """The id of the message, or None when there is no card."""

    async def put(self, person: Person, message_id: int | None) -> None:
        """Another message shows the card now; None: there is no card any more."""
