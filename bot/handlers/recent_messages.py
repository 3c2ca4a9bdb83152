"""The newest messages of each chat, as far as they are known: one record, and what fills it."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from math import inf
from typing import TypeVar

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from bot.handlers.addressing import is_private, said_to
from bot.handlers.ports import Context, Handlers

FIRST_GROUP = -1
"""The handler group that runs before all others, and besides them."""
EDITABLE_FOR = timedelta(minutes=2)
"""After that, an edited message is not answered any more."""
CHATS = 4096
AUTHORS = 1000
"""How many are remembered; the one that was idle longest is forgotten first."""

Key = TypeVar("Key")
Value = TypeVar("Value")

_Author = tuple[int, int]
"""Chat id and user id."""


@dataclass(frozen=True, slots=True)
class _AuthorsNewest:
    """The newest message of one author to the bot."""

    message_id: int
    content: int
    """A hash: the text itself is not kept."""
    album: str | None
    continues_album: bool


class RecentMessages:
    """Remembers the last message of each chat, and of each author the last one to the bot.

    The first says whether a card is still at the end of its chat (message ids of private chats
    grow); the second whether an edit is a new question, and whether a picture belongs to an album
    that was answered already. A restart forgets both.
    """

    def __init__(self) -> None:
        self._last: OrderedDict[int, float] = OrderedDict()
        self._by_author: OrderedDict[_Author, _AuthorsNewest] = OrderedDict()

    def add(self, chat_id: int, message_id: int) -> None:
        """A message stands in a chat, whoever wrote it."""
        known = self._last.get(chat_id, 0)
        self._set_last(chat_id, message_id if known == inf else max(known, message_id))

    def add_unknown(self, chat_id: int) -> None:
        """A message of the bot has probably arrived, and its id is not known."""
        self._set_last(chat_id, inf)

    def is_last(self, chat_id: int, message_id: int) -> bool:
        """Whether no newer message is known in the chat."""
        return self._last.get(chat_id, 0) <= message_id

    def add_to_bot(self, message: Message) -> None:
        """Somebody has written to the bot, or edited what they wrote."""
        before = self._by_author.get(_author(message))
        album = message.media_group_id
        continues = album is not None and before is not None and before.album == album
        newest = _AuthorsNewest(message.message_id, _content(message), album, continues)
        _put(self._by_author, _author(message), newest, AUTHORS)

    def continues_album(self, message: Message) -> bool:
        """Whether the author's newest message is this one and follows another of its album."""
        newest = self._by_author.get(_author(message))
        is_newest = newest is not None and newest.message_id == message.message_id
        return newest is not None and is_newest and newest.continues_album

    def asks_anew(self, edited: Message) -> bool:
        """Whether an edit changes the author's newest message, soon enough to be answered."""
        newest = self._by_author.get(_author(edited))
        if newest is None or newest.message_id != edited.message_id or edited.edit_date is None:
            return False
        return newest.content != _content(edited) and edited.edit_date - edited.date <= EDITABLE_FOR

    def _set_last(self, chat_id: int, newest: float) -> None:
        _put(self._last, chat_id, newest, CHATS)


@dataclass(frozen=True, slots=True)
class RecentMessagesHandler:
    """Notes new messages before the other handlers see them."""

    recent: RecentMessages

    def handlers(self) -> Handlers:
        """New messages of every kind."""
        return (MessageHandler(filters.UpdateType.MESSAGE, self.note),)

    async def note(self, update: Update, context: Context) -> None:
        """Note where a private chat ends now, and what was written to the bot."""
        message = update.message
        assert message
        if is_private(message):
            self.recent.add(message.chat.id, message.message_id)
        if _has_content(update, message) and said_to(context.bot.bot, message) is not None:
            self.recent.add_to_bot(message)


def _has_content(update: Update, message: Message) -> bool:
    """Not who joined, what was pinned or where somebody is: the question before stays open."""
    if message.location and is_private(message):
        return False
    return not filters.StatusUpdate.ALL.check_update(update)


def _put(known: OrderedDict[Key, Value], key: Key, value: Value, most: int) -> None:
    """Set a value; beyond `most`, the one that was set longest ago is forgotten."""
    known[key] = value
    known.move_to_end(key)
    if len(known) > most:
        known.popitem(last=False)


def _author(message: Message) -> _Author:
    return message.chat.id, message.from_user.id if message.from_user else 0


def _content(message: Message) -> int:
    return hash(message.text or message.caption)
