"""The people the assistant knows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, exists, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.people import Channel, Person
from bot.storage.alarms import suspend_alarms
from bot.storage.database import Database
from bot.storage.tables import people
from bot.storage.upsert import upsert

SEEN_EVERY = timedelta(days=1)
"""How old `seen_at` may grow before a meeting writes it anew."""
REMEMBERED = timedelta(minutes=10)
"""How long somebody just met need not be looked up again; another process may know better."""
_CROWD = 10_000
"""People remembered at once; with more, all of them are looked up again."""

_ANYBODY = select(people.c.id, people.c.channel, people.c.address)
_BY_ID = _ANYBODY.where(people.c.id == bindparam("person"))
_BY_ADDRESS = _ANYBODY.where(
    people.c.channel == bindparam("channel"), people.c.address == bindparam("address")
)
_SEEN = _BY_ADDRESS.where(people.c.active, people.c.seen_at > bindparam("fresh"))


def _nobody(_: datetime) -> None:
    """The `wake` of a repository without a scheduler."""


@dataclass(frozen=True, slots=True)
class PersonRepository:
    """Finds, adds and forgets people."""

    database: Database
    wake: Callable[[datetime], None] = _nobody
    """Called when somebody is new or back: their alarms may be due from that moment on."""
    met: dict[tuple[Channel, str], tuple[Person, datetime]] = field(default_factory=dict)
    """Who was met a moment ago, and when."""

    async def meet(self, channel: Channel, address: str, now: datetime) -> Person:
        """The person at an address, new or known; one who had left is active again."""
        person, at = self.met.get((channel, address), (None, now))
        if person is not None and abs(now - at) < REMEMBERED:
            return person
        place = {"channel": channel, "address": address}
        known = await self.database.read(_SEEN, {**place, "fresh": now - SEEN_EVERY})
        person = _first(known) or await self._welcome(place, now)
        if len(self.met) >= _CROWD:
            self.met.clear()
        self.met[channel, address] = person, now
        return person

    async def _welcome(self, place: dict[str, Any], now: datetime) -> Person:
        seen = {"active": True, "seen_at": now}
        row = upsert(self.database.engine.dialect, people, place, seen, met_at=now)
        async with self.database.writing() as connection:
            person_id: int = (await connection.execute(row.returning(people.c.id))).scalar_one()
            await suspend_alarms(connection, person_id, suspended=False)
        self.wake(now)
        return Person(person_id, place["channel"], place["address"])

    async def find(self, channel: Channel, address: str) -> Person | None:
        """The person at an address, active or not."""
        return _first(
            await self.database.read(_BY_ADDRESS, {"channel": channel, "address": address})
        )

    async def get(self, person_id: int) -> Person | None:
        """The person with an id."""
        return _first(await self.database.read(_BY_ID, {"person": person_id}))

    async def deactivate(self, channel: Channel, address: str) -> None:
        """Remembers that messages no longer reach an address, until it is met again."""
        self.met.pop((channel, address), None)
        left = update(people).where(_at(channel, address)).values(active=False)
        async with self.database.writing() as connection:
            found = await connection.execute(left.returning(people.c.id))
            for person_id in found.scalars():
                await suspend_alarms(connection, person_id, suspended=True)

    async def rekey(self, channel: Channel, old: str, new: str) -> None:
        """Moves a person to a new address; somebody already there stays, and the old one goes."""
        if old == new:
            return
        self.met.clear()
        try:
            await self._move(channel, old, new)
        except IntegrityError:  # the new address was met in this very moment
            await self._move(channel, old, new)

    async def _move(self, channel: Channel, old: str, new: str) -> None:
        left = _at(channel, old)
        taken = people.alias()
        free = ~exists().where(taken.c.channel == channel, taken.c.address == new)
        async with self.database.writing() as connection:
            moved = await connection.execute(update(people).where(left, free).values(address=new))
            if not moved.rowcount:
                await connection.execute(delete(people).where(left))

    async def forget(self, person: Person) -> None:
        """Deletes a person and everything of theirs."""
        self.met.pop((person.channel, person.address), None)
        await self.database.write(delete(people).where(people.c.id == person.id))


def _at(channel: Channel, address: str) -> ColumnElement[bool]:
    return (people.c.channel == channel) & (people.c.address == address)


def _first(rows: Sequence[Row[Any]]) -> Person | None:
    return next((Person(row.id, Channel(row.channel), row.address) for row in rows), None)
