"""People who use the microphone of the browser chat."""

import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from bot.domain.alarms import SendOutcome
from bot.domain.people import Person
from bot.domain.replies import Reply
from bot.voice.engines import Pcm
from tests.browser import browser, microphone
from tests.voice.recordings import tone
from tests.web.visits import RunningChat

PITCH = 440.0
"""What the microphone hears, in hertz."""
STREAMS = """() => {
  window.streams = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    window.streams.push(stream);
    return stream;
  };
}"""
LISTENING = """() => window.streams.flatMap((stream) => stream.getTracks())
  .filter((track) => track.readyState === "live").length"""
HEARD = "(audio) => audio.readyState >= 2 && !audio.paused && audio.currentTime > 0"


def write_wav(file: Path, pcm: Pcm) -> None:
    """Sound as a WAV file."""
    with wave.open(str(file), "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(pcm.rate)
        opened.writeframes(pcm.samples)


@asynccontextmanager
async def browser_that_hears(folder: Path) -> AsyncIterator[Browser]:
    """A browser whose microphone hears a tone; contexts must be allowed to use it."""
    write_wav(folder / "tone.wav", tone(3, 48_000, PITCH))
    async with browser(*microphone(folder / "tone.wav")) as chrome:
        yield chrome


@dataclass
class Talker:
    """Somebody new with one tab."""

    chat: RunningChat
    page: Page
    person: Person

    @property
    def record(self) -> Locator:
        return self.page.get_by_role("button", name="Record a voice message")

    @property
    def cancel(self) -> Locator:
        return self.page.get_by_role("button", name="Cancel")

    @property
    def news(self) -> Locator:
        """What is read out about the recording."""
        return self.page.locator("#news")

    @property
    def audio(self) -> Locator:
        return self.page.locator("audio")

    async def begin(self) -> None:
        """Press, and wait until it records."""
        await self.record.click()
        await expect(self.record).to_have_attribute("aria-pressed", "true")

    async def speak(self, seconds: float = 0.6) -> None:
        """Say something from the first press to the second."""
        await self.begin()
        await self.page.wait_for_timeout(seconds * 1000)  # how long the recording is
        await self.record.click()

    async def write(self, words: str) -> None:
        await self.page.get_by_label("Your message").fill(words)
        await self.page.keyboard.press("Enter")

    async def push(self, *replies: Reply) -> None:
        """Say something unasked."""
        assert await self.chat.channel.deliver(self.person, replies) is SendOutcome.SENT

    async def listening(self) -> int:
        """How many microphones are open."""
        return int(await self.page.evaluate(LISTENING))

    async def plays(self, audio: Locator) -> None:
        """Wait until something is heard."""
        await self.page.wait_for_function(HEARD, arg=await audio.element_handle())


@asynccontextmanager
async def talking(
    chrome: Browser,
    chat: RunningChat,
    *,
    allowed: bool = True,
    width: int = 1000,
    height: int = 760,
    dark: bool = False,
    refused: bool = False,
    script: str = "",
) -> AsyncIterator[Talker]:
    """Somebody whose page must be free of errors to the end, but for requests that are `refused`.

    `script` runs before the page does.
    """
    context = await chrome.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    )
    if allowed:
        await context.grant_permissions(["microphone"])
    await context.add_init_script(f"({STREAMS})()")
    await context.add_init_script(script)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(chat.channel.url)
    await expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    yield Talker(chat, page, [*chat.people.known.values()][-1])
    await context.close()
    told = [one for one in complaints if not (refused and "Failed to load resource" in one)]
    assert told == []
