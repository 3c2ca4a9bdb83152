import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.alarms import AlarmRequest
from bot.domain.people import Person
from bot.session.machine.machine import replay, start
from bot.session.model.session import SUBJECT, SessionError, StoredSession
from bot.session.model.workouts import Guide
from bot.storage.alarms import AlarmRepository
from bot.storage.database import Database, open_database
from bot.storage.people import PersonRepository
from bot.storage.sessions import SessionRepository
from bot.storage.tables import events, people, sessions
from tests.session.script import NOW, PLACES, WEIGHTS, Script

LEASE = NOW + timedelta(days=1)
REST = AlarmRequest("rest_over", NOW + timedelta(minutes=1))
IDLE = AlarmRequest("idle", NOW + timedelta(minutes=45))


@dataclass
class Trainee:
    """Somebody on the way through a session, each step of which is saved."""

    book: SessionRepository
    person: Person
    script: Script
    kept: StoredSession

    async def go(self, way: str, alarm: AlarmRequest | None = None) -> StoredSession:
        """Take a way on which every word changes something."""
        for word in way.split():
            saved = await self.try_to(word, alarm)
            assert saved, f"somebody was faster than {word}"
            self.kept = saved
        return self.kept

    async def try_to(self, word: str, alarm: AlarmRequest | None = None) -> StoredSession | None:
        """Take one word; None when somebody was faster."""
        result = self.script.take(word)
        assert result.event
        return await self.book.save(self.person, self.kept, result.session, result.event, alarm)


async def begin(
    book: SessionRepository,
    person: Person,
    way: str = "",
    *,
    days: int = 0,
    alarm: AlarmRequest | None = None,
) -> Trainee:
    """Begin a session some days later, and go a way."""
    script = Script(book.guide)
    script.now += timedelta(days=days)
    script.session = start(book.guide, "finisher", WEIGHTS, script.now)
    trainee = Trainee(book, person, script, await book.begin(person, script.session, alarm))
    await trainee.go(way, alarm)
    return trainee


@pytest.fixture
def book(database: Database, guide: Guide) -> SessionRepository:
    return SessionRepository(database, guide)


async def count(database: Database, what: str) -> int:
    table = {"sessions": sessions, "events": events}[what]
    rows = await database.read(select(func.count()).select_from(table))
    return int(rows[0][0])


async def alarm_of(database: Database, person: Person) -> AlarmRequest | None:
    """The alarm that is set for the session of a person."""
    found = await AlarmRepository(database).claim(LEASE, LEASE)
    mine = [one for one in found if (one.person, one.subject) == (person, SUBJECT)]
    return next((AlarmRequest(one.kind, one.due_at) for one in mine), None)


async def spoil(database: Database, kept: StoredSession, body: str = "{broken") -> None:
    await database.write(update(sessions).where(sessions.c.id == kept.id).values(body=body))


async def test_nobody_has_a_session_at_first(book: SessionRepository, anna: Person) -> None:
    assert await book.open(anna) is None
    assert await book.last(anna) is None
    assert await book.history(anna, 10) == ()


async def test_a_session_that_begins_is_open(
    book: SessionRepository, anna: Person, ben: Person
) -> None:
    kept = (await begin(book, anna)).kept
    assert await book.open(anna) == kept
    assert await book.last(anna) == kept.session
    assert await book.open(ben) is None
    assert await book.last(ben) is None


@pytest.mark.parametrize("place", PLACES)
async def test_a_saved_session_comes_back_and_is_rebuilt_from_its_events(
    book: SessionRepository, anna: Person, place: str
) -> None:
    trainee = await begin(book, anna)
    fresh = trainee.kept.session
    kept = await trainee.go(PLACES[place])
    assert kept.session == trainee.script.session
    assert await book.last(anna) == kept.session
    assert await book.open(anna) == (None if place == "finished" else kept)
    found = await book.events(kept)
    assert [event.number for event in found] == list(range(1, kept.session.revision + 1))
    assert replay(book.guide, fresh, found) == kept.session


