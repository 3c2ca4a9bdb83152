"""Many people with a reminder each, kept in bulk."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import Table, insert

from bot.conversation.reminder_rules import REMIND
from bot.domain.alarms import AlarmRequest
from bot.domain.people import Channel
from bot.reminders.records import subject_of
from bot.reminders.schedule.rule import Rule, rule_to_json
from bot.reminders.schedule.week import EVERY_DAY
from bot.storage.database import Database
from bot.storage.tables import alarms, people, rules

FIRST = 1_000_001
"""The first address, and the first id of a person and of a rule."""
_AT_ONCE = 10_000
_NOON = 12


async def remind_many(
    database: Database, count: int, due: datetime, apart: timedelta = timedelta(0)
) -> None:
    """So many people get a daily reminder; the first is due at a full minute, the others later."""
    for start in range(0, count, _AT_ONCE):
        some = range(start, min(start + _AT_ONCE, count))
        wishes = [AlarmRequest(REMIND, due + apart * at) for at in some]
        await _keep(database, range(FIRST + some.start, FIRST + some.stop), wishes, due)


async def _keep(
    database: Database, numbers: range, wishes: Sequence[AlarmRequest], now: datetime
) -> None:
    body = rule_to_json(Rule(EVERY_DAY, time(_NOON, now.minute), _zone(now)))
    pairs = list(zip(numbers, wishes, strict=True))
    people_rows = [
        {"id": one, "channel": Channel.TELEGRAM, "address": str(one), "active": True}
        | {"met_at": now, "seen_at": now}
        for one in numbers
    ]
    rule_rows = [
        {"id": one, "person_id": one, "body": body, "active": True}
        | {"created_at": now, "changed_at": now}
        for one in numbers
    ]
    alarm_rows = [
        {"id": one, "person_id": one, "subject": subject_of(one), "kind": wish.kind}
        | {"due_at": wish.at, "free_at": wish.at, "tries": 0}
        for one, wish in pairs
    ]
    tables: Sequence[tuple[Table, Sequence[dict[str, object]]]] = (
        (people, people_rows),
        (rules, rule_rows),
        (alarms, alarm_rows),
    )
    async with database.writing() as connection:
        for table, rows in tables:
            await connection.execute(insert(table), rows)


def _zone(now: datetime) -> str:
    """Where it is about noon: nobody's quiet hours come in between."""
    return f"Etc/GMT{now.hour - _NOON:+d}" if now.hour != _NOON else "Etc/GMT"
