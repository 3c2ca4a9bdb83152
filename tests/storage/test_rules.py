import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.domain.alarms import AlarmRequest
from bot.domain.people import Person
from bot.reminders.records import (
    MOST_RULES,
    Begun,
    OccasionState,
    RuleRecord,
    TooManyRules,
    rule_of,
    subject_of,
)
from bot.storage.alarms import AlarmRepository
from bot.storage.database import Database, open_database
from bot.storage.occasions import OccasionRepository
from bot.storage.people import PersonRepository
from bot.storage.rules import RuleRepository
from bot.storage.tables import alarms, occasions, people, rules
from tests.storage.conftest import NOW
from tests.storage.standing import alarm_of

BODY = '{"days": [1, 4], "at": "19:00"}'
LATER = NOW + timedelta(hours=1)
LEASE = NOW + timedelta(minutes=1)
DUE = AlarmRequest("remind", NOW)
NEXT = AlarmRequest("remind", LATER)


@pytest.fixture
def book(database: Database) -> RuleRepository:
    return RuleRepository(database)


async def alarms_set(database: Database) -> dict[str, AlarmRequest]:
    """The alarms that are set, by subject."""
    rows = await database.read(select(alarms.c.subject, alarms.c.kind, alarms.c.due_at))
    return {row.subject: AlarmRequest(row.kind, row.due_at) for row in rows}


async def count(database: Database) -> tuple[int, int]:
    """How many rules and occasions there are."""
    found = [await database.read(select(func.count()).select_from(t)) for t in (rules, occasions)]
    return found[0][0][0], found[1][0][0]


@pytest.mark.parametrize(
    ("subject", "rule"), [("rule:7", 7), ("rule:", None), ("7", None), ("session", None)]
)
def test_a_subject_tells_the_rule(subject: str, rule: int | None) -> None:
    assert rule_of(subject) == rule
    assert rule is None or subject_of(rule) == subject


async def test_nobody_has_rules_at_first(book: RuleRepository, anna: Person) -> None:
    assert await book.of(anna) == ()
    assert await book.get(anna, 1) is None


async def test_a_new_rule_is_kept_with_its_alarm(book: RuleRepository, anna: Person) -> None:
    rule = await book.add(anna, BODY, DUE, NOW)
    assert await book.get(anna, rule) == RuleRecord(rule, BODY, active=True)
    assert await alarms_set(book.database) == {f"rule:{rule}": DUE}
    (alarm,) = await AlarmRepository(book.database).claim(NOW, LEASE)
    assert (alarm.person, rule_of(alarm.subject)) == (anna, rule)


async def test_a_rule_may_be_without_an_alarm(book: RuleRepository, anna: Person) -> None:
    await book.add(anna, BODY, None, NOW)
    assert await alarms_set(book.database) == {}


async def test_rules_are_told_oldest_first(book: RuleRepository, anna: Person, ben: Person) -> None:
    bodies = ["one", "two", "three"]
    added = [await book.add(anna, body, DUE, NOW) for body in bodies]
    await book.add(ben, "his", DUE, NOW)
    await book.change(anna, added[0], "one", NEXT, LATER)
    assert [(rule.id, rule.body) for rule in await book.of(anna)] == [
        *zip(added, bodies, strict=True)
    ]


async def test_a_rule_that_cannot_be_kept_leaves_no_alarm(
    book: RuleRepository, anna: Person
) -> None:
    await PersonRepository(book.database).forget(anna)
    with pytest.raises(IntegrityError):
        await book.add(anna, BODY, DUE, NOW)
    assert await alarms_set(book.database) == {}


async def test_an_alarm_that_cannot_be_set_takes_the_rule_along(
    book: RuleRepository, anna: Person
) -> None:
    with pytest.raises(Exception, match="no time zone"):
        await book.add(anna, BODY, AlarmRequest("remind", NOW.replace(tzinfo=None)), NOW)
    assert await book.of(anna) == ()


