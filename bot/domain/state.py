"""What the assistant remembers of one conversation between two messages."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.awaited import Pending, SafetyQuestion


@dataclass(frozen=True, slots=True)
class ConversationState:
    """The state of one person's conversation; one small row in storage."""

    topic: str | None = None
    """The topic answered last, for "how many of those?"."""
    topic_at: datetime | None = None
    """When that was (aware)."""
    question: str = ""
    """The words asked last, until they are kept with consent or replaced."""
    safety_question: SafetyQuestion | None = None
    """A question about a red flag that awaits yes or no."""
    locked: str | None = None
    """The red-flag family that stopped training, until the person clears it."""
    pending: Pending | None = None
    """What the next words answer, once no safety question is open."""
    training: bool = False
    """Whether a guided session may be under way."""
    heard: tuple[str, ...] = ()
    """What may have been said in the last recording, to choose from; a few short texts."""
