"""Turns replies into messages in Telegram."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from telegram import InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import ChatMigrated, TelegramError
from telegram.ext import ExtBot

from bot.handlers.parts import Part, keyboard, parts
from bot.handlers.people import People
from bot.handlers.persistence import persist
from bot.handlers.receipts import NOTHING, Outcome, Receipt
from bot.handlers.verdicts import Verdict, verdict
from bot.people import Channel, Person
from bot.replies import Place, Reply

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in Telegram replies go."""

    chat_id: int
    answers: int | None = None
    """The message that is answered visibly, where others might have been meant."""
    tapped: Message | None = None
    """The message whose button was tapped, while it can still be edited."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Sends, edits, and tells what became of it. It never raises for a failed request."""

    bot: ExtBot[None] = field(repr=False)
    """Its own repr shows the token."""
    people: People

    async def deliver(self, person: Person, replies: Sequence[Reply]) -> Receipt:
        """Say something to a person in private, without being asked."""
        return await self.put(Spot(int(person.address)), replies)

    async def put(self, spot: Spot, replies: Sequence[Reply]) -> Receipt:
        """Replies in order; the first one that fails is the last."""
        receipt = NOTHING
        for reply in replies:
            receipt = receipt.then(await self._put(spot, reply))
            if receipt.outcome is not Outcome.SENT:
                break
        return receipt

    async def _put(self, spot: Spot, reply: Reply) -> Receipt:
        if reply.place is Place.BUTTONS:
            return await self._change_buttons(spot, keyboard(reply.buttons))
        first, *others = parts(reply)
        if reply.place is Place.INSTEAD and spot.tapped:
            receipt = await self._replace(spot, spot.tapped, first)
        else:
            receipt = await self._send(spot, first)
        for part in others:
            if receipt.outcome is Outcome.SENT:
                receipt = receipt.then(await self._send(spot, part))
        return receipt

    async def _send(self, spot: Spot, part: Part) -> Receipt:
        try:
            return await self._post(spot, part)
        except TelegramError as error:
            if isinstance(error, ChatMigrated):
                spot = await self._follow(spot, error)
            elif verdict(error) is Verdict.UNREADABLE:
                part = replace(part, html="")
            else:
                return await self._give_up(spot, error)
        return await self._send_adjusted(spot, part)

    async def _send_adjusted(self, spot: Spot, part: Part) -> Receipt:
        try:
            return await self._post(spot, part)
        except TelegramError as error:
            return await self._give_up(spot, error)

    async def _post(self, spot: Spot, part: Part) -> Receipt:
        send = partial(
            self.bot.send_message,
            spot.chat_id,
            part.html or part.text,
            parse_mode="HTML" if part.html else None,
            reply_markup=part.keyboard,
            reply_parameters=_answering(spot),
        )
        message = await persist(send)
        return Receipt(Outcome.SENT, message.message_id)

    async def _replace(self, spot: Spot, tapped: Message, part: Part) -> Receipt:
        if _shows(tapped, part):
            return Receipt(Outcome.SENT, tapped.message_id)
        edit = partial(
            self.bot.edit_message_text,
            part.html,
            chat_id=spot.chat_id,
            message_id=tapped.message_id,
            parse_mode="HTML",
            reply_markup=part.keyboard,
        )
        try:
            await persist(edit, harmless=True)
        except TelegramError as error:
            if verdict(error) in {Verdict.REFUSED, Verdict.UNREADABLE, Verdict.MOVED}:
                return await self._send(spot, part)  # it is gone, or can't be edited any more
            return await self._edited(spot, tapped, error)
        return Receipt(Outcome.SENT, tapped.message_id)

    async def _change_buttons(self, spot: Spot, markup: InlineKeyboardMarkup | None) -> Receipt:
        if spot.tapped is None or spot.tapped.reply_markup == markup:
            return NOTHING
        edit = partial(
            self.bot.edit_message_reply_markup,
            chat_id=spot.chat_id,
            message_id=spot.tapped.message_id,
            reply_markup=markup,
        )
        try:
            await persist(edit, harmless=True)
        except TelegramError as error:
            return await self._edited(spot, spot.tapped, error)
        return Receipt(Outcome.SENT, spot.tapped.message_id)

    async def _edited(self, spot: Spot, tapped: Message, error: TelegramError) -> Receipt:
        if verdict(error) is Verdict.UNCHANGED:
            return Receipt(Outcome.SENT, tapped.message_id)
        return await self._give_up(spot, error)

    async def _follow(self, spot: Spot, moved: ChatMigrated) -> Spot:
        """The same place under the group's new id; message ids of before mean nothing there."""
        await self.people.rekey(Channel.TELEGRAM, str(spot.chat_id), str(moved.new_chat_id))
        return Spot(moved.new_chat_id)

    async def _give_up(self, spot: Spot, error: TelegramError) -> Receipt:
        meaning = verdict(error)
        reason = error if meaning is Verdict.REFUSED else type(error).__name__
        _LOG.warning("a message was lost, %s: %s", meaning.name.lower(), reason)
        if meaning is Verdict.UNREACHABLE and spot.chat_id > 0:  # a group is nobody's address
            await self.people.deactivate(Channel.TELEGRAM, str(spot.chat_id))
        unknown = meaning is Verdict.UNKNOWN
        return Receipt(Outcome.UNKNOWN if unknown else Outcome.NOT_SENT)


def _answering(spot: Spot) -> ReplyParameters | None:
    if spot.answers is None:
        return None
    return ReplyParameters(spot.answers, allow_sending_without_reply=True)


def _shows(message: Message, part: Part) -> bool:
    return message.text == part.text and message.reply_markup == part.keyboard
