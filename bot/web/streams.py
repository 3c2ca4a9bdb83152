"""Open tabs: each one listens for a bell and then reads what is new from storage."""

import asyncio
from enum import Enum

TABS = 4
"""Open tabs of one visitor: browsers allow six connections, two stay free for sending."""
EVERYBODY = 200
"""Open tabs of all visitors."""


class Full(Exception):  # noqa: N818 - it is a state of the house, not a fault
    """No further tab fits."""


class StreamEnd(Enum):
    """Why a stream ends from our side."""

    REST = "rest"
    """A newer tab of the same visitor needed the place."""
    CLOSING = "closing"
    """The server stops."""


class Stream:
    """One open tab. The bell carries nothing: storage knows what is new."""

    def __init__(self) -> None:
        self.ending: StreamEnd | None = None
        self._bell = asyncio.Event()

    def ring(self) -> None:
        """Something is new."""
        self._bell.set()

    def end(self, ending: StreamEnd) -> None:
        """Let the stream finish by itself, soon."""
        self.ending = self.ending or ending
        self.ring()

    def hush(self) -> None:
        """Forget earlier rings, just before looking for what is new."""
        self._bell.clear()

    async def wait(self, seconds: float) -> None:
        """Until it rings, or `seconds` have passed."""
        try:
            async with asyncio.timeout(seconds):
                await self._bell.wait()
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
        """A new tab; the oldest one of the same person rests when there are too many.

        Raises `Full` when everybody together has too many, or the server stops.
        """
        if self._closed or sum(map(len, self._open.values())) >= self._everybody:
            raise Full
        streams = self._open.setdefault(person_id, [])
        awake = [stream for stream in streams if stream.ending is None]
        for stream in awake[: max(0, len(awake) + 1 - self._tabs)]:
            stream.end(StreamEnd.REST)
        streams.append(stream := Stream())
        return stream

    def leave(self, person_id: int, stream: Stream) -> None:
        """The tab is gone."""
        streams = self._open.get(person_id, [])
        if stream in streams:
            streams.remove(stream)
        if not streams:
            self._open.pop(person_id, None)

    def ring(self, person_id: int) -> None:
        """Tell all tabs of a person that something is new."""
        for stream in self._open.get(person_id, ()):
            stream.ring()

    def close(self) -> None:
        """End all tabs and open no further one."""
        self._closed = True
        for streams in self._open.values():
            for stream in streams:
                stream.end(StreamEnd.CLOSING)
