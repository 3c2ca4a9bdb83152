import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.app import build_sweep
from bot.scheduler import KEPT
from bot.storage.database import Database
from bot.storage.files import FileIdRepository
from bot.storage.tables import files as table
from tests.storage.conftest import NOW
from tests.storage.plans import plans_of

SECOND = timedelta(seconds=1)


def files_of(database: Database, version: str = "", now: datetime = NOW) -> FileIdRepository:
    return FileIdRepository(database, lambda: now, version)


async def test_a_file_that_was_never_uploaded_has_no_id(database: Database) -> None:
    assert await files_of(database).get("film/bridge") is None


async def test_an_id_is_found_by_its_key(database: Database) -> None:
    files = files_of(database)
    await files.put("film/bridge", "AgAD1")
    await files.put("film/curl", "AgAD2")
    assert [await files.get(key) for key in ("film/bridge", "film/curl")] == ["AgAD1", "AgAD2"]


async def test_a_new_id_takes_the_place_of_the_old_one(database: Database) -> None:
    files = files_of(database)
    await files.put("film/bridge", "AgAD1")
    await files.put("film/bridge", "AgAD2")
    assert await files.get("film/bridge") == "AgAD2"


async def test_a_dropped_id_is_gone_and_the_others_stay(database: Database) -> None:
    files = files_of(database)
    await files.put("film/bridge", "AgAD1")
    await files.put("film/curl", "AgAD2")
    await files.drop("film/bridge")
    await files.drop("film/unknown")
    assert [await files.get(key) for key in ("film/bridge", "film/curl")] == [None, "AgAD2"]


async def test_uploading_twice_at_once_keeps_one_id(database: Database) -> None:
    files = files_of(database)
    await asyncio.gather(*(files.put("film/bridge", f"AgAD{at}") for at in range(20)))
    assert str(await files.get("film/bridge")).startswith("AgAD")


async def test_what_was_uploaded_in_another_version_is_not_found(database: Database) -> None:
    await files_of(database, "1").put("curl", "old")
    assert await files_of(database, "2").get("curl") is None
    assert await files_of(database, "1").get("curl") == "old"


async def test_what_was_uploaded_long_ago_is_forgotten_whatever_the_version(
    database: Database,
) -> None:
    await files_of(database, "1").put("curl", "AgAD1")
    await files_of(database).put("film/bridge", "AgAD2")
    await files_of(database, now=NOW + SECOND).put("film/curl", "AgAD3")
    await files_of(database).purge(NOW)
    assert await files_of(database).get("film/bridge") == "AgAD2"
    await files_of(database).purge(NOW + SECOND)
    assert await files_of(database, "1").get("curl") is None
    assert await files_of(database).get("film/bridge") is None
    assert await files_of(database).get("film/curl") == "AgAD3"


async def test_what_is_uploaded_again_counts_from_then_on(database: Database) -> None:
    await files_of(database).put("film/bridge", "AgAD1")
    await files_of(database, now=NOW + SECOND).put("film/bridge", "AgAD2")
    await files_of(database).purge(NOW + SECOND)
    assert await files_of(database).get("film/bridge") == "AgAD2"


async def test_what_was_uploaded_nobody_knows_when_is_forgotten(database: Database) -> None:
    await database.write(insert(table).values(key=":film/bridge", file_id="AgAD1"))
    await files_of(database).purge(NOW)
    assert await files_of(database).get("film/bridge") is None


async def test_the_hourly_sweep_forgets_files(database: Database) -> None:
    await files_of(database, now=NOW - KEPT).put("film/bridge", "AgAD1")
    await files_of(database, now=NOW - KEPT - SECOND).put("film/curl", "AgAD2")
    await build_sweep(database, lambda: NOW).run()
    assert await files_of(database).get("film/bridge") == "AgAD1"
    assert await files_of(database).get("film/curl") is None


async def test_what_is_old_is_found_without_reading_what_is_not(database: Database) -> None:
    if not database.alone:
        pytest.skip("PostgreSQL reads a small table whole, whatever its indexes")
    plan = await plans_of(database, lambda: files_of(database).purge(NOW))
    assert "ix_files_at (at<?)" in plan
    assert "SCAN" not in plan
