import asyncio
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, StatementError

from bot.domain.alarms import Alarm, AlarmRequest
from bot.domain.people import Channel, Person
from bot.storage.alarms import AlarmRepository, set_alarm
from bot.storage.database import Database, open_database
from bot.storage.people import PersonRepository
from bot.storage.tables import alarms, people
from tests.storage.conftest import NOW
from tests.storage.plans import plans_of, steps_of

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
LEASE = NOW + MINUTE
REST = AlarmRequest("rest_over", NOW)


async def claimed(database: Database, now: datetime = NOW) -> Alarm:
    """The one alarm that is due; its lease lasts a minute."""
    (alarm,) = await AlarmRepository(database).claim(now, now + MINUTE)
    return alarm


async def rows_of(database: Database) -> list[tuple[object, ...]]:
    columns = (alarms.c.subject, alarms.c.kind, alarms.c.due_at, alarms.c.free_at, alarms.c.tries)
    return [tuple(row) for row in await database.read(select(*columns).order_by(alarms.c.id))]


async def test_without_alarms_nothing_is_due(database: Database) -> None:
    assert await AlarmRepository(database).next_due() is None
    assert await AlarmRepository(database).claim(NOW, LEASE) == ()


async def test_an_alarm_is_due_at_its_moment_and_not_before(
    database: Database, anna: Person
) -> None:
    book = AlarmRepository(database)
    await book.put(anna, "session", REST)
    assert await book.next_due() == NOW
    assert await book.claim(NOW - timedelta(microseconds=1), LEASE) == ()
    alarm = await claimed(database)
    assert alarm == Alarm(alarm.id, anna, "session", "rest_over", NOW, tries=1)


async def test_the_next_alarm_is_the_earliest(
    database: Database, anna: Person, ben: Person
) -> None:
    book = AlarmRepository(database)
    await book.put(anna, "session", AlarmRequest("idle", NOW + MINUTE))
    await book.put(ben, "reminder", AlarmRequest("train", NOW + SECOND))
    assert await book.next_due() == NOW + SECOND


async def test_moments_of_other_zones_are_the_same_moments(
    database: Database, anna: Person
) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=-9, minutes=-30)))
    await AlarmRepository(database).put(anna, "session", AlarmRequest("idle", there))
    assert await AlarmRepository(database).next_due() == NOW
    assert await AlarmRepository(database).claim(there - SECOND, LEASE) == ()
    assert (await claimed(database, there)).due_at == NOW


async def test_a_moment_without_a_zone_is_refused(database: Database, anna: Person) -> None:
    with pytest.raises(StatementError, match="no time zone"):
        await AlarmRepository(database).put(
            anna, "session", AlarmRequest("idle", NOW.replace(tzinfo=None))
        )


async def test_the_longest_due_come_first_and_no_more_than_asked_for(
    database: Database, anna: Person
) -> None:
    book = AlarmRepository(database)
    for minutes in (2, 0, 3, 1):
        await book.put(anna, f"{minutes}", AlarmRequest("idle", NOW - minutes * MINUTE))
    first = await book.claim(NOW, LEASE, limit=3)
    assert [alarm.subject for alarm in first] == ["3", "2", "1"]
    assert [alarm.subject for alarm in await book.claim(NOW, LEASE, limit=3)] == ["0"]


async def test_a_claimed_alarm_is_claimed_again_when_the_lease_is_over(
    database: Database, anna: Person
) -> None:
    book = AlarmRepository(database)
    await book.put(anna, "session", REST)
    first = await claimed(database)
    assert await book.claim(LEASE - SECOND, LEASE + MINUTE) == ()
    assert await book.next_due() == LEASE
    assert await claimed(database, LEASE) == replace(first, tries=2)


async def test_an_alarm_is_claimed_by_one_of_two_claimers(
    url: str, database: Database, anna: Person
) -> None:
    other = await open_database(url)
    await AlarmRepository(database).put(anna, "session", REST)
    found = await asyncio.gather(
        *(AlarmRepository(one).claim(NOW, LEASE) for one in (database, other) for _ in range(5))
    )
    assert sum(map(len, found)) == 1
    await other.close()


