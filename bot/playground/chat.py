"""From what a visitor sends, by way of the conversation, to storage and all their tabs."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from bot.people import Author, Person
from bot.playground.serial import pack, unpack
from bot.playground.streams import Streams
from bot.playground.trouble import SORRY, trace
from bot.playground.turns import Turns
from bot.replies import Button, Place, Reply

GREETING = "/start"
"""What an empty chat asks by itself."""

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
"""The present moment, aware."""


class Message(Protocol):
    """One stored message."""

    @property
    def id(self) -> int:
        """Stays the same when the message is edited."""

    @property
    def revision(self) -> int:
        """Grows with every new or edited message of a person."""

    @property
    def author(self) -> str:
        """A value of `Author`."""

    @property
    def body(self) -> str:
        """A packed `Reply`, whoever wrote it."""

    @property
    def created_at(self) -> datetime:
        """When it was said (aware)."""


class History(Protocol):
    """Where what was said is kept, so that a reload or a restart loses nothing."""

    async def add(self, person: Person, author: Author, body: str, now: datetime) -> Message:
        """Keep a new message."""

    async def change(self, person: Person, message_id: int, body: str) -> Message | None:
        """Edit a message in place; None when this person has none by that id."""

    async def get(self, person: Person, message_id: int) -> Message | None:
        """One message; None when this person has none by that id."""

    async def after(self, person: Person, revision: int, limit: int) -> Sequence[Message]:
        """What is new or edited since a revision, oldest revision first, at most `limit`."""


class Talk(Protocol):
    """The conversation."""

    async def read(self, person: Person, text: str, now: datetime) -> tuple[Reply, ...]:
        """What to say to a typed message."""

    async def tap(self, person: Person, data: str, now: datetime) -> tuple[Reply, ...]:
        """What happens on a tapped button."""


class Gone(Exception):  # noqa: N818 - an answer, not a fault
    """The tapped button does not stand on that message (any more)."""


@dataclass(frozen=True, slots=True)
class Chat:
    """The conversation with any visitor, stored and shown in all their tabs."""

    talk: Talk
    history: History
    streams: Streams
    clock: Clock
    turns: Turns = field(default_factory=Turns)

    async def greet(self, person: Person) -> None:
        """Say hello once, in an empty chat."""
        async with self.turns.take(person.id):
            if await self.history.after(person, 0, limit=1):
                return
            hello = self.talk.read(person, GREETING, self.clock())
            for reply in await self._answer(hello, otherwise=()):  # the next visit tries again
                await self._tell(person, Author.COACH, reply)

    async def say(self, person: Person, text: str) -> None:
        """Take a typed message and answer it.

        Raises `Crowded` when too many wait already.
        """
        async with self.turns.take(person.id):
            await self._tell(person, Author.PERSON, Reply(text))
            for reply in await self._answer(self.talk.read(person, text, self.clock())):
                await self._tell(person, Author.COACH, reply)

    async def tap(self, person: Person, message_id: int, action: str) -> None:
        """Take a tap on a button that stands on a message now.

        Raises `Gone` when it does not, `Crowded` when too many messages wait already.
        """
        async with self.turns.take(person.id):
            button = await self._button(person, message_id, action)
            replies = await self._answer(self.talk.tap(person, action, self.clock()))
            if any(reply.place is Place.NEW for reply in replies):
                # the log reads like a talk: what was chosen, then what it led to
                await self._tell(person, Author.PERSON, Reply(button.label))
            for reply in replies:
                await self._place(person, message_id, reply)

    async def deliver(self, person: Person, reply: Reply) -> None:
        """Say something unasked."""
        if reply.place is not Place.BUTTONS:
            await self._tell(person, Author.COACH, reply)

    async def _button(self, person: Person, message_id: int, action: str) -> Button:
        message = await self.history.get(person, message_id)
        if message is None:
            raise Gone
        for row in unpack(message.body).buttons:
            for button in row:
                if button.action.encode() == action:
                    return button
        raise Gone

    async def _answer(
        self,
        thinking: Awaitable[tuple[Reply, ...]],
        otherwise: tuple[Reply, ...] = (Reply(SORRY),),
    ) -> tuple[Reply, ...]:
        try:
            return await thinking
        except Exception as error:  # noqa: BLE001 - the person gets a sentence whatever it was
            log.error("The conversation failed: %s", trace(error))  # noqa: TRY400 - see trace
            return otherwise

    async def _place(self, person: Person, tapped: int, reply: Reply) -> None:
        if reply.place is Place.BUTTONS:
            await self._change_buttons(person, tapped, reply)
        elif reply.place is Place.NEW or not await self._change(person, tapped, reply):
            await self._tell(person, Author.COACH, reply)

    async def _change_buttons(self, person: Person, tapped: int, reply: Reply) -> None:
        message = await self.history.get(person, tapped)
        if message is not None:
            await self._change(person, tapped, replace(unpack(message.body), buttons=reply.buttons))

    async def _change(self, person: Person, message_id: int, reply: Reply) -> bool:
        changed = await self.history.change(person, message_id, pack(reply))
        self.streams.ring(person.id)
        return changed is not None

    async def _tell(self, person: Person, author: Author, reply: Reply) -> None:
        await self.history.add(person, author, pack(reply), self.clock())
        self.streams.ring(person.id)
