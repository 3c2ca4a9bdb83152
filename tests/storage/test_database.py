import asyncio
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Executable, insert, inspect, make_url, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alarms import AlarmRequest
from bot.domain.people import Author, Channel, Feedback, Person
from bot.domain.state import ConversationState
from bot.errors import StorageError
from bot.session.model.session import StoredSession
from bot.session.model.workouts import Guide
from bot.storage.alarms import AlarmRepository
from bot.storage.cards import CardRepository
from bot.storage.database import PATIENCE, Database, open_database
from bot.storage.engines import engine_for, make_private
from bot.storage.feedback import FeedbackRepository
from bot.storage.files import FileIdRepository
from bot.storage.messages import MessageRepository
from bot.storage.migrations import LOCK, alembic_config
from bot.storage.people import PersonRepository
from bot.storage.preferences import PreferenceRepository
from bot.storage.questions import QuestionRepository
from bot.storage.rules import RuleRepository
from bot.storage.schema import HEAD
from bot.storage.sessions import SessionRepository
from bot.storage.states import StateRepository, state_to_json
from bot.storage.tables import alarms, files, metadata, people, settings
from tests.postgres import MISSING, PostgresServer, find_programs
from tests.session.script import Script
from tests.storage.conftest import NOW

OPEN = """
import asyncio, sys
from bot.storage.database import open_database
async def main():
    await (await open_database(sys.argv[1])).close()
asyncio.run(main())
print("alembic" in sys.modules)
"""

Row = dict[str, object]
MEMORY = ConversationState("cramps_why", NOW, "why do I cramp?")


def opener(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", OPEN, url],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


async def tables_of(database: Database) -> set[str]:
    async with database.reading() as connection:
        return await connection.run_sync(lambda found: set(inspect(found).get_table_names()))


async def test_an_empty_database_gets_the_tables(empty_url: str) -> None:
    database = await open_database(empty_url)
    assert await tables_of(database) == {*metadata.tables, "alembic_version"}
    await database.close()


async def test_migrations_and_tables_say_the_same(empty_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, metadata))

    database = await open_database(empty_url)
    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


def test_the_newest_migration_is_the_one_expected() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == HEAD


async def test_what_the_first_version_kept_is_still_there(empty_url: str) -> None:
    first = await _open_version(empty_url, "0001")
    anna = await _somebody(first, active=True)
    await first.write(
        update(people)
        .where(people.c.id == anna.id)
        .values(memory=state_to_json(MEMORY), question=MEMORY.question, memory_at=NOW)
    )
    await PreferenceRepository(first).put(anna, "voice", "on")
    await FeedbackRepository(first).add(anna, Feedback("cramps_why", helpful=True), NOW)
    await QuestionRepository(first).keep(anna, "why cramps", "answer", NOW)
    message = await MessageRepository(first).add(anna, Author.PERSON, "{}", NOW)
    database = await _brought_up_to_date(first, empty_url)
    assert await StateRepository(database).load(anna) == MEMORY
    assert await MessageRepository(database).get(anna, message.id) == message
    await database.close()


async def test_what_the_second_version_kept_is_still_there(empty_url: str, guide: Guide) -> None:
    second = await _open_version(empty_url, "0002")
    anna = await _somebody(second, active=True)
    kept = await _begin(SessionRepository(second, guide), anna)
    await CardRepository(second).put(anna, 7)
    await second.write(insert(files).values(key=":drawing", file_id="file"))
    database = await _brought_up_to_date(second, empty_url)
    assert await SessionRepository(database, guide).open(anna) == kept
    assert len(await SessionRepository(database, guide).events(kept)) == 1
    assert await AlarmRepository(database).next_due() == NOW
    assert await FileIdRepository(database, lambda: NOW).get("drawing") == "file"
    assert await RuleRepository(database).add(anna, "{}", None, NOW) > 0
    await database.close()


async def test_alarms_of_who_left_before_they_were_parked_are_parked_now(empty_url: str) -> None:
    sixth = await _open_version(empty_url, "0006")
    anna = await _somebody(sixth, active=False)
    ben = await _somebody(sixth, active=True)
    for person in (anna, ben):
        await AlarmRepository(sixth).put(person, "session", AlarmRequest("idle", NOW))
    await sixth.close()
    database = await open_database(empty_url)
    parked = select(alarms.c.parked).order_by(alarms.c.person_id)
    assert [row.parked for row in await database.read(parked)] == [True, False]
    await PersonRepository(database).meet(anna.channel, anna.address, NOW)
    found = await AlarmRepository(database).claim(NOW, NOW + timedelta(minutes=1))
    assert [alarm.person for alarm in found] == [anna, ben]
    await database.close()


async def _somebody(database: Database, *, active: bool) -> Person:
    """As every version kept people."""
    address = f"{active:d}"
    row = {"channel": Channel.TELEGRAM, "address": address, "active": active}
    met = insert(people).values(**row, met_at=NOW, seen_at=NOW).returning(people.c.id)
    return Person((await database.write(met))[0].id, Channel.TELEGRAM, address)


