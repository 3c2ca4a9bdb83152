"""Somebody who speaks with the coach in Telegram; what is heard is put under the recordings."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.knowledge.knowledge_base import KnowledgeBase
from tests.journeys.telegram_trainee import Trainee, in_telegram, title

CRAMPS = "why do my hamstrings cramp"
REPS = "how many reps should i do"
WEATHER = "what is the weather"


@pytest.fixture
async def ada(tmp_path: Path, knowledge: KnowledgeBase) -> AsyncIterator[Trainee]:
    async with in_telegram(tmp_path, knowledge) as trainee:
        yield trainee


async def test_a_spoken_question_is_answered_in_words_and_aloud(ada: Trainee) -> None:
    heard, answer, voice = await ada.speak(CRAMPS)
    assert heard.text == f"I heard: \u201c{CRAMPS}\u201d"
    assert title(answer) == "Why do my hamstrings cramp?"
    assert b"contract" in ada.phone.sound(voice)

    again = (await ada.speak(CRAMPS))[-1]
    assert again.voice == voice.voice
    _, known = ada.server.called("sendVoice")
    assert known.params["voice"] == (voice.voice or {})["file_id"]


async def test_what_was_not_understood_is_chosen(ada: Trainee) -> None:
    asked, _ = await ada.speak((CRAMPS, 0.3), (REPS, 0.3), (WEATHER, 0.2))
    assert asked.labels == [CRAMPS, REPS, WEATHER, "None of these, I will type"]
    await ada.phone.tap(REPS, asked)
    changed, answer, voice = [await ada.phone.answer() for _ in range(3)]
    assert (changed.id, changed.labels) == (asked.id, [REPS])
    assert title(answer) == "How many repetitions should I do?"
    assert voice.voice


async def test_what_was_misheard_is_mended(ada: Trainee) -> None:
    heard, *_ = await ada.speak((CRAMPS, 0.7), (REPS, 0.1))
    await ada.phone.tap("Not what I said", heard)
    asked = await ada.phone.answer()
    assert (asked.id, asked.labels) == (heard.id, [REPS, "None of these, I will type"])
    await ada.phone.tap(REPS, asked)
    await ada.phone.answer()
    assert title(await ada.phone.answer()) == "How many repetitions should I do?"


async def test_a_spoken_word_moves_a_session_on(ada: Trainee) -> None:
    await ada.write("/session finisher")
    await ada.tap("Start")
    heard, card, voice = await ada.speak(("done", 0.8), ("down", 0.1))
    assert heard.text == "I heard: \u201cdone\u201d"
    assert "right leg" in card.text
    assert b"right leg" in ada.phone.sound(voice)
    assert card.labels[0].startswith("Start")


async def test_a_spoken_red_flag_locks(ada: Trainee) -> None:
    await ada.write("/session finisher")
    said = "something popped and now it is numb"
    _, stop, card, voice = await ada.speak(said)
    assert title(stop) == "Please stop here"
    assert card.labels == ["Save what I did", "Drop it"]
    assert b"Please stop here" in ada.phone.sound(voice)
    locked = await ada.write("/session primer")
    assert "Training is paused here" in locked.text


async def test_a_red_flag_that_may_have_been_said_is_asked_about(ada: Trainee) -> None:
    _, asked, _ = await ada.speak((CRAMPS, 0.5), ("my leg is numb", 0.2))
    assert asked.labels == ["Yes", "No"]
    _, stop, _ = await ada.speak("yes")
    assert title(stop) == "Please stop here"


async def test_who_takes_no_voice_messages_reads(ada: Trainee) -> None:
    ada.phone.chat.refuses_voices = True
    await ada.phone.speak(ada.voices.recording(CRAMPS).content)
    _, answer, told = [await ada.phone.answer() for _ in range(3)]
    assert title(answer) == "Why do my hamstrings cramp?"
    assert "Telegram does not let me send you voice messages" in told.text

    await ada.stop()
    await ada.start()
    await ada.speak_in_vain(CRAMPS)
    assert len(ada.server.called("sendVoice")) == 1

    ada.phone.chat.refuses_voices = False
    choice = await ada.write("/voice")
    await ada.tap("When I speak", choice)
    assert (await ada.speak(CRAMPS))[-1].voice


async def test_voice_off_only_writes(ada: Trainee) -> None:
    off = await ada.write("/voice off")
    assert "do not speak" in off.text
    await ada.speak_in_vain(CRAMPS)
    assert not ada.server.called("sendVoice")


async def test_a_voice_that_breaks_leaves_the_words(ada: Trainee) -> None:
    ada.voices.broken = True
    _, answer = await ada.speak_in_vain(CRAMPS)
    assert title(answer) == "Why do my hamstrings cramp?"


async def test_nothing_that_was_said_is_on_the_disk(ada: Trainee) -> None:
    await ada.speak(WEATHER)
    await ada.stop()
    files = [path for path in ada.folder.rglob("*") if path.is_file()]
    assert files
    assert not any(b"OggS" in path.read_bytes() for path in files)
