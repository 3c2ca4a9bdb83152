"""Where replies go in Telegram, and what became of them."""

from dataclasses import dataclass

from telegram import Message

from bot.domain.alarms import SendOutcome
from bot.domain.people import Person
from bot.handlers.rate_limit.priority import Priority


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a reply, and which message shows it."""

    outcome: SendOutcome
    message_id: int | None = None
    """The message that was sent or edited last; it carries the buttons."""

    def then(self, later: "Receipt") -> "Receipt":
        """The receipt for both: what was partly sent is not "certainly not sent"."""
        if self.message_id is not None and later.outcome is SendOutcome.NOT_SENT:
            return Receipt(SendOutcome.UNKNOWN, self.message_id)
        return later


NOTHING = Receipt(SendOutcome.SENT)
"""Nothing had to be sent."""


@dataclass(frozen=True, slots=True)
class DeliveryTarget:
    """Where in Telegram replies go, and with which priority."""

    chat_id: int
    person: Person | None = None
    """Who is addressed, where that is known."""
    answers: int | None = None
    """The message that is quoted, in groups: others might have been meant."""
    tapped: Message | None = None
    """The message whose button was tapped, while it can still be edited."""
    priority: Priority = Priority.REPLY

    @property
    def hasty(self) -> bool:
        """Whether retries end early: the scheduler repeats what nobody asked for."""
        return self.priority is not Priority.REPLY

    @property
    def private(self) -> bool:
        """Whether nobody else reads the chat; groups have negative ids."""
        return self.chat_id > 0