async def test_sessions_have_events_of_their_own(
    book: SessionRepository, anna: Person, ben: Person
) -> None:
    hers, his = await begin(book, anna, "begin done"), await begin(book, ben, "begin")
    assert len(await book.events(hers.kept)) == 2
    assert len(await book.events(his.kept)) == 1


async def test_a_new_session_closes_the_one_before(
    book: SessionRepository, anna: Person, ben: Person
) -> None:
    his = await begin(book, ben, "begin")
    older = await begin(book, anna, "begin", alarm=REST)
    newer = await begin(book, anna, days=-1, alarm=IDLE)
    assert await book.open(anna) == newer.kept
    assert await older.try_to("done", REST) is None
    assert await alarm_of(book.database, anna) == IDLE
    assert await book.open(ben) == his.kept


async def test_of_many_beginnings_at_once_one_stays_open(
    url: str, book: SessionRepository, anna: Person
) -> None:
    other = await open_database(url)
    books = (book, SessionRepository(other, book.guide))
    await asyncio.gather(*(begin(one, anna, alarm=REST) for one in books for _ in range(10)))
    rows = await book.database.read(select(sessions.c.id).where(sessions.c.open))
    assert len(rows) == 1
    assert await count(book.database, "sessions") == 20
    await other.close()


async def test_no_person_can_have_two_open_sessions(book: SessionRepository, anna: Person) -> None:
    await begin(book, anna)
    row = {"body": "{}", "revision": 0, "started_at": NOW, "changed_at": NOW}
    await book.database.write(insert(sessions).values(person_id=anna.id, open=False, **row))
    with pytest.raises(IntegrityError):
        await book.database.write(insert(sessions).values(person_id=anna.id, open=True, **row))


async def test_of_two_changes_at_once_one_is_saved(
    url: str, book: SessionRepository, anna: Person
) -> None:
    other = await open_database(url)
    first = await begin(book, anna, "begin", alarm=IDLE)
    second = Trainee(
        SessionRepository(other, book.guide), anna, Script(book.guide, "begin"), first.kept
    )
    saved = await asyncio.gather(first.try_to("done", REST), second.try_to("hurts", None))
    (winner,) = (one for one in saved if one)
    alarm = REST if saved[0] else None
    assert await book.open(anna) == winner
    assert await alarm_of(book.database, anna) == alarm
    found = await book.events(winner)
    assert replay(book.guide, Script(book.guide).session, found) == winner.session
    await other.close()


async def test_who_comes_second_changes_nothing(book: SessionRepository, anna: Person) -> None:
    fast = await begin(book, anna, "begin")
    slow = Trainee(book, anna, Script(book.guide, "begin"), fast.kept)
    await fast.go("done", REST)
    assert await slow.try_to("hurts", IDLE) is None
    assert await book.open(anna) == fast.kept
    assert len(await book.events(fast.kept)) == 2
    assert await alarm_of(book.database, anna) == REST


async def test_nobody_saves_the_session_of_another(
    book: SessionRepository, anna: Person, ben: Person
) -> None:
    trainee = await begin(book, anna, "begin")
    stranger = Trainee(book, ben, trainee.script, trainee.kept)
    assert await stranger.try_to("done", REST) is None
    assert await book.open(anna) == trainee.kept


async def test_an_event_that_cannot_be_written_takes_the_change_along(
    book: SessionRepository, anna: Person
) -> None:
    trainee = await begin(book, anna, "begin", alarm=IDLE)
    (first,) = await book.events(trainee.kept)
    after = trainee.script.take("done").session
    with pytest.raises(IntegrityError):
        await book.save(anna, trainee.kept, after, first, REST)
    assert await book.open(anna) == trainee.kept
    assert await alarm_of(book.database, anna) == IDLE


async def test_the_alarm_follows_the_session(book: SessionRepository, anna: Person) -> None:
    trainee = await begin(book, anna, alarm=IDLE)
    assert await alarm_of(book.database, anna) == IDLE
    await trainee.go("begin", REST)
    assert await alarm_of(book.database, anna) == REST
    await trainee.go("done", None)
    assert await alarm_of(book.database, anna) is None


