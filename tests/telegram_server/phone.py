"""A person with a phone: types, taps, reads."""

import asyncio
import re
from dataclasses import dataclass, field
from time import time

from tests.telegram_server.chats import Chat, Message
from tests.telegram_server.entities import Entity, Formatted, units
from tests.telegram_server.methods import Methods
from tests.telegram_server.refusals import Json

_ENTITIES = re.compile(r"(?P<bot_command>(?<!\S)/[A-Za-z0-9_]+(@\w+)?)|(?P<mention>(?<!\w)@\w+)")


@dataclass(slots=True)
class Phone:
    """One person in one chat."""

    methods: Methods
    chat: Chat
    user_id: int
    name: str
    read: int = 0
    """How many of the bot's messages and edits were seen."""
    transcript: list[str] = field(default_factory=list)

    @property
    def user(self) -> Json:
        return {"id": self.user_id, "is_bot": False, "first_name": self.name}

    def enter(self, group: Chat) -> "Phone":
        """The same person in a group."""
        return Phone(self.methods, group, self.user_id, self.name, read=len(group.news))

    async def say(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Type a message."""
        self.transcript.append(f"> {text}")
        extra = {"reply_to_message": reply_to.as_json()} if reply_to else {}
        return await self._send(Formatted(text, _entities(text)), extra)

    async def send(self, content: Json, caption: str = "") -> Message:
        """Send a picture or anything else; `content` is its part of the message's JSON."""
        self.transcript.append(f"> [{next(iter(content))}] {caption}")
        extra = content | ({"caption": caption} if caption else {})
        return await self._send(Formatted(""), extra)

    async def speak(
        self,
        content: bytes,
        seconds: int = 2,
        *,
        reply_to: Message | None = None,
        **told: object,
    ) -> Message:
        """Send a voice message; `told` is what the phone says differently about it."""
        self.transcript.append("> [voice]")
        file_id = f"spoken-{len(self.methods.files) + 1}"
        self.methods.files[file_id] = content
        voice = {"file_id": file_id, "file_unique_id": file_id, "duration": seconds}
        voice |= {"mime_type": "audio/ogg", "file_size": len(content)} | told
        extra: Json = {"reply_to_message": reply_to.as_json()} if reply_to else {}
        return await self._send(Formatted(""), extra | {"voice": voice})

    async def edit(self, message: Message, text: str, *, later: int = 5) -> None:
        """Change what was typed, some seconds later."""
        message.content = Formatted(text, _entities(text))
        edited = message.as_json() | {"edit_date": message.date + later}
        await self.methods.updates.add("edited_message", edited)

    async def tap(self, label: str, on: Message | None = None, *, deleted: bool = False) -> str:
        """Tap a button of the newest message that has it; gives the query's id."""
        message = on or self._with_button(label)
        self.transcript.append(f"> ({label})")
        return await self.tap_data(_data(message, label), message, deleted=deleted)

    async def tap_data(self, data: str, message: Message | None, *, deleted: bool = False) -> str:
        """Tap a button whose action is known."""
        query_id = str(len(self.methods.callbacks) + self.methods.chats.next_message())
        self.methods.callbacks[query_id] = time()
        query = {"id": query_id, "from": self.user, "chat_instance": "1", "data": data}
        if message:
            query["message"] = _inaccessible(message) if deleted else message.as_json()
        await self.methods.updates.add("callback_query", query)
        return query_id

    async def answer(self, within: float = 10.0) -> Message:
        """The next message of the bot, or the next one that it edited."""
        async with self.chat.changed, asyncio.timeout(within):
            await self.chat.changed.wait_for(lambda: len(self.chat.news) > self.read)
        message = self.chat.news[self.read]
        self.read += 1
        shown = "[animation] " if message.animation else ""
        shown = f"[{message.document['file_name']}] " if message.document else shown
        shown = "[voice] " if message.voice else shown
        self.transcript.append(f"< {shown}{message.text} {message.labels or ''}".rstrip())
        return message

    def animation(self, message: Message) -> bytes:
        """What moves in a message; nothing where nothing does."""
        animation = message.animation or {}
        return self.methods.files.get(animation.get("file_id", ""), b"")

    def file(self, message: Message) -> bytes:
        """The file in a message; nothing where there is none."""
        document = message.document or {}
        return self.methods.files.get(document.get("file_id", ""), b"")

    def sound(self, message: Message) -> bytes:
        """What is said in a message; nothing where nobody speaks."""
        voice = message.voice or {}
        return self.methods.files.get(voice.get("file_id", ""), b"")

    async def silence(self, lasts: float = 0.15) -> bool:
        """Whether the bot says nothing for a while; what does not come has no event."""
        try:
            await self.answer(lasts)
        except TimeoutError:
            return True
        return False

    async def block(self) -> None:
        """Stop the bot."""
        self.chat.blocked = True
        await self._membership("member", "kicked")

    async def unblock(self) -> None:
        """Start it again."""
        self.chat.blocked, self.chat.started = False, True
        await self._membership("kicked", "member")

    async def _send(self, content: Formatted, extra: Json) -> Message:
        number = self.methods.chats.next_message()
        message = Message(number, self.chat, self.user, content, extra=extra)
        self.chat.messages[number] = message
        await self.methods.updates.add("message", message.as_json())
        return message

    async def _membership(self, old: str, new: str) -> None:
        change: Json = {"chat": self.chat.as_json(), "from": self.user, "date": int(time())}
        change["old_chat_member"] = self._member(old)
        change["new_chat_member"] = self._member(new)
        await self.methods.updates.add("my_chat_member", change)

    def _member(self, status: str) -> Json:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.methods.me, "status": status, **until}

    def _with_button(self, label: str) -> Message:
        for message in reversed(self.chat.messages.values()):
            if label in message.labels:
                return message
        raise LookupError(f"no button {label!r} in:\n" + "\n".join(self.transcript))


def _data(message: Message, label: str) -> str:
    rows = message.keyboard["inline_keyboard"] if message.keyboard else []
    found = [button["callback_data"] for row in rows for button in row if button["text"] == label]
    return str(found[0])


def _inaccessible(message: Message) -> Json:
    return {"message_id": message.id, "chat": message.chat.as_json(), "date": 0}


def _entities(text: str) -> tuple[Entity, ...]:
    return tuple(
        Entity(found.lastgroup, units(text[: found.start()]), units(found[0]))
        for found in _ENTITIES.finditer(text)
        if found.lastgroup
    )
