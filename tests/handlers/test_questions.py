"""Words and commands, in private."""

import pytest

from bot.domain.replies import Reply, Verb, act, column
from bot.handlers.channel import TelegramChannel
from tests.handlers.fakes import ScriptedConversation
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TelegramServer

pytestmark = pytest.mark.usefixtures("channel")


async def test_a_question_is_answered(phone: Phone, conversation: ScriptedConversation) -> None:
    await phone.say("why do my hamstrings cramp?")
    answer = await phone.answer()
    assert answer.text == "You said: why do my hamstrings cramp?"
    assert conversation.heard == [("1001", "why do my hamstrings cramp?")]


async def test_a_reply_shows_title_text_note_and_buttons(
    phone: Phone, conversation: ScriptedConversation
) -> None:
    buttons = column([act("Who says so?", Verb.ORIGIN, "cramps"), act("Yes & no", Verb.GOOD, "x")])
    reply = Reply("Drink <water> & rest.", title="Cramps & you", note="From a < b", buttons=buttons)
    conversation.answers["cramps"] = (reply,)
    await phone.say("cramps")
    answer = await phone.answer()
    assert answer.text == "Cramps & you\n\nDrink <water> & rest.\n\nFrom a < b"
    assert answer.shown("bold") == ["Cramps & you"]
    assert answer.shown("italic") == ["From a < b"]
    assert answer.labels == ["Who says so?", "Yes & no"]


async def test_several_replies_come_in_order(
    phone: Phone, conversation: ScriptedConversation
) -> None:
    conversation.answers["two"] = (Reply("first"), Reply("second"))
    await phone.say("two")
    assert [(await phone.answer()).text, (await phone.answer()).text] == ["first", "second"]


async def test_no_reply_is_silence(phone: Phone, conversation: ScriptedConversation) -> None:
    conversation.answers["hush"] = ()
    await phone.say("hush")
    assert await phone.silence()


async def test_a_caption_is_read_as_words(phone: Phone) -> None:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    await phone.send({"photo": photo}, caption="is this right?")
    assert (await phone.answer()).text == "You said: is this right?"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("/start", "/start"),
        ("/help@coach_bot", "/help"),
        ("/topics@Coach_Bot cramps please", "/topics cramps please"),
        ("/nonsense", "/nonsense"),
        ("/help@another_bot", "/help@another_bot"),
    ],
)
async def test_a_command_is_read_without_the_name(phone: Phone, typed: str, read: str) -> None:
    await phone.say(typed)
    assert (await phone.answer()).text == f"You said: {read}"


async def test_a_long_answer_comes_in_parts_with_the_buttons_on_the_last(
    phone: Phone, conversation: ScriptedConversation
) -> None:
    paragraphs = [f"{number} " + "🦵 & <legs> " * 60 for number in range(20)]
    rows = column([act("More", Verb.HELP)])
    conversation.answers["all"] = (Reply("\n\n".join(paragraphs), title="All", buttons=rows),)
    await phone.say("all")
    parts = [await phone.answer() for _ in range(4)]
    assert await phone.silence(0.05)
    assert "\n\n".join(part.text for part in parts).split() == [
        "All",
        *" ".join(paragraphs).split(),
    ]
    assert [part.labels for part in parts] == [[], [], [], ["More"]]


async def test_an_ordinary_question_costs_one_request(
    server: TelegramServer, phone: Phone, channel: TelegramChannel
) -> None:
    assert channel.polled_at is None or channel.polled_at.tzinfo
    await phone.say("hello")
    await phone.answer()
    assert len(server.called("sendMessage")) == 1
    assert not server.called("sendChatAction")
