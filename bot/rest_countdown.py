"""Refreshes the card of a session during a rest, so that it shows how much is left."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.people import Person
from bot.domain.replies import Reply

_LOG = logging.getLogger(__name__)
EVERY = timedelta(seconds=15)
"""Between two refreshes; Telegram's limits allow no more than a few edits a minute."""
AT_ONCE = 100
"""Rests that are counted down at the same time; beyond that their cards are not refreshed."""


class CardSource(Protocol):
    """Where the cards come from."""

    async def resting_card(self, person: Person, now: datetime) -> Reply | None:
        """The card as it is now; None when nobody rests."""


Deliver = Callable[[Person, Sequence[Reply]], Awaitable[object]]


class RestCountdown:
    """Counts down one rest for each person; a restart forgets them, and only refreshes are lost."""

    def __init__(self, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._counting: dict[int, asyncio.Task[None]] = {}
        self._source: CardSource | None = None

    def start(self, source: CardSource, deliver: Deliver, clock: Callable[[], datetime]) -> None:
        """From now on rests are counted down."""
        self._source, self._deliver, self._clock = source, deliver, clock

    async def stop(self) -> None:
        """Count down no more."""
        self._source = None
        tasks = tuple(self._counting.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def begin(self, person: Person, until: datetime) -> None:
        """A rest of a person has begun, or its end has changed."""
        before = self._counting.pop(person.id, None)
        if before:
            before.cancel()
        if self._source is None or len(self._counting) >= AT_ONCE:
            return
        task = asyncio.create_task(self._count(self._source, person, until))
        self._counting[person.id] = task
        task.add_done_callback(lambda done: self._forget(person.id, done))

    def _forget(self, person_id: int, done: asyncio.Task[None]) -> None:
        if self._counting.get(person_id) is done:
            del self._counting[person_id]

    async def _count(self, source: CardSource, person: Person, until: datetime) -> None:
        try:
            while (wait := until - self._clock() - EVERY) > timedelta():
                await self._sleep((wait % EVERY or EVERY).total_seconds())
                card = await source.resting_card(person, self._clock())
                if card is None:
                    return
                await self._deliver(person, (card,))
        except Exception:  # noqa: BLE001 - the session goes on without it
            _LOG.warning("a countdown broke off", exc_info=True)
