"""From what a visitor sends, by way of the conversation, to the board."""

import logging
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.alarms import SendOutcome
from bot.domain.audio import Recording
from bot.domain.people import Author, Person
from bot.domain.replies import Button, Placement, Reply, Utterance, Verb
from bot.keyed_lock import KeyedLock, LockQueueFullError
from bot.web.error_middleware import SORRY, trace
from bot.web.message_log import MessageLog

GREETING = "/start"
"""What an empty chat asks by itself."""
MOST_WAITING = 8
"""Messages of one person that may be answered or wait for that at once."""
SPOKEN = "Voice message"
"""How what somebody said stands in the chat; what was heard of it comes with the answer."""

log = logging.getLogger(__name__)


class Talk(Protocol):
    """The conversation."""

    async def read(self, person: Person, text: str, now: datetime) -> tuple[Reply, ...]:
        """What to say to a typed message."""

    async def listen(
        self, person: Person, recording: Recording, now: datetime
    ) -> tuple[Reply, ...]:
        """What to say to something spoken."""

    async def tap(self, person: Person, data: str, now: datetime) -> tuple[Reply, ...]:
        """What happens on a tapped button."""


class Gone(Exception):  # noqa: N818 - an answer, not a fault
    """The tapped button does not stand on that message (any more)."""


@dataclass(frozen=True, slots=True)
class Chat:
    """The conversation with any visitor; the messages of one person wait for each other."""

    talk: Talk
    board: MessageLog
    locks: KeyedLock = field(default_factory=lambda: KeyedLock(MOST_WAITING))

    async def greet(self, person: Person) -> None:
        """Say hello once, in an empty chat."""
        async with self.locks.hold(person.id):
            if await self.board.history.newest(person) is not None:
                return
            hello = self.talk.read(person, GREETING, self.board.clock())
            replies = await self._answer(hello, otherwise=())  # the next visit tries again
            await self.board.put(person, replies)

    async def say(self, person: Person, text: str) -> None:
        """Take a typed message and answer it.

        Raises `LockQueueFullError` when too many wait already.
        """
        async with self.locks.hold(person.id):
            await self.board.add(person, Author.PERSON, Reply(text))
            replies = await self._answer(self.talk.read(person, text, self.board.clock()))
            await self.board.put(person, replies)

    async def listen(self, person: Person, recording: Recording) -> None:
        """Take something spoken and answer it; the recording is not kept.

        Raises `LockQueueFullError` when too many messages wait already.
        """
        async with self.locks.hold(person.id):
            await self.board.add(person, Author.PERSON, Reply(SPOKEN))
            replies = await self._answer(self.talk.listen(person, recording, self.board.clock()))
            await self.board.put(person, replies)

    async def spoken(self, person: Person, message_id: int) -> Utterance | None:
        """What is said aloud with a message; None when nothing is, or the message is gone."""
        message = await self.board.read(person, message_id)
        return message.utterance if message else None

    async def tap(self, person: Person, message_id: int, action: str) -> None:
        """Take a tap on a button that stands on a message now.

        Raises `Gone` when it does not, `LockQueueFullError` when too many messages wait already.
        """
        async with self.locks.hold(person.id):
            button = await self._button(person, message_id, action)
            replies = await self._answer(self.talk.tap(person, action, self.board.clock()))
            if _is_told(button, replies):
                await self.board.add(person, Author.PERSON, Reply(button.label))
            await self.board.put(person, replies, message_id)

    async def deliver(self, person: Person, replies: Sequence[Reply]) -> SendOutcome:
        """Say something unasked, once it is the person's turn."""
        try:
            async with self.locks.hold(person.id):
                await self.board.put(person, replies)
        except LockQueueFullError:
            return SendOutcome.NOT_SENT
        return SendOutcome.SENT

    async def _button(self, person: Person, message_id: int, action: str) -> Button:
        message = await self.board.read(person, message_id)
        for row in message.buttons if message else ():
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


def _is_told(button: Button, replies: Sequence[Reply]) -> bool:
    """Whether the log reads like a talk: what was chosen, then what it led to.

    Not in a session, whose card would be pushed down by it.
    """
    leads_on = any(reply.place is Placement.NEW for reply in replies)
    return leads_on and button.action.verb is not Verb.SESSION
