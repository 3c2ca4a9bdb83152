"""Stand-ins of a few lines for what the channel talks to."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.config import Settings
from bot.domain.audio import Recording
from bot.domain.people import Channel, Person
from bot.domain.replies import Picture, Reply
from bot.handlers.channel import TelegramChannel, telegram
from bot.handlers.rate_limit.buckets import Rate
from bot.handlers.rate_limit.limiter import RateLimiter
from tests.fakes import Voices

AT_ONCE = Rate(0.0, 1)


def now() -> datetime:
    return datetime.now(UTC)


def unlimited() -> RateLimiter:
    return RateLimiter(overall=AT_ONCE, reminders=AT_ONCE, private=AT_ONCE, group=AT_ONCE)


def settings(url: str, token: str | None) -> Settings:
    return Settings(Path("unused"), "sqlite://", telegram_token=token, telegram_api_url=url)


async def at_once(_: Person, __: str) -> None:
    """Think no time at all."""


@dataclass
class ScriptedConversation:
    """A conversation that repeats what it hears, unless it was told what to answer."""

    answers: dict[str, Sequence[Reply]] = field(default_factory=dict)
    heard: list[tuple[str, str]] = field(default_factory=list)
    think: Callable[[Person, str], Awaitable[None]] = at_once

    async def read(self, person: Person, text: str, now: datetime) -> Sequence[Reply]:
        assert now.tzinfo
        self.heard.append((person.address, text))
        await self.think(person, text)
        return self.answers.get(text, (Reply(f"You said: {text}"),))

    async def listen(self, person: Person, recording: Recording, now: datetime) -> Sequence[Reply]:
        return await self.read(person, f"aloud: {recording.content.decode()}", now)

    async def muted(self, person: Person) -> Sequence[Reply]:
        return await self.read(person, "muted", datetime.now(UTC))

    async def tap(self, person: Person, data: str, now: datetime) -> Sequence[Reply]:
        return await self.read(person, data, now)

    async def locate(
        self, person: Person, latitude: float, longitude: float, now: datetime
    ) -> Sequence[Reply]:
        return await self.read(person, f"at {latitude}, {longitude}", now)


@dataclass
class InMemoryPeople:
    """People in memory."""

    active: dict[str, bool] = field(default_factory=dict)

    async def meet(self, channel: Channel, address: str, now: datetime) -> Person:
        assert now.tzinfo
        self.active[address] = True
        return Person(int(address), channel, address)

    async def deactivate(self, channel: Channel, address: str) -> None:
        assert channel is Channel.TELEGRAM
        self.active[address] = False

    async def rekey(self, channel: Channel, old: str, new: str) -> None:
        assert channel is Channel.TELEGRAM
        self.active[new] = self.active.pop(old, True)


@dataclass
class InMemoryCards:
    """Cards in memory."""

    stored: dict[str, int] = field(default_factory=dict)

    async def get(self, person: Person) -> int | None:
        return self.stored.get(person.address)

    async def put(self, person: Person, message_id: int | None) -> None:
        self.stored.pop(person.address, None)
        if message_id is not None:
            self.stored[person.address] = message_id


@dataclass
class InMemoryFileIds:
    """File ids in memory."""

    stored: dict[str, str] = field(default_factory=dict)

    async def get(self, key: str) -> str | None:
        return self.stored.get(key)

    async def put(self, key: str, file_id: str) -> None:
        self.stored[key] = file_id

    async def drop(self, key: str) -> None:
        self.stored.pop(key, None)


@dataclass
class FakeAnimations:
    """Draws a few bytes for what it knows."""

    files: dict[str, bytes] = field(default_factory=dict)
    drawn: list[Picture] = field(default_factory=list)

    async def draw(self, picture: Picture) -> bytes:
        self.drawn.append(picture)
        await asyncio.sleep(0)  # others may ask meanwhile
        return self.files[picture.exercise]


@dataclass
class Backends:
    """What the channel keeps, draws and says."""

    cards: InMemoryCards = field(default_factory=InMemoryCards)
    files: InMemoryFileIds = field(default_factory=InMemoryFileIds)
    animations: FakeAnimations = field(default_factory=FakeAnimations)
    voices: Voices = field(default_factory=Voices)


def running_channel(
    chosen: Settings,
    conversation: ScriptedConversation | None = None,
    people: InMemoryPeople | None = None,
    *,
    backends: Backends | None = None,
    rate_limiter: RateLimiter | None = None,
) -> AbstractAsyncContextManager[TelegramChannel]:
    """The channel with stand-ins at all ends."""
    inside = backends or Backends()
    return telegram(
        chosen,
        conversation or ScriptedConversation(),
        people or InMemoryPeople(),
        now,
        cards=inside.cards,
        files=inside.files,
        animations=inside.animations.draw,
        voices=inside.voices.synthesize,
        rate_limiter=rate_limiter,
    )
