import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.domain.people import Author, Person
from bot.storage.database import Database, open_database
from bot.storage.messages import ChatMessage, MessageRepository
from bot.storage.people import PersonRepository
from bot.storage.tables import people
from tests.storage.conftest import NOW


async def bodies(messages: MessageRepository, person: Person, revision: int = 0) -> list[str]:
    return [message.body for message in await messages.after(person, revision, 100)]


async def test_a_message_comes_back_as_it_was_added(database: Database, anna: Person) -> None:
    added = await MessageRepository(database).add(anna, Author.PERSON, '{"text": "hello"}', NOW)
    assert added == ChatMessage(added.id, Author.PERSON, '{"text": "hello"}', NOW, added.revision)
    assert await MessageRepository(database).get(anna, added.id) == added
    assert await MessageRepository(database).after(anna, 0, 10) == (added,)


async def test_a_page_gets_only_what_is_new_to_it(database: Database, anna: Person) -> None:
    messages = MessageRepository(database)
    first = await messages.add(anna, Author.PERSON, "1", NOW)
    second = await messages.add(anna, Author.COACH, "2", NOW)
    assert await messages.after(anna, first.revision, 10) == (second,)
    assert await messages.after(anna, second.revision, 10) == ()


async def test_a_changed_message_is_new_again(database: Database, anna: Person) -> None:
    messages = MessageRepository(database)
    card = await messages.add(anna, Author.COACH, "rest: 60", NOW)
    last = await messages.add(anna, Author.PERSON, "ok", NOW)
    changed = await messages.change(anna, card.id, "rest: 59")
    assert changed == ChatMessage(card.id, Author.COACH, "rest: 59", NOW, last.revision + 1)
    assert await messages.after(anna, last.revision, 10) == (changed,)
    assert await bodies(messages, anna) == ["ok", "rest: 59"]


async def test_the_newest_message_is_the_last_one_added_not_changed(
    database: Database, anna: Person, ben: Person
) -> None:
    messages = MessageRepository(database)
    assert await messages.newest(anna) is None
    first = await messages.add(anna, Author.PERSON, "1", NOW)
    assert await messages.newest(anna) == first.id
    second = await messages.add(anna, Author.COACH, "2", NOW)
    await messages.change(anna, first.id, "1, changed")
    await messages.add(ben, Author.PERSON, "ben's", NOW)
    assert await messages.newest(anna) == second.id


async def test_a_page_can_go_in_steps(database: Database, anna: Person) -> None:
    for number in range(5):
        await MessageRepository(database).add(anna, Author.PERSON, str(number), NOW)
    start = await MessageRepository(database).after(anna, 0, 2)
    assert [message.body for message in start] == ["0", "1"]
    assert await bodies(MessageRepository(database), anna, start[-1].revision) == ["2", "3", "4"]


async def test_nobody_sees_or_changes_the_messages_of_others(
    database: Database, anna: Person, ben: Person
) -> None:
    messages = MessageRepository(database)
    secret = await messages.add(anna, Author.PERSON, "secret", NOW)
    assert await messages.get(ben, secret.id) is None
    assert await messages.after(ben, 0, 10) == ()
    assert await messages.change(ben, secret.id, "mine") is None
    assert await messages.get(anna, secret.id) == secret


async def test_a_message_that_is_gone_is_not_changed(database: Database, anna: Person) -> None:
    assert await MessageRepository(database).change(anna, 12345, "hello?") is None
    assert await MessageRepository(database).get(anna, 12345) is None


async def test_an_unknown_author_is_refused(database: Database, anna: Person) -> None:
    with pytest.raises(IntegrityError):
        await MessageRepository(database).add(anna, "stranger", "boo", NOW)  # type: ignore[arg-type]


async def test_the_newest_messages_of_each_person_are_kept(
    database: Database, anna: Person, ben: Person
) -> None:
    messages = MessageRepository(database, kept=5)
    await messages.add(ben, Author.PERSON, "ben's", NOW)
    card = await messages.add(anna, Author.COACH, "card", NOW)
    for number in range(4):
        await messages.add(anna, Author.PERSON, str(number), NOW)
    assert await bodies(messages, anna) == ["card", "0", "1", "2", "3"]
    await messages.change(anna, card.id, "card, changed")
    await messages.add(anna, Author.PERSON, "one more", NOW)
    assert await bodies(messages, anna) == ["1", "2", "3", "card, changed", "one more"]
    assert await bodies(messages, ben) == ["ben's"]


def test_five_hundred_messages_are_kept(database: Database) -> None:
    assert MessageRepository(database).kept == 500


async def test_somebody_forgotten_who_comes_back_still_gets_what_is_new(
    database: Database, anna: Person
) -> None:
    messages = MessageRepository(database)
    seen = (await messages.add(anna, Author.PERSON, "1", NOW)).revision
    await PersonRepository(database).forget(anna)
    back = await PersonRepository(database).meet(anna.channel, anna.address, NOW)
    await messages.add(back, Author.PERSON, "2", NOW)
    assert await bodies(messages, back, seen) == ["2"]


async def test_nobody_overtakes_a_revision_that_is_not_committed(
    url: str, database: Database, anna: Person, ben: Person
) -> None:
    other = MessageRepository(await open_database(url))
    async with database.writing() as connection:
        row = select(people.c.id).where(people.c.id == anna.id)
        await connection.execute(row.with_for_update())
        held_up = asyncio.create_task(other.add(anna, Author.COACH, "1", NOW))
        await asyncio.sleep(0.1)
        quick = asyncio.create_task(other.add(ben, Author.COACH, "2", NOW))
        await asyncio.sleep(0.1)
        assert not quick.done()
    assert (await held_up).revision < (await quick).revision
    await other.database.close()


async def test_a_page_that_asks_all_the_time_misses_nothing(
    url: str, database: Database, anna: Person
) -> None:
    other = await open_database(url)
    writers = [
        _write(MessageRepository(db), anna, name) for db in (database, other) for name in "abc"
    ]
    writing = asyncio.gather(*writers)
    page: dict[int, ChatMessage] = {}
    seen = 0
    while not writing.done():
        seen = await _turn_page(MessageRepository(database), anna, page, seen)
    await _turn_page(MessageRepository(database), anna, page, seen)
    await writing
    await other.close()
    assert {kept.id: kept for kept in await MessageRepository(database).after(anna, 0, 100)} == page
    assert len(page) == 6 * 10


async def _write(messages: MessageRepository, person: Person, name: str) -> None:
    for number in range(10):
        added = await messages.add(person, Author.COACH, f"{name}{number}", NOW)
        await messages.change(person, added.id, f"{name}{number}, changed")


async def _turn_page(
    messages: MessageRepository, person: Person, page: dict[int, ChatMessage], seen: int
) -> int:
    for message in await messages.after(person, seen, 7):
        assert message.revision > seen
        seen = message.revision
        page[message.id] = message
    return seen
