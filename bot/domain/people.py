"""Who the assistant talks with, and where."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Feedback:
    """One verdict on one answer."""

    topic: str
    helpful: bool
    reason: str | None = None
    """Why it did not help."""
    question: str | None = None
    """The words asked, when the person agreed to keep them."""


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
