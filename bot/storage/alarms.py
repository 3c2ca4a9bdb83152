"""Stored alarms, when the assistant speaks by itself: one for each person and subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Label,
    Row,
    TextClause,
    Update,
    bindparam,
    delete,
    exists,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alarms import Alarm, AlarmRequest
from bot.domain.people import Channel, Person
from bot.storage.database import Database
from bot.storage.tables import URGENT, alarms, people
from bot.storage.upsert import replacing

_REACHABLE = (
    ~alarms.c.parked,
    exists().where(  # a join would be read from its other end: all people, then sorted
        people.c.id == alarms.c.person_id,
        people.c.active,  # an alarm set in the moment in which somebody left is not suspended
        people.c.channel.in_(bindparam("channels", expanding=True)),
    ),
)
_NEXT = select(alarms.c.free_at).where(*_REACHABLE).order_by(alarms.c.free_at).limit(1)


def _of_owner(column: Column[Any]) -> Label[Any]:
    """SQLite returns columns of the changed table only."""
    owner = people.c.id == alarms.c.person_id
    return select(column).where(owner).correlate(alarms).scalar_subquery().label(column.name)


def _claiming(*which: TextClause) -> Update:
    """Takes what is due, the longest due first."""
    due = (
        select(alarms.c.id)
        .where(alarms.c.free_at <= bindparam("now"), *_REACHABLE, *which)
        .order_by(alarms.c.free_at)
        .limit(bindparam("limit"))
        .with_for_update(of=alarms, skip_locked=True)  # SQLite has one writer anyway
        .cte("due")  # PostgreSQL might run a subselect more than once
    )
    return (
        update(alarms)
        .where(alarms.c.id.in_(select(due.c.id)))
        .values(free_at=bindparam("until"), tries=alarms.c.tries + 1)
        .returning(alarms, _of_owner(people.c.channel), _of_owner(people.c.address))
    )


_CLAIMS = (_claiming(URGENT), _claiming())
"""Alarms of sessions first: nobody in the middle of one waits for the reminders of others."""
_SAME = (
    alarms.c.id == bindparam("alarm"),
    alarms.c.kind == bindparam("was"),
    alarms.c.due_at == bindparam("due"),
)
_SETTLE = delete(alarms).where(*_SAME)
_FOLLOW = (
    update(alarms)
    .where(*_SAME)
    .values(kind=bindparam("new_kind"), due_at=bindparam("at"), free_at=bindparam("at"), tries=0)
)
_POSTPONE = (
    update(alarms)
    .where(*_SAME, alarms.c.tries == bindparam("tried"))
    .values(free_at=bindparam("until"))
)
_PUT = replacing(
    alarms,
    key=["person_id", "subject"],
    values=["kind", "due_at", "free_at", "tries"],
    unless=["kind", "due_at"],
)
_DROP = delete(alarms).where(
    alarms.c.person_id == bindparam("person"), alarms.c.subject == bindparam("about")
)
_SUSPEND = (
    update(alarms)
    .where(alarms.c.person_id == bindparam("person"), alarms.c.parked != bindparam("suspend"))
    .values(parked=bindparam("suspend"))
)


@dataclass(frozen=True, slots=True)
class AlarmRepository:
    """Stores alarms, and leases each one that is due to one claimer at a time.

    Alarms of people whom no message reaches are suspended until they are met again.
    """

    database: Database
    channels: Sequence[Channel] = tuple(Channel)
    """The channels whose alarms are claimed: those that this process can send to."""

    async def next_due(self) -> datetime | None:
        """When the next alarm may be claimed, in UTC; None without alarms."""
        rows = await self.database.read(_NEXT, {"channels": self.channels})
        return next((row.free_at for row in rows), None)

    async def claim(self, now: datetime, until: datetime, limit: int = 50) -> tuple[Alarm, ...]:
        """Claims at most `limit` due alarms for nobody else before `until`, the end of the lease.

        Alarms of sessions come first, then the longest due.
        """
        claimed: list[Alarm] = []
        for claim in _CLAIMS:
            values = {"now": now, "until": until, "channels": self.channels}
            values["limit"] = limit - len(claimed)
            rows = await self.database.write(claim, values) if values["limit"] else ()
            claimed += sorted(map(_alarm, rows), key=lambda alarm: (alarm.due_at, alarm.id))
        return tuple(claimed)

    async def settle(self, alarm: Alarm, following: AlarmRequest | None = None) -> None:
        """Ends a claim: puts the following alarm in its place, or deletes it when there is none.

        Nothing happens when another took its place meanwhile.
        """
        if following is None:
            await self.database.write(_SETTLE, _same(alarm))
        else:
            anew = {"new_kind": following.kind, "at": following.at}
            await self.database.write(_FOLLOW, {**_same(alarm), **anew})

    async def postpone(self, alarm: Alarm, until: datetime) -> None:
        """Moves the end of a lease: when a claimed alarm may be claimed again.

        Nothing happens when another took its place, or somebody else has claimed it since.
        """
        values = {**_same(alarm), "tried": alarm.tries, "until": until}
        await self.database.write(_POSTPONE, values)

    async def put(self, person: Person, subject: str, request: AlarmRequest) -> None:
        """Sets the alarm of a subject; one for the same kind and moment stays as it is."""
        row = _row(person, subject, request)
        await self.database.write(_PUT[self.database.engine.dialect.name], row)

    async def drop(self, person: Person, subject: str) -> None:
        """Deletes the alarm of a subject, if there is one."""
        await self.database.write(_DROP, {"person": person.id, "about": subject})


async def set_alarm(
    connection: AsyncConnection, person: Person, subject: str, request: AlarmRequest | None
) -> None:
    """Set the alarm of a subject in a transaction, as `AlarmRepository.put`; None deletes it."""
    if request is None:
        await connection.execute(_DROP, {"person": person.id, "about": subject})
    else:
        row = _row(person, subject, request)
        await connection.execute(_PUT[connection.dialect.name], row)


async def suspend_alarms(connection: AsyncConnection, person_id: int, *, suspended: bool) -> None:
    """Suspends the alarms of somebody who has left, or makes them claimable again as they were.

    Within the transaction that has changed whether the person is active: both always agree.
    """
    await connection.execute(_SUSPEND, {"person": person_id, "suspend": suspended})


def _row(person: Person, subject: str, request: AlarmRequest) -> dict[str, Any]:
    moments = {"due_at": request.at, "free_at": request.at}
    return {"person_id": person.id, "subject": subject, "kind": request.kind, **moments, "tries": 0}


def _same(alarm: Alarm) -> dict[str, Any]:
    return {"alarm": alarm.id, "was": alarm.kind, "due": alarm.due_at}


def _alarm(row: Row[Any]) -> Alarm:
    person = Person(row.person_id, Channel(row.channel), row.address)
    return Alarm(row.id, person, row.subject, row.kind, row.due_at, row.tries)