async def test_claimers_share_what_is_due_without_taking_anything_twice(
    url: str, database: Database, anna: Person
) -> None:
    other = await open_database(url)
    for at in range(40):
        await AlarmRepository(database).put(anna, str(at), REST)
    found = await asyncio.gather(
        *(AlarmRepository(one).claim(NOW, LEASE, limit=5) for one in (database, other) * 4)
    )
    assert [len(some) for some in found] == [5] * 8
    assert len({alarm.subject for some in found for alarm in some}) == 40
    await other.close()


async def test_a_settled_alarm_is_gone(database: Database, anna: Person, ben: Person) -> None:
    await AlarmRepository(database).put(anna, "session", REST)
    await AlarmRepository(database).settle(await claimed(database))
    await AlarmRepository(database).put(ben, "session", REST)
    assert (await claimed(database)).person == ben
    assert len(await rows_of(database)) == 1


@pytest.mark.parametrize(
    "alarm", [AlarmRequest("idle", NOW), AlarmRequest("rest_over", NOW + MINUTE)]
)
async def test_settling_or_postponing_an_alarm_leaves_the_one_in_its_place_alone(
    database: Database, anna: Person, alarm: AlarmRequest
) -> None:
    book = AlarmRepository(database)
    await book.put(anna, "session", REST)
    old = await claimed(database)
    await book.put(anna, "session", alarm)
    await book.settle(old)
    await book.postpone(old, NOW + 5 * MINUTE)
    assert await rows_of(database) == [("session", alarm.kind, alarm.at, alarm.at, 0)]


async def test_an_alarm_set_after_another_was_dropped_is_another_one(
    database: Database, anna: Person
) -> None:
    book = AlarmRepository(database)
    await book.put(anna, "session", REST)
    old = await claimed(database)
    await book.drop(anna, "session")
    await book.put(anna, "session", REST)
    await book.settle(old)
    assert await rows_of(database) == [("session", "rest_over", NOW, NOW, 0)]


async def test_the_same_wish_again_leaves_the_lease(database: Database, anna: Person) -> None:
    await AlarmRepository(database).put(anna, "session", REST)
    alarm = await claimed(database)
    await AlarmRepository(database).put(anna, "session", REST)
    assert await rows_of(database) == [("session", "rest_over", NOW, LEASE, 1)]
    await AlarmRepository(database).settle(alarm)
    assert await rows_of(database) == []


async def test_a_postponed_alarm_comes_again_at_the_moment_given(
    database: Database, anna: Person
) -> None:
    book = AlarmRepository(database)
    await book.put(anna, "session", REST)
    first = await claimed(database)
    await book.postpone(first, NOW + SECOND)
    assert await book.next_due() == NOW + SECOND
    assert await claimed(database, NOW + SECOND) == replace(first, tries=2)


async def test_who_was_too_slow_does_not_end_the_lease_of_the_next(
    database: Database, anna: Person
) -> None:
    book = AlarmRepository(database)
    await book.put(anna, "session", REST)
    slow = await claimed(database)
    await claimed(database, LEASE)
    await book.postpone(slow, LEASE + SECOND)
    assert await book.next_due() == LEASE + MINUTE


async def test_a_person_has_one_alarm_for_each_subject(
    database: Database, anna: Person, ben: Person
) -> None:
    book = AlarmRepository(database)
    later = AlarmRequest("idle", NOW + MINUTE)
    for person, subject in ((anna, "session"), (anna, "reminder"), (ben, "session")):
        await book.put(person, subject, REST)
    await book.put(anna, "session", later)
    await book.drop(anna, "reminder")
    await book.drop(anna, "nothing")
    assert await rows_of(database) == [
        ("session", "idle", later.at, later.at, 0),
        ("session", "rest_over", NOW, NOW, 0),
    ]


