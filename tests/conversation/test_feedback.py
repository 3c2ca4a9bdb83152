"""What helps the editor: verdicts, and questions that are kept with consent."""

import pytest

from bot.conversation.feedback import CONSENT
from bot.domain.people import Feedback
from bot.domain.replies import Placement, Verb
from bot.knowledge.view import answer_text
from tests.conversation.chat import ANNA, BEN, Chat, data

CRAMPS = "why do my hamstrings cramp"
FOREIGN = "how do I bake sourdough bread"


def kept(chat: Chat) -> list[str]:
    return [text for text, _ in chat.questions.kept]


async def test_a_refused_question_is_kept_with_consent(chat: Chat) -> None:
    chat.consent("yes")
    await chat.write(FOREIGN)
    assert chat.questions.kept == [(FOREIGN, "refusal")]
    assert chat.offers(Verb.KEEP) == []


async def test_it_is_not_kept_against_consent(chat: Chat) -> None:
    chat.consent("no")
    await chat.write(FOREIGN)
    assert kept(chat) == []
    assert chat.offers(Verb.KEEP) == []


async def test_it_is_not_kept_before_consent_was_given(chat: Chat) -> None:
    await chat.write(FOREIGN)
    assert kept(chat) == []
    assert chat.offers(Verb.KEEP) == ["yes", "no"]


async def test_saying_yes_keeps_the_question_and_later_ones(chat: Chat) -> None:
    await chat.write(FOREIGN)
    await chat.tap_on("Keep my question")
    assert chat.reply == answer_text.consent(given=True)
    assert kept(chat) == [FOREIGN]
    await chat.write("who won the world cup")
    assert kept(chat) == [FOREIGN, "who won the world cup"]


async def test_saying_yes_twice_keeps_it_once(chat: Chat) -> None:
    await chat.write(FOREIGN)
    await chat.tap_data(data(Verb.KEEP, "yes"))
    await chat.tap_data(data(Verb.KEEP, "yes"))
    assert kept(chat) == [FOREIGN]


async def test_saying_no_keeps_nothing_and_is_not_asked_again(chat: Chat) -> None:
    await chat.write(FOREIGN)
    await chat.tap_on("Do not keep it")
    assert chat.reply == answer_text.consent(given=False)
    await chat.write(FOREIGN)
    assert kept(chat) == []
    assert chat.offers(Verb.KEEP) == []


async def test_consent_is_one_s_own(chat: Chat) -> None:
    chat.consent("yes")
    chat.person = BEN
    await chat.write(FOREIGN)
    assert kept(chat) == []


async def test_consent_can_be_taken_back(chat: Chat) -> None:
    chat.consent("yes")
    await chat.write("/privacy")
    assert "You agreed to this." in chat.reply.text
    await chat.tap_on("Keep no questions")
    await chat.write(FOREIGN)
    assert kept(chat) == []
    await chat.write("/privacy")
    assert "You said no to this." in chat.reply.text


async def test_consent_after_an_answered_question_does_not_keep_it(chat: Chat) -> None:
    """The button says: questions that I cannot answer."""
    await chat.write(CRAMPS)
    await chat.write("/privacy")
    await chat.tap_on("You may keep questions")
    assert kept(chat) == []


async def test_consent_after_a_red_flag_does_not_keep_it(chat: Chat) -> None:
    await chat.write("my leg is numb")
    await chat.write("/privacy")
    await chat.tap_on("You may keep questions")
    assert kept(chat) == []


async def test_none_of_these_keeps_the_question_with_consent(chat: Chat) -> None:
    chat.consent("yes")
    await chat.write("cramp")
    await chat.tap_on(answer_text.NONE_OF_THESE)
    assert chat.questions.kept == [("cramp", "none_of_these")]


async def test_none_of_these_asks_for_consent(chat: Chat) -> None:
    await chat.write("cramp")
    await chat.tap_on(answer_text.NONE_OF_THESE)
    assert chat.offers(Verb.KEEP) == ["yes", "no"]
    await chat.tap_on("Keep my question")
    assert kept(chat) == ["cramp"]


async def test_a_red_flag_is_never_kept(chat: Chat) -> None:
    chat.consent("yes")
    await chat.write("my leg is numb")
    assert kept(chat) == []


async def test_a_good_verdict_is_noted(chat: Chat) -> None:
    await chat.write(CRAMPS)
    await chat.tap_on("👍")
    assert chat.feedback.verdicts == [(ANNA, Feedback("cramps_why", helpful=True))]
    assert chat.reply.place is Placement.BUTTONS
    assert "Thank you, noted" in chat.labels()


async def test_after_a_verdict_one_can_still_ask_who_says_so(chat: Chat) -> None:
    await chat.write(CRAMPS)
    await chat.tap_on("👍")
    await chat.tap_on("Who says so?")
    assert chat.reply.title == "Who says so: Why do my hamstrings cramp?"


async def test_thanks_are_no_button_to_use(chat: Chat) -> None:
    await chat.write(CRAMPS)
    await chat.tap_on("👍")
    assert await chat.tap_on("Thank you") == ()


async def test_a_bad_verdict_asks_why_and_notes_it(chat: Chat) -> None:
    await chat.write(CRAMPS)
    await chat.tap_on("👎")
    assert (chat.reply.place, chat.labels()) == (
        Placement.BUTTONS,
        list(answer_text.REASONS.values()),
    )
    await chat.tap_on("Hard to understand")
    assert chat.feedback.verdicts == [
        (ANNA, Feedback("cramps_why", helpful=False)),
        (ANNA, Feedback("cramps_why", helpful=False, reason="unclear")),
    ]
    assert "Thank you, that helps" in chat.labels()


@pytest.mark.parametrize(("consent", "question"), [("yes", CRAMPS), ("no", None), ("", None)])
async def test_the_words_asked_go_with_a_bad_verdict_only_with_consent(
    chat: Chat, consent: str, question: str | None
) -> None:
    chat.consent(consent)
    await chat.write(CRAMPS)
    await chat.tap_on("👎")
    assert [verdict.question for _, verdict in chat.feedback.verdicts] == [question]


async def test_words_that_led_elsewhere_do_not_go_with_it(chat: Chat) -> None:
    chat.consent("yes")
    await chat.write(CRAMPS)
    await chat.tap_data(data(Verb.BAD, "rep_range"))
    assert [verdict.question for _, verdict in chat.feedback.verdicts] == [None]


async def test_words_do_not_go_with_a_verdict_on_a_tapped_topic(chat: Chat) -> None:
    """Not the words, but a button led to that answer."""
    chat.consent("yes")
    await chat.write(CRAMPS)
    await chat.tap_data(data(Verb.TOPIC, "cramps_fix"))
    await chat.tap_on("👎")
    assert [verdict.question for _, verdict in chat.feedback.verdicts] == [None]


@pytest.mark.parametrize("text", ["good:nothing", "bad:nothing", "reason:cramps_why:rude", "bad"])
async def test_a_verdict_on_nothing_is_stale(chat: Chat, text: str) -> None:
    assert await chat.tap_data(text) == (answer_text.stale(),)
    assert chat.feedback.verdicts == []


@pytest.mark.parametrize("text", ["keep", "keep:perhaps", "keep:yes:no"])
async def test_an_unclear_choice_changes_nothing(chat: Chat, text: str) -> None:
    assert await chat.tap_data(text) == (answer_text.stale(),)
    assert await chat.preferences.get(ANNA, CONSENT) is None
