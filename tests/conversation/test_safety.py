"""Red flags: stop, lock, clear, and the question back."""

from dataclasses import replace

import pytest

from bot.domain.awaited import SafetyQuestion
from bot.domain.replies import Placement, Verb
from bot.knowledge.content.loading import Library
from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.view import safety_text
from bot.knowledge.view.answer_text import stale
from tests.conversation.chat import BEN, EMERGENCY, Chat, data

NUMB = "my leg is numb"
NUMB_FAMILY = "numb_tingle_footdrop"
CRAMPS = "why do my hamstrings cramp"


@pytest.fixture
async def asked(chat: Chat) -> Chat:
    """A chat in which a safety question was asked about a harmless question."""
    chat.states.kept[chat.person] = replace(
        chat.state, question=CRAMPS, safety_question=SafetyQuestion("cramp_long")
    )
    return chat


@pytest.fixture(scope="module")
def unsure(knowledge: KnowledgeBase) -> str:
    """A message that the safety gate is not sure about."""
    families = knowledge.library.red_flags.families.values()
    texts = (text for family in families for text in family.hard_negatives)
    return next(text for text in texts if knowledge.decide(text).kind is DecisionKind.ASK_BACK)


@pytest.fixture
async def locked(chat: Chat) -> Chat:
    await chat.write(NUMB)
    return chat


async def test_a_red_flag_stops(chat: Chat, library: Library) -> None:
    await chat.write(NUMB)
    assert chat.reply.title == "Please stop here"
    advice = library.red_flags.families[NUMB_FAMILY].advice.format(emergency=EMERGENCY)
    assert chat.reply.text.startswith(advice)
    assert EMERGENCY in chat.reply.text
    assert chat.state.locked == NUMB_FAMILY


async def test_a_stop_offers_no_training(chat: Chat) -> None:
    await chat.write(NUMB)
    assert [button.action.verb for button in chat.buttons()] == [Verb.CLEAR]


async def test_a_red_flag_stops_in_the_middle_of_a_question(chat: Chat) -> None:
    await chat.write("how many reps should I do? my calf is swollen and warm")
    assert chat.state.locked == "calf_clot"
    assert chat.reply.title == "Please stop here"


async def test_it_stops_one_person_only(locked: Chat) -> None:
    locked.person = BEN
    await locked.write(CRAMPS)
    assert locked.state.locked is None


async def test_questions_are_answered_and_the_lock_stays(locked: Chat) -> None:
    await locked.write(CRAMPS)
    assert locked.reply.title == "Why do my hamstrings cramp?"
    assert locked.state.locked == NUMB_FAMILY


async def test_it_stops_again(locked: Chat) -> None:
    await locked.write("my calf is swollen and warm")
    assert locked.state.locked == "calf_clot"


async def test_clearing_by_button_is_said_twice(locked: Chat) -> None:
    await locked.tap_on("I have been checked")
    assert locked.reply == safety_text.confirm_clear()
    assert locked.state.locked == NUMB_FAMILY
    await locked.tap_on("Yes, I may train again")
    assert locked.reply == safety_text.cleared()
    assert locked.state.locked is None


async def test_clearing_in_words_is_confirmed_too(locked: Chat) -> None:
    await locked.write("the physio cleared me")
    assert locked.reply == safety_text.confirm_clear()
    assert locked.state.locked == NUMB_FAMILY


async def test_not_yet_keeps_the_lock(locked: Chat) -> None:
    await locked.tap_on("I have been checked")
    await locked.tap_on("No, not yet")
    assert locked.reply == safety_text.still_locked()
    assert locked.state.locked == NUMB_FAMILY


@pytest.mark.parametrize("text", ["I think it's fine", "it feels better already", "it's nothing"])
async def test_feeling_better_does_not_clear(locked: Chat, text: str) -> None:
    await locked.write(text)
    assert locked.reply != safety_text.confirm_clear()
    assert locked.state.locked == NUMB_FAMILY


@pytest.mark.parametrize("choice", ["asked", "yes", "no"])
async def test_without_a_lock_there_is_nothing_to_clear(chat: Chat, choice: str) -> None:
    assert await chat.tap_data(data(Verb.CLEAR, choice)) == (stale(),)
    assert chat.state.locked is None