async def test_alarms_of_who_has_left_wait_and_wake_nobody(
    database: Database, anna: Person, ben: Person
) -> None:
    book, known = AlarmRepository(database), PersonRepository(database)
    await book.put(anna, "session", REST)
    await known.deactivate(anna.channel, anna.address)
    assert await book.next_due() is None
    await book.put(ben, "session", AlarmRequest("idle", NOW + MINUTE))
    assert await book.next_due() == NOW + MINUTE
    assert await book.claim(NOW, LEASE) == ()
    await known.meet(anna.channel, anna.address, NOW)
    assert (await claimed(database)).person == anna


async def test_an_alarm_reaches_people_at_their_new_address(
    database: Database, anna: Person
) -> None:
    await AlarmRepository(database).put(anna, "session", REST)
    await PersonRepository(database).rekey(anna.channel, anna.address, "-200")
    assert (await claimed(database)).person == Person(anna.id, Channel.TELEGRAM, "-200")


async def test_forgetting_a_person_forgets_the_alarms(
    database: Database, anna: Person, ben: Person
) -> None:
    await AlarmRepository(database).put(anna, "session", REST)
    await AlarmRepository(database).put(ben, "session", REST)
    await PersonRepository(database).forget(anna)
    assert (await claimed(database)).person == ben
    with pytest.raises(IntegrityError):
        await AlarmRepository(database).put(anna, "session", REST)


async def test_an_alarm_is_set_and_dropped_with_its_transaction(
    database: Database, anna: Person
) -> None:
    for alarm in (REST, None):
        before = await rows_of(database)
        with pytest.raises(ZeroDivisionError):
            await _set_then_fail(database, anna, alarm)
        assert await rows_of(database) == before
        await AlarmRepository(database).put(anna, "session", REST)


async def _set_then_fail(database: Database, person: Person, alarm: AlarmRequest | None) -> None:
    async with database.writing() as connection:
        await set_alarm(connection, person, "session", alarm)
        raise ZeroDivisionError


async def test_what_follows_takes_the_place_of_a_settled_alarm(
    database: Database, anna: Person
) -> None:
    book = AlarmRepository(database)
    await book.put(anna, "session", REST)
    following = AlarmRequest("idle", NOW + 30 * MINUTE)
    await book.settle(await claimed(database), following)
    assert await rows_of(database) == [("session", "idle", following.at, following.at, 0)]


async def test_nothing_follows_an_alarm_that_was_replaced(database: Database, anna: Person) -> None:
    book = AlarmRepository(database)
    await book.put(anna, "session", REST)
    old = await claimed(database)
    await book.put(anna, "session", AlarmRequest("idle", NOW))
    await book.settle(old, AlarmRequest("idle", NOW + 30 * MINUTE))
    assert await rows_of(database) == [("session", "idle", NOW, NOW, 0)]


async def test_what_belongs_to_a_session_does_not_wait_behind_a_crowd(
    database: Database, anna: Person
) -> None:
    book = AlarmRepository(database)
    for at in range(5):
        await book.put(anna, f"rule:{at}", AlarmRequest("remind", NOW - at * MINUTE))
    await book.put(anna, "session", REST)
    assert [alarm.subject for alarm in await book.claim(NOW, LEASE, 3)] == [
        "session",
        "rule:4",
        "rule:3",
    ]


async def test_what_is_due_is_found_without_reading_what_is_not(
    database: Database, anna: Person
) -> None:
    if not database.alone:
        pytest.skip("PostgreSQL reads a small table whole, whatever its indexes")
    book = AlarmRepository(database)
    await book.put(anna, "session", REST)
    looking = await plans_of(database, book.next_due)
    claiming = await plans_of(database, lambda: book.claim(NOW, LEASE))
    assert "ix_alarms_urgent (free_at<?)" in claiming
    for plan in (looking, claiming):
        assert "ix_alarms_free_at" in plan
        assert "TEMP B-TREE" not in plan, "everything is read, and then sorted"


