"""What an open tab receives: everything after the revision it has seen (Server-Sent Events)."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.domain.commands import COMMANDS
from bot.domain.people import Person
from bot.web.ports import MessageHistory, StoredMessage
from bot.web.range_response import SpeechSynthesis
from bot.web.serial import for_page
from bot.web.streams import Stream, StreamEnd

RETRY = "retry: 1000\n\n"
"""A lost connection is opened again after this many milliseconds."""
MENU = [{"name": c.name, "description": c.description} for c in COMMANDS if c.shortcut]
"""What the page offers at any time; an empty chat has said hello already."""
PAGE = 100
"""Messages that are read at once."""
LARGEST = 2**53 - 1
"""The largest number of a revision or a message: so far the page's scripts count exactly."""


@dataclass(frozen=True, slots=True)
class Events:
    """What one tab is told, from a revision on until the tab or the server goes."""

    history: MessageHistory
    person: Person
    stream: Stream
    beat: float
    """Seconds of silence after which a sign of life is sent."""
    voices: SpeechSynthesis

    async def since(self, revision: int, visitor: str) -> AsyncIterator[str]:
        """First who is spoken to, then every message, `current` whenever all were told."""
        restart = await self._is_forgotten(revision)
        yield RETRY + _event("hello", self._hello(visitor) | {"restart": restart})
        revision = 0 if restart else revision
        while self.stream.ending is None:
            self.stream.hush()
            while messages := await self.history.after(self.person, revision, PAGE):
                for message in messages:
                    revision = message.revision
                    yield self._told(message)
            yield _event("current", {})
            await self.stream.wait(self.beat)
        if self.stream.ending is StreamEnd.REST:
            yield _event("rest", {})

    async def _is_forgotten(self, revision: int) -> bool:
        """Whether the tab has seen a revision that storage does not know (any more)."""
        return revision > 0 and not await self.history.after(self.person, revision - 1, 1)

    def _hello(self, visitor: str) -> dict[str, Any]:
        return {"visitor": visitor, "menu": MENU, "hears": self.voices.transcribes}

    def _told(self, message: StoredMessage) -> str:
        content = {
            **for_page(message.body, speaks=self.voices.synthesizes),
            "id": message.id,
            "author": message.author,
            "at": message.created_at.isoformat(),
        }
        return f"id: {message.revision}\ndata: {json.dumps(content)}\n\n"


class EventResponse(StreamingResponse):
    """Sends events, and says goodbye for the tab however it ends."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[str], leave: Callable[[], None]) -> None:
        # proxies would otherwise collect a while before they pass anything on
        super().__init__(events, headers={"cache-control": "no-store", "x-accel-buffering": "no"})
        self._leave = leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until it ends."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._leave()


def number_of(text: str) -> int:
    """A revision that a tab has seen, or the id of a message; 0 for what is no number."""
    if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST)):
        return min(int(text), LARGEST)
    return 0


def _event(name: str, content: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(content)}\n\n"
