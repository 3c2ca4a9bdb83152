"""Chats, and what stands in them."""

import asyncio
from dataclasses import dataclass, field
from time import time

from tests.telegram_server.entities import Formatted
from tests.telegram_server.refusals import BLOCKED, NO_CHAT, Json, Refusal


@dataclass(slots=True)
class Message:
    """One message, by the bot or by a person."""

    id: int
    chat: "Chat"
    sender: Json
    content: Formatted
    keyboard: Json | None = None
    extra: Json = field(default_factory=dict)
    date: int = field(default_factory=lambda: int(time()))
    edited: bool = False

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def animation(self) -> Json | None:
        """The animation in it; the text is its caption then."""
        return self.extra.get("animation")

    @property
    def document(self) -> Json | None:
        """The file in it."""
        return self.extra.get("document")

    @property
    def voice(self) -> Json | None:
        """The voice message in it."""
        return self.extra.get("voice")

    @property
    def has_file(self) -> bool:
        """Whether the text is the caption of something else."""
        return bool(self.animation or self.document or self.voice)

    @property
    def labels(self) -> list[str]:
        """What stands on its buttons."""
        rows = self.keyboard["inline_keyboard"] if self.keyboard else []
        return [button["text"] for row in rows for button in row]

    def shown(self, kind: str) -> list[str]:
        """The words in a style."""
        code = self.text.encode("utf-16-le")
        return [
            code[2 * it.offset : 2 * (it.offset + it.length)].decode("utf-16-le")
            for it in self.content.entities
            if it.type == kind
        ]

    def as_json(self) -> Json:
        found = {"message_id": self.id, "date": self.date, "from": self.sender}
        found |= {"chat": self.chat.as_json(), **self.extra}
        if self.text and "caption" not in self.extra:
            found |= self._words()
        if self.keyboard:
            found["reply_markup"] = self.keyboard
        return found

    def _words(self) -> Json:
        styles = [
            {"type": it.type, "offset": it.offset, "length": it.length}
            for it in self.content.entities
        ]
        if self.has_file:
            return {"caption": self.text, "caption_entities": styles}
        return {"text": self.text, "entities": styles}


@dataclass(slots=True)
class Chat:
    """A private chat with a positive id, or a group with a negative one."""

    id: int
    name: str
    messages: dict[int, Message] = field(default_factory=dict)
    started: bool = True
    blocked: bool = False
    news: list[Message] = field(default_factory=list)
    """What the bot sent or changed, in order."""
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    actions: list[str] = field(default_factory=list)
    refuses_voices: bool = False
    """Whether the person takes no voice messages."""

    @property
    def private(self) -> bool:
        return self.id > 0

    def as_json(self) -> Json:
        if self.private:
            return {"id": self.id, "type": "private", "first_name": self.name}
        return {"id": self.id, "type": "supergroup", "title": self.name}

    async def tell(self, message: Message) -> None:
        async with self.changed:
            self.news.append(message)
            self.changed.notify_all()


class Chats:
    """All chats the bot may write to."""

    def __init__(self) -> None:
        self.known: dict[int, Chat] = {}
        self._last_message = 0

    def add(self, chat: Chat) -> Chat:
        return self.known.setdefault(chat.id, chat)

    def next_message(self) -> int:
        self._last_message += 1
        return self._last_message

    def open(self, chat_id: str | None) -> Chat:
        """The chat, if the bot may write to it now."""
        if not chat_id:
            raise Refusal(400, "Bad Request: chat_id is empty")
        chat = self.known.get(int(chat_id))
        if chat is None or not chat.started:
            raise NO_CHAT
        if chat.blocked:
            raise BLOCKED
        return chat
