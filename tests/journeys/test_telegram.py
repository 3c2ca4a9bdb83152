"""Whole stories in Telegram: the real conversation and a real database behind the real channel."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App, app
from bot.config import Settings, read_settings
from bot.domain.replies import Unreadable
from bot.knowledge.content.loading import Library
from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.view.answer_text import NONE_OF_THESE, REASONS
from bot.knowledge.view.help_text import unreadable
from bot.storage.database import Database
from bot.storage.feedback import FeedbackRepository
from tests.fakes import MUTE
from tests.handlers.fakes import now, unlimited
from tests.telegram_server.chats import Message
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TOKEN, TelegramServer, telegram_server

VAGUE = ("how high", "what about weights", "weights", "how far", "knee", "bands and ball", "hips")
FACE = {"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1}
STICKER = {"sticker": FACE | {"type": "regular", "is_animated": False, "is_video": False}}
YES, NO = "\U0001f44d Helpful", "\U0001f44e Not helpful"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with telegram_server() as running:
        yield running


@pytest.fixture
def chosen(server: TelegramServer, tmp_path: Path) -> Settings:
    environment = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}
    return read_settings(
        {**environment, **MUTE, "BOT_DATA_DIR": str(tmp_path), "BOT_CHAT_PORT": "0"}
    )


@pytest.fixture
async def running(chosen: Settings, knowledge: KnowledgeBase) -> AsyncIterator[App]:
    async with app(chosen, now, knowledge=knowledge, rate_limiter=unlimited()) as running:
        yield running


@pytest.fixture
def phone(server: TelegramServer, running: App) -> Phone:
    """Somebody's phone, with the assistant at the other end."""
    assert running.telegram
    return server.phone()


@pytest.fixture
def database(running: App) -> Database:
    return running.database


async def asked(phone: Phone, text: str) -> Message:
    await phone.say(text)
    return await phone.answer()


def vague(knowledge: KnowledgeBase) -> str:
    """A question that could mean several things."""
    return next(text for text in VAGUE if knowledge.decide(text, None).kind is DecisionKind.CHOICES)


async def test_from_hello_to_a_follow_up(phone: Phone, library: Library) -> None:
    hello = await asked(phone, "/start")
    assert hello.shown("bold") == ["Hello, I am Hamstring Coach"]
    assert "All topics" in hello.labels
    answer = await asked(phone, "why do my hamstings kramp wen i curl?")
    topic = library.topics["cramps_why"]
    assert answer.shown("bold") == [topic.question]
    assert topic.text in answer.text
    follow_up = library.topics[topic.followups[0]]
    await phone.tap(follow_up.question, answer)
    assert (await phone.answer()).shown("bold") == [follow_up.question]


async def test_choices_and_none_of_these(phone: Phone, knowledge: KnowledgeBase) -> None:
    choices = await asked(phone, vague(knowledge))
    assert choices.labels[-1] == NONE_OF_THESE
    await phone.tap(NONE_OF_THESE, choices)
    instead = await phone.answer()
    assert (instead.id, NONE_OF_THESE in instead.labels) == (choices.id, False)


async def test_a_choice_is_answered_in_its_place(
    phone: Phone, knowledge: KnowledgeBase, library: Library
) -> None:
    choices = await asked(phone, vague(knowledge))
    wanted = choices.labels[0]
    await phone.tap(wanted, choices)
    answer = await phone.answer()
    assert (answer.id, answer.shown("bold")) == (choices.id, [wanted])
    assert wanted in {topic.question for topic in library.topics.values()}


async def test_feedback_with_a_reason(phone: Phone, database: Database) -> None:
    start = now()
    answer = await asked(phone, "why do my hamstrings cramp?")
    words = answer.text
    await phone.tap(NO, answer)
    assert (await phone.answer()).labels == list(REASONS.values())
    await phone.tap(REASONS["unclear"], answer)
    assert REASONS["unclear"] not in (await phone.answer()).labels
    again = await asked(phone, "why do my hamstrings cramp?")
    await phone.tap(YES, again)
    assert YES not in (await phone.answer()).labels
    assert answer.text == words
    found = {
        (it.topic, it.helpful, it.reason) for it in await FeedbackRepository(database).since(start)
    }
    assert {("cramps_why", True, None), ("cramps_why", False, "unclear")} <= found


async def test_privacy_a_sticker_and_an_old_button(phone: Phone) -> None:
    assert (await asked(phone, "/privacy@Coach_Bot")).shown("bold") == ["What I keep about you"]
    await phone.send(STICKER)
    assert (await phone.answer()).text == unreadable(Unreadable.STICKER).text
    await phone.tap_data("topic:a_topic_of_last_year", None)
    assert "older conversation" in (await phone.answer()).text
    await phone.tap_data("nonsense", None)
    assert "older conversation" in (await phone.answer()).text


async def test_something_that_needs_a_professional(phone: Phone, server: TelegramServer) -> None:
    story = "i felt a pop in my hamstring and cannot put weight on the leg"
    stop = await asked(phone, story)
    assert stop.shown("bold") == ["Please stop here"]
    group = phone.enter(server.group())
    discreet = await asked(group, f"@Coach_Bot {story}")
    assert "in private" in discreet.text
    assert not discreet.labels


async def test_every_button_of_the_menus_leads_somewhere(phone: Phone, library: Library) -> None:
    topics = await asked(phone, "/topics")
    await phone.tap(topics.labels[0], topics)
    chapter = await phone.answer()
    await phone.tap(chapter.labels[0], chapter)
    assert (await phone.answer()).shown("bold")[0] in {
        topic.question for topic in library.topics.values()
    }
    exercises = await asked(phone, "/exercises")
    await phone.tap(exercises.labels[0], exercises)
    assert (await phone.answer()).animation
    assert (await phone.answer()).shown("bold") == [exercises.labels[0]]


async def test_the_whole_house_starts_answers_and_stops(
    server: TelegramServer, chosen: Settings
) -> None:
    phone = server.phone()
    async with app(chosen):
        answer = await asked(phone, "why do my hamstrings cramp?")
    assert answer.labels
    assert server.methods.updates.unconfirmed == 0
