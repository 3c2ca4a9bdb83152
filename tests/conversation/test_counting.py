"""A set counted aloud: asked for by a tap or in words, and made ready for when a set begins."""

import pytest

from bot.conversation.session_steps import SessionSteps
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.session.model.actions import SessionAction, SessionVerb
from tests.conversation.chat import ANNA, Chat, chat_with

PROMISE = "I count this set aloud: left, then right, 12 repetitions each, about 3 minutes."
BUTTON = "Count it aloud"


@pytest.fixture
def steps(chat: Chat) -> SessionSteps:
    return chat.conversation.sessions.steps


async def test_a_tap_has_the_set_counted_aloud_and_says_so(chat: Chat) -> None:
    await chat.write("/session finisher")
    assert chat.session
    await chat.tap_on(BUTTON)
    assert chat.reply.text.startswith(PROMISE)
    assert chat.reply.utterance
    assert chat.reply.utterance.cues[-1].words == "Done. Well done."
    assert chat.session.revision == 0
    assert BUTTON in chat.labels()


async def test_words_have_the_set_counted_aloud(chat: Chat) -> None:
    await chat.write("/session finisher")
    await chat.write("count for me please")
    assert chat.reply.utterance


async def test_an_old_tap_counts_nothing(chat: Chat) -> None:
    await chat.write("/session finisher")
    (old,) = [one for one in chat.buttons() if one.label == BUTTON]
    await chat.tap_on("Start")
    await chat.tap(old)
    assert chat.reply.utterance is None


async def test_without_a_voice_there_is_no_such_button_and_words_are_answered(
    knowledge: KnowledgeBase,
) -> None:
    chat = chat_with(knowledge, speaks=False)
    await chat.write("/session finisher")
    assert BUTTON not in chat.labels()
    await chat.write("count it aloud")
    assert "I have no voice here" in chat.reply.text
    assert chat.reply.utterance is None
    assert await chat.conversation.sessions.steps.spoken_count(ANNA) is None


async def test_the_track_of_the_set_at_hand_can_be_had(chat: Chat, steps: SessionSteps) -> None:
    assert await steps.spoken_count(ANNA) is None
    await chat.write("/session finisher")
    count = await steps.spoken_count(ANNA)
    await chat.tap_on(BUTTON)
    assert count
    assert count == chat.reply.utterance
    await chat.write("stop")
    assert await steps.spoken_count(ANNA) is None


async def test_a_step_tells_when_a_set_begins(chat: Chat, steps: SessionSteps) -> None:
    await chat.write("/session finisher")
    told = []
    for kind in (
        SessionVerb.BEGIN,
        SessionVerb.DONE,
        SessionVerb.BEGIN,
        SessionVerb.DONE,
        SessionVerb.SKIP,
        SessionVerb.BEGIN,
    ):
        update = await steps.advance(ANNA, SessionAction(kind), chat.now)
        assert update
        told.append(update.begins_set)
    assert told == [True, False, False, False, False, True]


async def test_a_locked_session_is_not_counted(chat: Chat, steps: SessionSteps) -> None:
    await chat.write("/session finisher")
    await chat.write("something popped and now it's numb")
    assert await steps.spoken_count(ANNA) is None
    await chat.tap_data("session:count:1")
    assert all(reply.utterance is None for reply in chat.last)
