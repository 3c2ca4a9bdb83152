"""Questions that people agreed to leave for the editor."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.domain.people import Person
from bot.storage.database import Database
from bot.storage.tables import questions


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """One question, without its person."""

    id: int
    text: str
    zone: str
    """The decision kind that the assistant came to."""
    created_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionRepository:
    """Stores questions for the editor."""

    database: Database

    async def keep(self, person: Person, text: str, reason: str, now: datetime) -> None:
        """Stores one question."""
        row = {"person_id": person.id, "text": text, "zone": reason, "created_at": now}
        await self.database.write(insert(questions).values(row))

    async def purge(self, before: datetime) -> int:
        """Deletes the questions from before a moment; how many there were."""
        old = delete(questions).where(questions.c.created_at < before)
        async with self.database.writing() as connection:
            return (await connection.execute(old)).rowcount

    async def export(self) -> tuple[StoredQuestion, ...]:
        """Every question, oldest first."""
        columns = (questions.c.id, questions.c.text, questions.c.zone, questions.c.created_at)
        found = await self.database.read(select(*columns).order_by(questions.c.id))
        return tuple(StoredQuestion(r.id, r.text, r.zone, r.created_at) for r in found)
