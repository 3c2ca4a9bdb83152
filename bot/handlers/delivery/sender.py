"""Single messages to Telegram, and what became of them."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from telegram import InlineKeyboardMarkup, ReplyParameters
from telegram.error import ChatMigrated, TelegramError

from bot.domain.alarms import SendOutcome
from bot.domain.people import Channel
from bot.domain.replies import Document
from bot.handlers.delivery.chat_bottom import ChatBottom
from bot.handlers.delivery.error_kinds import ErrorKind, verdict
from bot.handlers.delivery.rendering import MessagePart
from bot.handlers.delivery.retry import persist
from bot.handlers.delivery.target import DeliveryTarget, Receipt
from bot.handlers.ports import People
from bot.handlers.rate_limit.priority import Bot, Priority

_LOG = logging.getLogger(__name__)
_AT_ONCE = 1.0
"""Seconds that a change may take which nobody would miss: an answer may wait behind it."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends and edits. It never raises for a failed request."""

    bot: Bot = field(repr=False)
    """Its own repr shows the token."""
    people: People
    latest: ChatBottom

    async def send(self, spot: DeliveryTarget, part: MessagePart) -> Receipt:
        """A new message."""
        try:
            return await self._post(spot, part)
        except TelegramError as error:
            if isinstance(error, ChatMigrated):
                spot = await self._follow(spot, error)
            elif verdict(error) is ErrorKind.UNREADABLE:
                part = replace(part, html="")
            else:
                return await self._lost(spot, error)
        return await self._send_adjusted(spot, part)

    async def go_on(
        self, receipt: Receipt, spot: DeliveryTarget, others: Sequence[MessagePart]
    ) -> Receipt:
        """What did not fit into the first message, as long as all arrives."""
        for part in others:
            if receipt.outcome is SendOutcome.SENT:
                receipt = receipt.then(await self.send(spot, part))
        return receipt

    async def hand(self, spot: DeliveryTarget, document: Document) -> Receipt:
        """A file, in a message of its own."""
        send = partial(
            self.bot.send_document,
            spot.chat_id,
            document.content,
            filename=document.name,
            disable_content_type_detection=True,
            rate_limit_args=spot.urgency,
        )
        try:
            message = await persist(send, hasty=spot.hasty)
        except TelegramError as error:
            return await self._lost(spot, error)
        self.latest.note(spot.chat_id, message.message_id)
        return Receipt(SendOutcome.SENT, message.message_id)

    async def edit(self, spot: DeliveryTarget, message_id: int, part: MessagePart) -> Receipt:
        """Other words and buttons in an old message; a new one when that cannot be."""
        change = partial(
            self.bot.edit_message_text,
            part.html,
            chat_id=spot.chat_id,
            message_id=message_id,
            parse_mode="HTML",
            reply_markup=part.keyboard,
            rate_limit_args=spot.urgency,
        )
        try:
            await persist(change, harmless=True, hasty=spot.hasty)
        except TelegramError as error:
            if verdict(error) in {ErrorKind.REFUSED, ErrorKind.UNREADABLE, ErrorKind.MOVED}:
                return await self.send(spot, part)  # it is gone, or can't be edited any more
            return await self._edited(spot, message_id, error)
        return Receipt(SendOutcome.SENT, message_id)

    async def touch(self, spot: DeliveryTarget, message_id: int, part: MessagePart) -> None:
        """Other words in an old message, if that can be had at once; nobody is told if not."""
        with suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(_AT_ONCE):
                await self.bot.edit_message_text(
                    part.html,
                    chat_id=spot.chat_id,
                    message_id=message_id,
                    parse_mode="HTML",
                    reply_markup=part.keyboard,
                    rate_limit_args=Priority.COSMETIC,
                )

    async def change_buttons(
        self, spot: DeliveryTarget, message_id: int, markup: InlineKeyboardMarkup | None
    ) -> Receipt:
        """Other buttons under an old message."""
        try:
            await self._change_buttons(spot, message_id, markup)
        except TelegramError as error:
            return await self._edited(spot, message_id, error)
        return Receipt(SendOutcome.SENT, message_id)

    async def strip(self, spot: DeliveryTarget, message_id: int) -> None:
        """No more buttons under an old message, if that can be had."""
        try:
            await self._change_buttons(spot, message_id, None)
        except TelegramError as error:
            _LOG.debug("old buttons stay, %s", verdict(error).name.lower())

    async def _send_adjusted(self, spot: DeliveryTarget, part: MessagePart) -> Receipt:
        try:
            return await self._post(spot, part)
        except TelegramError as error:
            return await self._lost(spot, error)

    async def _post(self, spot: DeliveryTarget, part: MessagePart) -> Receipt:
        send = partial(
            self.bot.send_message,
            spot.chat_id,
            part.html or part.text,
            parse_mode="HTML" if part.html else None,
            reply_markup=part.keyboard,
            reply_parameters=_answering(spot),
            rate_limit_args=spot.urgency,
        )
        message = await persist(send, hasty=spot.hasty)
        self.latest.note(spot.chat_id, message.message_id)
        return Receipt(SendOutcome.SENT, message.message_id)

    async def _change_buttons(
        self, spot: DeliveryTarget, message_id: int, markup: InlineKeyboardMarkup | None
    ) -> None:
        change = partial(
            self.bot.edit_message_reply_markup,
            chat_id=spot.chat_id,
            message_id=message_id,
            reply_markup=markup,
            rate_limit_args=spot.urgency,
        )
        await persist(change, harmless=True, hasty=spot.hasty)

    async def _edited(self, spot: DeliveryTarget, message_id: int, error: TelegramError) -> Receipt:
        if verdict(error) is ErrorKind.UNCHANGED:
            return Receipt(SendOutcome.SENT, message_id)
        return await self._give_up(spot, error)

    async def _follow(self, spot: DeliveryTarget, moved: ChatMigrated) -> DeliveryTarget:
        """The same place under the group's new id; message ids of before mean nothing there."""
        await self.people.rekey(Channel.TELEGRAM, str(spot.chat_id), str(moved.new_chat_id))
        return DeliveryTarget(moved.new_chat_id, spot.person, urgency=spot.urgency)

    async def _lost(self, spot: DeliveryTarget, error: TelegramError) -> Receipt:
        if verdict(error) is ErrorKind.UNKNOWN:
            self.latest.lose(spot.chat_id)
        return await self._give_up(spot, error)

    async def _give_up(self, spot: DeliveryTarget, error: TelegramError) -> Receipt:
        meaning = verdict(error)
        reason = error if meaning is ErrorKind.REFUSED else type(error).__name__
        _LOG.warning("a message was lost, %s: %s", meaning.name.lower(), reason)
        if meaning is ErrorKind.UNREACHABLE and spot.private:  # a group is nobody's address
            await self.people.deactivate(Channel.TELEGRAM, str(spot.chat_id))
        unknown = meaning is ErrorKind.UNKNOWN
        return Receipt(SendOutcome.UNKNOWN if unknown else SendOutcome.NOT_SENT)


def _answering(spot: DeliveryTarget) -> ReplyParameters | None:
    if spot.answers is None:
        return None
    return ReplyParameters(spot.answers, allow_sending_without_reply=True)
