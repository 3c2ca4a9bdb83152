"""From a message or tap through the conversation to its answer, for all handlers alike."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from telegram import CallbackQuery, Location, Message, User

from bot.domain.audio import NotHeard, Recording
from bot.domain.people import Channel, Person
from bot.domain.replies import Reply
from bot.handlers.addressing import is_private
from bot.handlers.delivery.chat_action import ChatActionSign
from bot.handlers.delivery.delivery import Delivery
from bot.handlers.delivery.sender import DeliveryTarget
from bot.handlers.group_privacy import discreet
from bot.handlers.ports import Clock, People
from bot.knowledge.view.voice_text import not_heard

Fetch = Callable[[], Awaitable[Recording | NotHeard]]
"""Downloads a recording, if it is fit for transcription."""


class Coach(Protocol):
    """The conversation, as Telegram needs it."""

    async def read(self, person: Person, text: str, now: datetime) -> Sequence[Reply]:
        """What to say to a typed message."""

    async def listen(self, person: Person, recording: Recording, now: datetime) -> Sequence[Reply]:
        """What to say to a recording."""

    async def muted(self, person: Person) -> Sequence[Reply]:
        """What to say to a person who takes no voice messages."""

    async def tap(self, person: Person, data: str, now: datetime) -> Sequence[Reply]:
        """What happens on a tapped button."""

    async def locate(
        self, person: Person, latitude: float, longitude: float, now: datetime
    ) -> Sequence[Reply]:
        """What to say to somebody who shares where they are, in degrees."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Finds the person, asks the conversation, and delivers what it answers."""

    conversation: Coach
    people: People
    delivery: Delivery
    clock: Clock

    @property
    def me(self) -> User:
        """The bot itself."""
        return self.delivery.bot.bot

    async def read(self, author: User, message: Message, text: str) -> None:
        """Answer a text."""
        now = self.clock()
        person = await self.meet(author)
        target = target_of(message, person)
        await self._answer(target, lambda: self.conversation.read(person, text, now))

    async def listen(self, author: User, message: Message, fetch: Fetch) -> None:
        """Answer a recording, or say why it was not transcribed."""
        now = self.clock()
        person = await self.meet(author)

        async def think() -> Sequence[Reply]:
            recording = await fetch()
            if isinstance(recording, NotHeard):
                return (not_heard(recording.error),)
            return await self.conversation.listen(person, recording, now)

        await self._answer(target_of(message, person), think)

    async def locate(self, author: User, message: Message, place: Location) -> None:
        """Answer somebody who shares where they are."""
        now = self.clock()
        person = await self.meet(author)
        degrees = place.latitude, place.longitude
        await self._answer(
            target_of(message, person), lambda: self.conversation.locate(person, *degrees, now)
        )

    async def tap(self, query: CallbackQuery, data: str) -> None:
        """Answer a tapped button."""
        now = self.clock()
        person = await self.meet(query.from_user)
        target = target_of_tap(query, person)
        await self._answer(target, lambda: self.conversation.tap(person, data, now))

    async def meet(self, user: User) -> Person:
        """The person behind a Telegram user; in a group too, it is the user who is answered."""
        return await self.people.meet(Channel.TELEGRAM, str(user.id), self.clock())

    async def say(self, target: DeliveryTarget, replies: Sequence[Reply]) -> None:
        """Send replies; in a group without anything about health."""
        if not target.private:
            replies = discreet(replies, self.me.username or "")
        await self.delivery.put(target, replies)

    async def _answer(
        self, target: DeliveryTarget, think: Callable[[], Awaitable[Sequence[Reply]]]
    ) -> None:
        async with ChatActionSign(self.delivery.bot, target.chat_id):
            replies = await think()
        await self.say(target, replies)


def target_of(message: Message, person: Person) -> DeliveryTarget:
    """Where the answer to a message goes."""
    answers = None if is_private(message) else message.message_id
    return DeliveryTarget(message.chat.id, person, answers)


def target_of_tap(query: CallbackQuery, person: Person) -> DeliveryTarget:
    """Where the answer to a tap goes; an old or deleted message can't be edited."""
    if query.message is None:
        return DeliveryTarget(query.from_user.id, person)
    chat_id = query.message.chat.id
    if isinstance(query.message, Message) and query.message.is_accessible:
        return DeliveryTarget(chat_id, person, tapped=query.message)
    return DeliveryTarget(chat_id, person)
