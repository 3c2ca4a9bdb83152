"""The server refuses what Telegram refuses, with its words."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.telegram_server.entities import Entity, formatted
from tests.telegram_server.faults import Fault
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import Refusal, migrated, too_fast
from tests.telegram_server.server import TelegramServer, telegram_server
from tests.telegram_server.uploads import Upload, read_form


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with telegram_server() as running:
        yield running


@pytest.fixture
def phone(server: TelegramServer) -> Phone:
    return server.phone()


@pytest.fixture
async def web() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(verify=False, timeout=5) as client:  # noqa: S501  no TLS here
        yield client


class Bot:
    def __init__(self, server: TelegramServer, web: httpx.AsyncClient) -> None:
        self.root = f"{server.url}/bot{server.token}"
        self.web = web

    async def __call__(self, method: str, **params: Any) -> Any:  # noqa: ANN401  JSON
        answer = await self.web.post(f"{self.root}/{method}", data=params)
        body = answer.json()
        assert body["ok"] is (answer.status_code == 200)
        return body["result"] if body["ok"] else body

    async def upload(
        self,
        method: str,
        content: bytes,
        name: str = "film.mp4",
        **params: Any,  # noqa: ANN401  JSON
    ) -> Any:  # noqa: ANN401  JSON
        """A request with a file in it, the way the library makes it."""
        form = {method.removeprefix("send").lower(): "attach://it", **params}
        files = {"it": (name, content, "application/octet-stream")}
        answer = await self.web.post(f"{self.root}/{method}", data=form, files=files)
        body = answer.json()
        return body["result"] if body["ok"] else body["description"]

    async def refused(self, method: str, **params: Any) -> str:  # noqa: ANN401
        body = await self(method, **params)
        refused = isinstance(body, dict) and body.get("ok") is False
        return str(body["description"]) if refused else f"accepted: {body}"


@pytest.fixture
def bot(server: TelegramServer, web: httpx.AsyncClient, phone: Phone) -> Bot:
    server.methods.chats.add(phone.chat)
    return Bot(server, web)


def keyboard(*data: str, text: str = "A") -> str:
    return json.dumps({"inline_keyboard": [[{"text": text, "callback_data": it}] for it in data]})


BAD = "Bad Request: "
MP4 = b"\0\0\0\x20ftypisom" + bytes(99)


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"chat_id": 404, "text": "a"}, "chat not found"),
        ({"text": "a"}, "chat_id is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n"}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "🦵" * 2049}, "message is too long"),
        ({"text": "&" * 32769}, "text is too long"),
        ({"text": "a", "parse_mode": "Wiki"}, "unsupported parse_mode"),
        ({"text": "a", "reply_markup": keyboard("x" * 65)}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": keyboard("é" * 33)}, "BUTTON_DATA_INVALID"),
        (
            {"text": "a", "reply_markup": keyboard("")},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"text": "a", "reply_markup": keyboard("x", text=" ")}, "BUTTON_TEXT_INVALID"),
        ({"text": "a", "reply_markup": keyboard(*["x"] * 101)}, "reply markup is too long"),
        ({"text": "a", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "a", "reply_parameters": '{"message_id": 9}'}, "message to be replied not found"),
    ],
)
async def test_a_message_is_refused(bot: Bot, params: dict[str, Any], reason: str) -> None:
    chat = {} if "chat_id is" in reason else {"chat_id": 1001}
    assert await bot.refused("sendMessage", **(chat | params)) == BAD + reason


@pytest.mark.parametrize(
    "params",
    [
        {"text": "a" * 4096},
        {"text": "🦵" * 2048},
        {"text": "&amp;" * 4096, "parse_mode": "HTML"},
        {"text": f"<b>{'a' * 4096}</b>", "parse_mode": "html"},
        {"text": "a", "reply_markup": keyboard("x" * 64)},
        {"text": "a", "reply_markup": keyboard(*["x"] * 100)},
    ],
)
async def test_a_message_at_the_limit_is_taken(bot: Bot, params: dict[str, Any]) -> None:
    assert (await bot("sendMessage", chat_id=1001, **params))["message_id"]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<b>a", "Can't find end tag corresponding to start tag b"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("é<b>a</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<h1>a</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("1 < 2 > 1", 'Unsupported start tag "" at byte offset 2'),
        ("<b =>a</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
    ],
)
def test_html_that_telegram_cannot_read(html: str, reason: str) -> None:
    with pytest.raises(Refusal) as caught:
        formatted(html, "HTML")
    assert caught.value.description == f"{BAD}can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("1 & 2 &lt; 3 &unknown;", "1 & 2 < 3 &unknown;", ()),
        ("&quot;&amp;lt;&#33;&gt", '"&lt;!>', ()),
        ("  🦵<b>a<i>b</i></b> ", "🦵ab", (Entity("bold", 2, 2), Entity("italic", 3, 1))),
        ("<strong>a</strong>", "a", (Entity("bold", 0, 1),)),
        ('<a href="x">a</a>', "a", (Entity("text_link", 0, 1),)),
        ("a<b></b>", "a", ()),
        ("<b>a </b>", "a", (Entity("bold", 0, 1),)),
    ],
)
def test_html_that_telegram_reads(html: str, text: str, entities: tuple[Entity, ...]) -> None:
    found = formatted(html, "HTML")
    assert (found.text, found.entities) == (text, entities)


async def test_an_edit_must_change_something(bot: Bot) -> None:
    rows = keyboard("x")
    sent = await bot("sendMessage", chat_id=1001, text="a", reply_markup=rows)
    where = {"chat_id": 1001, "message_id": sent["message_id"]}
    same = await bot.refused("editMessageText", text="<b></b>a", parse_mode="HTML", **where)
    assert same.startswith("accepted")  # the buttons went
    again = await bot.refused("editMessageText", text=" a ", **where)
    assert again.startswith(f"{BAD}message is not modified: ")
    assert (await bot.refused("editMessageReplyMarkup", **where)).startswith(
        f"{BAD}message is not modified: "
    )


async def test_an_edit_needs_a_message_of_the_bot(bot: Bot, phone: Phone) -> None:
    theirs = await phone.say("hello")
    assert await bot.refused("editMessageText", chat_id=1001, message_id=99, text="b") == (
        f"{BAD}message to edit not found"
    )
    assert await bot.refused("editMessageText", chat_id=1001, message_id=theirs.id, text="b") == (
        f"{BAD}message can't be edited"
    )


async def test_what_is_deleted_is_gone(bot: Bot) -> None:
    sent = await bot("sendMessage", chat_id=1001, text="a")
    where = {"chat_id": 1001, "message_id": sent["message_id"]}
    assert await bot("deleteMessage", **where) is True
    assert await bot.refused("deleteMessage", **where) == f"{BAD}message to delete not found"
    assert await bot.refused("setMessageReaction", **where) == f"{BAD}message to react not found"


async def test_reactions_are_chosen_from_a_list(bot: Bot, phone: Phone) -> None:
    message = await phone.say("hello")
    where = {"chat_id": 1001, "message_id": message.id}
    for emoji, taken in (("👍", True), ("🦵", False)):
        reaction = json.dumps([{"type": "emoji", "emoji": emoji}])
        answer = await bot.refused("setMessageReaction", reaction=reaction, **where)
        assert answer.startswith("accepted") is taken or answer == f"{BAD}REACTION_INVALID"


async def test_a_callback_is_answered_once_and_soon(
    bot: Bot, phone: Phone, server: TelegramServer
) -> None:
    too_old = f"{BAD}query is too old and response timeout expired or query ID is invalid"
    first = await phone.tap_data("x", None)
    assert await bot("answerCallbackQuery", callback_query_id=first) is True
    assert await bot.refused("answerCallbackQuery", callback_query_id=first) == too_old
    server.methods.callback_lasts = 0.0
    second = await phone.tap_data("x", None)
    assert await bot.refused("answerCallbackQuery", callback_query_id=second) == too_old


async def test_who_blocked_or_never_started_is_out_of_reach(bot: Bot, phone: Phone) -> None:
    phone.chat.blocked = True
    assert await bot.refused("sendMessage", chat_id=1001, text="a") == (
        "Forbidden: bot was blocked by the user"
    )
    phone.chat.blocked, phone.chat.started = False, False
    assert await bot.refused("sendChatAction", chat_id=1001, action="typing") == (
        f"{BAD}chat not found"
    )


async def test_actions_have_names(bot: Bot) -> None:
    assert await bot.refused("sendChatAction", chat_id=1001, action="thinking") == (
        f"{BAD}wrong parameter action in request"
    )


async def test_unknown_methods_and_tokens(bot: Bot) -> None:
    assert await bot.refused("sendTelepathy") == "Not Found: method not found"
    bot.root += "x"
    assert await bot.refused("getMe") == "Unauthorized"


async def test_commands_and_descriptions_have_limits(bot: Bot) -> None:
    def commands(name: str, description: str) -> str:
        return json.dumps([{"command": name, "description": description}])

    for given, reason in (
        (commands("Start", "a"), "BOT_COMMAND_INVALID"),
        (commands("start", ""), "BOT_COMMAND_DESCRIPTION_INVALID"),
    ):
        assert await bot.refused("setMyCommands", commands=given) == BAD + reason
    assert "too long" in await bot.refused("setMyDescription", description="a" * 513)
    assert "too long" in await bot.refused("setMyShortDescription", short_description="a" * 121)


async def test_files_are_fetched_in_two_steps(bot: Bot, server: TelegramServer) -> None:
    server.methods.files |= {"small": b"sound", "huge": bytes(20 * 1024 * 1024 + 1)}
    found = await bot("getFile", file_id="small")
    url = f"{server.url}/file/bot{server.token}/{found['file_path']}"
    assert (await bot.web.get(url)).content == b"sound"
    assert (await bot.web.get(f"{url}r")).status_code == 404
    assert await bot.refused("getFile", file_id="huge") == f"{BAD}file is too big"
    assert "wrong file_id" in await bot.refused("getFile", file_id="none")


async def test_an_animation_has_an_id_by_which_it_is_sent_again(
    bot: Bot, server: TelegramServer, phone: Phone
) -> None:
    sent = await bot.upload("sendAnimation", MP4, chat_id=1001, caption="<b>up</b>")
    animation = sent["animation"]
    assert (sent["caption"], "text" in sent) == ("<b>up</b>", False)
    assert {"file_id", "file_unique_id", "width", "height", "duration"} <= animation.keys()
    again = await bot("sendAnimation", chat_id=1001, animation=animation["file_id"])
    assert (again["animation"], "caption" in again) == (animation, False)
    first, second = await phone.answer(), await phone.answer()
    assert (phone.animation(first), phone.animation(second)) == (MP4, MP4)
    assert "< [animation] <b>up</b>" in phone.transcript
    path = (await bot("getFile", file_id=animation["file_id"]))["file_path"]
    url = f"{server.url}/file/bot{server.token}/{path}"
    assert (await bot.web.get(url)).content == MP4


async def test_an_animation_that_comes_twice_has_two_ids(bot: Bot) -> None:
    one, two = [(await bot.upload("sendAnimation", MP4, chat_id=1001)) for _ in range(2)]
    assert one["animation"]["file_id"] != two["animation"]["file_id"]
    assert one["animation"]["file_unique_id"] == two["animation"]["file_unique_id"]


@pytest.mark.parametrize(
    ("content", "params", "reason"),
    [
        (b"", {}, "file must be non-empty"),
        (b"GIF89a", {}, "the animation is not an MP4"),
        (MP4, {"animation": "attach://other"}, "there is no animation in the request"),
        (MP4, {"chat_id": 404}, "chat not found"),
        (MP4, {"caption": "a" * 1025}, "message caption is too long"),
        (MP4, {"caption": "🦵" * 513}, "message caption is too long"),
        (MP4, {"reply_markup": keyboard("x" * 65)}, "BUTTON_DATA_INVALID"),
    ],
)
async def test_an_animation_is_refused(
    bot: Bot, server: TelegramServer, content: bytes, params: dict[str, Any], reason: str
) -> None:
    answer = await bot.upload("sendAnimation", content, **({"chat_id": 1001} | params))
    assert (answer, server.methods.files) == (BAD + reason, {})


async def test_a_caption_is_measured_without_its_tags(bot: Bot) -> None:
    caption = f"<b>{'🦵' * 512}</b>"
    sent = await bot.upload("sendAnimation", MP4, chat_id=1001, caption=caption, parse_mode="HTML")
    assert sent["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1024}]


async def test_an_unknown_animation_is_refused(bot: Bot, server: TelegramServer) -> None:
    server.methods.files["sound"] = b"OggS"
    for animation in ("sound", "of another bot"):
        answer = await bot.refused("sendAnimation", chat_id=1001, animation=animation)
        assert answer.startswith(f"{BAD}wrong remote file identifier specified: ")
    answer = await bot.refused("sendAnimation", chat_id=1001)
    assert answer == f"{BAD}there is no animation in the request"


async def test_a_document_keeps_its_name_and_bytes(bot: Bot, phone: Phone) -> None:
    sent = await bot.upload("sendDocument", b"BEGIN", "dates.ics", chat_id=1001, caption="yours")
    assert (sent["document"]["file_name"], sent["document"]["file_size"]) == ("dates.ics", 5)
    assert (sent["document"]["mime_type"], sent["caption"]) == ("text/calendar", "yours")
    shown = await phone.answer()
    assert (phone.file(shown), phone.animation(shown)) == (b"BEGIN", b"")
    assert phone.transcript == ["< [dates.ics] yours"]


@pytest.mark.parametrize(
    ("content", "params", "reason"),
    [
        (b"", {}, "file must be non-empty"),
        (b"a", {"document": "attach://other"}, "there is no document in the request"),
        (b"a", {"document": ""}, "there is no document in the request"),
        (b"a", {"chat_id": 404}, "chat not found"),
        (b"a", {"caption": "a" * 1025}, "message caption is too long"),
    ],
)
async def test_a_document_is_refused(
    bot: Bot, server: TelegramServer, content: bytes, params: dict[str, Any], reason: str
) -> None:
    answer = await bot.upload("sendDocument", content, **({"chat_id": 1001} | params))
    assert (answer, server.methods.files) == (BAD + reason, {})


OPUS = b"OggS" + bytes(24) + b"OpusHead" + bytes(99)


async def test_a_voice_message_has_an_id_by_which_it_is_sent_again(bot: Bot, phone: Phone) -> None:
    sent = await bot.upload("sendVoice", OPUS, "a.ogg", chat_id=1001, duration=3)
    assert {"file_id", "file_unique_id", "duration", "file_size"} <= sent["voice"].keys()
    again = await bot("sendVoice", chat_id=1001, voice=sent["voice"]["file_id"])
    assert again["voice"] == sent["voice"]
    assert [phone.sound(await phone.answer()) for _ in range(2)] == [OPUS, OPUS]
    assert phone.transcript == ["< [voice]", "< [voice]"]


@pytest.mark.parametrize(
    ("content", "params", "reason"),
    [
        (b"", {}, "file must be non-empty"),
        (b"ID3", {}, "the voice message is not OGG/Opus"),
        (b"OggS" + bytes(99), {}, "the voice message is not OGG/Opus"),
        (OPUS + bytes(1 << 20), {}, "the voice message is too large to be one"),
        (OPUS, {"duration": "0"}, "the voice message does not say how long it is"),
        (OPUS, {"duration": "long"}, "the voice message does not say how long it is"),
        (OPUS, {"voice": "attach://other"}, "there is no voice in the request"),
        (OPUS, {"voice": "animation-1"}, None),
        (OPUS, {"chat_id": 404}, "chat not found"),
    ],
)
async def test_a_voice_message_is_refused(
    bot: Bot, server: TelegramServer, content: bytes, params: dict[str, Any], reason: str | None
) -> None:
    fit = {"chat_id": 1001, "duration": 3}
    answer = await bot.upload("sendVoice", content, "a.ogg", **(fit | params))
    unknown = "wrong remote file identifier specified: can't unserialize it"
    assert (answer, server.methods.files) == (BAD + (reason or unknown), {})


async def test_who_takes_no_voice_messages_gets_none(bot: Bot, phone: Phone) -> None:
    phone.chat.refuses_voices = True
    answer = await bot.upload("sendVoice", OPUS, "a.ogg", chat_id=1001, duration=3)
    assert answer == f"{BAD}VOICE_MESSAGES_FORBIDDEN"


async def test_a_spoken_message_is_downloaded(
    bot: Bot, phone: Phone, server: TelegramServer, web: httpx.AsyncClient
) -> None:
    spoken = await phone.speak(OPUS, 4)
    path = (await bot("getFile", file_id=spoken.extra["voice"]["file_id"]))["file_path"]
    root = f"{server.url}/file/bot"
    assert (await web.get(f"{root}{server.token}/{path}")).content == OPUS
    assert (await web.get(f"{root}1:wrong/{path}")).status_code == 404
    server.faults.add("file", Refusal(404, "Not Found"))
    assert (await web.get(f"{root}{server.token}/{path}")).status_code == 404


async def test_a_caption_is_no_text_that_could_be_edited(bot: Bot) -> None:
    rows = keyboard("x")
    sent = await bot.upload("sendAnimation", MP4, chat_id=1001, caption="a", reply_markup=rows)
    where = {"chat_id": 1001, "message_id": sent["message_id"]}
    assert await bot.refused("editMessageText", text="b", **where) == (
        f"{BAD}there is no text in the message to edit"
    )
    stripped = await bot("editMessageReplyMarkup", **where)
    assert (stripped["caption"], "reply_markup" in stripped) == ("a", False)


FORM = "multipart/form-data; boundary=x"
NAMED = b'Content-Disposition: form-data; name="a"\r\n\r\n1'


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        ("multipart/form-data", b"", "boundary not found"),
        (f"{FORM}{'x' * 70}", b"", "boundary too big or empty"),
        (FORM, b"", "unexpected end of request content"),
        (FORM, b"--x\r\n" + NAMED, "unexpected end of request content"),
        (FORM, b"--x\r\n" + NAMED + b"\r\n--x\r\n", "unexpected end of request content"),
        (FORM, b"--x\r\n\r\n1\r\n--x--", "headers in multipart/form-data are empty"),
        (FORM, b"--x\r\nA: b\r\n\r\n1\r\n--x--", "expected form-data content disposition"),
        (
            FORM,
            b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--",
            "field name in multipart/form-data not found",
        ),
    ],
)
async def test_a_form_must_be_well_made(bot: Bot, kind: str, body: bytes, reason: str) -> None:
    answer = await bot.web.post(f"{bot.root}/getMe", content=body, headers={"Content-Type": kind})
    assert answer.json()["description"] == BAD + reason


def test_a_form_holds_text_and_files() -> None:
    file = b'Content-Disposition: form-data; name="b"; filename="c"\r\n\r\n\r\n--\0\xff'
    body = b"--x\r\n" + NAMED + b"\r\n--x\r\n" + file + b"\r\n--x--\r\n"
    assert read_form(FORM, body) == {"a": "1", "b": Upload("c", b"\r\n--\0\xff")}


async def test_too_much_is_not_even_read(server: TelegramServer) -> None:
    port = int(server.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"POST / HTTP/1.1\r\nContent-Length: {50 * 2**20 + 1}\r\n\r\n".encode())
    assert b"Request Entity Too Large" in await reader.read()
    writer.close()
    await writer.wait_closed()


async def test_updates_wait_until_they_are_confirmed(
    bot: Bot, server: TelegramServer, phone: Phone
) -> None:
    await phone.say("one")
    (first,) = await bot("getUpdates", timeout=5)
    assert await bot("getUpdates") == [first]
    offset = first["update_id"] + 1
    assert await bot("getUpdates", offset=offset, timeout=0) == []
    waiting = asyncio.create_task(bot("getUpdates", offset=offset, timeout=5))
    await server.methods.updates.until_read()
    await phone.say("/two")
    (second,) = await waiting
    assert second["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 4}]


async def test_allowed_updates_are_remembered(bot: Bot, phone: Phone) -> None:
    await bot("getUpdates", allowed_updates='["callback_query"]')
    await phone.say("one")
    await phone.tap_data("x", None)
    (only,) = await bot("getUpdates")
    assert "callback_query" in only


async def test_a_second_reader_throws_out_the_first(bot: Bot, server: TelegramServer) -> None:
    first = asyncio.create_task(bot.refused("getUpdates", timeout=5))
    await server.methods.updates.until_read()
    assert await bot("getUpdates") == []
    assert (await first).startswith("Conflict: terminated by other getUpdates request")


async def test_troubles_come_when_asked_for(bot: Bot, server: TelegramServer, phone: Phone) -> None:
    server.faults.add("sendMessage", too_fast(3), migrated(-100))
    server.faults.add("sendMessage", Fault(drops=True), Fault(drops=True, after_effect=True))
    message = {"chat_id": 1001, "text": "a"}
    assert (await bot("sendMessage", **message))["parameters"] == {"retry_after": 3}
    assert (await bot("sendMessage", **message))["parameters"] == {"migrate_to_chat_id": -100}
    for arrived in (False, True):
        with pytest.raises(httpx.RemoteProtocolError):
            await bot("sendMessage", **message)
        assert await phone.silence(0.02) is not arrived
    assert (await bot("sendMessage", **message))["message_id"]


async def test_a_slow_answer_is_slow(bot: Bot, server: TelegramServer) -> None:
    server.faults.add("getMe", Fault(delay=0.2))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(bot("getMe"), 0.1)


async def test_a_button_that_is_not_there_cannot_be_tapped(phone: Phone) -> None:
    with pytest.raises(LookupError, match="no button"):
        await phone.tap("More")
