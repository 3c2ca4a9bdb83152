"""Places in Telegram."""

from dataclasses import dataclass

from telegram import Message

from bot.handlers.urgency import Urgency
from bot.people import Person


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in Telegram replies go, and how soon."""

    chat_id: int
    person: Person | None = None
    """Who is answered, where that is known."""
    answers: int | None = None
    """The message that is answered visibly, where others might have been meant."""
    tapped: Message | None = None
    """The message whose button was tapped, while it can still be edited."""
    urgency: Urgency = Urgency.REPLY

    @property
    def hasty(self) -> bool:
        """Whether it is not tried for long: what nobody asked for comes again with the clock."""
        return self.urgency is not Urgency.REPLY

    @property
    def private(self) -> bool:
        """Whether nobody else reads along."""
        return self.chat_id > 0
