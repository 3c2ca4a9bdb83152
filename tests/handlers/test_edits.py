"""Edited messages."""

import pytest

from tests.handlers.fakes import ScriptedConversation
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TelegramServer

pytestmark = pytest.mark.usefixtures("channel")


async def test_a_question_mended_at_once_is_answered_again(phone: Phone) -> None:
    question = await phone.say("crmaps")
    await phone.answer()
    await phone.edit(question, "cramps")
    assert (await phone.answer()).text == "You said: cramps"


async def test_a_mended_command_is_read_again(phone: Phone) -> None:
    question = await phone.say("/hlep@coach_bot")
    await phone.answer()
    await phone.edit(question, "/help@coach_bot")
    assert (await phone.answer()).text == "You said: /help"


async def test_an_edit_that_changes_no_word_is_ignored(phone: Phone) -> None:
    question = await phone.say("cramps")
    await phone.answer()
    await phone.edit(question, "cramps")
    assert await phone.silence()


async def test_a_late_edit_is_ignored(phone: Phone) -> None:
    question = await phone.say("cramps")
    await phone.answer()
    await phone.edit(question, "creams", later=600)
    assert await phone.silence()


async def test_an_edit_of_an_earlier_message_is_ignored(
    phone: Phone, conversation: ScriptedConversation
) -> None:
    first = await phone.say("one")
    await phone.say("two")
    await phone.answer()
    await phone.answer()
    await phone.edit(first, "three")
    assert await phone.silence()
    assert [text for _, text in conversation.heard] == ["one", "two"]


async def test_an_edit_of_what_was_never_seen_is_ignored(phone: Phone) -> None:
    question = await phone.say("one")
    await phone.answer()
    question.id += 1000
    await phone.edit(question, "two")
    assert await phone.silence()


async def test_an_edit_that_empties_a_caption_is_ignored(phone: Phone) -> None:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    picture = await phone.send({"photo": photo}, caption="one")
    await phone.answer()
    del picture.extra["caption"]
    await phone.edit(picture, "")
    assert await phone.silence()


@pytest.mark.parametrize(
    "between",
    [
        {"location": {"latitude": 52.5, "longitude": 13.4}},
        {"new_chat_photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]},
    ],
)
async def test_what_is_no_question_leaves_the_one_before_open(
    phone: Phone, between: dict[str, object]
) -> None:
    question = await phone.say("crmaps")
    await phone.answer()
    await phone.send(between)
    await phone.edit(question, "cramps")
    while (await phone.answer()).text != "You said: cramps":
        pass  # the answer to a shared location comes first


async def test_in_a_group_only_what_is_said_to_the_bot_counts(
    phone: Phone, server: TelegramServer
) -> None:
    group = phone.enter(server.group())
    question = await group.say("@coach_bot crmaps")
    await group.answer()
    await group.say("to somebody else")
    await group.edit(question, "@coach_bot cramps")
    assert (await group.answer()).text.startswith("You said: cramps")
