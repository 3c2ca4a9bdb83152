"""Spoken replies in a conversation: `/voice`, and who hears what."""

import pytest

from bot.domain.replies import Placement
from bot.knowledge.view.answer_text import stale
from tests.conversation.chat import Chat

COUNT = "Count every set aloud"
CRAMPS = "why do my hamstrings cramp"
COUNTED = "last one, twelve squeeze lower two three Done. Well done."


async def test_who_speaks_is_answered_aloud(chat: Chat) -> None:
    _, answer = await chat.speak(CRAMPS)
    assert answer.utterance
    (said,) = chat.spoken
    assert said.startswith("Why do my hamstrings cramp?") or said == answer.speech


async def test_who_writes_is_answered_in_writing(chat: Chat) -> None:
    await chat.write(CRAMPS)
    assert chat.spoken == []


async def test_a_tapped_guess_is_answered_aloud(chat: Chat) -> None:
    await chat.speak((CRAMPS, 0.3), ("what is the weather", 0.3))
    assert len(chat.spoken) == 1
    await chat.tap_on(CRAMPS)
    assert len(chat.spoken) == 1


async def test_voice_off_only_writes(chat: Chat) -> None:
    await chat.write("/voice off")
    assert "do not speak" in chat.reply.text
    await chat.speak(CRAMPS)
    assert chat.spoken == []


async def test_voice_always_speaks_always(chat: Chat) -> None:
    await chat.write("/voice always")
    await chat.write(CRAMPS)
    assert len(chat.spoken) == 1
    await chat.tap_on("Who says so?")
    assert len(chat.spoken) == 1


async def test_voice_alone_shows_the_choice(chat: Chat) -> None:
    await chat.write("/voice")
    assert chat.labels() == ["Only write", "When I speak (now)", "Always", COUNT]
    assert "when you send me a voice message" in chat.reply.text
    await chat.tap_on("Always")
    assert chat.labels() == ["Only write", "When I speak", "Always (now)", COUNT]
    assert chat.reply.place is Placement.INSTEAD


async def test_other_words_behind_it_show_the_choice(chat: Chat) -> None:
    await chat.write("/voice loud")
    assert "When I speak (now)" in chat.labels()


@pytest.mark.parametrize("data", ["voice", "voice:loud", "voice:always:x"])
async def test_a_made_up_choice_is_stale(chat: Chat, data: str) -> None:
    assert await chat.tap_data(data) == (stale(),)


@pytest.mark.parametrize(("mode", "times"), [("mirror", 0), ("always", 1)])
async def test_alarms_are_spoken_only_to_who_wants_to_hear_everything(
    chat: Chat, mode: str, times: int
) -> None:
    await chat.write(f"/voice {mode}")
    await chat.write("/session finisher")
    for label in ("Start", "Done", "Start", "Done", "Back of the thigh"):
        await chat.tap_on(label)
    await chat.ring()
    assert "The rest is over." in chat.last[0].text
    assert len(chat.spoken) == times


async def test_a_red_flag_is_said_in_full(chat: Chat) -> None:
    _, stop = await chat.speak("my leg is numb")
    assert chat.spoken[0].startswith("Please stop here.")
    assert stop.utterance


async def test_every_set_is_counted_once(chat: Chat) -> None:
    await chat.write("/voice")
    await chat.tap_on(COUNT)
    assert "I count every set aloud." in chat.reply.text
    await chat.write("/session finisher")
    counted = []
    for label in ("Start", "Done", "Start", "Done", "Back of the thigh", "Start"):
        await chat.tap_on(label)
        counted.append([words.endswith(COUNTED) for words in chat.spoken] == [True])
    assert counted == [True, False, False, False, False, True]


async def test_a_spoken_word_that_begins_a_set_has_it_counted(chat: Chat) -> None:
    await chat.write("/voice count on")
    await chat.write("/session finisher")
    await chat.speak("start")
    (words,) = chat.spoken
    assert words.endswith(COUNTED)
