"""Reminders in the browser chat: set by words and by taps, rung without a reload, changed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.knowledge.knowledge import Knowledge
from tests.browser import browser
from tests.journeys.browser_trainee import Trainee, in_browser

pytestmark = pytest.mark.asyncio(loop_scope="module")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome() -> AsyncIterator[Browser]:
    async with browser() as chrome:
        yield chrome


@pytest_asyncio.fixture(loop_scope="module")
async def ada(chrome: Browser, tmp_path: Path, knowledge: Knowledge) -> AsyncIterator[Trainee]:
    async with in_browser(chrome, tmp_path, knowledge) as trainee:
        yield trainee


async def test_set_by_words_rung_snoozed_and_deleted(ada: Trainee) -> None:
    moment = (ada.clock() + timedelta(days=1)).astimezone(BERLIN)
    moment = moment.replace(hour=12, minute=0, second=0, microsecond=0)
    await ada.write(f"/remind {moment:%A} at 12")
    await ada.sees("Where are you?")
    await ada.write("berlin")
    await expect(ada.page.locator(".coach").last).to_contain_text("12:00")
    await ada.tap("Save")
    await ada.sees("Saved")

    await ada.skip(seconds=(moment - ada.clock()).total_seconds() + 0.1)
    await ada.sees("Time to train")
    await ada.tap("In 1 hour")
    await expect(ada.page.locator(".coach").last).to_contain_text("I will be back")
    await ada.skip(hours=1)
    await ada.sees("Time to train")
    await ada.tap("Not today")
    await ada.tap("Sore")
    await expect(ada.page.locator(".coach").last).to_contain_text("rest is training too")

    await ada.write("/reminders")
    await ada.sees("Your reminders")
    await ada.tap("Delete 1")
    await ada.sees("Deleted")


async def test_set_by_taps_alone(ada: Trainee) -> None:
    await ada.write("/timezone new york")
    await ada.write("/reminders")
    await ada.tap("Set one up")
    await ada.sees("Which days?")
    await ada.page.locator(".coach").last.get_by_role("button").first.click()
    await expect(ada.page.get_by_role("button", name="19:00").last).to_be_visible()
    await ada.tap("19:00")
    await ada.sees("Your reminder")
    await ada.tap("Save")
    await ada.sees("Saved")