async def test_however_many_have_left_what_is_due_is_found_as_fast(
    database: Database, anna: Person, ben: Person
) -> None:
    if not database.alone:
        pytest.skip("PostgreSQL reads a small table whole, whatever its indexes")
    book, known = AlarmRepository(database), PersonRepository(database)
    await book.put(ben, "rule:1", AlarmRequest("remind", NOW + MINUTE))
    for subject in ("session", *map(str, range(100))):
        await book.put(anna, subject, REST)
    await known.deactivate(anna.channel, anna.address)
    looks = (book.next_due, lambda: book.claim(NOW, LEASE))
    crowded = [await steps_of(database, look) for look in looks]
    await known.forget(anna)
    assert crowded == [await steps_of(database, look) for look in looks]


async def test_alarms_come_back_with_their_person_as_they_were(
    database: Database, anna: Person
) -> None:
    book, known = AlarmRepository(database), PersonRepository(database)
    for subject, alarm in (("session", REST), ("rule:1", AlarmRequest("remind", NOW + MINUTE))):
        await book.put(anna, subject, alarm)
    before = await rows_of(database)
    await known.deactivate(anna.channel, anna.address)
    await known.deactivate(anna.channel, anna.address)
    await known.meet(anna.channel, anna.address, NOW)
    assert await rows_of(database) == before
    assert [alarm.subject for alarm in await book.claim(LEASE, LEASE + MINUTE)] == [
        "session",
        "rule:1",
    ]


async def test_an_alarm_that_is_rung_while_its_person_leaves_waits_whatever_becomes_of_it(
    database: Database, anna: Person
) -> None:
    book, known = AlarmRepository(database), PersonRepository(database)
    for subject in ("postponed", "followed", "set anew"):
        await book.put(anna, subject, REST)
    one, two, _ = await book.claim(NOW, LEASE)
    await known.deactivate(anna.channel, anna.address)
    await book.postpone(one, NOW + SECOND)
    await book.settle(two, AlarmRequest("idle", NOW + SECOND))
    await book.put(anna, "set anew", AlarmRequest("idle", NOW + SECOND))
    assert await book.next_due() is None
    assert await book.claim(LEASE, LEASE + MINUTE) == ()
    await known.meet(anna.channel, anna.address, NOW)
    assert await book.next_due() == NOW + SECOND
    assert len(await book.claim(NOW + SECOND, LEASE)) == 3


async def test_what_is_set_after_somebody_has_left_waits_and_comes(
    database: Database, anna: Person
) -> None:
    book, known = AlarmRepository(database), PersonRepository(database)
    await known.deactivate(anna.channel, anna.address)
    await book.put(anna, "session", REST)
    assert await book.next_due() is None
    assert await book.claim(NOW, LEASE) == ()
    await known.meet(anna.channel, anna.address, NOW)
    assert (await claimed(database)).person == anna


async def test_who_comes_back_in_the_moment_of_leaving_has_their_alarms(
    url: str, database: Database, anna: Person
) -> None:
    other = await open_database(url)
    await AlarmRepository(database).put(anna, "session", REST)
    for _ in range(20):
        await asyncio.gather(
            PersonRepository(database).deactivate(anna.channel, anna.address),
            PersonRepository(other).meet(anna.channel, anna.address, NOW),
            PersonRepository(database).deactivate(anna.channel, anna.address),
        )
        active = (await database.read(select(people.c.active)))[0].active
        assert [row.parked for row in await database.read(select(alarms.c.parked))] == [not active]
    await other.close()


async def test_alarms_are_handed_out_to_whoever_reaches_their_people(
    database: Database, anna: Person, ben: Person
) -> None:
    for person in (anna, ben):
        await AlarmRepository(database).put(person, "session", REST)
    telegram = AlarmRepository(database, [Channel.TELEGRAM])
    assert [alarm.person for alarm in await telegram.claim(NOW, LEASE)] == [anna]
    assert await telegram.next_due() == LEASE
    browser = AlarmRepository(database, [Channel.BROWSER])
    assert [alarm.person for alarm in await browser.claim(NOW, LEASE)] == [ben]
    assert await AlarmRepository(database, []).next_due() is None
