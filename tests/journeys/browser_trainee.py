"""Somebody who trains with the assistant in the browser chat."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from bot.app import App, Speech, app
from bot.config import read_settings
from bot.knowledge.knowledge_base import KnowledgeBase
from tests.fakes import MUTE
from tests.journeys.clock import Clock
from tests.ports import free_port


@dataclass
class Trainee:
    """Somebody with the page open; the assistant can be stopped and started again."""

    page: Page
    folder: Path
    knowledge: KnowledgeBase
    voices: Speech | None = None
    engines: bool = False
    """Whether the engines that work out of the box hear and speak, where no `voices` do."""
    port: int = field(default_factory=free_port)
    clock: Clock = field(default_factory=Clock)
    running: App | None = None
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self) -> None:
        """Start the assistant."""
        settings = read_settings(
            {
                "BOT_DATA_DIR": str(self.folder),
                "BOT_CHAT_PORT": str(self.port),
                **({} if self.engines else MUTE),
            }
        )
        opened = app(settings, self.clock, knowledge=self.knowledge, voices=self.voices)
        self.running = await self.stack.enter_async_context(opened)

    async def stop(self) -> None:
        """Stop it."""
        await self.stack.aclose()

    async def write(self, text: str) -> None:
        await self.page.get_by_label("Your message").fill(text)
        await self.page.keyboard.press("Enter")

    async def speak(self, seconds: float = 0.6) -> None:
        """Press the microphone, let it hear for a while, press again."""
        record = self.page.get_by_role("button", name="Record a voice message")
        await record.click()
        await expect(record).to_have_attribute("aria-pressed", "true")
        await self.page.wait_for_timeout(seconds * 1000)
        await record.click()

    async def tap(self, label: str) -> None:
        """Tap the last button whose label begins so."""
        named = re.compile(f"^{re.escape(label)}")
        await self.page.get_by_role("button", name=named).last.click()

    async def sees(self, title: str) -> Locator:
        """Wait until the newest message has a title."""
        newest = self.page.locator(".coach").last
        await expect(newest.locator(".title")).to_have_text(title)
        return newest

    async def reads(self, words: str) -> None:
        """Wait until the newest message holds some words."""
        await expect(self.page.locator(".coach").last).to_contain_text(words)

    async def skip(self, **time: float) -> None:
        """Let time pass; what is due then rings."""
        assert self.running
        before = self.clock()
        self.clock.skip(**time)
        self.running.dispatcher.wake(before)  # the real clock does not know


@asynccontextmanager
async def in_browser(
    chrome: Browser,
    folder: Path,
    knowledge: KnowledgeBase,
    voices: Speech | None = None,
    *,
    engines: bool = False,
) -> AsyncIterator[Trainee]:
    """Somebody new with the page open."""
    page = await chrome.new_page(permissions=["microphone"])
    trainee = Trainee(page, folder, knowledge, voices, engines)
    await trainee.start()
    await page.goto(f"http://127.0.0.1:{trainee.port}/")
    await page.locator(".coach").first.wait_for()  # the page knows whose it is
    yield trainee
    await page.close()
    await trainee.stop()
