"""Server-Sent Events: the open tabs, and what each receives after the revision it has seen."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.domain.commands import COMMANDS
from bot.domain.people import Person
from bot.web.ports import MessageHistory, StoredMessage
from bot.web.range_response import SpeechSynthesis
from bot.web.serial import for_page

TABS = 4
"""Open tabs of one visitor: browsers allow six connections, two stay free for sending."""
EVERYBODY = 200
"""Open tabs of all visitors."""


class TooManyStreamsError(Exception):
    """No further tab fits."""


class StreamEnd(Enum):
    """Why a stream ends from our side."""

    REPLACED = "rest"
    """A newer tab of the same visitor replaced it."""
    CLOSING = "closing"
    """The server stops."""


class Stream:
    """One open tab. A notification carries nothing: what is new is read from storage."""

    def __init__(self) -> None:
        self.ending: StreamEnd | None = None
        self._changed = asyncio.Event()

    def notify(self) -> None:
        """Something is new."""
        self._changed.set()

    def end(self, ending: StreamEnd) -> None:
        """Let the stream end by itself after what it is sending."""
        self.ending = self.ending or ending
        self.notify()

    def clear(self) -> None:
        """Forget earlier notifications, just before reading what is new."""
        self._changed.clear()

    async def wait(self, seconds: float) -> None:
        """Until a notification, at most for `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return


class Streams:
    """All open tabs, oldest first for each person."""

    def __init__(self, tabs: int = TABS, everybody: int = EVERYBODY) -> None:
        self._tabs = tabs
        self._everybody = everybody
        self._open: dict[int, list[Stream]] = {}
        self._closed = False

    def open(self, person_id: int) -> Stream:
        """A new tab; the oldest ones of the same person end when there are too many.

        Raises `TooManyStreamsError` when everybody together has too many, or the server stops.
        """
        if self._closed or sum(map(len, self._open.values())) >= self._everybody:
            raise TooManyStreamsError
        streams = self._open.setdefault(person_id, [])
        live = [stream for stream in streams if stream.ending is None]
        for stream in live[: max(0, len(live) + 1 - self._tabs)]:
            stream.end(StreamEnd.REPLACED)
        streams.append(stream := Stream())
        return stream

    def leave(self, person_id: int, stream: Stream) -> None:
        """The tab is gone."""
        streams = self._open.get(person_id, [])
        if stream in streams:
            streams.remove(stream)
        if not streams:
            self._open.pop(person_id, None)

    def notify(self, person_id: int) -> None:
        """Tell all tabs of a person that something is new."""
        for stream in self._open.get(person_id, ()):
            stream.notify()

    def close(self) -> None:
        """End all tabs and open no further one."""
        self._closed = True
        for streams in self._open.values():
            for stream in streams:
                stream.end(StreamEnd.CLOSING)


RETRY = "retry: 1000\n\n"
"""A lost connection is opened again after this many milliseconds."""
MENU = [{"name": c.name, "description": c.description} for c in COMMANDS if c.shortcut]
"""Commands that the page offers at any time."""
PAGE = 100
"""Messages that are read at once."""
LARGEST = 2**53 - 1
"""The largest id or revision: the largest integer that the page's scripts represent exactly."""


@dataclass(frozen=True, slots=True)
class Events:
    """What one tab receives, from a revision on until the tab or the server ends."""

    history: MessageHistory
    person: Person
    stream: Stream
    heartbeat: float
    """Seconds without an event after which one is sent all the same."""
    voices: SpeechSynthesis

    async def since(self, revision: int, visitor: str) -> AsyncIterator[str]:
        """First `hello` with the visitor, then every message, `current` whenever all were sent."""
        restart = await self._is_forgotten(revision)
        yield RETRY + _event("hello", self._hello(visitor) | {"restart": restart})
        revision = 0 if restart else revision
        while self.stream.ending is None:
            self.stream.clear()
            while messages := await self.history.after(self.person, revision, PAGE):
                for message in messages:
                    revision = message.revision
                    yield self._event_of(message)
            yield _event("current", {})
            await self.stream.wait(self.heartbeat)
        if self.stream.ending is StreamEnd.REPLACED:
            yield _event("rest", {})

    async def _is_forgotten(self, revision: int) -> bool:
        """Whether the tab has seen a revision that storage does not know (any more)."""
        return revision > 0 and not await self.history.after(self.person, revision - 1, 1)

    def _hello(self, visitor: str) -> dict[str, Any]:
        return {"visitor": visitor, "menu": MENU, "hears": self.voices.transcribes}

    def _event_of(self, message: StoredMessage) -> str:
        content = {
            **for_page(message.body, speaks=self.voices.synthesizes),
            "id": message.id,
            "author": message.author,
            "at": message.created_at.isoformat(),
        }
        return f"id: {message.revision}\ndata: {json.dumps(content)}\n\n"


class EventResponse(StreamingResponse):
    """Sends events, and calls `leave` however the stream ends."""

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
