import asyncio
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select

from bot.domain.alarms import Wish
from bot.domain.people import Author, Channel, Feedback, Person
from bot.domain.state import Memory
from bot.session.model.workouts import Guide
from bot.storage.alarms import AlarmBook
from bot.storage.cards import Cards
from bot.storage.database import Database, open_database
from bot.storage.feedback import FeedbackBook
from bot.storage.memories import Memories
from bot.storage.messages import Messages
from bot.storage.occasions import Ledger
from bot.storage.people import People
from bot.storage.preferences import Preferences
from bot.storage.questions import QuestionBook
from bot.storage.rules import RuleBook
from bot.storage.sessions import SessionBook
from bot.storage.tables import metadata, people
from tests.session.walking import Walk
from tests.storage.conftest import NOW
from tests.storage.standing import alarm_of


async def columns_of(database: Database, person: Person) -> dict[str, object]:
    rows = await database.read(select(people).where(people.c.id == person.id))
    return dict(rows[0]._mapping)


async def count_rows(database: Database) -> dict[str, int]:
    return {
        name: (await database.read(select(func.count()).select_from(table)))[0][0]
        for name, table in metadata.tables.items()
        if name not in {"counters", "files"}
    }


async def leave_traces(database: Database, person: Person, guide: Guide) -> None:
    await Memories(database).save(person, Memory(topic="cramps_why"), NOW)
    await Preferences(database).put(person, "voice", "on")
    await FeedbackBook(database).add(person, Feedback("cramps_why", helpful=True), NOW)
    await QuestionBook(database).keep(person, "why cramps", "answer", NOW)
    await Messages(database).add(person, Author.PERSON, "{}", NOW)
    await Cards(database).put(person, 7)
    await train(SessionBook(database, guide), person)
    rule = await RuleBook(database).add(person, "{}", Wish("remind", NOW), NOW)
    alarm = await alarm_of(database, person, rule)
    await Ledger(database).begin(rule, NOW.date(), alarm, NOW, most=2)
    await AlarmBook(database).drop(person, alarm.subject)


async def train(book: SessionBook, person: Person) -> None:
    walk = Walk(book.guide)
    kept = await book.begin(person, walk.session, None)
    result = walk.take("begin")
    assert result.event
    await book.save(person, kept, result.session, result.event, Wish("idle", NOW))


async def test_meeting_twice_finds_the_same_person(database: Database) -> None:
    first = await People(database).meet(Channel.TELEGRAM, "7", NOW)
    again = await People(database).meet(Channel.TELEGRAM, "7", NOW)
    assert first == again == Person(first.id, Channel.TELEGRAM, "7")


async def test_the_same_address_on_another_channel_is_somebody_else(database: Database) -> None:
    here = await People(database).meet(Channel.TELEGRAM, "7", NOW)
    there = await People(database).meet(Channel.BROWSER, "7", NOW)
    assert here.id != there.id


async def test_fifty_meetings_at_once_make_one_person(database: Database) -> None:
    met = await asyncio.gather(
        *(People(database).meet(Channel.TELEGRAM, "7", NOW) for _ in range(50))
    )
    assert len(set(met)) == 1
    assert (await count_rows(database))["people"] == 1


async def test_fifty_strangers_at_once_are_fifty_people(database: Database) -> None:
    met = await asyncio.gather(
        *(People(database).meet(Channel.TELEGRAM, str(key), NOW) for key in range(50))
    )
    assert len({person.id for person in met}) == 50


async def test_a_meeting_is_noted_once_a_day(database: Database, anna: Person) -> None:
    later = NOW + timedelta(hours=23)
    await People(database).meet(anna.channel, anna.address, later)
    assert (await columns_of(database, anna))["seen_at"] == NOW
    next_day = NOW + timedelta(hours=25)
    await People(database).meet(anna.channel, anna.address, next_day)
    assert (await columns_of(database, anna))["seen_at"] == next_day
    assert (await columns_of(database, anna))["met_at"] == NOW


async def test_a_meeting_wakes_who_had_left(database: Database, anna: Person) -> None:
    await People(database).deactivate(anna.channel, anna.address)
    assert (await columns_of(database, anna))["active"] is False
    assert await People(database).find(anna.channel, anna.address) == anna
    assert await People(database).meet(anna.channel, anna.address, NOW) == anna
    assert (await columns_of(database, anna))["active"] is True


