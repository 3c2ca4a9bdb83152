"""Short questions that lean on the one before."""

import pytest

from bot.knowledge.view.answer_text import choices
from tests.conversation.chat import BEN, Chat

PRONE = "how do I do the prone leg lift"
STANDING = "How do I do the standing curl?"


async def titles(chat: Chat, text: str) -> list[str]:
    return [reply.title for reply in await chat.write(text)]


async def test_a_short_question_leans_on_the_one_before(chat: Chat) -> None:
    await chat.write(PRONE)
    assert await titles(chat, "and standing?") == [STANDING]
    assert chat.state.topic == "how_standing_curl"


@pytest.mark.parametrize("minutes", [0, 5, 10])
async def test_for_ten_minutes(chat: Chat, minutes: int) -> None:
    await chat.write(PRONE)
    chat.wait(minutes=minutes)
    assert await titles(chat, "and standing?") == [STANDING]


async def test_but_not_longer(chat: Chat) -> None:
    await chat.write(PRONE)
    chat.wait(minutes=10, seconds=1)
    await chat.write("and standing?")
    ranked = chat.conversation.text.knowledge_base.decide("and standing?").topics
    assert chat.reply == choices(chat.conversation.text.knowledge_base.library, ranked)


async def test_a_tapped_topic_counts_as_well(chat: Chat) -> None:
    await chat.tap_data("topic:how_prone_hip_extension")
    assert await titles(chat, "and standing?") == [STANDING]


async def test_an_answer_starts_the_ten_minutes_anew(chat: Chat) -> None:
    await chat.write("what should I hold on to")
    chat.wait(minutes=9)
    await chat.write(PRONE)
    chat.wait(minutes=9)
    assert await titles(chat, "and standing?") == [STANDING]


async def test_without_a_question_before_it_leans_on_nothing(chat: Chat) -> None:
    await chat.write("and standing?")
    assert chat.state.topic is None


async def test_another_person_s_question_does_not_count(chat: Chat) -> None:
    await chat.write(PRONE)
    chat.person = BEN
    await chat.write("and standing?")
    assert chat.state.topic is None


async def test_a_clear_question_leans_on_nothing(chat: Chat) -> None:
    await chat.write(PRONE)
    assert await titles(chat, "how heavy should ankle weights be") == [
        "How heavy should my ankle weights be?"
    ]


async def test_a_foreign_question_leans_on_nothing(chat: Chat) -> None:
    await chat.write(PRONE)
    await chat.write("what is the capital of France")
    assert chat.reply.text.startswith("I do not have an answer")


async def test_a_topic_that_is_gone_is_forgotten(chat: Chat) -> None:
    """An editor may rename a topic while people talk about it."""
    await chat.write(PRONE)
    chat.states.kept[chat.person] = type(chat.state)(topic="renamed", topic_at=chat.now)
    await chat.write("and standing?")
    assert chat.reply.text
