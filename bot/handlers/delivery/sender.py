"""Single messages to Telegram: where they go, how they are sent, what became of them."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from telegram import InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bot.domain.alarms import SendOutcome
from bot.domain.people import Channel, Person
from bot.domain.replies import Document
from bot.handlers.delivery.error_kinds import ErrorKind, error_kind, seconds_to_wait
from bot.handlers.delivery.rendering import MessagePart
from bot.handlers.ports import People
from bot.handlers.rate_limit.buckets import clock
from bot.handlers.rate_limit.priority import Bot, Priority
from bot.handlers.recent_messages import RecentMessages

PAUSES = (0.3, 1.5)
"""Seconds between attempts."""
PATIENCE = 30.0
"""The longest wait in seconds that is granted when Telegram asks for one; it may ask for hours."""
HASTE = 2.0
"""The same for a `hasty` request, and the seconds for all its attempts but the last."""

Result = TypeVar("Result")


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
        nothing_came = later.outcome is SendOutcome.SENT and later.message_id is None
        return self if nothing_came and self.message_id is not None else later


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


_LOG = logging.getLogger(__name__)
_AT_ONCE = 1.0
"""Seconds that a cosmetic edit may take: an answer may wait behind it."""
_REPLACED = frozenset({ErrorKind.REFUSED, ErrorKind.UNREADABLE, ErrorKind.MOVED})
"""Failures of an edit after which a new message is sent: the old one cannot be edited any more."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends and edits messages. It never raises for a failed request."""

    bot: Bot = field(repr=False)
    """Its own repr shows the token."""
    people: People
    recent: RecentMessages

    async def send(self, target: DeliveryTarget, parts: Sequence[MessagePart]) -> Receipt:
        """New messages in order; the first one that fails is the last."""
        receipt = NOTHING
        for part in parts:
            try:
                message = await persist(self._send(target, part), hasty=target.hasty)
            except TelegramError as error:
                sent = await self._send_adjusted(target, part, error)
            else:
                sent = self._record(target, message)
            receipt = receipt.then(sent)
            if receipt.outcome is not SendOutcome.SENT:
                break
        return receipt

    async def send_document(self, target: DeliveryTarget, document: Document) -> Receipt:
        """A file, in a message of its own."""
        send = partial(
            self.bot.send_document,
            target.chat_id,
            document.content,
            filename=document.name,
            disable_content_type_detection=True,
            rate_limit_args=target.priority,
        )
        try:
            message = await persist(send, hasty=target.hasty)
        except TelegramError as error:
            return await self._lost(target, error)
        return self._record(target, message)

    async def edit(
        self, target: DeliveryTarget, message_id: int, parts: Sequence[MessagePart]
    ) -> Receipt:
        """The first part in an old message, or in a new one if need be; the others below it."""
        first, *others = parts
        edit = partial(
            self.bot.edit_message_text,
            first.html,
            chat_id=target.chat_id,
            message_id=message_id,
            parse_mode="HTML",
            reply_markup=first.keyboard,
            rate_limit_args=target.priority,
        )
        try:
            await persist(edit, idempotent=True, hasty=target.hasty)
        except TelegramError as error:
            if error_kind(error) in _REPLACED:
                return await self.send(target, parts)
            receipt = await self._not_edited(target, message_id, error)
        else:
            receipt = Receipt(SendOutcome.SENT, message_id)
        if not others or receipt.outcome is not SendOutcome.SENT:
            return receipt
        return receipt.then(await self.send(target, others))

    async def edit_at_once(
        self, target: DeliveryTarget, message_id: int, part: MessagePart
    ) -> None:
        """Edit an old message if that is possible without waiting; a failure is ignored."""
        with suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(_AT_ONCE):
                await self.bot.edit_message_text(
                    part.html,
                    chat_id=target.chat_id,
                    message_id=message_id,
                    parse_mode="HTML",
                    reply_markup=part.keyboard,
                    rate_limit_args=Priority.COSMETIC,
                )

    async def change_buttons(
        self, target: DeliveryTarget, message_id: int, keyboard: InlineKeyboardMarkup | None
    ) -> Receipt:
        """Other buttons under an old message; its text stays."""
        try:
            await self._change_buttons(target, message_id, keyboard)
        except TelegramError as error:
            return await self._not_edited(target, message_id, error)
        return Receipt(SendOutcome.SENT, message_id)

    async def remove_buttons(self, target: DeliveryTarget, message_id: int) -> None:
        """No buttons under an old message any more; a failure is ignored."""
        try:
            await self._change_buttons(target, message_id, None)
        except TelegramError as error:
            _LOG.debug("old buttons stay, %s", error_kind(error).name.lower())

    def _send(self, target: DeliveryTarget, part: MessagePart) -> Callable[[], Awaitable[Message]]:
        """The request for a new message."""
        return partial(
            self.bot.send_message,
            target.chat_id,
            part.html or part.text,
            parse_mode="HTML" if part.html else None,
            reply_markup=part.keyboard,
            reply_parameters=_answering(target),
            rate_limit_args=target.priority,
        )

    async def _send_adjusted(
        self, target: DeliveryTarget, part: MessagePart, error: TelegramError
    ) -> Receipt:
        """Once more, to where a group has moved or without tags; other failures are final."""
        if isinstance(error, ChatMigrated):
            target = await self._follow(target, error)
        elif error_kind(error) is ErrorKind.UNREADABLE:
            part = replace(part, html="")
        else:
            return await self._lost(target, error)
        try:
            message = await persist(self._send(target, part), hasty=target.hasty)
        except TelegramError as another:
            return await self._lost(target, another)
        return self._record(target, message)

    def _record(self, target: DeliveryTarget, message: Message) -> Receipt:
        self.recent.add(target.chat_id, message.message_id)
        return Receipt(SendOutcome.SENT, message.message_id)

    async def _change_buttons(
        self, target: DeliveryTarget, message_id: int, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        change = partial(
            self.bot.edit_message_reply_markup,
            chat_id=target.chat_id,
            message_id=message_id,
            reply_markup=keyboard,
            rate_limit_args=target.priority,
        )
        await persist(change, idempotent=True, hasty=target.hasty)

    async def _not_edited(
        self, target: DeliveryTarget, message_id: int, error: TelegramError
    ) -> Receipt:
        if error_kind(error) is ErrorKind.UNCHANGED:
            return Receipt(SendOutcome.SENT, message_id)
        return await self._give_up(target, error)

    async def _follow(self, target: DeliveryTarget, moved: ChatMigrated) -> DeliveryTarget:
        """The group under its new id; message ids of before mean nothing there."""
        await self.people.rekey(Channel.TELEGRAM, str(target.chat_id), str(moved.new_chat_id))
        return DeliveryTarget(moved.new_chat_id, target.person, priority=target.priority)

    async def _lost(self, target: DeliveryTarget, error: TelegramError) -> Receipt:
        if error_kind(error) is ErrorKind.UNKNOWN:
            self.recent.add_unknown(target.chat_id)
        return await self._give_up(target, error)

    async def _give_up(self, target: DeliveryTarget, error: TelegramError) -> Receipt:
        kind = error_kind(error)
        reason = error if kind is ErrorKind.REFUSED else type(error).__name__
        _LOG.warning("a message was lost, %s: %s", kind.name.lower(), reason)
        if kind is ErrorKind.UNREACHABLE and target.private:  # a group is nobody's address
            await self.people.deactivate(Channel.TELEGRAM, str(target.chat_id))
        unknown = kind is ErrorKind.UNKNOWN
        return Receipt(SendOutcome.UNKNOWN if unknown else SendOutcome.NOT_SENT)


def _answering(target: DeliveryTarget) -> ReplyParameters | None:
    if target.answers is None:
        return None
    return ReplyParameters(target.answers, allow_sending_without_reply=True)


async def persist(
    call: Callable[[], Awaitable[Result]], *, idempotent: bool = False, hasty: bool = False
) -> Result:
    """The result of a request, after a few attempts.

    `idempotent`: doing it twice is the same as doing it once, so that it may be repeated once even
    when the first may have arrived. `hasty`: somebody else tries again later, so it ends early.
    Raises the `TelegramError` of the last attempt.
    """
    ends = clock() + HASTE if hasty else math.inf
    for pause in PAUSES:
        try:
            return await call()
        except TelegramError as error:
            wait = _wait(error, pause, idempotent=idempotent)
            if wait is None or clock() + wait > ends:
                raise
            idempotent = idempotent and error_kind(error) is not ErrorKind.UNKNOWN
            await asyncio.sleep(wait)
    return await call()


def _wait(error: TelegramError, pause: float, *, idempotent: bool) -> float | None:
    """Seconds until the next attempt, or None when there is none."""
    if isinstance(error, RetryAfter):
        asked = seconds_to_wait(error)
        return asked if asked <= PATIENCE else None
    kind = error_kind(error)
    again = kind is ErrorKind.NOT_REACHED or (idempotent and kind is ErrorKind.UNKNOWN)
    return pause if again else None
