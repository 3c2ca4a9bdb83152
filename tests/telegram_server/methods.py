"""The methods of the Bot API that the assistant uses, as strict as Telegram's own."""

import json
import re
from collections.abc import Awaitable, Callable
from functools import partial
from time import time
from typing import Any

from tests.telegram_server.animations import describe_animation
from tests.telegram_server.chats import Chat, Chats, Message
from tests.telegram_server.documents import read_document
from tests.telegram_server.entities import Formatted, formatted, units
from tests.telegram_server.keyboards import read_keyboard
from tests.telegram_server.media import Media
from tests.telegram_server.refusals import NO_METHOD, TOO_OLD, UNCHANGED, Json, bad
from tests.telegram_server.updates import Updates
from tests.telegram_server.voices import FORBIDDEN, describe_voice

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_RAW = 1 << 15
LARGEST_FILE = 20 * 1024 * 1024
CALLBACK_LASTS = 15.0
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_REACTIONS = frozenset("👍👎❤🔥🎉👏🤔💯🙏")
_ACTIONS = frozenset({"typing", "record_voice", "upload_voice", "upload_photo"})

Params = dict[str, Any]
Method = Callable[[Params], Awaitable[object]]


class Methods:
    """What each method does; names are in lower case, as Telegram compares them."""

    def __init__(self, me: Json) -> None:
        self.me = me
        self.chats = Chats()
        self.updates = Updates()
        self.callbacks: dict[str, float] = {}
        """Callback queries that wait for an answer, and since when."""
        self.callback_lasts = CALLBACK_LASTS
        self.profile: dict[str, Any] = {"commands": [], "description": "", "short_description": ""}
        self.files: dict[str, bytes] = {}
        self.animations = Media("animation", describe_animation, self.files)
        self.voices = Media("voice", describe_voice, self.files)
        self.webhook = ""

    async def call(self, name: str, params: Params) -> object:
        method: Method | None = getattr(self, f"do_{name}", None)
        if method is None:
            raise NO_METHOD
        return await method(params)

    async def do_getme(self, _: Params) -> Json:
        return self.me

    async def do_getupdates(self, params: Params) -> list[Json]:
        if params.get("allowed_updates"):
            self.updates.wanted = frozenset(json.loads(params["allowed_updates"]))
        offset, limit = int(params.get("offset", 0)), int(params.get("limit", 0))
        return await self.updates.poll(offset, float(params.get("timeout", 0)), limit)

    async def do_deletewebhook(self, _: Params) -> bool:
        self.webhook = ""
        return True

    async def do_getwebhookinfo(self, _: Params) -> Json:
        pending = self.updates.unconfirmed
        return {
            "url": self.webhook,
            "has_custom_certificate": False,
            "pending_update_count": pending,
        }

    async def do_sendmessage(self, params: Params) -> Json:
        chat = self.chats.open(params.get("chat_id"))
        content = read_text(params)
        keyboard = read_keyboard(params.get("reply_markup"))
        extra = self._reply(chat, params)
        return await self._say(chat, content, keyboard, extra)

    async def do_sendanimation(self, params: Params) -> Json:
        return await self._send_file(params, "animation", self.animations.wanted)

    async def do_sendvoice(self, params: Params) -> Json:
        if self.chats.open(params.get("chat_id")).refuses_voices:
            raise FORBIDDEN
        return await self._send_file(params, "voice", self.voices.wanted)

    async def do_senddocument(self, params: Params) -> Json:
        return await self._send_file(params, "document", partial(read_document, files=self.files))

    async def do_editmessagetext(self, params: Params) -> Json:
        message = self._own(params, "message to edit")
        content, keyboard = read_text(params), read_keyboard(params.get("reply_markup"))
        if message.has_file or not message.text:
            raise bad("there is no text in the message to edit")
        return await self._edit(message, content, keyboard)

    async def do_editmessagereplymarkup(self, params: Params) -> Json:
        message = self._own(params, "message to edit")
        return await self._edit(message, message.content, read_keyboard(params.get("reply_markup")))

    async def do_deletemessage(self, params: Params) -> bool:
        chat = self.chats.open(params.get("chat_id"))
        if chat.messages.pop(int(params["message_id"]), None) is None:
            raise bad("message to delete not found")
        return True

    async def do_setmessagereaction(self, params: Params) -> bool:
        chat = self.chats.open(params.get("chat_id"))
        if int(params["message_id"]) not in chat.messages:
            raise bad("message to react not found")
        given = json.loads(params.get("reaction") or "[]")
        if any(reaction.get("emoji") not in _REACTIONS for reaction in given):
            raise bad("REACTION_INVALID")
        return True

    async def do_answercallbackquery(self, params: Params) -> bool:
        asked = self.callbacks.pop(params.get("callback_query_id", ""), None)
        if asked is None or time() - asked > self.callback_lasts:
            raise TOO_OLD
        return True

    async def do_sendchataction(self, params: Params) -> bool:
        chat = self.chats.open(params.get("chat_id"))
        if params.get("action") not in _ACTIONS:
            raise bad("wrong parameter action in request")
        chat.actions.append(params["action"])
        return True

    async def do_getmycommands(self, _: Params) -> list[Json]:
        return list(self.profile["commands"])

    async def do_setmycommands(self, params: Params) -> bool:
        commands = json.loads(params["commands"])
        for command in commands:
            if not _COMMAND.fullmatch(command["command"]):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= units(command["description"]) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.profile["commands"] = commands
        return True

    async def do_getmydescription(self, _: Params) -> Json:
        return {"description": self.profile["description"]}

    async def do_setmydescription(self, params: Params) -> bool:
        return self._describe("description", params, 512)

    async def do_getmyshortdescription(self, _: Params) -> Json:
        return {"short_description": self.profile["short_description"]}

    async def do_setmyshortdescription(self, params: Params) -> bool:
        return self._describe("short_description", params, 120)

    async def do_getfile(self, params: Params) -> Json:
        file_id = params.get("file_id", "")
        if file_id not in self.files:
            raise bad("wrong file_id or the file is temporarily unavailable")
        size = len(self.files[file_id])
        if size > LARGEST_FILE:
            raise bad("file is too big")
        path = f"files/{file_id}"
        return {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_size": size,
            "file_path": path,
        }

    def _describe(self, name: str, params: Params, longest: int) -> bool:
        text = params.get(name, "")
        if units(text) > longest:
            raise bad(f"{name.replace('_', ' ')} is too long")
        self.profile[name] = text
        return True

    def _own(self, params: Params, what: str) -> Message:
        chat = self.chats.open(params.get("chat_id"))
        message = chat.messages.get(int(params.get("message_id") or 0))
        if message is None:
            raise bad(f"{what} not found")
        if message.sender is not self.me:
            raise bad("message can't be edited")
        return message

    async def _send_file(self, params: Params, kind: str, wanted: Callable[[Params], Json]) -> Json:
        chat = self.chats.open(params.get("chat_id"))
        caption = read_caption(params)
        keyboard = read_keyboard(params.get("reply_markup"))
        extra = self._reply(chat, params) | {kind: wanted(params)}
        return await self._say(chat, caption, keyboard, extra)

    async def _say(
        self, chat: Chat, content: Formatted, keyboard: Json | None, extra: Json
    ) -> Json:
        message = Message(self.chats.next_message(), chat, self.me, content, keyboard, extra)
        chat.messages[message.id] = message
        await chat.tell(message)
        return message.as_json()

    async def _edit(self, message: Message, content: Formatted, keyboard: Json | None) -> Json:
        if (content, keyboard) == (message.content, message.keyboard):
            raise UNCHANGED
        message.content, message.keyboard, message.edited = content, keyboard, True
        await message.chat.tell(message)
        return message.as_json() | {"edit_date": int(time())}

    def _reply(self, chat: Chat, params: Params) -> Json:
        if not params.get("reply_parameters"):
            return {}
        wanted = json.loads(params["reply_parameters"])
        original = chat.messages.get(wanted["message_id"])
        if original is None and not wanted.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        return {"reply_to_message": original.as_json()} if original else {}


def read_caption(params: Params) -> Formatted:
    """The caption of a request; it may be left out."""
    given = params.get("caption")
    return read_text(params, "caption", LONGEST_CAPTION) if given else Formatted("")


def read_text(params: Params, name: str = "text", longest: int = LONGEST_TEXT) -> Formatted:
    """The text or caption of a request, as it will be shown."""
    raw = params.get(name, "")
    if not raw:
        raise bad("message text is empty")
    if len(raw.encode()) > LONGEST_RAW:
        raise bad("text is too long")
    found = formatted(raw, params.get("parse_mode"))
    if not found.text:
        raise bad("text must be non-empty")
    if units(found.text) > longest:
        what = "message" if name == "text" else "message caption"
        raise bad(f"{what} is too long")
    return found
