"""Somebody who trains with the assistant in Telegram."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.app import App, app
from bot.config import read_settings
from bot.domain.audio import RecognitionError
from bot.knowledge.knowledge_base import KnowledgeBase
from tests.fakes import MUTE, Voices
from tests.handlers.fakes import unlimited
from tests.journeys.clock import Clock
from tests.telegram_server.chats import Message
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TOKEN, TelegramServer, telegram_server


@dataclass
class Trainee:
    """Somebody with a phone on the floor; the assistant can be stopped and started again."""

    server: TelegramServer
    folder: Path
    knowledge: KnowledgeBase
    phone: Phone
    voices: Voices = field(default_factory=Voices)
    engines: bool = False
    """Whether the engines that work out of the box hear and speak, instead of `voices`."""
    clock: Clock = field(default_factory=Clock)
    card: Message | None = None
    running: App | None = None
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self) -> None:
        """Start the assistant."""
        settings = read_settings(
            {
                "TELEGRAM_BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": self.server.url,
                "BOT_DATA_DIR": str(self.folder),
                **({} if self.engines else MUTE),
                "BOT_CHAT_PORT": "0",
            }
        )
        voices = None if self.engines else self.voices
        opened = app(
            settings, self.clock, knowledge=self.knowledge, voices=voices, rate_limiter=unlimited()
        )
        self.running = await self.stack.enter_async_context(opened)

    async def stop(self) -> None:
        """Stop it."""
        await self.stack.aclose()

    async def write(self, text: str) -> Message:
        """Write, and look at what comes with buttons."""
        await self.phone.say(text)
        return await self.look()

    async def speak(self, *hypotheses: str | tuple[str, float] | RecognitionError) -> list[Message]:
        """Send a voice message that is heard so, and look at the answers, to the spoken one."""
        return await self.send(self.voices.recording(*hypotheses).content)

    async def send(self, recording: bytes) -> list[Message]:
        """Send a voice message, and look at the answers, to the spoken one."""
        said = await self.phone.speak(recording)
        found: list[Message] = []
        while not found or not found[-1].voice:
            message = await self.phone.answer()
            if message.id > said.id and not message.animation:
                found.append(message)
        return found

    async def speak_in_vain(
        self, *hypotheses: str | tuple[str, float] | RecognitionError
    ) -> list[Message]:
        """The same where two answers come, in writing only."""
        await self.phone.speak(self.voices.recording(*hypotheses).content)
        answers = [await self.phone.answer() for _ in range(2)]
        assert await self.phone.silence()
        return answers

    async def tap(self, label: str, message: Message | None = None) -> Message:
        """Tap a button of the card whose label begins so."""
        on = message or self.card
        assert on
        found = next(one for one in on.labels if one.startswith(label))
        await self.phone.tap(found, on)
        return await self.look()

    async def phone_says(self, text: str) -> Message:
        """Write, and look at whatever comes."""
        await self.phone.say(text)
        return await self.phone.answer()

    async def phone_taps(self, label: str, message: Message) -> Message:
        """Tap, and look at whatever comes."""
        await self.phone.tap(label, message)
        return await self.phone.answer()

    async def look(self) -> Message:
        """The next message with buttons."""
        while True:
            message = await self.phone.answer()
            if message.labels:
                self.card = message
                return message

    async def skip(self, **time: float) -> None:
        """Let time pass; what is due then rings."""
        assert self.running
        before = self.clock()
        self.clock.skip(**time)
        self.running.dispatcher.wake(before)  # the real clock does not know


@asynccontextmanager
async def in_telegram(
    folder: Path, knowledge: KnowledgeBase, *, engines: bool = False
) -> AsyncIterator[Trainee]:
    """Somebody new, with the assistant at the other end."""
    async with telegram_server() as server:
        trainee = Trainee(server, folder, knowledge, server.phone(), engines=engines)
        await trainee.start()
        yield trainee
        await trainee.stop()


def title(message: Message) -> str:
    """What stands in bold at the top of a message."""
    return message.shown("bold")[0]
