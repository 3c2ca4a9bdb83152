"""What became of a message that was sent."""

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """A send has three outcomes, for Telegram has no key that makes a repeated send harmless."""

    SENT = "sent"
    NOT_SENT = "not sent"
    """Certainly not: sending it again cannot say it twice."""
    UNKNOWN = "unknown"
    """The answer was lost; it has probably arrived."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The outcome, and which message carries it."""

    outcome: Outcome
    message_id: int | None = None
    """The message that was sent or edited last; it carries the buttons."""

    def then(self, later: "Receipt") -> "Receipt":
        """The receipt for both: what was partly sent is not "certainly not sent"."""
        if self.message_id is not None and later.outcome is Outcome.NOT_SENT:
            return Receipt(Outcome.UNKNOWN, self.message_id)
        return later


NOTHING = Receipt(Outcome.SENT)
"""There was nothing to say."""
