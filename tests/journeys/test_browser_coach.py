"""The whole coach in a real browser: its own knowledge, its own storage, its own words."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.app import App, app
from bot.config import Settings, read_settings
from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.storage.database import Database
from bot.storage.feedback import FeedbackRepository
from tests.browser import browser
from tests.fakes import MUTE
from tests.ports import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")

VAGUE = ("leg lift", "warm up or after", "machine", "more weight", "stretching")
"""Questions that are likely to be meant in several ways."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome() -> AsyncIterator[Browser]:
    async with browser() as chrome:
        yield chrome


def _settings(folder: Path) -> Settings:
    return read_settings({"BOT_DATA_DIR": str(folder), "BOT_CHAT_PORT": str(free_port()), **MUTE})


@pytest_asyncio.fixture(loop_scope="module")
async def running(knowledge: KnowledgeBase, tmp_path: Path) -> AsyncIterator[App]:
    async with app(_settings(tmp_path), knowledge=knowledge) as running:
        yield running


@pytest.fixture
def database(running: App) -> Database:
    return running.database


@pytest_asyncio.fixture(loop_scope="module")
async def page(chrome: Browser, running: App) -> AsyncIterator[Page]:
    assert running.chat
    page = await chrome.new_page()
    complaints: list[str] = []
    page.on("console", lambda note: complaints.append(note.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(running.chat.url)
    yield page
    await page.close()
    assert complaints == []


async def ask(page: Page, text: str) -> None:
    await page.get_by_label("Your message").fill(text)
    await page.keyboard.press("Enter")


def vague(knowledge: KnowledgeBase, topic: str) -> str:
    """A question that stays open although the talk was about a topic just now."""
    keywords = [word for found in knowledge.library.topics.values() for word in found.keywords]
    open_ones = (
        t for t in (*VAGUE, *keywords) if knowledge.decide(t, topic).kind is DecisionKind.CHOICES
    )
    return next(open_ones)


async def test_from_hello_to_feedback(
    page: Page, knowledge: KnowledgeBase, database: Database
) -> None:
    topics = knowledge.library.topics
    hello = page.locator(".coach").first
    await expect(hello.locator(".title")).to_contain_text("Hello")
    await expect(hello.get_by_role("button")).not_to_have_count(0)

    await ask(page, "why do my hamstrngs crmp when I curl??")
    answer = page.locator(".coach").nth(1)
    await expect(answer.locator(".title")).to_have_text(topics["cramps_why"].question)
    await expect(answer.locator(".note")).not_to_be_empty()

    next_topic = topics["cramps_why"].followups[0]
    followup = topics[next_topic].question
    await answer.get_by_role("button", name=followup).click()
    await expect(page.locator(".person").last).to_contain_text(followup)
    await expect(page.locator(".coach").nth(2).locator(".title")).to_have_text(followup)

    await ask(page, vague(knowledge, next_topic))
    choices = page.locator(".coach").nth(3)
    await choices.get_by_role("button", name="None of these").click()
    await expect(choices).to_contain_text("Sorry, then I missed it")
    await expect(page.locator(".item")).to_have_count(7)

    await answer.get_by_role("button", name="Not helpful").click()
    await answer.get_by_role("button", name="Hard to understand").click()
    await expect(answer.get_by_role("button", name="Thank you, that helps")).to_be_visible()
    await expect(answer.locator(".title")).to_have_text(topics["cramps_why"].question)
    verdicts = await FeedbackRepository(database).since(datetime(2020, 1, 1, tzinfo=UTC))
    assert "unclear" in [verdict.reason for verdict in verdicts]


async def test_a_warning_sign_stops_the_training_talk(page: Page) -> None:
    await ask(page, "I felt a sudden pop in the back of my thigh and now I cannot put weight on it")
    stop = page.locator(".coach").nth(1)
    await expect(stop.locator(".title")).to_have_text("Please stop here")
    await stop.get_by_role("button", name="I have been checked").click()
    await page.get_by_role("button", name="Yes, I may train again").click()
    await expect(page.locator(".coach").last).to_contain_text("Training is open again")


async def test_every_shortcut_leads_somewhere(page: Page) -> None:
    for name, title in (
        ("Help", "How to use me"),
        ("Session", "Which workout?"),
        ("Topics", "Everything I can answer"),
        ("Exercises", "The exercises, easiest first"),
        ("Privacy", "What I keep about you"),
    ):
        await page.get_by_role("navigation").get_by_role("button", name=name).click()
        await expect(page.locator(".coach .title").last).to_have_text(title)


async def test_a_chapter_is_read_from_its_top_on_a_phone(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 640})
    await ask(page, "/topics")
    chapters = page.locator(".coach").nth(1)
    await chapters.get_by_role("button").last.click()
    await expect(chapters.get_by_role("button", name="All chapters")).to_be_attached()
    await expect(chapters.locator(".title")).to_be_in_viewport()
    await expect(chapters.get_by_role("button").first).to_be_focused()
