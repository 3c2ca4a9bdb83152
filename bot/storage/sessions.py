"""Stored sessions of each person, with an event for every change."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alarms import AlarmRequest
from bot.domain.people import Person
from bot.session.model.events import Event
from bot.session.model.serial import event_from_json, event_to_json, from_json, to_json
from bot.session.model.session import SUBJECT, Session, SessionError, StoredSession
from bot.session.model.steps import Ending, Step
from bot.session.model.workouts import Guide
from bot.storage.alarms import set_alarm
from bot.storage.database import Database
from bot.storage.owners import ALONE, OWNER
from bot.storage.tables import events, sessions

_LOG = logging.getLogger(__name__)
_SPARE = 4
"""Rows read for each session of the history; empty ones are among them."""
_FEW = 10
"""Rows read when the newest session cannot be read."""
_MANY = 50
"""Rows read of a stretch of time."""

_THEIRS = sessions.c.person_id == bindparam("person")
_OPEN = select(sessions.c.id, sessions.c.body).where(_THEIRS, sessions.c.open)
_NEWEST = (
    select(sessions.c.body)
    .where(_THEIRS)
    .order_by(sessions.c.started_at.desc(), sessions.c.id.desc())
    .limit(bindparam("limit"))
)
_ENDED = _NEWEST.where(~sessions.c.open)
_SINCE = _NEWEST.where(sessions.c.started_at >= bindparam("since"))
_EVENTS = (
    select(events.c.body)
    .where(events.c.session_id == bindparam("session"))
    .order_by(events.c.number)
)
_CLOSE = update(sessions).where(_THEIRS, sessions.c.open).values(open=False)
_CLOSE_ONE = _CLOSE.where(sessions.c.id == bindparam("session"))
_BEGIN = insert(sessions).returning(sessions.c.id)
_SAVE = update(sessions).where(
    sessions.c.id == bindparam("session"),
    sessions.c.person_id == OWNER,
    sessions.c.open,
    sessions.c.revision == bindparam("seen"),
)
_FORGET = delete(sessions).where(sessions.c.id == bindparam("session"))
_APPEND = insert(events).inline()


@dataclass(frozen=True, slots=True)
class SessionRepository:
    """Stores sessions; each change is one transaction with its event and its alarm."""

    database: Database
    guide: Guide

    async def open(self, person: Person) -> StoredSession | None:
        """The open session; one that cannot be read is closed instead, and logged."""
        for row in await self.database.read(_OPEN, {"person": person.id}):
            try:
                return StoredSession(row.id, from_json(row.body, self.guide))
            except SessionError as error:
                _LOG.warning("Session %d is closed: %s", row.id, error)
                await self._close(person, row.id)
        return None

    async def _close(self, person: Person, session_id: int) -> None:
        async with self.database.writing() as connection:
            one = {"person": person.id, "session": session_id}
            if (await connection.execute(_CLOSE_ONE, one)).rowcount:
                await set_alarm(connection, person, SUBJECT, None)

    async def begin(
        self, person: Person, session: Session, alarm: AlarmRequest | None
    ) -> StoredSession:
        """Opens a session and closes the one before.

        Raises `sqlalchemy.exc.IntegrityError` for a person who was forgotten meanwhile.
        """
        row = {"person_id": person.id, "started_at": session.started_at, **_row(session)}
        async with self.database.writing() as connection:
            await connection.execute(ALONE, {"person": person.id})
            await connection.execute(_CLOSE, {"person": person.id})
            added = await connection.execute(_BEGIN, row)
            await set_alarm(connection, person, SUBJECT, alarm)
        return StoredSession(added.scalar_one(), session)

    async def save(
        self,
        person: Person,
        before: StoredSession,
        after: Session,
        event: Event,
        alarm: AlarmRequest | None,
    ) -> StoredSession | None:
        """Stores an event, the session after it, and its alarm; None leaves it without one.

        A session that the person drops is deleted.

        Returns None, and writes nothing, when the stored session is not `before` any more:
        somebody was faster, or it is closed or deleted.
        """
        async with self.database.writing() as connection:
            if not await _changed(connection, person, before, after):
                return None
            await set_alarm(connection, person, SUBJECT, alarm)
            if after.ending is Ending.DROPPED:  # its events go with it
                await connection.execute(_FORGET, {"session": before.id})
            else:
                await connection.execute(_APPEND, _event_row(before, event))
        return StoredSession(before.id, after)

    async def last(self, person: Person) -> Session | None:
        """The newest session, open or not; those that cannot be read are passed over."""
        return await self._newest(person, 1) or await self._newest(person, _FEW)

    async def _newest(self, person: Person, limit: int) -> Session | None:
        rows = await self.database.read(_NEWEST, {"person": person.id, "limit": limit})
        return next(self._readable(rows), None)

    async def history(self, person: Person, limit: int) -> tuple[Session, ...]:
        """Closed sessions in which something was done, newest first."""
        values = {"person": person.id, "limit": _SPARE * limit}
        rows = await self.database.read(_ENDED, values)
        return tuple(islice(filter(_counts, self._readable(rows)), limit))

    async def trained_since(self, person: Person, since: datetime) -> tuple[datetime, ...]:
        """When sessions began in which something was done, open or not, newest first."""
        values = {"person": person.id, "since": since, "limit": _MANY}
        rows = await self.database.read(_SINCE, values)
        return tuple(session.started_at for session in self._readable(rows) if _counts(session))

    def _readable(self, rows: Iterable[Row[Any]]) -> Iterator[Session]:
        for row in rows:
            with suppress(SessionError):
                yield from_json(row.body, self.guide)

    async def events(self, session: StoredSession) -> tuple[Event, ...]:
        """Every change of a session, in order.

        Raises `SessionError` when one cannot be read.
        """
        rows = await self.database.read(_EVENTS, {"session": session.id})
        return tuple(event_from_json(row.body) for row in rows)


async def _changed(
    connection: AsyncConnection, person: Person, before: StoredSession, after: Session
) -> bool:
    seen = {"person": person.id, "session": before.id, "seen": before.session.revision}
    return (await connection.execute(_SAVE, {**seen, **_row(after)})).rowcount > 0


def _row(session: Session) -> dict[str, Any]:
    return {
        "body": to_json(session),
        "revision": session.revision,
        "open": session.step is not Step.FINISHED,
        "changed_at": session.changed_at,
    }


def _event_row(session: StoredSession, event: Event) -> dict[str, Any]:
    body = event_to_json(event)
    return {"session_id": session.id, "number": event.number, "body": body, "at": event.at}


def _counts(session: Session) -> bool:
    return any(side_log.done for side_log in session.log)
