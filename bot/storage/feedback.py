"""Feedback of people about answers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from bot.domain.people import Feedback, Person
from bot.storage.database import Database
from bot.storage.tables import feedback as table


@dataclass(frozen=True, slots=True)
class FeedbackRepository:
    """Stores feedback for the editor."""

    database: Database

    async def add(self, person: Person, feedback: Feedback, now: datetime) -> None:
        """Stores one piece of feedback."""
        row = insert(table).values(
            person_id=person.id,
            topic=feedback.topic,
            helpful=feedback.helpful,
            reason=feedback.reason,
            question=feedback.question,
            created_at=now,
        )
        await self.database.write(row)

    async def purge(self, before: datetime) -> None:
        """Deletes the questions of feedback from before a moment; the rest of it stays."""
        old = (table.c.created_at < before) & table.c.question.is_not(None)
        await self.database.write(update(table).where(old).values(question=None))

    async def since(self, moment: datetime) -> tuple[Feedback, ...]:
        """The feedback from a moment on, oldest first."""
        columns = (table.c.topic, table.c.helpful, table.c.reason, table.c.question)
        found = select(*columns).where(table.c.created_at >= moment).order_by(table.c.id)
        rows = await self.database.read(found)
        return tuple(Feedback(r.topic, r.helpful, r.reason, r.question) for r in rows)
