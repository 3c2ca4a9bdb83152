"""What several parts of a conversation need of the store."""

from typing import Protocol

from bot.domain.people import Person


class Preferences(Protocol):
    """What a person has chosen, by name."""

    async def get(self, person: Person, name: str) -> str | None:
        """The value, or None."""

    async def put(self, person: Person, name: str, value: str) -> None:
        """Choose."""
