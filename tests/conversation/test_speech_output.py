"""What is worth hearing of a reply, and to whom it is said."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.conversation.speech_output import (
    LONGEST_SPEECH,
    MODE,
    REFUSED,
    THE_REST,
    SpeechOutput,
    shortened,
    words_of,
)
from bot.conversation.turn import InputMode, Turn
from bot.domain.people import Channel, Person
from bot.domain.replies import Placement, Reply, Utterance, Verb, act, saying
from bot.domain.state import ConversationState
from tests.fakes import Preferences

ANNA = Person(1, Channel.BROWSER, "anna")
COUNTED = saying("one, two")
BEN = Person(2, Channel.TELEGRAM, "2")
TYPED = Turn(ANNA, ConversationState(), datetime(2026, 3, 2, 18, 0, tzinfo=UTC), InputMode.TYPED)
SPOKEN = replace(TYPED, input_mode=InputMode.SPOKEN)
SHORT = Reply("Stretch it.", title="Why cramps?")


async def count(person: Person) -> Utterance | None:
    return COUNTED if person == ANNA else None


@pytest.fixture
def preferences() -> Preferences:
    return Preferences()


@pytest.fixture
def speaking(preferences: Preferences) -> SpeechOutput:
    return SpeechOutput(preferences, able=True, spoken_count=count)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (SHORT, "Why cramps? Stretch it."),
        (Reply("Rest.\n\nThen go on", note="From the guide"), "Rest. Then go on."),
        (Reply("12 reps", title="Set 1", speech="Set one, twelve."), "Set one, twelve."),
        (Reply("\u2022 one\n\u2022 two", title="Both"), "Both. one. two."),
        (Reply("\u2022 XL band"), "XL band."),
        (Reply("\n".join("abcdef"), title="The menu"), f"The menu. {THE_REST}"),
        (Reply("\n".join("abcdef")), ""),
        (Reply(buttons=((act("Noted", Verb.DONE),),), place=Placement.BUTTONS), ""),
        (Reply("45 seconds left", place=Placement.REFRESH), ""),
        (Reply("I heard: x", buttons=((act("Wrong", Verb.HEARD, "wrong", "1"),),)), ""),
        (Reply("Was it?", buttons=((act("x", Verb.HEARD, "0", "1"),),)), "Was it?"),
    ],
)
def test_what_is_worth_hearing(reply: Reply, words: str) -> None:
    assert words_of(reply) == words


def test_a_long_answer_ends_with_a_whole_sentence() -> None:
    told = shortened("This is one sentence of many. " * 40)
    assert told.endswith(f"of many. {THE_REST}")
    assert LONGEST_SPEECH - 40 < len(told) <= LONGEST_SPEECH


def test_an_endless_sentence_ends_with_a_whole_word() -> None:
    told = shortened("endless " * 200)
    assert told.endswith(f"endless {THE_REST}")
    assert len(told) <= LONGEST_SPEECH + 1


def test_what_is_short_enough_is_said_as_it_is() -> None:
    words = "a" * LONGEST_SPEECH
    assert shortened(words) == words


@pytest.mark.parametrize(
    ("mode", "spoken", "speaks"),
    [
        (None, True, True),
        (None, False, False),
        ("mirror", True, True),
        ("mirror", False, False),
        ("always", True, True),
        ("always", False, True),
        ("off", True, False),
        ("of another version", True, True),
    ],
)
async def test_it_speaks_when_the_person_likes_it(
    speaking: SpeechOutput,
    preferences: Preferences,
    mode: str | None,
    *,
    spoken: bool,
    speaks: bool,
) -> None:
    if mode:
        await preferences.put(ANNA, MODE, mode)
    (reply,) = await speaking.voice(SPOKEN if spoken else TYPED, (SHORT,))
    assert reply.utterance == (saying("Why cramps? Stretch it.") if speaks else None)


async def test_there_is_one_voice_message_for_all_replies(speaking: SpeechOutput) -> None:
    told = (SHORT, Reply("And rest."), Reply("\n".join("abcdef")))
    first, second, menu = await speaking.voice(SPOKEN, told)
    assert (first.utterance, menu.utterance) == (None, None)
    assert second.utterance == saying("Why cramps? Stretch it. And rest.")


async def test_without_a_voice_nothing_is_said(preferences: Preferences) -> None:
    speaking = SpeechOutput(preferences, able=False, spoken_count=count)
    assert await speaking.voice(SPOKEN, (SHORT,)) == (SHORT,)
    shown = await speaking.command(ANNA, "always")
    assert "no voice" in shown.text
    assert shown.buttons == ()


async def test_a_set_is_counted_when_the_person_likes_it(speaking: SpeechOutput) -> None:
    assert await speaking.count_set(ANNA, (SHORT,)) == (SHORT,)
    await speaking.command(ANNA, "count on")
    before, card = await speaking.count_set(ANNA, (SHORT, SHORT))
    assert (before.utterance, card.utterance) == (None, COUNTED)
    assert await speaking.voice(SPOKEN, (before, card)) == (before, card)
    await speaking.command(ANNA, "count off")
    assert await speaking.count_set(ANNA, (SHORT,)) == (SHORT,)


async def test_a_set_that_nobody_counts_is_not_counted(speaking: SpeechOutput) -> None:
    await speaking.command(BEN, "count on")
    assert await speaking.count_set(BEN, (SHORT,)) == (SHORT,)


async def test_who_takes_no_voice_messages_counts_alone(
    speaking: SpeechOutput, preferences: Preferences
) -> None:
    await speaking.command(ANNA, "count on")
    await speaking.refused(ANNA)
    assert await speaking.count_set(ANNA, (SHORT,)) == (SHORT,)
    speaking = SpeechOutput(preferences, able=False, spoken_count=count)
    assert await speaking.count_set(ANNA, (SHORT,)) == (SHORT,)


async def test_a_refusal_is_remembered_and_told_once(
    speaking: SpeechOutput, preferences: Preferences
) -> None:
    (told,) = await speaking.refused(ANNA)
    assert "allow me there" in told.text
    assert await speaking.refused(ANNA) == ()
    assert preferences.chosen[ANNA, REFUSED] == "yes"
    assert await speaking.voice(SPOKEN, (SHORT,)) == (SHORT,)
    assert "allow me there" in (await speaking.command(ANNA, "")).text


async def test_choosing_again_tries_again(speaking: SpeechOutput) -> None:
    await speaking.refused(ANNA)
    await speaking.command(ANNA, "mirror")
    (reply,) = await speaking.voice(SPOKEN, (SHORT,))
    assert reply.utterance
    assert await speaking.refused(ANNA)


async def test_a_refusal_offers_to_choose_again(speaking: SpeechOutput) -> None:
    (told,) = await speaking.refused(ANNA)
    assert [row[0].label for row in told.buttons] == ["Only write", "When I speak", "Always"]
    shown = await speaking.tap(ANNA, told.buttons[1][0].action.arguments)
    assert shown
    assert "when you send me a voice message" in shown.text


@pytest.mark.parametrize(
    "arguments", [(), ("loud",), ("count",), ("count", "x"), ("on",), ("always", "x"), ("",)]
)
async def test_a_made_up_choice_means_nothing(
    speaking: SpeechOutput, preferences: Preferences, arguments: tuple[str, ...]
) -> None:
    assert await speaking.tap(ANNA, arguments) is None
    assert preferences.chosen == {}