async def test_deactivating_leaves_others_alone(
    database: Database, anna: Person, ben: Person
) -> None:
    await People(database).deactivate(anna.channel, anna.address)
    await People(database).deactivate(Channel.TELEGRAM, "nobody")
    assert (await columns_of(database, ben))["active"] is True


async def test_people_are_found_by_address_and_id(database: Database, anna: Person) -> None:
    assert await People(database).find(anna.channel, anna.address) == anna
    assert await People(database).get(anna.id) == anna


async def test_strangers_are_not_found(database: Database, anna: Person) -> None:
    assert await People(database).find(Channel.BROWSER, anna.address) is None
    assert await People(database).get(anna.id + 1) is None


async def test_a_new_address_keeps_everything(
    database: Database, anna: Person, guide: Guide
) -> None:
    await leave_traces(database, anna, guide)
    await People(database).rekey(anna.channel, anna.address, "-200")
    moved = await People(database).find(anna.channel, "-200")
    assert moved == Person(anna.id, anna.channel, "-200")
    assert await People(database).find(anna.channel, anna.address) is None
    assert set((await count_rows(database)).values()) == {1}


async def test_at_a_taken_address_the_one_there_stays(
    database: Database, anna: Person, guide: Guide
) -> None:
    await leave_traces(database, anna, guide)
    there = await People(database).meet(anna.channel, "-200", NOW)
    await Preferences(database).put(there, "voice", "off")
    await People(database).rekey(anna.channel, anna.address, "-200")
    assert await People(database).find(anna.channel, "-200") == there
    assert await People(database).get(anna.id) is None
    assert await Preferences(database).all(there) == {"voice": "off"}
    assert sum((await count_rows(database)).values()) == 2


async def test_moving_to_the_same_address_changes_nothing(database: Database, anna: Person) -> None:
    await People(database).rekey(anna.channel, anna.address, anna.address)
    assert await People(database).get(anna.id) == anna


async def test_moving_nobody_changes_nothing(database: Database, anna: Person) -> None:
    await People(database).rekey(Channel.TELEGRAM, "nobody", "nowhere")
    await People(database).rekey(Channel.BROWSER, anna.address, "nowhere")
    assert await People(database).get(anna.id) == anna


async def test_moving_while_the_new_address_is_met_leaves_the_one_there(
    url: str, database: Database, anna: Person
) -> None:
    other = await open_database(url)
    there = {"channel": anna.channel, "address": "-200", "active": True}
    async with database.writing() as connection:
        await connection.execute(insert(people).values(**there, met_at=NOW, seen_at=NOW))
        moving = asyncio.create_task(People(other).rekey(anna.channel, anna.address, "-200"))
        await asyncio.sleep(0.1)
    await moving
    await other.close()
    assert await People(database).find(anna.channel, "-200") is not None
    assert await People(database).get(anna.id) is None


async def test_forgetting_deletes_everything_of_one_person(
    database: Database, anna: Person, ben: Person, guide: Guide
) -> None:
    await leave_traces(database, anna, guide)
    await leave_traces(database, ben, guide)
    await People(database).forget(anna)
    assert set((await count_rows(database)).values()) == {1}
    assert await People(database).get(anna.id) is None
    assert (await Memories(database).load(ben)).topic == "cramps_why"


async def test_the_id_of_a_forgotten_person_is_never_given_again(database: Database) -> None:
    gone = await People(database).meet(Channel.TELEGRAM, "7", NOW)
    await People(database).forget(gone)
    assert (await People(database).meet(Channel.TELEGRAM, "7", NOW)).id > gone.id


async def test_an_address_that_no_database_can_hold_is_still_somebody(database: Database) -> None:
    odd = await People(database).meet(Channel.BROWSER, "a\0b\ud800", NOW)
    assert (await People(database).meet(Channel.BROWSER, "a\0b\ud800", NOW)).id == odd.id


async def test_the_clock_is_woken_for_who_comes_back_once_they_are_active(
    database: Database,
) -> None:
    woken = list[datetime]()
    known = People(database, woken.append)
    anna = await known.meet(Channel.TELEGRAM, "100", NOW)
    await AlarmBook(database).put(anna, "rule:1", Wish("remind", NOW))
    await known.deactivate(Channel.TELEGRAM, "100")
    assert await AlarmBook(database).next_due() is None
    later = NOW + timedelta(hours=1)
    await known.meet(Channel.TELEGRAM, "100", later)
    assert await AlarmBook(database).next_due() == NOW
    await known.meet(Channel.TELEGRAM, "100", later)
    assert woken == [NOW, later]
