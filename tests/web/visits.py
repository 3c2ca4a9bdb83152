"""Real visits to a running browser chat, over real HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from bot.domain.people import Person
from bot.web.server import BrowserChannel, browser_chat
from bot.web.visitors import COOKIE, Visitor
from tests.web.fakes import (
    FakeAnimations,
    InMemoryCards,
    InMemoryHistory,
    InMemoryPeople,
    ScriptedConversation,
    Voices,
    clock,
)

SOON = 3.0
"""Seconds within which anything must have arrived."""


@dataclass
class Tab:
    """One open stream of events."""

    lines: AsyncIterator[str]
    visitor: str = ""
    restarted: bool = False
    seen: int = 0
    messages: list[dict[str, Any]] = field(default_factory=list)

    async def event(self) -> tuple[str, dict[str, Any]]:
        """The next event, by name."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(SOON):
            async for line in self.lines:
                name, _, value = line.partition(": ")
                if line and name != "retry":
                    fields[name] = value
                if not line and "data" in fields:
                    return self._note(fields)
        raise EOFError

    async def catch_up(self) -> list[dict[str, Any]]:
        """Every message until the server says that this was all for now."""
        new: list[dict[str, Any]] = []
        while True:
            name, content = await self.event()
            if name == "current":
                return new
            if name == "message":
                new.append(content)

    async def next(self) -> dict[str, Any]:
        """The next message."""
        while True:
            name, content = await self.event()
            if name == "message":
                return content

    async def until_closed(self) -> list[str]:
        """The names of all further events."""
        names: list[str] = []
        try:
            while True:
                names.append((await self.event())[0])
        except EOFError:
            return names

    def _note(self, fields: dict[str, str]) -> tuple[str, dict[str, Any]]:
        content = json.loads(fields["data"])
        self.seen = int(fields.get("id", self.seen))
        if fields.get("event") == "hello":
            self.visitor, self.restarted = content["visitor"], content["restart"]
        if "event" not in fields:
            self.messages.append(content)
        return fields.get("event", "message"), content


@dataclass
class Visit:
    """A browser with its own cookie."""

    client: httpx.AsyncClient
    people: InMemoryPeople

    @property
    def person(self) -> Person:
        """Who the bot takes this visitor for."""
        return self.people.known[Visitor(self.client.cookies[COOKIE]).address]

    @asynccontextmanager
    async def tab(self, seen: int = 0, *, after: str = "") -> AsyncIterator[Tab]:
        """An open tab that has seen a revision, or says so in the address."""
        address = f"/events?after={after}" if after else "/events"
        headers = {"last-event-id": str(seen)} if seen else {}
        async with self.client.stream("GET", address, headers=headers) as response:
            assert response.status_code == 200, await response.aread()
            yield Tab(response.aiter_lines())

    async def arrive(self) -> list[dict[str, Any]]:
        """Open the chat once: afterwards there is a cookie."""
        async with self.tab() as tab:
            return await tab.catch_up()

    async def say(self, text: str) -> httpx.Response:
        return await self.client.post("/say", json={"text": text})

    async def speak(self, content: bytes, kind: str = "audio/webm;codecs=opus") -> httpx.Response:
        return await self.client.post("/listen", content=content, headers={"content-type": kind})

    async def tap(self, message: int, action: str) -> httpx.Response:
        return await self.client.post("/tap", json={"message": message, "action": action})


@dataclass
class RunningChat:
    """A running browser chat and everything it was given."""

    channel: BrowserChannel
    conversation: ScriptedConversation
    people: InMemoryPeople
    history: InMemoryHistory
    cards: InMemoryCards = field(default_factory=InMemoryCards)
    animations: FakeAnimations = field(default_factory=FakeAnimations)
    voices: Voices = field(default_factory=Voices)

    def waiting(self, person: Person) -> int:
        """How many messages of a person are in progress or waiting."""
        entry = self.channel.chat.locks._entries.get(person.id)
        return entry.users if entry else 0

    @asynccontextmanager
    async def visit(self, **headers: str) -> AsyncIterator[Visit]:
        """Somebody with a browser of their own."""
        origin = {"origin": self.channel.url.rstrip("/")}
        async with httpx.AsyncClient(
            base_url=self.channel.url, headers=origin | headers, timeout=SOON
        ) as client:
            yield Visit(client, self.people)


@asynccontextmanager
async def running_chat(
    *,
    conversation: ScriptedConversation | None = None,
    people: InMemoryPeople | None = None,
    history: InMemoryHistory | None = None,
    voices: Voices | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
    heartbeat: float = 15.0,
    clock: Callable[[], datetime] = clock,
) -> AsyncIterator[RunningChat]:
    """A browser chat that runs until the block ends."""
    conversation, people, history = (
        conversation or ScriptedConversation(),
        people or InMemoryPeople(),
        history or InMemoryHistory(),
    )
    cards, animations, voices = InMemoryCards(), FakeAnimations(), voices or Voices()
    async with browser_chat(
        host,
        port,
        conversation=conversation,
        people=people,
        history=history,
        cards=cards,
        animations=animations.draw,
        voices=voices,
        clock=clock,
        heartbeat=heartbeat,
    ) as channel:
        yield RunningChat(channel, conversation, people, history, cards, animations, voices)