async def test_clearing_twice_is_harmless(locked: Chat) -> None:
    await locked.tap_data(data(Verb.CLEAR, "yes"))
    assert await locked.tap_data(data(Verb.CLEAR, "yes")) == (stale(),)


async def test_an_unclear_sign_is_asked_about(chat: Chat, library: Library, unsure: str) -> None:
    await chat.write(unsure)
    question = chat.state.safety_question
    assert question is not None
    assert library.red_flags.families[question.family].ask_back in chat.reply.text
    assert chat.labels() == ["Yes", "No"]
    assert chat.state.locked is None


@pytest.mark.parametrize("text", ["yes", "Yeah", "I'm afraid so"])
async def test_yes_in_words_stops(asked: Chat, text: str) -> None:
    await asked.write(text)
    assert asked.reply.title == "Please stop here"
    assert (asked.state.locked, asked.state.safety_question) == ("cramp_long", None)


@pytest.mark.parametrize("text", ["no", "Nope!", "no, just curious"])
async def test_no_in_words_goes_on_with_the_question(asked: Chat, text: str) -> None:
    await asked.write(text)
    assert asked.reply.title == "Why do my hamstrings cramp?"
    assert (asked.state.locked, asked.state.safety_question) == (None, None)


async def test_yes_by_button_stops(asked: Chat) -> None:
    await asked.tap_data(data(Verb.SAFETY, "yes", "cramp_long"))
    assert asked.reply.title == "Please stop here"
    assert asked.state.locked == "cramp_long"


async def test_no_by_button_goes_on_with_the_question(asked: Chat) -> None:
    await asked.tap_data(data(Verb.SAFETY, "no", "cramp_long"))
    assert asked.reply.title == "Why do my hamstrings cramp?"
    assert asked.state.topic == "cramps_why"
    assert asked.state.safety_question is None


async def test_a_question_back_is_not_asked_twice(chat: Chat, unsure: str) -> None:
    await chat.write(unsure)
    await chat.tap_on("No")
    assert chat.state.safety_question is None
    assert not any(button.action.verb is Verb.SAFETY for button in chat.buttons())


@pytest.mark.parametrize("arguments", [("yes", "calf_clot"), ("yes",), ("maybe", "cramp_long")])
async def test_an_answer_to_another_question_back_is_stale(
    asked: Chat, arguments: tuple[str, ...]
) -> None:
    assert await asked.tap_data(data(Verb.SAFETY, *arguments)) == (stale(),)
    assert asked.state.locked is None


async def test_a_red_flag_instead_of_an_answer_stops(asked: Chat) -> None:
    await asked.write("my calf is swollen and warm")
    assert (asked.state.locked, asked.state.safety_question) == ("calf_clot", None)


async def test_another_question_instead_of_an_answer_is_answered(asked: Chat) -> None:
    await asked.write("how heavy should ankle weights be")
    assert asked.reply.title == "How heavy should my ankle weights be?"
    assert asked.state.safety_question is None


async def test_yes_and_no_mean_nothing_when_nothing_was_asked(chat: Chat, library: Library) -> None:
    await chat.write("yes")
    assert chat.reply.text == library.small_talk["yes_alone"].reply
    assert chat.state.locked is None


async def test_a_lock_for_a_family_that_is_gone_can_be_cleared(chat: Chat) -> None:
    chat.states.kept[chat.person] = replace(chat.state, locked="renamed")
    await chat.tap_data(data(Verb.CLEAR, "yes"))
    assert chat.state.locked is None


@pytest.mark.parametrize("text", ["yes", "no", CRAMPS])
async def test_a_question_back_about_a_family_that_is_gone_does_not_break(
    chat: Chat, text: str
) -> None:
    """An editor may rename a family while its question waits for an answer."""
    chat.states.kept[chat.person] = replace(
        chat.state, question=CRAMPS, safety_question=SafetyQuestion("renamed")
    )
    await chat.write(text)
    assert chat.reply.text
    assert chat.state.safety_question is None


async def test_a_red_flag_in_an_endless_message_is_not_overlooked(chat: Chat) -> None:
    await chat.write(f"{NUMB}. {'and so on ' * 300}")
    assert chat.reply.title == "Please stop here"


async def test_a_stop_never_takes_the_place_of_something(chat: Chat, unsure: str) -> None:
    for text in (NUMB, unsure):
        await chat.write(text)
        assert chat.reply.place is Placement.NEW
