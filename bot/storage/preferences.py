"""Settings of each person, by name: time zone, voice, spoken answers and more."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from bot.domain.people import Person
from bot.storage.database import Database
from bot.storage.tables import settings
from bot.storage.upsert import upsert

_THEIRS = settings.c.person_id == bindparam("person")
_ALL = select(settings.c.name, settings.c.value).where(_THEIRS)
_ONE = _ALL.where(settings.c.name == bindparam("name"))


@dataclass(frozen=True, slots=True)
class PreferenceRepository:
    """Stores named settings as text; the caller knows what a value means."""

    database: Database

    async def get(self, person: Person, name: str) -> str | None:
        """One setting; None when it was never set."""
        rows = await self.database.read(_ONE, {"person": person.id, "name": name})
        return next((row.value for row in rows), None)

    async def put(self, person: Person, name: str, value: str) -> None:
        """Stores a setting in place of the one before."""
        key = {"person_id": person.id, "name": name}
        row = upsert(self.database.engine.dialect, settings, key, {"value": value})
        await self.database.write(row)

    async def all(self, person: Person) -> dict[str, str]:
        """Every setting by its name."""
        rows = await self.database.read(_ALL, {"person": person.id})
        return {row.name: row.value for row in rows}
