"""What happens when a handler fails: one line for the operator, one sentence for the person."""

import logging
import traceback
from dataclasses import dataclass
from secrets import token_hex

from telegram import Update

from bot.handlers.delivery import Delivery, Spot
from bot.handlers.features import Context
from bot.replies import Reply

_LOG = logging.getLogger(__name__)

SORRY = "Sorry, something went wrong on my side. Please try that once more in a moment."
NOTE = "If it keeps happening, tell whoever runs me: {reference}."
_FRAMES = 4


@dataclass(frozen=True, slots=True)
class Errors:
    """Logs what failed and where, and nothing of what the person wrote."""

    delivery: Delivery

    async def handle(self, update: object, context: Context) -> None:
        """Take one exception that nobody expected."""
        reference = token_hex(4)
        error = context.error
        assert error
        _LOG.error("%s (reference %s)", describe(error), reference)
        spot = _spot(update)
        if spot:
            await self.delivery.put(spot, (Reply(SORRY, note=NOTE.format(reference=reference)),))


def describe(error: BaseException) -> str:
    """Types and places, for an exception's own words may quote the person."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    text = f"{type(error).__name__} at {places or 'an unknown place'}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{text}, from {describe(cause)}" if cause else text


def _spot(update: object) -> Spot | None:
    """Where somebody waits for an answer."""
    if not isinstance(update, Update) or update.my_chat_member:
        return None
    chat = update.effective_chat
    return Spot(chat.id) if chat else None