async def _begin(book: SessionRepository, person: Person) -> StoredSession:
    script = Script(book.guide)
    kept = await book.begin(person, script.session, AlarmRequest("idle", NOW))
    result = script.take("begin")
    assert result.event
    saved = await book.save(
        person, kept, result.session, result.event, AlarmRequest("rest_over", NOW)
    )
    assert saved
    return saved


async def _brought_up_to_date(old: Database, url: str) -> Database:
    """The database in the newest version; everything is still there, and nothing else."""
    before = await _everything(old)
    await old.close()
    database = await open_database(url)
    after = await _everything(database)
    for name, rows in after.items():
        kept = before.get(name, [])
        assert [_shown_in(row, then) for row, then in zip(rows, kept, strict=True)] == kept
    assert await tables_of(database) == {*metadata.tables, "alembic_version"}
    return database


async def _open_version(url: str, number: str) -> Database:
    engine = engine_for(make_url(url), PATIENCE)
    database = Database(engine, asyncio.Semaphore(1))
    async with database.writing() as connection:
        await connection.run_sync(_upgrade, number)
    return database


def _upgrade(connection: Connection, number: str) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, number)


async def _everything(database: Database) -> dict[str, list[Row]]:
    """The rows of every table that is there, as far as it has the columns by now."""
    found: dict[str, list[Row]] = {}
    for name in await tables_of(database) - {"alembic_version"}:
        columns = await _columns_of(database, name)
        rows = await database.read(select(*(metadata.tables[name].c[it] for it in columns)))
        found[name] = [dict(zip(columns, row, strict=True)) for row in rows]
    return found


async def _columns_of(database: Database, table: str) -> list[str]:
    async with database.reading() as connection:
        columns = await connection.run_sync(lambda found: inspect(found).get_columns(table))
    return [column["name"] for column in columns]


def _shown_in(row: Row, old: Row) -> Row:
    """What an older version can see of a row; the rest is empty, or said no."""
    assert {value for name, value in row.items() if name not in old} <= {None, False}
    return {name: row[name] for name in old}


async def test_opening_again_finds_everything_in_place(empty_url: str) -> None:
    first = await open_database(empty_url)
    anna = await PersonRepository(first).meet(Channel.TELEGRAM, "7", NOW)
    await first.close()
    second = await open_database(empty_url)
    assert await PersonRepository(second).get(anna.id) == anna
    await second.close()


async def test_opening_without_news_does_not_load_alembic(url: str) -> None:
    output, errors = await asyncio.to_thread(opener(url).communicate)
    assert (output.strip(), errors) == ("False", "")


async def test_several_processes_may_open_an_empty_database_at_once(empty_url: str) -> None:
    processes = [opener(empty_url) for _ in range(3)]
    for process in processes:
        _, errors = await asyncio.to_thread(process.communicate)
        assert (process.returncode, errors) == (0, "")
    database = await open_database(empty_url)
    assert await tables_of(database) == {*metadata.tables, "alembic_version"}
    await database.close()


async def test_several_tasks_may_open_an_empty_database_at_once(empty_url: str) -> None:
    opened = await asyncio.gather(*(open_database(empty_url) for _ in range(5)))
    await asyncio.gather(*(database.close() for database in opened))


async def test_a_newer_database_is_refused(empty_url: str) -> None:
    database = await open_database(empty_url)
    await database.write(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    with pytest.raises(StorageError, match=r"newer version of this program"):
        await open_database(empty_url)


async def test_a_failed_migration_leaves_nothing_behind(empty_url: str) -> None:
    database = await _open_with_foreign_table(empty_url, "messages")
    with pytest.raises(StorageError, match="cannot be opened"):
        await open_database(empty_url)
    assert await tables_of(database) == {"messages"}
    await database.close()


async def _open_with_foreign_table(url: str, table: str) -> Database:
    await (await open_database(url)).close()
    database = await open_database(url)
    for name in reversed([found.name for found in metadata.sorted_tables]):
        await database.write(text(f"DROP TABLE {name}"))
    await database.write(text("DROP TABLE alembic_version"))
    await database.write(text(f"CREATE TABLE {table} (id INTEGER)"))
    return database


async def test_a_transaction_is_undone_when_an_error_leaves_it(
    database: Database, anna: Person
) -> None:
    row = insert(settings).values(person_id=anna.id, name="voice", value="on")
    with pytest.raises(ZeroDivisionError):
        await _write_then_fail(database, row)
    assert await database.read(select(settings)) == []


async def _write_then_fail(database: Database, row: Executable) -> None:
    async with database.writing() as connection:
        await connection.execute(row)
        raise ZeroDivisionError


async def test_a_transaction_is_undone_when_its_task_is_cancelled(
    database: Database, anna: Person
) -> None:
    written = asyncio.Event()

    async def write() -> None:
        async with database.writing() as connection:
            row = {"person_id": anna.id, "name": "voice", "value": "on"}
            await connection.execute(insert(settings).values(row))
            written.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    await written.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await database.read(select(settings)) == []
    assert (await PersonRepository(database).meet(Channel.TELEGRAM, "after", NOW)).id > anna.id


async def test_cancelling_anywhere_leaves_a_database_that_works(database: Database) -> None:
    for moment in range(40):
        task = asyncio.create_task(
            PersonRepository(database).meet(Channel.TELEGRAM, str(moment), NOW)
        )
        await asyncio.sleep(moment / 20_000)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(60):
        await asyncio.gather(
            *(
                PersonRepository(database).meet(Channel.TELEGRAM, f"b{key}", NOW)
                for key in range(20)
            )
        )


async def test_foreign_keys_are_checked(database: Database) -> None:
    orphan = insert(settings).values(person_id=12345, name="voice", value="on")
    with pytest.raises(IntegrityError):
        await database.write(orphan)


async def test_more_tasks_than_connections_get_their_turn(database: Database) -> None:
    async def count() -> int:
        async with database.writing() as connection:
            await asyncio.sleep(0.001)
            return len((await connection.execute(select(settings))).all())

    assert await asyncio.gather(*(count() for _ in range(60))) == [0] * 60


async def test_sqlite_is_durable_on_every_connection(tmp_path: Path) -> None:
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'new.sqlite3'}")
    async with database.reading() as first, database.reading() as second:
        for connection in (first, second):
            assert await _pragmas(connection) == ["wal", 2, 1, 5000]
    await database.close()


