"""What the browser chat needs of the storage of its messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.people import Author, Person


class StoredMessage(Protocol):
    """One stored message."""

    @property
    def id(self) -> int:
        """Stays the same when the message is edited; a later message has a larger one."""

    @property
    def revision(self) -> int:
        """Grows with every new or edited message of a person."""

    @property
    def author(self) -> str:
        """A value of `Author`."""

    @property
    def body(self) -> str:
        """A packed `Reply`, whoever wrote it."""

    @property
    def created_at(self) -> datetime:
        """When it was written (aware)."""


class MessageHistory(Protocol):
    """The stored messages of all persons: a reload or a restart loses nothing."""

    async def add(self, person: Person, author: Author, body: str, now: datetime) -> StoredMessage:
        """Keep a new message."""

    async def change(self, person: Person, message_id: int, body: str) -> StoredMessage | None:
        """Edit a message in place; None when this person has none by that id."""

    async def get(self, person: Person, message_id: int) -> StoredMessage | None:
        """One message; None when this person has none by that id."""

    async def newest(self, person: Person) -> int | None:
        """The id of the last message, whoever wrote it; None in an empty chat."""

    async def after(self, person: Person, revision: int, limit: int) -> Sequence[StoredMessage]:
        """What is new or edited since a revision, oldest revision first, at most `limit`."""
