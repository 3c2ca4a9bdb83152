"""Ids of the files that were uploaded to Telegram."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select

from bot.storage.database import Database
from bot.storage.tables import files
from bot.storage.upsert import replacing

_ONE = files.c.key == bindparam("key")
_GET = select(files.c.file_id).where(_ONE)
_PUT = replacing(files, ["key"], ["file_id", "at"])
_DROP = delete(files).where(_ONE)
_PURGE = delete(files).where(or_(files.c.at < bindparam("before"), files.c.at.is_(None)))


@dataclass(frozen=True, slots=True)
class FileIdRepository:
    """Stores the id of each uploaded file, so that it is uploaded once; callers make the keys."""

    database: Database
    clock: Callable[[], datetime]
    version: str = ""
    """Part of every key: files that were uploaded under another version are not found."""

    async def get(self, key: str) -> str | None:
        """The id of a file; None when it was never uploaded."""
        rows = await self.database.read(_GET, {"key": self._of(key)})
        return next((row.file_id for row in rows), None)

    async def put(self, key: str, file_id: str) -> None:
        """Stores an id in place of the one before."""
        row = {"key": self._of(key), "file_id": file_id, "at": self.clock()}
        await self.database.write(_PUT[self.database.engine.dialect.name], row)

    async def drop(self, key: str) -> None:
        """Deletes an id, for example because Telegram no longer knows it."""
        await self.database.write(_DROP, {"key": self._of(key)})

    async def purge(self, before: datetime) -> None:
        """Deletes the ids of uploads from before a moment, and those of unknown age."""
        await self.database.write(_PURGE, {"before": before})

    def _of(self, key: str) -> str:
        return f"{self.version}:{key}"
