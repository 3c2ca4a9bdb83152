import asyncio

from bot.storage.database import Database
from bot.storage.files import FileIds


async def test_a_file_that_was_never_uploaded_has_no_id(database: Database) -> None:
    assert await FileIds(database).get("film/bridge") is None


async def test_an_id_is_found_by_its_key(database: Database) -> None:
    files = FileIds(database)
    await files.put("film/bridge", "AgAD1")
    await files.put("film/curl", "AgAD2")
    assert [await files.get(key) for key in ("film/bridge", "film/curl")] == ["AgAD1", "AgAD2"]


async def test_a_new_id_takes_the_place_of_the_old_one(database: Database) -> None:
    files = FileIds(database)
    await files.put("film/bridge", "AgAD1")
    await files.put("film/bridge", "AgAD2")
    assert await files.get("film/bridge") == "AgAD2"


async def test_a_dropped_id_is_gone_and_the_others_stay(database: Database) -> None:
    files = FileIds(database)
    await files.put("film/bridge", "AgAD1")
    await files.put("film/curl", "AgAD2")
    await files.drop("film/bridge")
    await files.drop("film/unknown")
    assert [await files.get(key) for key in ("film/bridge", "film/curl")] == [None, "AgAD2"]


async def test_uploading_twice_at_once_keeps_one_id(database: Database) -> None:
    files = FileIds(database)
    await asyncio.gather(*(files.put("film/bridge", f"AgAD{at}") for at in range(20)))
    assert str(await files.get("film/bridge")).startswith("AgAD")


async def test_what_was_uploaded_in_another_version_is_not_found(database: Database) -> None:
    await FileIds(database, "1").put("curl", "old")
    assert await FileIds(database, "2").get("curl") is None
    assert await FileIds(database, "1").get("curl") == "old"
