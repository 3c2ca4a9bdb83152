"""Stored rules of reminders, each with its alarm."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alarms import AlarmRequest
from bot.domain.people import Person
from bot.reminders.records import MOST_RULES, RuleRecord, TooManyRules, subject_of
from bot.storage.alarms import set_alarm
from bot.storage.database import Database
from bot.storage.owners import ALONE, OWNER
from bot.storage.tables import rules

_MOST_READ = 50

_THEIRS = rules.c.person_id == bindparam("person")
_ONE = rules.c.id == bindparam("rule")
_ALL = (
    select(rules.c.id, rules.c.body, rules.c.active)
    .where(_THEIRS)
    .order_by(rules.c.id)
    .limit(_MOST_READ)
)
_GET = _ALL.where(_ONE)
_COUNT = select(func.count()).where(_THEIRS)
_ADD = insert(rules).returning(rules.c.id)
_CHANGE = update(rules).where(_ONE, rules.c.person_id == OWNER)
_DELETE = delete(rules).where(_ONE, rules.c.person_id == OWNER)


@dataclass(frozen=True, slots=True)
class RuleRepository:
    """Stores rules; each change is one transaction with that of the rule's alarm.

    Only the person whom a rule belongs to can read or change it.
    """

    database: Database

    async def add(
        self, person: Person, body: str, alarm: AlarmRequest | None, now: datetime
    ) -> int:
        """Stores a rule that is switched on, and its alarm; returns the id of the rule.

        Raises `TooManyRules`, and `sqlalchemy.exc.IntegrityError` for a person who was forgotten
        meanwhile.
        """
        async with self.database.writing() as connection:
            await connection.execute(ALONE, {"person": person.id})
            if await _has_room(connection, person):
                return await _add(connection, person, body, alarm, now)
        raise TooManyRules(f"Nobody can have more than {MOST_RULES} reminders.")

    async def get(self, person: Person, rule_id: int) -> RuleRecord | None:
        """A rule of the person."""
        rows = await self.database.read(_GET, {"person": person.id, "rule": rule_id})
        return next(map(_rule, rows), None)

    async def of(self, person: Person) -> tuple[RuleRecord, ...]:
        """Every rule of the person, oldest first."""
        return tuple(map(_rule, await self.database.read(_ALL, {"person": person.id})))

    async def change(
        self,
        person: Person,
        rule_id: int,
        body: str,
        alarm: AlarmRequest | None,
        now: datetime,
        *,
        active: bool = True,
    ) -> bool:
        """Replaces a rule and its alarm; None leaves it without one.

        False, and nothing is written, when the person has no such rule (any more).
        """
        one = {"person": person.id, "rule": rule_id}
        row = {"body": body, "active": active, "changed_at": now}
        async with self.database.writing() as connection:
            found = (await connection.execute(_CHANGE, {**one, **row})).rowcount > 0
            if found:
                await set_alarm(connection, person, subject_of(rule_id), alarm)
        return found

    async def delete(self, person: Person, rule_id: int) -> bool:
        """Deletes a rule, its alarm and its occasions; False when the person has no such rule."""
        one = {"person": person.id, "rule": rule_id}
        async with self.database.writing() as connection:
            found = (await connection.execute(_DELETE, one)).rowcount > 0
            if found:
                await set_alarm(connection, person, subject_of(rule_id), None)
        return found


async def _has_room(connection: AsyncConnection, person: Person) -> bool:
    count: int = (await connection.execute(_COUNT, {"person": person.id})).scalar_one()
    return count < MOST_RULES


async def _add(
    connection: AsyncConnection,
    person: Person,
    body: str,
    alarm: AlarmRequest | None,
    now: datetime,
) -> int:
    moments = {"created_at": now, "changed_at": now}
    row = {"person_id": person.id, "body": body, "active": True, **moments}
    rule_id: int = (await connection.execute(_ADD, row)).scalar_one()
    await set_alarm(connection, person, subject_of(rule_id), alarm)
    return rule_id


def _rule(row: Row[Any]) -> RuleRecord:
    return RuleRecord(row.id, row.body, row.active)
