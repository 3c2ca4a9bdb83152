import asyncio

from bot.domain.people import Person
from bot.storage.database import Database
from bot.storage.preferences import PreferenceRepository


async def test_a_choice_is_kept(database: Database, anna: Person) -> None:
    await PreferenceRepository(database).put(anna, "voice", "on")
    assert await PreferenceRepository(database).get(anna, "voice") == "on"


async def test_a_choice_takes_the_place_of_the_one_before(database: Database, anna: Person) -> None:
    await PreferenceRepository(database).put(anna, "voice", "on")
    await PreferenceRepository(database).put(anna, "voice", "")
    assert await PreferenceRepository(database).get(anna, "voice") == ""
    assert await PreferenceRepository(database).all(anna) == {"voice": ""}


async def test_what_was_not_chosen_is_none(database: Database, anna: Person, ben: Person) -> None:
    await PreferenceRepository(database).put(anna, "voice", "on")
    assert await PreferenceRepository(database).get(anna, "units") is None
    assert await PreferenceRepository(database).get(ben, "voice") is None
    assert await PreferenceRepository(database).all(ben) == {}


async def test_all_choices_come_by_name(database: Database, anna: Person) -> None:
    await PreferenceRepository(database).put(anna, "voice", "on")
    await PreferenceRepository(database).put(anna, "units", "metric")
    assert await PreferenceRepository(database).all(anna) == {"voice": "on", "units": "metric"}


async def test_choosing_many_times_at_once_keeps_one_choice(
    database: Database, anna: Person
) -> None:
    chosen = [PreferenceRepository(database).put(anna, "voice", str(value)) for value in range(20)]
    await asyncio.gather(*chosen)
    assert list(await PreferenceRepository(database).all(anna)) == ["voice"]
