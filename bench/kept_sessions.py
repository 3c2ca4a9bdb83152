"""What finished sessions take on the disk."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.tables import Table
from bench.workouts import Workout, keep, shipped_guide, whole_finisher
from bot.app import utc_now
from bot.domain.people import Channel, Person
from bot.session.model.workouts import Guide
from bot.storage.database import Database, open_database
from bot.storage.people import PersonRepository
from bot.storage.sessions import SessionRepository

_SESSIONS = 500


@dataclass(frozen=True, slots=True)
class Part:
    """A table with its indexes."""

    rows: int
    text: int
    """Bytes of JSON in it."""
    size: int
    """Bytes that the file would be smaller without it."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """What sessions add to the file of a database that knows their people already."""

    sessions: Part
    events: Part
    rest: int
    """Bytes of whatever else has grown."""

    @property
    def whole(self) -> int:
        """Bytes of all together."""
        return self.sessions.size + self.events.size + self.rest


async def keeping() -> Table:
    """Bytes per finished session, each saved step by step."""
    guide = shipped_guide()
    workout = whole_finisher(guide, utc_now())
    with TemporaryDirectory() as folder:
        sizes = await sizes_of(Path(folder) / "coach.sqlite3", guide, workout, _SESSIONS)
    rows = (
        ("the session's row", *_figures(sizes.sessions)),
        ("its events", *_figures(sizes.events)),
        ("the rest", _each(sizes.rest), "", ""),
        ("in all", _each(sizes.whole), _each(sizes.sessions.text + sizes.events.text), ""),
    )
    return Table(
        f"sessions: {_SESSIONS} finished ones on SQLite, {len(workout.fresh.sets)} sets each",
        ("bytes per session", "in the file", "JSON in it", "rows"),
        rows,
        (
            "in the file: whole pages after VACUUM, with indexes; people not counted",
            "the rest: what alarms and other tables leave behind",
        ),
    )


async def sizes_of(file: Path, guide: Guide, workout: Workout, count: int) -> Sizes:
    """Fill a new database with the same workout of so many people, then take it apart."""
    database = await open_database(f"sqlite+aiosqlite:///{file}")
    known = await _meet(database, count)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        before = _size(connection)
        await _train(SessionRepository(database, guide), known, workout)
        await database.close()
        events = _taken_out(connection, "events")
        sessions = _taken_out(connection, "sessions")
        return Sizes(sessions, events, _size(connection) - before)


async def _meet(database: Database, count: int) -> list[Person]:
    people, now = PersonRepository(database), utc_now()
    return [await people.meet(Channel.TELEGRAM, str(1000 + at), now) for at in range(count)]


async def _train(book: SessionRepository, people: Sequence[Person], workout: Workout) -> None:
    for person in people:
        await keep(book, person, workout)


def _taken_out(connection: sqlite3.Connection, table: str) -> Part:
    before = _size(connection)
    counting = f"SELECT count(*), sum(length(CAST(body AS BLOB))) FROM {table}"  # noqa: S608 - ours
    rows, text = connection.execute(counting).fetchone()
    connection.execute(f"DELETE FROM {table}")  # noqa: S608
    return Part(rows, text, before - _size(connection))


def _size(connection: sqlite3.Connection) -> int:
    """Bytes of the file without empty pages."""
    connection.execute("VACUUM")
    pages, page = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "page_size")
    )
    return pages * page


def _figures(part: Part) -> tuple[str, str, str]:
    return _each(part.size), _each(part.text), f"{part.rows / _SESSIONS:.0f}"


def _each(size: int) -> str:
    return f"{size / _SESSIONS:.0f}"
