import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from bot.domain.alarms import AlarmRequest
from bot.domain.people import Author, Channel, Feedback, Person
from bot.domain.state import ConversationState
from bot.session.model.workouts import Guide
from bot.storage.alarms import AlarmRepository
from bot.storage.cards import CardRepository
from bot.storage.database import Database, open_database
from bot.storage.feedback import FeedbackRepository
from bot.storage.messages import MessageRepository
from bot.storage.occasions import OccasionRepository
from bot.storage.people import REMEMBERED, SEEN_EVERY, PersonRepository
from bot.storage.preferences import PreferenceRepository
from bot.storage.questions import QuestionRepository
from bot.storage.rules import RuleRepository
from bot.storage.sessions import SessionRepository
from bot.storage.states import StateRepository
from bot.storage.tables import metadata, people
from tests.session.script import Script
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
    await StateRepository(database).save(person, ConversationState(topic="cramps_why"), NOW)
    await PreferenceRepository(database).put(person, "voice", "on")
    await FeedbackRepository(database).add(person, Feedback("cramps_why", helpful=True), NOW)
    await QuestionRepository(database).keep(person, "why cramps", "answer", NOW)
    await MessageRepository(database).add(person, Author.PERSON, "{}", NOW)
    await CardRepository(database).put(person, 7)
    await train(SessionRepository(database, guide), person)
    rule = await RuleRepository(database).add(person, "{}", AlarmRequest("remind", NOW), NOW)
    alarm = await alarm_of(database, person, rule)
    await OccasionRepository(database).begin(rule, NOW.date(), alarm, NOW, most=2)
    await AlarmRepository(database).drop(person, alarm.subject)


async def train(book: SessionRepository, person: Person) -> None:
    script = Script(book.guide)
    kept = await book.begin(person, script.session, None)
    result = script.take("begin")
    assert result.event
    await book.save(person, kept, result.session, result.event, AlarmRequest("idle", NOW))


async def test_meeting_twice_finds_the_same_person(database: Database) -> None:
    first = await PersonRepository(database).meet(Channel.TELEGRAM, "7", NOW)
    again = await PersonRepository(database).meet(Channel.TELEGRAM, "7", NOW)
    assert first == again == Person(first.id, Channel.TELEGRAM, "7")


async def test_the_same_address_on_another_channel_is_somebody_else(database: Database) -> None:
    here = await PersonRepository(database).meet(Channel.TELEGRAM, "7", NOW)
    there = await PersonRepository(database).meet(Channel.BROWSER, "7", NOW)
    assert here.id != there.id


async def test_fifty_meetings_at_once_make_one_person(database: Database) -> None:
    met = await asyncio.gather(
        *(PersonRepository(database).meet(Channel.TELEGRAM, "7", NOW) for _ in range(50))
    )
    assert len(set(met)) == 1
    assert (await count_rows(database))["people"] == 1


async def test_fifty_strangers_at_once_are_fifty_people(database: Database) -> None:
    met = await asyncio.gather(
        *(PersonRepository(database).meet(Channel.TELEGRAM, str(key), NOW) for key in range(50))
    )
    assert len({person.id for person in met}) == 50


async def test_a_meeting_is_noted_once_a_day(database: Database, anna: Person) -> None:
    later = NOW + timedelta(hours=23)
    await PersonRepository(database).meet(anna.channel, anna.address, later)
    assert (await columns_of(database, anna))["seen_at"] == NOW
    next_day = NOW + timedelta(hours=25)
    await PersonRepository(database).meet(anna.channel, anna.address, next_day)
    assert (await columns_of(database, anna))["seen_at"] == next_day
    assert (await columns_of(database, anna))["met_at"] == NOW


async def test_a_meeting_wakes_who_had_left(database: Database, anna: Person) -> None:
    await PersonRepository(database).deactivate(anna.channel, anna.address)
    assert (await columns_of(database, anna))["active"] is False
    assert await PersonRepository(database).find(anna.channel, anna.address) == anna
    assert await PersonRepository(database).meet(anna.channel, anna.address, NOW) == anna
    assert (await columns_of(database, anna))["active"] is True


async def test_deactivating_leaves_others_alone(
    database: Database, anna: Person, ben: Person
) -> None:
    await PersonRepository(database).deactivate(anna.channel, anna.address)
    await PersonRepository(database).deactivate(Channel.TELEGRAM, "nobody")
    assert (await columns_of(database, ben))["active"] is True


async def test_people_are_found_by_address_and_id(database: Database, anna: Person) -> None:
    assert await PersonRepository(database).find(anna.channel, anna.address) == anna
    assert await PersonRepository(database).get(anna.id) == anna


async def test_strangers_are_not_found(database: Database, anna: Person) -> None:
    assert await PersonRepository(database).find(Channel.BROWSER, anna.address) is None
    assert await PersonRepository(database).get(anna.id + 1) is None


async def test_a_new_address_keeps_everything(
    database: Database, anna: Person, guide: Guide
) -> None:
    await leave_traces(database, anna, guide)
    await PersonRepository(database).rekey(anna.channel, anna.address, "-200")
    moved = await PersonRepository(database).find(anna.channel, "-200")
    assert moved == Person(anna.id, anna.channel, "-200")
    assert await PersonRepository(database).find(anna.channel, anna.address) is None
    assert set((await count_rows(database)).values()) == {1}


