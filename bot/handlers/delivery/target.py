"""Places in Telegram."""

from dataclasses import dataclass

from telegram import Message

from bot.domain.alarms import SendOutcome
from bot.domain.people import Person
from bot.handlers.rate_limit.priority import Priority


@dataclass(frozen=True, slots=True)
class Receipt:
    """The outcome, and which message carries it."""

    outcome: SendOutcome
    message_id: int | None = None
    """The message that was sent or edited last; it carries the buttons."""

    def then(self, later: "Receipt") -> "Receipt":
        """The receipt for both: what was partly sent is not "certainly not sent"."""
        if self.message_id is not None and later.outcome is SendOutcome.NOT_SENT:
            return Receipt(SendOutcome.UNKNOWN, self.message_id)
        return later


NOTHING = Receipt(SendOutcome.SENT)
"""There was nothing to say."""


@dataclass(frozen=True, slots=True)
class DeliveryTarget:
    """Where in Telegram replies go, and how soon."""

    chat_id: int
    person: Person | None = None
    """Who is answered, where that is known."""
    answers: int | None = None
    """The message that is answered visibly, where others might have been meant."""
    tapped: Message | None = None
    """The message whose button was tapped, while it can still be edited."""
    urgency: Priority = Priority.REPLY

    @property
    def hasty(self) -> bool:
        """Whether it is not tried for long: what nobody asked for comes again with the clock."""
        return self.urgency is not Priority.REPLY

    @property
    def private(self) -> bool:
        """Whether nobody else reads along."""
        return self.chat_id > 0
