"""A guided session in the browser chat, from the order to the history."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.knowledge.knowledge_base import KnowledgeBase
from tests.browser import browser
from tests.journeys.browser_trainee import Trainee, in_browser

pytestmark = pytest.mark.asyncio(loop_scope="module")

POPPED = "something popped and now it's numb"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome() -> AsyncIterator[Browser]:
    async with browser() as chrome:
        yield chrome


@pytest_asyncio.fixture(loop_scope="module")
async def ada(chrome: Browser, tmp_path: Path, knowledge: KnowledgeBase) -> AsyncIterator[Trainee]:
    async with in_browser(chrome, tmp_path, knowledge) as trainee:
        yield trainee


async def test_a_whole_session(ada: Trainee) -> None:
    await ada.write("/session finisher")
    card = await ada.sees("Finisher: set 1 of 2, left")
    await expect(ada.page.locator("video")).to_have_count(1)
    await ada.tap("Start: left leg")
    await expect(card).to_contain_text("Count 2 up")

    await ada.write("why do my hamstrings cramp")
    await ada.sees("Why do my hamstrings cramp?")
    await ada.tap("Resume: set 1, left")
    card = await ada.sees("Finisher: set 1 of 2, left")
    await expect(ada.page.get_by_role("button", name="Done: 12")).to_have_count(1)

    await ada.write("my back is arching")
    await expect(ada.page.locator(".coach").last).to_contain_text("Mind this: Reset, engage")

    await ada.tap("Done")
    await ada.tap("Start: right leg")
    await ada.tap("Done")
    await ada.sees("Finisher: set 1 of 2 done")
    await ada.tap("Back of the thigh")
    await ada.sees("Finisher: rest before set 2 of 2")

    messages = await ada.page.locator(".coach").count()
    await ada.skip(seconds=46)
    await expect(ada.page.locator(".coach")).to_have_count(messages + 1)
    await expect(ada.page.locator(".coach").last).to_contain_text("The rest is over.")
    await expect(ada.page.get_by_role("button", name="Stop", exact=True)).to_have_count(1)

    await ada.write("hurts 5")
    await expect(ada.page.locator(".coach").last).to_contain_text("Let us make it easier")
    await ada.tap("Done")
    await ada.tap("Start: right leg")
    await ada.tap("Done")
    await ada.tap("Back of the thigh")
    summary = await ada.sees("Finisher: done")
    await expect(summary).to_contain_text("Pain: 5 of 10 at most.")
    await expect(summary).to_contain_text("Next time:")

    await ada.write("/history")
    await expect(await ada.sees("Your last sessions")).to_contain_text("pain 5 of 10")


async def test_a_red_flag_locks_over_a_restart_until_it_is_cleared(ada: Trainee) -> None:
    await ada.write("/session finisher")
    await ada.sees("Finisher: set 1 of 2, left")
    await ada.tap("Start: left leg")
    await ada.write(POPPED)
    await ada.sees("Finisher: stopped at set 1 of 2")
    await expect(ada.page.locator(".coach").nth(-2)).to_contain_text("Please stop here")

    await ada.stop()
    await ada.start()
    await ada.page.reload()
    await ada.write("/session primer")
    await expect(ada.page.locator(".coach").last).to_contain_text("Training is paused here")
    await ada.tap("I have been checked")
    await ada.tap("Yes, I may train again")
    await expect(ada.page.locator(".coach").last).to_contain_text("Training is open again")
    await ada.tap("Drop it")
    await ada.write("/session primer")
    await ada.sees("Primer: set 1 of 2, left")