async def test_at_a_taken_address_the_one_there_stays(
    database: Database, anna: Person, guide: Guide
) -> None:
    await leave_traces(database, anna, guide)
    there = await PersonRepository(database).meet(anna.channel, "-200", NOW)
    await PreferenceRepository(database).put(there, "voice", "off")
    await PersonRepository(database).rekey(anna.channel, anna.address, "-200")
    assert await PersonRepository(database).find(anna.channel, "-200") == there
    assert await PersonRepository(database).get(anna.id) is None
    assert await PreferenceRepository(database).all(there) == {"voice": "off"}
    assert sum((await count_rows(database)).values()) == 2


async def test_moving_to_the_same_address_changes_nothing(database: Database, anna: Person) -> None:
    await PersonRepository(database).rekey(anna.channel, anna.address, anna.address)
    assert await PersonRepository(database).get(anna.id) == anna


async def test_moving_nobody_changes_nothing(database: Database, anna: Person) -> None:
    await PersonRepository(database).rekey(Channel.TELEGRAM, "nobody", "nowhere")
    await PersonRepository(database).rekey(Channel.BROWSER, anna.address, "nowhere")
    assert await PersonRepository(database).get(anna.id) == anna


async def test_moving_while_the_new_address_is_met_leaves_the_one_there(
    url: str, database: Database, anna: Person
) -> None:
    other = await open_database(url)
    there = {"channel": anna.channel, "address": "-200", "active": True}
    async with database.writing() as connection:
        await connection.execute(insert(people).values(**there, met_at=NOW, seen_at=NOW))
        moving = asyncio.create_task(
            PersonRepository(other).rekey(anna.channel, anna.address, "-200")
        )
        await asyncio.sleep(0.1)
    await moving
    await other.close()
    assert await PersonRepository(database).find(anna.channel, "-200") is not None
    assert await PersonRepository(database).get(anna.id) is None


async def test_forgetting_deletes_everything_of_one_person(
    database: Database, anna: Person, ben: Person, guide: Guide
) -> None:
    await leave_traces(database, anna, guide)
    await leave_traces(database, ben, guide)
    await PersonRepository(database).forget(anna)
    assert set((await count_rows(database)).values()) == {1}
    assert await PersonRepository(database).get(anna.id) is None
    assert (await StateRepository(database).load(ben)).topic == "cramps_why"


async def test_the_id_of_a_forgotten_person_is_never_given_again(database: Database) -> None:
    gone = await PersonRepository(database).meet(Channel.TELEGRAM, "7", NOW)
    await PersonRepository(database).forget(gone)
    assert (await PersonRepository(database).meet(Channel.TELEGRAM, "7", NOW)).id > gone.id


async def test_an_address_that_no_database_can_hold_is_still_somebody(database: Database) -> None:
    odd = await PersonRepository(database).meet(Channel.BROWSER, "a\0b\ud800", NOW)
    assert (await PersonRepository(database).meet(Channel.BROWSER, "a\0b\ud800", NOW)).id == odd.id


async def test_the_clock_is_woken_for_who_comes_back_once_they_are_active(
    database: Database,
) -> None:
    woken = list[datetime]()
    known = PersonRepository(database, woken.append)
    anna = await known.meet(Channel.TELEGRAM, "100", NOW)
    await AlarmRepository(database).put(anna, "rule:1", AlarmRequest("remind", NOW))
    await known.deactivate(Channel.TELEGRAM, "100")
    assert await AlarmRepository(database).next_due() is None
    later = NOW + timedelta(hours=1)
    await known.meet(Channel.TELEGRAM, "100", later)
    assert await AlarmRepository(database).next_due() == NOW
    await known.meet(Channel.TELEGRAM, "100", later)
    assert woken == [NOW, later]


@pytest.mark.parametrize(
    ("passed", "is_remembered"),
    [
        (timedelta(0), True),
        (REMEMBERED - timedelta(seconds=1), True),
        (REMEMBERED, False),
        (timedelta(days=2), False),
        # the clock was set back
        (-REMEMBERED + timedelta(seconds=1), True),
        (-REMEMBERED, False),
        (-timedelta(hours=1), False),
        (-timedelta(days=2), False),
    ],
)
async def test_somebody_just_met_is_not_looked_up_for_ten_minutes(
    database: Database, passed: timedelta, *, is_remembered: bool
) -> None:
    book = PersonRepository(database)
    known = await book.meet(Channel.TELEGRAM, "42", NOW)
    await PersonRepository(database).forget(known)  # by another process
    again = await book.meet(Channel.TELEGRAM, "42", NOW + passed)
    assert (again == known) is is_remembered
    assert (await book.meet(Channel.TELEGRAM, "42", NOW + passed)) == again


async def test_with_a_crowd_all_are_looked_up_again(database: Database) -> None:
    book = PersonRepository(database)
    somebody = await book.meet(Channel.TELEGRAM, "0", NOW)
    book.met.update({(Channel.TELEGRAM, str(key)): (somebody, NOW) for key in range(1, 9_999)})
    last = await book.meet(Channel.TELEGRAM, "last", NOW)
    assert len(book.met) == 10_000
    one_more = await book.meet(Channel.TELEGRAM, "one more", NOW)
    assert book.met == {(Channel.TELEGRAM, "one more"): (one_more, NOW)}
    assert one_more != last


@pytest.mark.parametrize(
    ("passed", "is_fresh"), [(-1, False), (0, False), (1, True)], ids=["before", "at", "after"]
)
async def test_a_meeting_is_noted_when_the_last_note_is_a_day_old(
    database: Database, anna: Person, passed: int, *, is_fresh: bool
) -> None:
    next_day = NOW + SEEN_EVERY - timedelta(seconds=passed)
    await PersonRepository(database).meet(anna.channel, anna.address, next_day)
    assert ((await columns_of(database, anna))["seen_at"] == NOW) is is_fresh
