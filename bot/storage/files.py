"""Under which ids Telegram keeps the files we uploaded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select

from bot.storage.database import Database
from bot.storage.tables import files
from bot.storage.upsert import replacing

_ONE = files.c.key == bindparam("wanted")
_GET = select(files.c.file_id).where(_ONE)
_PUT = replacing(files, ["key"], ["file_id", "at"])
_DROP = delete(files).where(_ONE)
_PURGE = delete(files).where(or_(files.c.at < bindparam("before"), files.c.at.is_(None)))


@dataclass(frozen=True, slots=True)
class FileIdRepository:
    """Remembers what was uploaded, so that it is uploaded once; a key is for the asker to make."""

    database: Database
    clock: Callable[[], datetime]
    version: str = ""
    """Of everything uploaded; what was uploaded under another one is not found."""

    async def get(self, key: str) -> str | None:
        """The id of a file; None when it was never uploaded."""
        rows = await self.database.read(_GET, {"wanted": self._of(key)})
        return next((row.file_id for row in rows), None)

    async def put(self, key: str, file_id: str) -> None:
        """Keeps an id in place of the one before."""
        row = {"key": self._of(key), "file_id": file_id, "at": self.clock()}
        await self.database.write(_PUT[self.database.engine.dialect.name], row)

    async def drop(self, key: str) -> None:
        """Forgets an id, for example because Telegram no longer knows it."""
        await self.database.write(_DROP, {"wanted": self._of(key)})

    async def purge(self, before: datetime) -> None:
        """Forgets what was uploaded before a moment; whoever wants it again uploads it again."""
        await self.database.write(_PURGE, {"before": before})

    def _of(self, key: str) -> str:
        return f"{self.version}:{key}"
