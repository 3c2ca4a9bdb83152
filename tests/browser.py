"""A real browser for tests: the system's Chromium, driven from outside."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """Where Chromium is. Raises `AssertionError` with a sentence when there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    assert found, (
        f"The browser journeys need Chromium: none of {', '.join(NAMES)} is on the PATH. "
        "On Debian or Ubuntu: apt-get install chromium"
    )
    return found


def microphone(speech: Path, *, once: bool = False) -> tuple[str, str]:
    """Arguments that give the browser a microphone; it hears a WAV file, over and over.

    The file is read when the microphone is opened, each time anew.
    """
    return (
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={speech}{'%noloop' if once else ''}",
    )


@asynccontextmanager
async def browser(*arguments: str) -> AsyncIterator[Browser]:
    """A headless browser that talks to nobody but the pages under test."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=chromium(), args=[*ARGUMENTS, *arguments]
        )
        try:
            yield launched
        finally:
            await launched.close()
