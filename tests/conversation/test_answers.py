"""A question in a person's own words."""

import pytest

from bot.domain.replies import Placement, Verb
from bot.knowledge.content.loading import Library
from bot.knowledge.knowledge_base import LONGEST_TEXT
from bot.knowledge.view import answer_text, help_text
from tests.conversation.chat import BEN, START, Chat

CRAMPS = "why do my hamsrtings cramp"
STANDING = "how do i do the standing curl"
FOREIGN = "how do I bake sourdough bread"
TWO = "how often should I train my hamstrings? also what is active insufficiency"


async def test_a_question_with_slips_is_answered(chat: Chat, library: Library) -> None:
    await chat.write(CRAMPS)
    topic = library.topics["cramps_why"]
    assert chat.reply.title == topic.question
    assert chat.reply.text == topic.text
    assert chat.reply.note == f"{answer_text.GUIDE}FAQ"
    assert chat.reply.place is Placement.NEW


async def test_an_answer_of_the_coach_says_so(chat: Chat) -> None:
    await chat.write("how should I breathe during the lift")
    assert chat.reply.note == answer_text.OURS


async def test_what_was_asked_is_remembered(chat: Chat) -> None:
    await chat.write(CRAMPS)
    assert (chat.state.topic, chat.state.topic_at) == ("cramps_why", START)
    assert chat.state.question == CRAMPS


async def test_two_people_do_not_share_a_memory(chat: Chat) -> None:
    await chat.write(CRAMPS)
    chat.person = BEN
    assert chat.state.topic is None


async def test_follow_ups_hang_below_an_answer(chat: Chat, library: Library) -> None:
    await chat.write(CRAMPS)
    assert tuple(chat.offers(Verb.TOPIC)) == library.topics["cramps_why"].followups
    await chat.tap_on("What can I do about a cramp?")
    assert chat.reply.title == "What can I do about a cramp?"
    assert chat.reply.place is Placement.NEW
    assert chat.state.topic == "cramps_fix"


async def test_a_how_to_shows_the_movement(chat: Chat, library: Library) -> None:
    await chat.write(STANDING)
    await chat.tap_on("Show me: ")
    exercise = library.exercises["standing_curl"]
    assert chat.reply.title == exercise.name
    assert exercise.picture_text in chat.reply.text
    assert all(step.text in chat.reply.text for step in exercise.steps)
    assert all(fault.mend.text in chat.reply.text for fault in exercise.faults)


async def test_two_questions_get_two_answers(chat: Chat) -> None:
    first, second = await chat.write(TWO)
    assert first.title == "How many times a week should I train these?"
    assert second.title == "What is active insufficiency?"
    assert chat.state.topic == "active_insufficiency"


async def test_a_third_question_is_offered_below_the_second(chat: Chat) -> None:
    await chat.write(
        "Should I stretch my hamstrings? How should I breathe during the lift? "
        "Do I need any equipment?"
    )
    _, second = chat.last
    assert second.buttons[0][0].label == "Do I need any equipment?"


async def test_a_close_question_is_asked_back(chat: Chat) -> None:
    await chat.write("cramp")
    assert len(chat.offers(Verb.PICK)) == 3
    assert chat.labels()[-1] == answer_text.NONE_OF_THESE
    assert chat.state.topic is None


async def test_a_choice_is_answered_in_place_of_the_choices(chat: Chat) -> None:
    await chat.write("cramp")
    label = chat.labels()[0]
    await chat.tap_on(label)
    assert (chat.reply.title, chat.reply.place) == (label, Placement.INSTEAD)
    assert chat.state.topic_at == START


async def test_none_of_these_offers_real_questions(chat: Chat, library: Library) -> None:
    await chat.write("cramp")
    await chat.tap_on(answer_text.NONE_OF_THESE)
    assert chat.reply.place is Placement.INSTEAD
    assert len(set(chat.offers(Verb.TOPIC)) & library.topics.keys()) == 3


async def test_a_foreign_question_is_refused_with_real_ones(chat: Chat, library: Library) -> None:
    await chat.write(FOREIGN)
    assert chat.reply.text.startswith("I do not have an answer to that.")
    assert len(set(chat.offers(Verb.TOPIC)) & library.topics.keys()) == 3
    assert chat.state.topic is None


async def test_small_talk_gets_a_human_line(chat: Chat, library: Library) -> None:
    await chat.write("hello there")
    assert chat.reply.text == library.small_talk["greeting"].reply
    assert chat.labels() == []


async def test_small_talk_does_not_change_the_subject(chat: Chat) -> None:
    await chat.write(CRAMPS)
    await chat.write("thanks")
    assert (chat.state.topic, chat.state.question) == ("cramps_why", CRAMPS)


async def test_who_says_so(chat: Chat, library: Library) -> None:
    await chat.write(CRAMPS)
    await chat.tap_on("Who says so?")
    for sentence in library.topics["cramps_why"].answer:
        who = {"article": "The guide", "coach": "The coach"}[sentence.origin]
        assert f"{who}: “{sentence.text}”" in chat.reply.text


WORDLESS = ["", "   ", "🦵🦵", "?!", "...", "👍", "\n\t", "—"]


@pytest.mark.parametrize("text", WORDLESS)
async def test_a_message_without_words_is_told_so(chat: Chat, text: str) -> None:
    assert await chat.write(text) == (help_text.empty(),)
    assert chat.states.kept == {}


async def test_a_message_may_be_long_but_not_endless(chat: Chat) -> None:
    await chat.write("why " * (LONGEST_TEXT // 4))
    assert chat.reply != help_text.too_long(LONGEST_TEXT)
    await chat.write("why " * (LONGEST_TEXT // 4) + "why?")
    assert chat.reply == help_text.too_long(LONGEST_TEXT)
    assert "2,000" in chat.reply.text


async def test_space_around_a_question_does_not_matter(chat: Chat) -> None:
    assert await chat.write(f"\n  {CRAMPS}\t ") == await chat.write(CRAMPS)


async def test_the_same_question_gets_the_same_answer(chat: Chat) -> None:
    assert await chat.write(FOREIGN) == await chat.write(FOREIGN)
