"""What Telegram needs from the keeper of file ids."""

from typing import Protocol


class FileIds(Protocol):
    """Where it is kept under which id Telegram knows a file that was uploaded."""

    async def get(self, key: str) -> str | None:
        """The id, or None when the file was never uploaded."""

    async def put(self, key: str, file_id: str) -> None:
        """A file was uploaded."""

    async def drop(self, key: str) -> None:
        """Telegram does not know the file any more."""
