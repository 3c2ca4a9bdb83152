"""From what a visitor sends, through the conversation, to the message log."""

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
from bot.web.message_log import MessageLog
from bot.web.middleware import SORRY, trace

GREETING = "/start"
"""What is asked in an empty chat without the visitor."""
MOST_WAITING = 8
"""Messages of one person that may be in progress or waiting at once."""
SPOKEN = "Voice message"
"""What stands in the log for a recording; the transcript comes with the answer."""

log = logging.getLogger(__name__)


class Responder(Protocol):
    """The conversation."""

    async def read(self, person: Person, text: str, now: datetime) -> tuple[Reply, ...]:
        """What to say to a typed message."""

    async def listen(
        self, person: Person, recording: Recording, now: datetime
    ) -> tuple[Reply, ...]:
        """What to say to something spoken."""

    async def tap(self, person: Person, data: str, now: datetime) -> tuple[Reply, ...]:
        """What happens on a tapped button."""


class ButtonGoneError(Exception):
    """The message does not show the tapped button (any more)."""


@dataclass(frozen=True, slots=True)
class Chat:
    """The conversation with any visitor; the messages of one person are answered in order."""

    conversation: Responder
    messages: MessageLog
    locks: KeyedLock = field(default_factory=lambda: KeyedLock(MOST_WAITING))
    """By person."""

    def now(self) -> datetime:
        """The present moment, aware."""
        return self.messages.clock()

    async def greet(self, person: Person) -> None:
        """Say hello once, in an empty chat."""
        async with self.locks.hold(person.id):
            if await self.messages.history.newest(person) is not None:
                return
            hello = self.conversation.read(person, GREETING, self.now())
            replies = await self._answer(hello, otherwise=())  # the next visit tries again
            await self.messages.put(person, replies)

    async def say(self, person: Person, text: str) -> None:
        """Log a typed message and answer it.

        Raises `LockQueueFullError` when too many wait already.
        """
        async with self.locks.hold(person.id):
            await self.messages.add(person, Author.PERSON, Reply(text))
            replies = await self._answer(self.conversation.read(person, text, self.now()))
            await self.messages.put(person, replies)

    async def listen(self, person: Person, recording: Recording) -> None:
        """Log that something was spoken and answer it; the recording is not kept.

        Raises `LockQueueFullError` when too many messages wait already.
        """
        async with self.locks.hold(person.id):
            await self.messages.add(person, Author.PERSON, Reply(SPOKEN))
            replies = await self._answer(self.conversation.listen(person, recording, self.now()))
            await self.messages.put(person, replies)

    async def spoken(self, person: Person, message_id: int) -> Utterance | None:
        """The utterance of a message; None when it has none, or is gone."""
        message = await self.messages.read(person, message_id)
        return message.utterance if message else None

    async def tap(self, person: Person, message_id: int, action: str) -> None:
        """Do what a button asks for that a message shows now.

        Raises `ButtonGoneError` when the message does not show it, `LockQueueFullError` when too
        many messages wait already.
        """
        async with self.locks.hold(person.id):
            button = await self._button(person, message_id, action)
            replies = await self._answer(self.conversation.tap(person, action, self.now()))
            if _is_logged(button, replies):
                await self.messages.add(person, Author.PERSON, Reply(button.label))
            await self.messages.put(person, replies, message_id)

    async def deliver(self, person: Person, replies: Sequence[Reply]) -> SendOutcome:
        """Say something unasked, after what is in progress for the person.

        Not sent when too many messages of the person wait.
        """
        try:
            async with self.locks.hold(person.id):
                await self.messages.put(person, replies)
        except LockQueueFullError:
            return SendOutcome.NOT_SENT
        return SendOutcome.SENT

    async def _button(self, person: Person, message_id: int, action: str) -> Button:
        message = await self.messages.read(person, message_id)
        for row in message.buttons if message else ():
            for button in row:
                if button.action.encode() == action:
                    return button
        raise ButtonGoneError

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


def _is_logged(button: Button, replies: Sequence[Reply]) -> bool:
    """Whether a tap is shown as a message of the person, above what it led to.

    Not in a session, whose card would be pushed down by it.
    """
    leads_on = any(reply.place is Placement.NEW for reply in replies)
    return leads_on and button.action.verb is not Verb.SESSION