async def test_an_alarm_that_is_still_wanted_keeps_its_lease(
    book: SessionRepository, anna: Person
) -> None:
    trainee = await begin(book, anna, "begin", alarm=REST)
    alarms = AlarmRepository(book.database)
    (claimed,) = await alarms.claim(REST.at, LEASE)
    await trainee.go("done", REST)
    assert await alarms.next_due() == LEASE
    await alarms.settle(claimed)
    assert await alarms.next_due() is None


async def test_alarms_of_other_subjects_stay(book: SessionRepository, anna: Person) -> None:
    await AlarmRepository(book.database).put(anna, "reminder", REST)
    await (await begin(book, anna, alarm=IDLE)).go("begin done save", None)
    (left,) = await AlarmRepository(book.database).claim(LEASE, LEASE)
    assert left.subject == "reminder"


async def test_a_finished_session_is_closed_for_good(book: SessionRepository, anna: Person) -> None:
    trainee = await begin(book, anna, "begin done")
    before = trainee.kept
    result = trainee.script.take("save")
    assert result.event
    ended = await book.save(anna, before, result.session, result.event, None)
    assert ended
    assert await book.open(anna) is None
    assert await book.save(anna, ended, result.session, result.event, None) is None
    assert await book.last(anna) == ended.session


async def test_the_last_session_is_the_one_begun_last(
    book: SessionRepository, anna: Person
) -> None:
    newest = await begin(book, anna, "begin done save", days=2)
    await begin(book, anna, "begin done save", days=1)
    assert await book.last(anna) == newest.kept.session


async def test_of_two_sessions_begun_at_the_same_moment_the_last_is_the_second(
    book: SessionRepository, anna: Person
) -> None:
    await begin(book, anna, "begin done save")
    second = await begin(book, anna)
    assert await book.last(anna) == second.kept.session


async def test_the_history_tells_the_newest_first_and_no_more_than_asked_for(
    book: SessionRepository, anna: Person, ben: Person
) -> None:
    ended = [await begin(book, anna, "begin done save", days=days) for days in range(4)]
    await begin(book, ben, "begin done save", days=9)
    found = await book.history(anna, 3)
    assert found == tuple(one.kept.session for one in reversed(ended[1:]))


async def test_the_history_tells_only_what_was_done_and_kept(
    book: SessionRepository, anna: Person
) -> None:
    saved = await begin(book, anna, "begin done save")
    await begin(book, anna, "begin done drop", days=1)
    await begin(book, anna, "begin save", days=2)
    await begin(book, anna, "begin skip save", days=3)
    left = await begin(book, anna, "begin done", days=4)
    assert await book.history(anna, 1) == (saved.kept.session,)
    await begin(book, anna, "begin done", days=5)
    assert await book.history(anna, 9) == (left.kept.session, saved.kept.session)


async def test_who_trained_when_is_told_newest_first(
    book: SessionRepository, anna: Person, ben: Person
) -> None:
    await begin(book, anna, "begin done save")
    ended = await begin(book, anna, "begin done save", days=1)
    await begin(book, anna, "begin save", days=2)
    await begin(book, ben, "begin done", days=2)
    spoilt = await begin(book, anna, "begin done save", days=3)
    await spoil(book.database, spoilt.kept)
    under_way = await begin(book, anna, "begin done", days=4)
    began = tuple(one.kept.session.started_at for one in (under_way, ended))
    assert await book.trained_since(anna, NOW + timedelta(days=1)) == began
    assert await book.trained_since(anna, began[0]) == began[:1]
    assert await book.trained_since(anna, began[0] + timedelta(microseconds=1)) == ()


async def test_a_session_in_which_nothing_is_done_yet_is_no_training(
    book: SessionRepository, anna: Person
) -> None:
    trainee = await begin(book, anna, "begin")
    assert await book.trained_since(anna, NOW) == ()
    await trainee.go("done")
    assert await book.trained_since(anna, NOW) == (NOW,)


