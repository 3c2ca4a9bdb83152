"""Somebody who really speaks with the coach in Telegram, and is spoken to: no stand-ins."""

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.knowledge.knowledge_base import KnowledgeBase
from bot.voice.audio import encode
from tests.journeys.sayings import CRAMPS, DONE, POPPED, Saying, speech_in, spoken
from tests.journeys.telegram_trainee import Trainee, in_telegram, title
from tests.telegram_server.chats import Message
from tests.voice.flite import hiss

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBERS = count(2001)
TALKS = 14
"""Letters in a second of speech, about."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def first(trained: Path, knowledge: KnowledgeBase) -> AsyncIterator[Trainee]:
    async with in_telegram(trained, knowledge, engines=True) as trainee:
        yield trainee


@pytest.fixture
def ada(first: Trainee) -> Trainee:
    """Somebody new at the same assistant, whose engines are loaded."""
    return replace(first, phone=first.server.phone(next(NUMBERS)), card=None)


async def speak(ada: Trainee, saying: Saying) -> list[Message]:
    return await ada.send(encode(spoken(saying)).content)


async def test_a_spoken_question_is_answered_in_words_and_aloud(ada: Trainee) -> None:
    heard, answer, voice = await speak(ada, CRAMPS)
    assert heard.text == CRAMPS.said_back
    assert title(answer) == "Why do my hamstrings cramp?"
    seconds = speech_in(ada.phone.sound(voice))
    assert seconds == pytest.approx((voice.voice or {})["duration"], abs=0.6)
    assert seconds == pytest.approx(len(answer.text) / TALKS, rel=0.5)


async def test_a_spoken_word_moves_a_session_on(ada: Trainee) -> None:
    await ada.write("/session finisher")
    await ada.tap("Start")
    heard, card, voice = await speak(ada, DONE)
    assert heard.text == DONE.said_back
    assert card.labels[0] == "Start: right leg"
    assert speech_in(ada.phone.sound(voice)) > 1


async def test_a_spoken_red_flag_locks(ada: Trainee) -> None:
    heard, stop, voice = await speak(ada, POPPED)
    assert heard.text == POPPED.said_back
    assert title(stop) == "Please stop here"
    assert speech_in(ada.phone.sound(voice)) > 5
    locked = await ada.write("/session primer")
    assert "Training is paused here" in locked.text


async def test_where_nobody_speaks_nothing_is_heard(ada: Trainee) -> None:
    noise = encode(hiss(1.5, 60.0)).content
    await ada.phone.speak(noise)
    assert "could not hear anybody" in (await ada.phone.answer()).text
    assert speech_in(noise) == speech_in(b"OggS OpusHead") == 0
