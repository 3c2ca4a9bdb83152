"""Who the assistant talks with, and where."""

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """Where a conversation happens."""

    TELEGRAM = "telegram"
    BROWSER = "browser"


class Author(StrEnum):
    """Who wrote a message of a chat that we keep ourselves."""

    PERSON = "person"
    COACH = "coach"


@dataclass(frozen=True, slots=True)
class Person:
    """One person on one channel."""

    id: int
    """Row id in storage."""
    channel: Channel
    address: str
    """Where messages go: a Telegram user id, or the key of a browser visitor."""