async def test_a_session_that_cannot_be_read_is_closed_and_the_log_says_so(
    book: SessionRepository, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    kept = (await begin(book, anna, "begin done", alarm=REST)).kept
    await spoil(book.database, kept)
    with caplog.at_level(logging.WARNING):
        assert await book.open(anna) is None
    (line,) = caplog.messages
    assert line.startswith(f"Session {kept.id} is closed: A kept session cannot be read")
    caplog.clear()
    assert await book.open(anna) is None
    assert caplog.messages == []
    assert await alarm_of(book.database, anna) is None
    fresh = await begin(book, anna)
    assert await book.open(anna) == fresh.kept


async def test_a_session_whose_exercises_are_gone_is_closed(
    book: SessionRepository, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await begin(book, anna)
    other = Guide(book.guide.workouts, {}, book.guide.sayings)
    assert await SessionRepository(book.database, other).open(anna) is None
    assert "there is no exercise" in caplog.text
    assert await book.open(anna) is None


async def test_what_cannot_be_read_is_passed_over(book: SessionRepository, anna: Person) -> None:
    good = await begin(book, anna, "begin done save")
    for days in (1, 2):
        bad = await begin(book, anna, "begin done save", days=days)
        await spoil(book.database, bad.kept)
    assert await book.last(anna) == good.kept.session
    assert await book.history(anna, 5) == (good.kept.session,)


async def test_an_event_that_cannot_be_read_is_told(book: SessionRepository, anna: Person) -> None:
    kept = (await begin(book, anna, "begin")).kept
    await book.database.write(update(events).values(body="{broken"))
    with pytest.raises(SessionError, match="A kept event cannot be read"):
        await book.events(kept)


async def test_forgetting_a_person_forgets_the_sessions(
    book: SessionRepository, anna: Person, ben: Person
) -> None:
    hers = await begin(book, anna, "begin done", alarm=REST)
    his = await begin(book, ben, "begin", alarm=REST)
    await PersonRepository(book.database).forget(anna)
    assert await count(book.database, "sessions") == 1
    assert await count(book.database, "events") == 1
    assert await hers.try_to("begin", REST) is None
    assert await book.open(ben) == his.kept
    assert await alarm_of(book.database, ben) == REST


async def test_nothing_begins_for_a_forgotten_person(book: SessionRepository, anna: Person) -> None:
    await PersonRepository(book.database).forget(anna)
    with pytest.raises(IntegrityError):
        await begin(book, anna)


async def test_a_change_while_its_person_is_forgotten_is_lost(
    url: str, book: SessionRepository, anna: Person
) -> None:
    other = await open_database(url)
    trainee = await begin(book, anna, "begin", alarm=REST)
    hers = people.c.id == anna.id
    async with other.writing() as connection:
        await connection.execute(select(people.c.id).where(hers).with_for_update())
        saving = asyncio.create_task(trainee.try_to("done", IDLE))
        await asyncio.sleep(0.1)
        await connection.execute(people.delete().where(hers))
    assert await saving is None
    assert await count(book.database, "events") == 0
    await other.close()


async def test_a_cancelled_change_is_saved_as_a_whole_or_not_at_all(
    book: SessionRepository, anna: Person
) -> None:
    trainee = await begin(book, anna, "begin", alarm=IDLE)
    for moment in range(20):
        known = await book.open(anna)
        assert known
        trainee.kept, trainee.script.session = known, known.session
        task = asyncio.create_task(trainee.try_to("more" if moment % 2 else "less"))
        await asyncio.sleep(moment / 4000)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    kept = await book.open(anna)
    assert kept
    found = await book.events(kept)
    assert replay(book.guide, Script(book.guide).session, found) == kept.session


async def test_nothing_is_kept_of_a_dropped_session(book: SessionRepository, anna: Person) -> None:
    trainee = await begin(book, anna, "begin done stop", alarm=IDLE)
    await trainee.go("drop")
    assert await book.last(anna) is None
    assert await count(book.database, "events") == 0
    assert await alarm_of(book.database, anna) is None
