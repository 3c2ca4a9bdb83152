"""Turns replies into messages in Telegram."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol

from telegram import Message

from bot.domain.alarms import SendOutcome
from bot.domain.people import Person
from bot.domain.replies import Placement, Reply, Rows, Utterance
from bot.handlers.delivery.animation_sender import AnimationSender
from bot.handlers.delivery.card_message import CardMessage
from bot.handlers.delivery.rendering import MessagePart, keyboard, parts
from bot.handlers.delivery.sender import NOTHING, DeliveryTarget, Receipt, Sender
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
"""The priority of what nobody asked for; the rest are reminders."""

START = 8.0
"""Seconds after which what nobody asked for is given up while no request of it was made; the
scheduler tries again. It leaves the request itself time enough before the scheduler's timeout."""

OnRequest = Callable[[], None]
"""Called when a request begins."""
Muted = Callable[[Person], Awaitable[Sequence[Reply]]]
"""What to say to a person who takes no voice messages."""


class SendQueue(Protocol):
    """Where requests wait for the rate limit."""

    def promote(self, chat_id: int) -> None:
        """Give the priority of a reply to what waits for a chat: a reply waits behind it."""

    def watched(self, chat_id: int, on_request: OnRequest) -> AbstractContextManager[None]:
        """Call `on_request` for each request to a chat that is made during the block."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Puts replies where they belong, and says what became of them."""

    sender: Sender
    card: CardMessage
    animations: AnimationSender
    voice: VoiceSender
    muted: Muted
    queue: SendQueue
    locks: KeyedLock = field(default_factory=KeyedLock)
    """By chat."""

    @property
    def bot(self) -> Bot:
        """The bot itself."""
        return self.sender.bot

    async def deliver(self, person: Person, replies: Sequence[Reply]) -> Receipt:
        """Send something to a person in private, without being asked.

        Certainly not sent when it was cut off before any request was made.
        """
        target = DeliveryTarget(int(person.address), person, priority=_priority(replies))
        if target.priority is Priority.COSMETIC and self.locks.locked(target.chat_id):
            return NOTHING
        waiting = asyncio.timeout(START)
        try:
            async with waiting:
                return await self.put(target, replies, lambda: waiting.reschedule(None))
        except TimeoutError:
            if not waiting.expired():
                raise
            _LOG.warning("nothing could be sent for %.0f s, and nothing was", START)
            return Receipt(SendOutcome.NOT_SENT)

    async def put(
        self,
        target: DeliveryTarget,
        replies: Sequence[Reply],
        on_request: OnRequest | None = None,
    ) -> Receipt:
        """Send or edit replies in order; the first one that fails is the last."""
        receipt = NOTHING
        async with self._turn(target, on_request):
            for reply in replies:
                sent = await self._put_text(target, reply)
                if sent.outcome is SendOutcome.SENT:
                    sent = await self._put_below(target, reply, sent)
                receipt = receipt.then(sent)
                if receipt.outcome is not SendOutcome.SENT:
                    break
        return receipt

    @asynccontextmanager
    async def _turn(
        self, target: DeliveryTarget, on_request: OnRequest | None
    ) -> AsyncIterator[None]:
        """In private an alarm and an answer do not mix; in a group nobody waits for another."""
        if not target.private:
            yield
            return
        if target.priority is Priority.REPLY and self.locks.locked(target.chat_id):
            self.queue.promote(target.chat_id)
        async with self.locks.hold(target.chat_id):
            with self.queue.watched(target.chat_id, on_request) if on_request else nullcontext():
                yield

    async def _put_text(self, target: DeliveryTarget, reply: Reply) -> Receipt:
        """The words of a reply with their buttons, below its picture."""
        if reply.place is Placement.BUTTONS:
            return await self._change_buttons(target, reply.buttons)
        messages = parts(reply)
        if reply.place is Placement.REFRESH:
            if target.person:
                await self.card.refresh(target, target.person, messages)
            return NOTHING
        pictured = reply.picture and await self.animations.send(target, reply.picture)
        if reply.place in _CARDS and target.person and target.private:
            anew = reply.place is Placement.NEXT_CARD
            return await self.card.show(target, target.person, messages, anew=anew)
        if reply.place in _IN_PLACE and target.tapped and not pictured:
            return await self._replace(target, target.tapped, messages)
        return await self.sender.send(target, messages)

    async def _put_below(self, target: DeliveryTarget, reply: Reply, receipt: Receipt) -> Receipt:
        """What belongs below a reply: a file, and the same words as a voice message."""
        if reply.document:
            receipt = receipt.then(await self.sender.send_document(target, reply.document))
        if reply.utterance and target.person and target.private:
            await self._speak(target, target.person, reply.utterance)
        return receipt

    async def _speak(self, target: DeliveryTarget, person: Person, utterance: Utterance) -> None:
        if not await self.voice.send(target, utterance):
            for reply in await self.muted(person):
                await self._put_text(target, reply)

    async def _replace(
        self, target: DeliveryTarget, tapped: Message, messages: Sequence[MessagePart]
    ) -> Receipt:
        """Edit the tapped message, unless it shows the same already."""
        if len(messages) == 1 and _shows(tapped, messages[0]):
            return Receipt(SendOutcome.SENT, tapped.message_id)
        return await self.sender.edit(target, tapped.message_id, messages)

    async def _change_buttons(self, target: DeliveryTarget, buttons: Rows) -> Receipt:
        markup = keyboard(buttons)
        if target.tapped is None or target.tapped.reply_markup == markup:
            return NOTHING
        return await self.sender.change_buttons(target, target.tapped.message_id, markup)


def _priority(replies: Sequence[Reply]) -> Priority:
    """The most urgent reply takes the others along."""
    otherwise = Priority.REMINDER
    return min((_UNASKED.get(reply.place, otherwise) for reply in replies), default=otherwise)


def _shows(message: Message, part: MessagePart) -> bool:
    return message.text == part.text and message.reply_markup == part.keyboard
