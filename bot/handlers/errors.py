"""The error handler: one record in the log, one sentence for the person."""

import logging
from dataclasses import dataclass
from secrets import token_hex

from telegram import Update

from bot.domain.replies import Reply
from bot.handlers.delivery.delivery import Delivery
from bot.handlers.delivery.error_kinds import describe
from bot.handlers.delivery.sender import DeliveryTarget
from bot.handlers.ports import Context

_LOG = logging.getLogger(__name__)

SORRY = "Sorry, something went wrong on my side. Please try that once more in a moment."
NOTE = "If it keeps happening, tell whoever runs me: {reference}."


@dataclass(frozen=True, slots=True)
class Errors:
    """Logs what failed and where, without anything that the person wrote."""

    delivery: Delivery

    async def handle(self, update: object, context: Context) -> None:
        """Log an unexpected exception and tell the person that something failed."""
        reference = token_hex(4)
        error = context.error
        assert error
        _LOG.error("%s (reference %s)", describe(error), reference)
        target = _target(update)
        if target:
            await self.delivery.put(target, (Reply(SORRY, note=NOTE.format(reference=reference)),))


def _target(update: object) -> DeliveryTarget | None:
    """Where the person waits for an answer; None when no person does."""
    if not isinstance(update, Update) or update.my_chat_member:
        return None
    chat = update.effective_chat
    return DeliveryTarget(chat.id) if chat else None
