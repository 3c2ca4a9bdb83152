"""What the assistant remembers of one conversation between two messages."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ConversationState:
    """The state of one person's conversation; one small row in storage."""

    topic: str | None = None
    """The topic answered last, for "how many of those?"."""
    topic_at: datetime | None = None
    """When that was (aware)."""
    question: str = ""
    """The words asked last, until they are kept with consent or replaced."""
    asked_back: str | None = None
    """The red-flag family of a safety question that waits for its answer."""
    locked: str | None = None
    """The red-flag family that stopped training, until the person clears it."""
    pending: str | None = None
    """The question about a reminder that waits for words; the room `reminders` reads it."""
    training: bool = False
    """Whether a guided session may be under way."""
    heard: tuple[str, ...] = ()
    """What may have been said in the last recording, to choose from; a few short texts."""