async def test_nobody_has_more_rules_than_anybody_may(
    book: RuleRepository, anna: Person, ben: Person
) -> None:
    ids = [await book.add(anna, BODY, DUE, NOW) for _ in range(MOST_RULES)]
    await book.change(anna, ids[0], BODY, None, NOW, active=False)
    with pytest.raises(TooManyRules, match="more than 20 reminders"):
        await book.add(anna, BODY, DUE, NOW)
    assert len(await book.of(anna)) == MOST_RULES
    assert len(await alarms_set(book.database)) == MOST_RULES - 1
    await book.add(ben, BODY, DUE, NOW)
    await book.delete(anna, ids[0])
    await book.add(anna, BODY, DUE, NOW)


async def test_of_many_rules_at_once_no_more_than_allowed_are_kept(
    url: str, book: RuleRepository, anna: Person
) -> None:
    other = await open_database(url)
    books = (book, RuleRepository(other))
    added = await asyncio.gather(
        *(one.add(anna, BODY, DUE, NOW) for one in books for _ in range(15)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, TooManyRules) for one in added) == 30 - MOST_RULES
    assert len(await book.of(anna)) == MOST_RULES
    assert len(await alarms_set(book.database)) == MOST_RULES
    await other.close()


async def test_a_changed_rule_has_another_alarm(book: RuleRepository, anna: Person) -> None:
    rule = await book.add(anna, BODY, DUE, NOW)
    other = await book.add(anna, BODY, DUE, NOW)
    assert await book.change(anna, rule, "new", NEXT, NOW)
    assert await book.get(anna, rule) == RuleRecord(rule, "new", active=True)
    assert await alarms_set(book.database) == {subject_of(rule): NEXT, subject_of(other): DUE}


async def test_a_rule_is_switched_off_and_on(book: RuleRepository, anna: Person) -> None:
    rule = await book.add(anna, BODY, DUE, NOW)
    assert await book.change(anna, rule, BODY, None, NOW, active=False)
    assert await book.get(anna, rule) == RuleRecord(rule, BODY, active=False)
    assert await book.of(anna) == (RuleRecord(rule, BODY, active=False),)
    assert await alarms_set(book.database) == {}
    assert await book.change(anna, rule, BODY, NEXT, NOW)
    assert await book.get(anna, rule) == RuleRecord(rule, BODY, active=True)
    assert await alarms_set(book.database) == {subject_of(rule): NEXT}


async def test_a_change_for_the_same_moment_leaves_the_lease(
    book: RuleRepository, anna: Person
) -> None:
    rule = await book.add(anna, BODY, DUE, NOW)
    await AlarmRepository(book.database).claim(NOW, LEASE)
    await book.change(anna, rule, "new", DUE, NOW)
    assert await AlarmRepository(book.database).next_due() == LEASE


async def test_a_deleted_rule_is_gone_with_its_alarm_and_occasions(
    book: RuleRepository, anna: Person
) -> None:
    rule, other = [await book.add(anna, BODY, DUE, NOW) for _ in range(2)]
    for one in (rule, other):
        alarm = await alarm_of(book.database, anna, one)
        await OccasionRepository(book.database).begin(one, NOW.date(), alarm, NOW, most=2)
    assert await book.delete(anna, rule)
    assert await book.get(anna, rule) is None
    assert await alarms_set(book.database) == {subject_of(other): DUE}
    assert await count(book.database) == (1, 1)
    assert not await book.delete(anna, rule)
    assert not await book.change(anna, rule, BODY, DUE, NOW)
    assert await alarms_set(book.database) == {subject_of(other): DUE}


async def test_the_id_of_a_deleted_rule_is_never_given_again(
    book: RuleRepository, anna: Person
) -> None:
    gone = await book.add(anna, BODY, DUE, NOW)
    await book.delete(anna, gone)
    assert await book.add(anna, BODY, DUE, NOW) > gone


