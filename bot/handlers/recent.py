"""The newest message of each person, for as long as it may be edited into a new question."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta

from telegram import Message

FRESH = timedelta(minutes=2)
"""After that, an edited message is history."""
_PEOPLE = 1000

_Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Newest:
    message_id: int
    words: int
    """A hash: the words themselves are nobody's business any more."""
    album: str | None


class EditableMessages:
    """Remembers a little about the last message of the last thousand people."""

    def __init__(self) -> None:
        self._newest: OrderedDict[_Key, _Newest] = OrderedDict()

    def note(self, message: Message) -> None:
        """A message has come."""
        newest = _Newest(message.message_id, _words(message), message.media_group_id)
        key = _key(message)
        self._newest[key] = newest
        self._newest.move_to_end(key)
        if len(self._newest) > _PEOPLE:
            self._newest.popitem(last=False)

    def continues_album(self, message: Message) -> bool:
        """Whether the message before belongs to the same album."""
        newest = self._newest.get(_key(message))
        album = message.media_group_id
        return album is not None and newest is not None and newest.album == album

    def asks_anew(self, edited: Message) -> bool:
        """Whether an edit puts the latest question differently, soon enough to be answered."""
        newest = self._newest.get(_key(edited))
        if newest is None or newest.message_id != edited.message_id or edited.edit_date is None:
            return False
        return newest.words != _words(edited) and edited.edit_date - edited.date <= FRESH


def _key(message: Message) -> _Key:
    return message.chat.id, message.from_user.id if message.from_user else 0


def _words(message: Message) -> int:
    return hash(message.text or message.caption)
