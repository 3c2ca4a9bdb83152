import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.people import Person
from bot.storage.cards import CardRepository
from bot.storage.database import Database
from bot.storage.people import PersonRepository


async def test_nobody_has_a_card_at_first(database: Database, anna: Person) -> None:
    assert await CardRepository(database).get(anna) is None


async def test_everybody_has_a_card_of_their_own(
    database: Database, anna: Person, ben: Person
) -> None:
    await CardRepository(database).put(anna, 7)
    await CardRepository(database).put(ben, 8)
    assert (await CardRepository(database).get(anna), await CardRepository(database).get(ben)) == (
        7,
        8,
    )


async def test_a_new_card_takes_the_place_of_the_old_one(database: Database, anna: Person) -> None:
    await CardRepository(database).put(anna, 7)
    await CardRepository(database).put(anna, 2**40)
    assert await CardRepository(database).get(anna) == 2**40


async def test_a_card_can_be_forgotten_alone(database: Database, anna: Person, ben: Person) -> None:
    await CardRepository(database).put(anna, 7)
    await CardRepository(database).put(ben, 8)
    await CardRepository(database).put(anna, None)
    await CardRepository(database).put(anna, None)
    assert (await CardRepository(database).get(anna), await CardRepository(database).get(ben)) == (
        None,
        8,
    )


async def test_forgetting_a_person_forgets_the_card(
    database: Database, anna: Person, ben: Person
) -> None:
    await CardRepository(database).put(anna, 7)
    await CardRepository(database).put(ben, 8)
    await PersonRepository(database).forget(anna)
    assert (await CardRepository(database).get(anna), await CardRepository(database).get(ben)) == (
        None,
        8,
    )


async def test_a_forgotten_person_gets_no_card(database: Database, anna: Person) -> None:
    await PersonRepository(database).forget(anna)
    with pytest.raises(IntegrityError):
        await CardRepository(database).put(anna, 7)
