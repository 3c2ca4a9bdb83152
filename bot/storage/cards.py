"""The message of each person that shows the session's card."""

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select

from bot.domain.people import Person
from bot.storage.database import Database
from bot.storage.tables import cards
from bot.storage.upsert import replacing

_THEIRS = cards.c.person_id == bindparam("person")
_GET = select(cards.c.message_id).where(_THEIRS)
_PUT = replacing(cards, ["person_id"], ["message_id"])
_DROP = delete(cards).where(_THEIRS)


@dataclass(frozen=True, slots=True)
class CardRepository:
    """Stores the id of one message for each person."""

    database: Database

    async def get(self, person: Person) -> int | None:
        """The id of the message; None when there is no card."""
        rows = await self.database.read(_GET, {"person": person.id})
        return next((row.message_id for row in rows), None)

    async def put(self, person: Person, message_id: int | None) -> None:
        """Stores the id in place of the one before; None deletes it."""
        if message_id is None:
            await self.database.write(_DROP, {"person": person.id})
            return
        row = {"person_id": person.id, "message_id": message_id}
        await self.database.write(_PUT[self.database.engine.dialect.name], row)
