"""The history of the browser chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import Author, Person
from bot.storage.database import Database
from bot.storage.tables import counters, messages

KEPT = 500
"""Messages of each person."""

_COLUMNS = (
    messages.c.id,
    messages.c.author,
    messages.c.body,
    messages.c.created_at,
    messages.c.revision,
)
_THEIRS = messages.c.person_id == bindparam("person")
_ONE = (_THEIRS, messages.c.id == bindparam("message"))
_GET = select(*_COLUMNS).where(*_ONE)
_NEWEST = select(func.max(messages.c.id).label("id")).where(_THEIRS)
_AFTER = (
    select(*_COLUMNS)
    .where(_THEIRS, messages.c.revision > bindparam("seen"))
    .order_by(messages.c.revision)
    .limit(bindparam("limit"))
)
_ADD = insert(messages).returning(*_COLUMNS)
_CHANGE = update(messages).where(*_ONE).returning(*_COLUMNS)
_LAST_TO_GO = (
    select(messages.c.revision)
    .where(_THEIRS)
    .order_by(messages.c.revision.desc())
    .offset(bindparam("kept"))
    .limit(1)
    .scalar_subquery()
)
_PRUNE = delete(messages).where(_THEIRS, messages.c.revision <= _LAST_TO_GO)
_NEXT_REVISION = (
    update(counters)
    .where(counters.c.name == "revision")
    .values(value=counters.c.value + 1)
    .returning(counters.c.value)
)


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message, as it was last written."""

    id: int
    author: Author
    body: str
    """JSON text of the page."""
    created_at: datetime
    revision: int
    """Grows with every message added or changed in the whole database."""


@dataclass(frozen=True, slots=True)
class MessageRepository:
    """Stores messages, and finds what changed since a revision."""

    database: Database
    kept: int = KEPT
    """Messages of each person, at most; with more, those longest unchanged are deleted."""

    async def add(self, person: Person, author: Author, body: str, now: datetime) -> ChatMessage:
        """Appends a message."""
        row = {"person_id": person.id, "author": author, "body": body, "created_at": now}
        async with self.database.writing() as connection:
            revision = await _next_revision(connection)
            added = await connection.execute(_ADD, {**row, "revision": revision})
            await connection.execute(_PRUNE, {"person": person.id, "kept": self.kept})
        return _message(added.one())

    async def change(self, person: Person, message_id: int, body: str) -> ChatMessage | None:
        """Replaces the body of a message of the person; None when it is not theirs, or gone."""
        one = {"person": person.id, "message": message_id}
        async with self.database.writing() as connection:
            revision = await _next_revision(connection)
            anew = {**one, "body": body, "revision": revision}
            changed = await connection.execute(_CHANGE, anew)
        return _first(changed.all())

    async def get(self, person: Person, message_id: int) -> ChatMessage | None:
        """One of the person's messages; None when it is not theirs, or gone."""
        one = {"person": person.id, "message": message_id}
        return _first(await self.database.read(_GET, one))

    async def newest(self, person: Person) -> int | None:
        """The id of the last message that was added; None when there is none."""
        rows = await self.database.read(_NEWEST, {"person": person.id})
        return next((row.id for row in rows), None)

    async def after(self, person: Person, revision: int, limit: int) -> tuple[ChatMessage, ...]:
        """What was added or changed after a revision, oldest change first, at most `limit`."""
        page = {"person": person.id, "seen": revision, "limit": limit}
        return tuple(map(_message, await self.database.read(_AFTER, page)))


async def _next_revision(connection: AsyncConnection) -> int:
    """The counter's row stays locked until the commit, so nothing smaller appears later on."""
    revision: int = (await connection.execute(_NEXT_REVISION)).scalar_one()
    return revision


def _first(rows: Sequence[Row[Any]]) -> ChatMessage | None:
    return next(map(_message, rows), None)


def _message(row: Row[Any]) -> ChatMessage:
    return ChatMessage(row.id, Author(row.author), row.body, row.created_at, row.revision)
