"""Turns replies into messages in Telegram."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol

from telegram import InlineKeyboardMarkup, Message

from bot.domain.alarms import SendOutcome
from bot.domain.people import Person
from bot.domain.replies import Placement, Reply, Utterance
from bot.handlers.delivery.animation_sender import AnimationSender
from bot.handlers.delivery.card_message import CardMessage
from bot.handlers.delivery.rendering import MessagePart, keyboard, parts
from bot.handlers.delivery.sender import Sender
from bot.handlers.delivery.target import NOTHING, DeliveryTarget, Receipt
from bot.handlers.delivery.voice_sender import VoiceSender
from bot.handlers.rate_limit.priority import Bot, Priority
from bot.keyed_lock import KeyedLock

_LOG = logging.getLogger(__name__)
_CARDS = frozenset({Placement.CARD, Placement.NEXT_CARD})
_IN_PLACE = frozenset({Placement.INSTEAD, Placement.CARD})
_UNASKED = {
    Placement.CARD: Priority.CARD,
    Placement.NEXT_CARD: Priority.CARD,
    Placement.REFRESH: Priority.COSMETIC,
}
"""How urgent it is to say something without being asked; the rest are reminders."""


START = 8.0
"""Seconds after which what nobody asked for is given up while no request of it was made; the clock
tries again. It leaves the request itself time enough before the clock loses patience."""


class SendQueue(Protocol):
    """Where requests wait for their turn."""

    def hurry(self, chat_id: int) -> None:
        """An answer waits until what is said in a chat unasked is out."""

    def watched(self, chat_id: int, leaves: Callable[[], None]) -> AbstractContextManager[None]:
        """Tells about each request to a chat that is made."""


Muted = Callable[[Person], Awaitable[Sequence[Reply]]]
"""What to say to a person who takes no voice messages."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Puts replies where they belong, and tells what became of them."""

    sender: Sender
    table: CardMessage
    films: AnimationSender
    aloud: VoiceSender
    muted: Muted
    queue: SendQueue
    locks: KeyedLock = field(default_factory=KeyedLock)

    @property
    def bot(self) -> Bot:
        """The bot itself."""
        return self.sender.bot

    async def deliver(self, person: Person, replies: Sequence[Reply]) -> Receipt:
        """Say something to a person in private, without being asked."""
        spot = DeliveryTarget(int(person.address), person, urgency=_urgency(replies))
        if spot.urgency is Priority.COSMETIC and self.locks.locked(spot.chat_id):
            return NOTHING
        return await self._put_in_time(spot, replies)

    async def _put_in_time(self, spot: DeliveryTarget, replies: Sequence[Reply]) -> Receipt:
        """Certainly not sent when it was cut off before any request was made."""
        waiting = asyncio.timeout(START)
        try:
            async with waiting, self._turn(spot):
                with self.queue.watched(spot.chat_id, lambda: waiting.reschedule(None)):
                    return await self._put_all(spot, replies)
        except TimeoutError:
            if not waiting.expired():
                raise
            _LOG.warning("nothing could be sent for %.0f s, and nothing was", START)
            return Receipt(SendOutcome.NOT_SENT)

    async def put(self, spot: DeliveryTarget, replies: Sequence[Reply]) -> Receipt:
        """Replies in order; the first one that fails is the last."""
        async with self._turn(spot):
            return await self._put_all(spot, replies)

    async def _put_all(self, spot: DeliveryTarget, replies: Sequence[Reply]) -> Receipt:
        receipt = NOTHING
        for reply in replies:
            receipt = receipt.then(await self._say(spot, reply))
            if receipt.outcome is not SendOutcome.SENT:
                break
        return receipt

    def _turn(self, spot: DeliveryTarget) -> AbstractAsyncContextManager[None]:
        """In private an alarm and an answer do not mix; in a group nobody waits for another."""
        if not spot.private:
            return nullcontext()
        if self.locks.locked(spot.chat_id) and spot.urgency is Priority.REPLY:
            self.queue.hurry(spot.chat_id)
        return self.locks.hold(spot.chat_id)

    async def _say(self, spot: DeliveryTarget, reply: Reply) -> Receipt:
        """A reply, and what belongs below it: a file, the same words aloud."""
        receipt = await self._put(spot, reply)
        if receipt.outcome is not SendOutcome.SENT:
            return receipt
        if reply.document:
            receipt = receipt.then(await self.sender.hand(spot, reply.document))
        if reply.utterance and spot.person and spot.private:
            await self._speak(spot, spot.person, reply.utterance)
        return receipt

    async def _speak(self, spot: DeliveryTarget, person: Person, utterance: Utterance) -> None:
        """Say something aloud; where others hear along, writing is enough."""
        if not await self.aloud.say(spot, utterance):
            for reply in await self.muted(person):
                await self._put(spot, reply)

    async def _put(self, spot: DeliveryTarget, reply: Reply) -> Receipt:
        if reply.place is Placement.BUTTONS:
            return await self._change_buttons(spot, keyboard(reply.buttons))
        pieces = parts(reply)
        if reply.place is Placement.REFRESH:
            if spot.person:
                await self.table.refresh(spot, spot.person, pieces)
            return NOTHING
        pictured = await self._show(spot, reply)
        if reply.place in _CARDS and spot.person and spot.private:
            anew = reply.place is Placement.NEXT_CARD
            return await self.table.lay(spot, spot.person, pieces, anew=anew)
        first, *others = pieces
        if reply.place in _IN_PLACE and spot.tapped and not pictured:
            receipt = await self._replace(spot, spot.tapped, first)
        else:
            receipt = await self.sender.send(spot, first)
        return await self.sender.go_on(receipt, spot, others)

    async def _show(self, spot: DeliveryTarget, reply: Reply) -> bool:
        """Whether a picture stands in the chat now; the words belong below it."""
        if reply.picture is None:
            return False
        return await self.films.show(spot, reply.picture)

    async def _replace(self, spot: DeliveryTarget, tapped: Message, part: MessagePart) -> Receipt:
        if _shows(tapped, part):
            return Receipt(SendOutcome.SENT, tapped.message_id)
        return await self.sender.edit(spot, tapped.message_id, part)

    async def _change_buttons(
        self, spot: DeliveryTarget, markup: InlineKeyboardMarkup | None
    ) -> Receipt:
        if spot.tapped is None or spot.tapped.reply_markup == markup:
            return NOTHING
        return await self.sender.change_buttons(spot, spot.tapped.message_id, markup)


def _urgency(replies: Sequence[Reply]) -> Priority:
    """The most urgent reply takes the others along."""
    otherwise = Priority.REMINDER
    return min((_UNASKED.get(reply.place, otherwise) for reply in replies), default=otherwise)


def _shows(message: Message, part: MessagePart) -> bool:
    return message.text == part.text and message.reply_markup == part.keyboard