async def _pragmas(connection: AsyncConnection) -> list[object]:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    found = [await connection.exec_driver_sql(f"PRAGMA {name}") for name in names]
    return [result.scalar_one() for result in found]


async def test_a_sqlite_file_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "data" / "coach.sqlite3"
    await (await open_database(f"sqlite+aiosqlite:///{file}")).close()
    assert oct(file.parent.stat().st_mode & 0o777) == "0o700"
    assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_a_directory_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private(tmp_path / "coach.sqlite3")
    assert oct(tmp_path.stat().st_mode & 0o777) == "0o755"


async def test_a_sqlite_file_in_use_is_told(tmp_path: Path) -> None:
    file = tmp_path / "coach.sqlite3"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageError, match="in use by another program"):
        await open_database(f"sqlite+aiosqlite:///{file}", patience=0.1)
    other.close()


async def test_a_postgresql_migration_elsewhere_is_waited_for(postgres: PostgresServer) -> None:
    url = await postgres.create("locked")
    database = await open_database(url)
    await database.write(text("DROP TABLE alembic_version"))
    async with database.writing() as connection:
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        with pytest.raises(StorageError, match="in use by another program"):
            await open_database(url, patience=0.1)
    await database.close()
    await postgres.drop("locked")


async def test_a_restarted_server_costs_no_answer(postgres: PostgresServer) -> None:
    database = await open_database(await postgres.create("restarted", "migrated"))
    async with postgres.connection() as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'restarted'"
        )
    assert (await PersonRepository(database).meet(Channel.TELEGRAM, "7", NOW)).address == "7"
    await database.close()
    await postgres.drop("restarted")


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "coach.sqlite3"
    file.write_text("this is a letter to my aunt, and not a database " * 100)
    with pytest.raises(StorageError, match=r"coach.sqlite3 cannot be opened: .*not a database"):
        await open_database(f"sqlite+aiosqlite:///{file}")


async def test_a_place_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be opened"):
        await open_database(f"sqlite+aiosqlite:///{tmp_path / 'file' / 'coach.sqlite3'}")
    with pytest.raises(StorageError, match="cannot be opened"):
        await open_database(f"sqlite+aiosqlite:///{tmp_path}")


async def test_a_postgresql_database_that_is_not_there_is_told(postgres: PostgresServer) -> None:
    with pytest.raises(StorageError, match=r"atlantis cannot be opened: .*does not exist"):
        await open_database(postgres.url("atlantis"))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://coach:hunter2@127.0.0.1:1/coach",
        "postgresql+asyncpg://127.0.0.1:1/coach?user=coach&password=hunter2",
        "postgresql+asyncpg://coach:hunter2@nowhere.invalid/coach",
        "postgresql+asyncpg://coach@/coach?host=/nowhere&password=hunter2",
        "postgresql+asyncpg://coach:hunter2@localhost:hunter2/coach",
        "postgresql+nothing://coach:hunter2@localhost/coach",
        "postgresql+asyncpg://coach:hunter2@localhost/coach?surprise=hunter2",
        "mysql://coach:hunter2@localhost/coach",
        "hunter2",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
    ],
)
async def test_what_cannot_be_opened_is_told_without_the_password(url: str) -> None:
    with pytest.raises(StorageError) as caught:
        await open_database(url)
    message = str(caught.value)
    assert "hunter2" not in message
    assert message.endswith((".", "?"))
    assert message.count("\n") == 0


def test_without_postgresql_the_tests_say_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="need PostgreSQL's server"):
        find_programs([tmp_path])
    assert "apt-get install postgresql" in MISSING