async def test_a_rule_is_deleted_while_its_alarm_is_claimed(
    book: RuleRepository, anna: Person
) -> None:
    rule = await book.add(anna, BODY, DUE, NOW)
    book_of_alarms = AlarmRepository(book.database)
    (alarm,) = await book_of_alarms.claim(NOW, LEASE)
    assert await book.delete(anna, rule)
    occasions = OccasionRepository(book.database)
    assert await occasions.begin(rule, NOW.date(), alarm, NOW, most=2) is Begun.OFF
    await book_of_alarms.postpone(alarm, LATER)
    await book_of_alarms.settle(alarm, NEXT)
    assert await alarms_set(book.database) == {}


async def test_a_rule_is_deleted_while_it_is_sent(book: RuleRepository, anna: Person) -> None:
    rule = await book.add(anna, BODY, DUE, NOW)
    occasions = OccasionRepository(book.database)
    alarm = await alarm_of(book.database, anna, rule)
    assert await occasions.begin(rule, NOW.date(), alarm, NOW, most=2) is Begun.FIRST
    assert await book.delete(anna, rule)
    await occasions.close(rule, NOW.date(), OccasionState.SENT, NOW)
    assert await count(book.database) == (0, 0)


async def test_nobody_reaches_the_rules_of_another(
    book: RuleRepository, anna: Person, ben: Person
) -> None:
    hers = await book.add(anna, BODY, DUE, NOW)
    assert await book.get(ben, hers) is None
    assert not await book.change(ben, hers, "his", NEXT, NOW)
    assert not await book.change(ben, hers, "his", None, NOW, active=False)
    assert not await book.delete(ben, hers)
    assert await book.of(anna) == (RuleRecord(hers, BODY, active=True),)
    assert await book.of(ben) == ()
    assert await alarms_set(book.database) == {subject_of(hers): DUE}
    assert await book.get(anna, hers) is not None


async def test_forgetting_a_person_forgets_the_rules(
    book: RuleRepository, anna: Person, ben: Person
) -> None:
    hers, his = [await book.add(person, BODY, DUE, NOW) for person in (anna, ben)]
    for rule, person in ((hers, anna), (his, ben)):
        alarm = await alarm_of(book.database, person, rule)
        await OccasionRepository(book.database).begin(rule, NOW.date(), alarm, NOW, most=2)
    await PersonRepository(book.database).forget(anna)
    assert await book.of(anna) == ()
    assert await count(book.database) == (1, 1)
    assert list(await alarms_set(book.database)) == [subject_of(his)]


Change = Callable[[RuleRepository, Person, int], Awaitable[bool]]


@pytest.mark.parametrize(
    "change",
    [
        lambda book, person, rule: book.change(person, rule, BODY, NEXT, NOW),
        lambda book, person, rule: book.delete(person, rule),
    ],
)
async def test_a_change_while_its_person_is_forgotten_is_lost(
    url: str, book: RuleRepository, anna: Person, change: Change
) -> None:
    other = await open_database(url)
    rule = await book.add(anna, BODY, None, NOW)
    hers = people.c.id == anna.id
    async with other.writing() as connection:
        await connection.execute(select(people.c.id).where(hers).with_for_update())
        changing = asyncio.ensure_future(change(book, anna, rule))
        await asyncio.sleep(0.1)
        await connection.execute(people.delete().where(hers))
    assert not await changing
    assert await alarms_set(book.database) == {}
    assert await count(book.database) == (0, 0)
    await other.close()


async def test_changes_and_forgetting_at_once_wait_for_each_other(
    url: str, book: RuleRepository, anna: Person, ben: Person
) -> None:
    other = await open_database(url)
    for person in (anna, ben):
        ids = [await book.add(person, BODY, DUE, NOW) for _ in range(6)]
        standing = [(rule, await alarm_of(other, person, rule)) for rule in ids]
        await asyncio.gather(
            *(book.change(person, rule, BODY, NEXT, NOW) for rule in ids[:3]),
            *(book.delete(person, rule) for rule in ids[3:]),
            *(
                OccasionRepository(other).begin(one, NOW.date(), alarm, NOW, most=2)
                for one, alarm in standing
            ),
            PersonRepository(other).forget(person),
        )
    assert await count(book.database) == (0, 0)
    assert await alarms_set(book.database) == {}
    await other.close()
