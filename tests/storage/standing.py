"""Alarms as they stand in the database."""

from sqlalchemy import select

from bot.domain.alarms import Alarm
from bot.domain.people import Person
from bot.reminders.records import subject_of
from bot.storage.database import Database
from bot.storage.tables import alarms
from tests.storage.conftest import NOW


async def alarm_of(database: Database, person: Person, rule: int) -> Alarm:
    """The alarm of a rule, as its last claimer has it; one that does not exist without any."""
    subject = subject_of(rule)
    found = await database.read(select(alarms).where(alarms.c.subject == subject))
    if not found:
        return Alarm(0, person, subject, "remind", NOW, 0)
    return Alarm(found[0].id, person, subject, found[0].kind, found[0].due_at, found[0].tries)
