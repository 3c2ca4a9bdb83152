"""Shows, now and then, how much of a rest is left: nice to have, and the first to be left out."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.people import Person
from bot.domain.replies import Reply

_LOG = logging.getLogger(__name__)
EVERY = timedelta(seconds=15)
"""Between two looks at the clock; Telegram's limits allow no more than a few edits a minute."""
AT_ONCE = 100
"""Rests that are counted at the same time; in a greater crowd the others are not counted."""


class CardSource(Protocol):
    """Who knows how much of a rest is left."""

    async def resting_card(self, person: Person, now: datetime) -> Reply | None:
        """The card as it is now; None when nobody rests."""


Deliver = Callable[[Person, Sequence[Reply]], Awaitable[object]]


class RestCountdown:
    """Counts the rests of people, one each; a restart forgets them, and nothing is lost."""

    def __init__(self, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._counting: dict[int, asyncio.Task[None]] = {}
        self._coach: CardSource | None = None

    def start(self, coach: CardSource, deliver: Deliver, clock: Callable[[], datetime]) -> None:
        """From now on rests are counted."""
        self._coach, self._deliver, self._clock = coach, deliver, clock

    async def stop(self) -> None:
        """Count no more."""
        self._coach = None
        tasks = tuple(self._counting.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def begin(self, person: Person, until: datetime) -> None:
        """A rest of a person has begun or changed."""
        before = self._counting.pop(person.id, None)
        if before:
            before.cancel()
        if self._coach is None or len(self._counting) >= AT_ONCE:
            return
        task = asyncio.create_task(self._count(self._coach, person, until))
        self._counting[person.id] = task
        task.add_done_callback(lambda done: self._forget(person.id, done))

    def _forget(self, person_id: int, done: asyncio.Task[None]) -> None:
        if self._counting.get(person_id) is done:
            del self._counting[person_id]

    async def _count(self, coach: CardSource, person: Person, until: datetime) -> None:
        try:
            while (wait := until - self._clock() - EVERY) > timedelta():
                await self._sleep((wait % EVERY or EVERY).total_seconds())
                card = await coach.resting_card(person, self._clock())
                if card is None:
                    return
                await self._deliver(person, (card,))
        except Exception:  # noqa: BLE001 - nobody misses a countdown
            _LOG.warning("a countdown broke off", exc_info=True)
