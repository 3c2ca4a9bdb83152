"""What is known about the pace of each chat."""

from collections import Counter
from dataclasses import dataclass, field

from bot.handlers.buckets import Bucket, Pace
from bot.handlers.urgency import Urgency

_MANY = 2048
"""Chats remembered before those that are quiet again are forgotten."""


@dataclass(eq=False, slots=True)
class Chat:
    """What has gone to one chat, and how many of each urgency wait to go there."""

    bucket: Bucket
    waiting: Counter[Urgency] = field(default_factory=Counter)

    def quiet(self, now: float) -> bool:
        """Whether nothing is lost when it is forgotten."""
        return not self.bucket.busy(now) and not self.waiting.total()


class Chats:
    """Remembers those that matter now."""

    def __init__(self, private: Pace, group: Pace) -> None:
        self._private = private
        self._group = group
        self._known: dict[int | str, Chat] = {}
        self._many = _MANY

    def __len__(self) -> int:
        return len(self._known)

    def of(self, chat_id: int | str, now: float) -> Chat:
        """One of them; a person's chat has a positive number."""
        chat = self._known.get(chat_id)
        if chat is None:
            self._forget_quiet_ones(now)
            private = isinstance(chat_id, int) and chat_id > 0
            bucket = Bucket(self._private if private else self._group)
            chat = self._known[chat_id] = Chat(bucket)
        return chat

    def _forget_quiet_ones(self, now: float) -> None:
        """When there are many; where none is quiet, not again for each new one."""
        if len(self) >= self._many:
            self._known = {key: chat for key, chat in self._known.items() if not chat.quiet(now)}
            self._many = max(_MANY, 2 * len(self))
