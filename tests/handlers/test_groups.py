"""Groups: answered when addressed, and nothing about anybody's health."""

import pytest

from bot.domain.replies import Placement, Reply, Verb, act, column
from tests.handlers.fakes import InMemoryPeople, ScriptedConversation
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import forbidden
from tests.telegram_server.server import TelegramServer

pytestmark = pytest.mark.usefixtures("channel")

PRIVATELY = "Anything about pain or your health: write to me in private, @Coach_Bot."


@pytest.fixture
def group(phone: Phone, server: TelegramServer) -> Phone:
    return phone.enter(server.group())


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("@Coach_Bot how many sets?", "how many sets?"),
        ("how many sets @coach_bot", "how many sets"),
        ("how many, @coach_bot, in a set", "how many, , in a set"),
        ("/topics@Coach_Bot", "/topics"),
    ],
)
async def test_who_addresses_the_bot_is_answered(
    group: Phone, conversation: ScriptedConversation, typed: str, read: str
) -> None:
    question = await group.say(typed)
    answer = await group.answer()
    assert answer.extra["reply_to_message"]["message_id"] == question.id
    assert conversation.heard == [("1001", read)]


@pytest.mark.parametrize(
    "typed",
    ["how many sets?", "@other_bot how many?", "/topics", "/topics@other_bot", "a@coach_bot"],
)
async def test_talk_among_people_is_left_alone(
    group: Phone, conversation: ScriptedConversation, typed: str
) -> None:
    await group.say(typed)
    assert await group.silence()
    assert not conversation.heard


async def test_an_answer_to_the_bot_is_read(
    group: Phone, conversation: ScriptedConversation
) -> None:
    await group.say("@coach_bot sets?")
    said = await group.answer()
    await group.say("and reps?", reply_to=said)
    await group.answer()
    assert conversation.heard[-1] == ("1001", "and reps?")


async def test_an_answer_to_somebody_else_is_not(group: Phone) -> None:
    question = await group.say("sets?")
    await group.say("three", reply_to=question)
    assert await group.silence()


async def test_a_picture_is_declined_only_when_it_answers_the_bot(group: Phone) -> None:
    sticker = {"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1}
    kind = {"type": "regular", "is_animated": False, "is_video": False}
    await group.send({"sticker": sticker | kind})
    assert await group.silence()


async def test_another_bot_is_never_answered(
    group: Phone, conversation: ScriptedConversation
) -> None:
    conversation.think = group_talk
    robot = {"id": 5, "is_bot": True, "first_name": "R"}
    message = await group.say("hello")
    await group.methods.updates.add(
        "message", message.as_json() | {"from": robot, "text": "@coach_bot hi"}
    )
    assert await group.silence()


async def group_talk(*_: object) -> None:
    raise AssertionError("nobody should be read here")


async def test_every_answer_invites_to_talk_about_health_in_private(
    group: Phone, conversation: ScriptedConversation
) -> None:
    conversation.answers["a"] = (Reply("words", note="from the article"),)
    await group.say("@coach_bot a")
    assert (await group.answer()).text == f"words\n\nfrom the article\n{PRIVATELY}"


async def test_health_is_not_talked_about_where_others_read_along(
    group: Phone, conversation: ScriptedConversation
) -> None:
    button = act("I have been checked", Verb.CLEAR, "asked")
    conversation.answers["it popped"] = (
        Reply("A torn muscle needs a doctor", buttons=column([button])),
    )
    await group.say("@coach_bot it popped")
    answer = await group.answer()
    assert "torn" not in answer.text
    assert "@Coach_Bot" in answer.text
    assert "stop training" in answer.text
    assert not answer.labels


async def test_a_tap_in_a_group_belongs_to_whoever_tapped(
    group: Phone, server: TelegramServer, conversation: ScriptedConversation
) -> None:
    conversation.answers["a"] = (Reply("words", buttons=column([act("More", Verb.HELP)])),)
    conversation.answers["help"] = (Reply("better", place=Placement.INSTEAD),)
    await group.say("@coach_bot a")
    said = await group.answer()
    await server.phone(2002, "Bob").enter(group.chat).tap("More", said)
    assert (await group.answer()).text == f"better\n\n{PRIVATELY}"
    assert conversation.heard[-1] == ("2002", "help")


async def test_a_group_that_threw_the_bot_out_is_nobodys_fault(
    group: Phone, phone: Phone, server: TelegramServer, people: InMemoryPeople
) -> None:
    server.faults.add("sendMessage", forbidden("bot was kicked from the supergroup chat"))
    await group.say("@coach_bot a")
    await phone.say("private")
    await phone.answer()
    assert people.active == {"1001": True}
