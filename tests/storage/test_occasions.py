import asyncio
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import StatementError

from bot.domain.alarms import Alarm, AlarmRequest
from bot.domain.people import Person
from bot.reminders.records import Begun, OccasionRecord, OccasionState, subject_of
from bot.storage.alarms import AlarmRepository
from bot.storage.database import Database, open_database
from bot.storage.occasions import AT_ONCE, OccasionRepository
from bot.storage.people import PersonRepository
from bot.storage.rules import RuleRepository
from bot.storage.tables import alarms, occasions, rules
from tests.storage.conftest import NOW
from tests.storage.standing import alarm_of

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
TODAY = date(2026, 3, 29)
KNOWN = (OccasionState.SENT, OccasionState.MISSED, OccasionState.TRAINED, OccasionState.CROWDED)


@dataclass(frozen=True)
class Reminding:
    """Stored occasions with one rule of Anna's in it."""

    occasions: OccasionRepository
    person: Person
    rule: int

    async def begin(
        self, now: datetime = NOW, *, days: int = 0, most: int = 2, patience: timedelta = AT_ONCE
    ) -> Begun:
        """Begin the occasion of today, or of some days later."""
        on, due = TODAY + days * DAY, NOW + days * DAY
        alarm = await self.set_for(due)
        return await self.occasions.begin(self.rule, on, alarm, now, most=most, patience=patience)

    async def set_for(self, due: datetime) -> Alarm:
        """The alarm of the rule stands at a moment, and is ours; a deleted rule gets none."""
        if await RuleRepository(self.occasions.database).get(self.person, self.rule):
            book = AlarmRepository(self.occasions.database)
            await book.put(self.person, subject_of(self.rule), AlarmRequest("remind", due))
        return await self.alarm(due)

    async def alarm(self, due: datetime) -> Alarm:
        """One for a moment, with the id and the tries of the rule's."""
        return replace(await alarm_of(self.occasions.database, self.person, self.rule), due_at=due)

    async def begin_stale(self) -> Begun:
        """Begin for an alarm of now, whatever stands there."""
        return await self.occasions.begin(self.rule, TODAY, await self.alarm(NOW), NOW, most=2)

    async def take_back(self) -> None:
        await self.occasions.take_back(self.rule, TODAY, await self.alarm(NOW))

    async def close(self, state: OccasionState, now: datetime = NOW, *, days: int = 0) -> None:
        await self.occasions.close(self.rule, TODAY + days * DAY, state, now)

    async def ends(
        self, state: OccasionState, *, days: int = 0, at: datetime | None = None
    ) -> OccasionRecord:
        """Begin an occasion and end it."""
        now = at or NOW + days * DAY
        assert await self.begin(now, days=days) is Begun.FIRST
        await self.close(state, now, days=days)
        return self.occasion(state, days=days)

    def occasion(self, state: OccasionState, *, days: int = 0) -> OccasionRecord:
        return OccasionRecord(self.rule, TODAY + days * DAY, NOW + days * DAY, state)

    async def row(self) -> tuple[OccasionState, int, datetime]:
        """The state, the tries and the moment of the one occasion."""
        columns = (occasions.c.state, occasions.c.tries, occasions.c.at)
        (row,) = await self.occasions.database.read(select(*columns))
        return OccasionState(row.state), row.tries, row.at

    async def gaps(self, since: datetime = NOW) -> tuple[OccasionRecord, ...]:
        return await self.occasions.gaps(self.person, since)

    async def switch(self, *, on: bool) -> None:
        book = RuleRepository(self.occasions.database)
        assert await book.change(self.person, self.rule, "{}", None, NOW, active=on)


async def reminding(database: Database, person: Person) -> Reminding:
    rule = await RuleRepository(database).add(person, "{}", None, NOW)
    return Reminding(OccasionRepository(database), person, rule)


@pytest.fixture
async def hers(database: Database, anna: Person) -> Reminding:
    return await reminding(database, anna)


@pytest.fixture
async def his(database: Database, ben: Person) -> Reminding:
    return await reminding(database, ben)


async def count(database: Database) -> int:
    rows = await database.read(select(func.count()).select_from(occasions))
    return int(rows[0][0])


async def test_an_occasion_begins_once(hers: Reminding) -> None:
    assert await hers.begin() is Begun.FIRST
    assert await hers.row() == (OccasionState.SENDING, 1, NOW)


async def test_occasions_of_other_days_and_rules_begin_by_themselves(
    hers: Reminding, his: Reminding
) -> None:
    assert await hers.begin() is Begun.FIRST
    assert await hers.begin(days=1) is Begun.FIRST
    assert await his.begin() is Begun.FIRST


@pytest.mark.parametrize("state", KNOWN)
async def test_what_is_known_does_not_begin_again(hers: Reminding, state: OccasionState) -> None:
    await hers.ends(state)
    assert await hers.begin(NOW + DAY, most=9) is Begun.DONE
    assert await hers.row() == (state, 1, NOW)


async def test_a_lost_answer_leads_to_one_more_copy_and_never_a_third(hers: Reminding) -> None:
    await hers.ends(OccasionState.UNKNOWN)
    assert await hers.begin(NOW + SECOND) is Begun.AGAIN
    assert await hers.row() == (OccasionState.SENDING, 2, NOW + SECOND)
    await hers.close(OccasionState.UNKNOWN)
    for _ in range(3):
        assert await hers.begin(NOW + MINUTE) is Begun.ENOUGH


async def test_a_crash_leads_to_one_more_copy_and_never_a_third(hers: Reminding) -> None:
    begun = [await hers.begin(NOW + minutes * MINUTE) for minutes in range(4)]
    assert begun == [Begun.FIRST, Begun.AGAIN, Begun.ENOUGH, Begun.ENOUGH]
    assert await hers.row() == (OccasionState.SENDING, 2, NOW + MINUTE)


async def test_without_second_copies_a_crash_leads_to_a_gap(hers: Reminding) -> None:
    assert await hers.begin(most=1) is Begun.FIRST
    assert await hers.begin(NOW + MINUTE, most=1) is Begun.ENOUGH
    await hers.close(OccasionState.UNKNOWN, NOW + MINUTE)
    assert await hers.begin(NOW + MINUTE, most=1) is Begun.ENOUGH
    assert await hers.gaps() == (hers.occasion(OccasionState.UNKNOWN),)


async def test_a_crash_is_found_after_the_program_has_started_again(
    url: str, hers: Reminding
) -> None:
    await hers.begin()
    await hers.occasions.database.close()
    again = await open_database(url)
    restarted = Reminding(OccasionRepository(again), hers.person, hers.rule)
    assert await restarted.begin(NOW + MINUTE) is Begun.AGAIN
    await restarted.close(OccasionState.SENT, NOW + MINUTE)
    assert await restarted.begin(NOW + MINUTE) is Begun.DONE
    await again.close()


async def test_an_occasion_is_begun_first_by_one_of_many_workers(url: str, hers: Reminding) -> None:
    other = await open_database(url)
    workers = (hers, Reminding(OccasionRepository(other), hers.person, hers.rule)) * 5
    begun = await asyncio.gather(*(one.begin(most=2) for one in workers))
    assert sorted(one.value for one in begun) == ["again", *["enough"] * 8, "first"]
    await other.close()


async def test_what_others_may_be_sending_is_not_begun_by_the_patient(
    url: str, hers: Reminding
) -> None:
    other = await open_database(url)
    workers = (hers, Reminding(OccasionRepository(other), hers.person, hers.rule)) * 5
    begun = await asyncio.gather(
        *(one.begin(NOW + SECOND * at, patience=MINUTE) for at, one in enumerate(workers))
    )
    assert sorted(one.value for one in begun) == [*["busy"] * 9, "first"]
    assert (await hers.row())[1] == 1
    await other.close()


async def test_patience_ends(hers: Reminding) -> None:
    await hers.begin()
    assert await hers.begin(NOW + MINUTE - SECOND, patience=MINUTE) is Begun.BUSY
    assert await hers.begin(NOW + MINUTE, patience=MINUTE) is Begun.AGAIN
    assert await hers.begin(NOW + MINUTE, patience=MINUTE) is Begun.ENOUGH


async def test_patience_is_for_what_is_under_way_only(hers: Reminding) -> None:
    await hers.ends(OccasionState.UNKNOWN)
    assert await hers.begin(patience=MINUTE) is Begun.AGAIN


async def test_a_clock_that_was_wrong_delays_nothing(hers: Reminding) -> None:
    await hers.begin(NOW + 99 * DAY)
    assert await hers.begin(patience=MINUTE) is Begun.AGAIN


async def test_what_is_known_stays_known(hers: Reminding) -> None:
    await hers.begin()
    assert await hers.begin(NOW + MINUTE) is Begun.AGAIN
    await hers.close(OccasionState.SENT, NOW + MINUTE)
    await hers.close(OccasionState.UNKNOWN, NOW + 2 * MINUTE)
    assert await hers.row() == (OccasionState.SENT, 2, NOW + MINUTE)


async def test_a_late_answer_makes_the_unknown_known(hers: Reminding) -> None:
    await hers.ends(OccasionState.UNKNOWN)
    await hers.close(OccasionState.SENT, NOW + MINUTE)
    assert await hers.row() == (OccasionState.SENT, 1, NOW + MINUTE)
    assert await hers.gaps() == ()


async def test_closing_what_has_not_begun_writes_nothing(hers: Reminding) -> None:
    await hers.close(OccasionState.SENT)
    assert await count(hers.occasions.database) == 0


async def test_a_send_that_reached_nobody_does_not_count(hers: Reminding) -> None:
    for _ in range(5):
        assert await hers.begin(most=1) is Begun.FIRST
        await hers.take_back()
    assert await count(hers.occasions.database) == 0


async def test_taking_a_second_copy_back_leaves_the_first_in_doubt(hers: Reminding) -> None:
    await hers.begin()
    for _ in range(3):
        assert await hers.begin(NOW + MINUTE) is Begun.AGAIN
        await hers.take_back()
    assert await hers.row() == (OccasionState.UNKNOWN, 1, NOW + MINUTE)
    assert await hers.begin(NOW + MINUTE, most=1) is Begun.ENOUGH


@pytest.mark.parametrize("state", [*KNOWN, OccasionState.UNKNOWN])
async def test_what_has_ended_is_not_taken_back(hers: Reminding, state: OccasionState) -> None:
    await hers.ends(state)
    await hers.take_back()
    assert await hers.row() == (state, 1, NOW)


async def test_nothing_begins_while_the_rule_is_switched_off(hers: Reminding) -> None:
    await hers.switch(on=False)
    assert await hers.begin() is Begun.OFF
    assert await count(hers.occasions.database) == 0
    await hers.switch(on=True)
    assert await hers.begin() is Begun.FIRST


async def test_a_rule_switched_off_after_a_crash_brings_no_second_copy(hers: Reminding) -> None:
    await hers.begin()
    await hers.switch(on=False)
    assert await hers.begin(NOW + MINUTE) is Begun.OFF
    assert await hers.row() == (OccasionState.SENDING, 1, NOW)


@pytest.mark.parametrize("state", [*KNOWN, OccasionState.UNKNOWN, None])
async def test_what_was_put_off_begins_anew(hers: Reminding, state: OccasionState | None) -> None:
    for minutes in range(2):
        assert await hers.begin(NOW + minutes * MINUTE) is not Begun.ENOUGH
    if state:
        await hers.close(state)
    later = NOW + 60 * MINUTE
    alarm = await hers.set_for(later)
    begun = [await hers.occasions.begin(hers.rule, TODAY, alarm, later, most=2) for _ in range(3)]
    assert begun == [Begun.FIRST, Begun.AGAIN, Begun.ENOUGH]


async def test_nothing_begins_once_the_rule_has_another_alarm_or_none(hers: Reminding) -> None:
    for now in (NOW - MINUTE, NOW + MINUTE):
        await hers.set_for(now)
        assert (
            await hers.occasions.begin(hers.rule, TODAY, await hers.alarm(NOW), NOW, most=2)
            is Begun.OFF
        )
    await hers.switch(on=True)
    assert (
        await hers.occasions.begin(hers.rule, TODAY, await hers.alarm(NOW), NOW, most=2)
        is Begun.OFF
    )
    assert await hers.begin() is Begun.FIRST


async def test_who_was_too_slow_neither_begins_nor_takes_back_what_another_one_does(
    hers: Reminding,
) -> None:
    book = AlarmRepository(hers.occasions.database)
    await hers.set_for(NOW)
    slow, quick = [
        (await book.claim(NOW + at * MINUTE, NOW + at * MINUTE + SECOND))[0] for at in (0, 1)
    ]
    assert await hers.occasions.begin(hers.rule, TODAY, slow, NOW, most=2) is Begun.OFF
    assert await hers.occasions.begin(hers.rule, TODAY, quick, NOW, most=2) is Begun.FIRST
    await hers.occasions.take_back(hers.rule, TODAY, slow)
    assert (await hers.row())[:2] == (OccasionState.SENDING, 1)
    await hers.occasions.take_back(hers.rule, TODAY, quick)
    assert await count(hers.occasions.database) == 0


async def test_a_rule_changed_after_a_crash_brings_no_second_copy(hers: Reminding) -> None:
    await hers.begin()
    await hers.set_for(NOW + MINUTE)
    assert (
        await hers.occasions.begin(hers.rule, TODAY, await hers.alarm(NOW), NOW + MINUTE, most=2)
        is Begun.OFF
    )


async def test_nothing_begins_while_the_rule_is_being_changed(url: str, hers: Reminding) -> None:
    alarm = await hers.set_for(NOW)
    other = await open_database(url)
    async with other.writing() as connection:
        await connection.execute(update(rules).values(body="[]"))
        beginning = asyncio.create_task(hers.occasions.begin(hers.rule, TODAY, alarm, NOW, most=2))
        await asyncio.sleep(0.1)
        await connection.execute(update(alarms).values(due_at=NOW + MINUTE))
        assert not beginning.done()
    assert await beginning is Begun.OFF
    await other.close()


async def test_nothing_begins_without_a_rule(hers: Reminding) -> None:
    stranger = Reminding(hers.occasions, hers.person, hers.rule + 1)
    assert await stranger.begin() is Begun.OFF


async def test_nothing_begins_once_a_rule_is_being_switched_off(url: str, hers: Reminding) -> None:
    other = await open_database(url)
    async with other.writing() as connection:
        await connection.execute(update(rules).values(active=False))
        beginning = asyncio.create_task(hers.begin())
        await asyncio.sleep(0.1)
        assert not beginning.done()
    assert await beginning is Begun.OFF
    await other.close()


async def test_a_moment_without_a_zone_is_refused(hers: Reminding) -> None:
    with pytest.raises(StatementError, match="no time zone"):
        await hers.begin(NOW.replace(tzinfo=None))


async def test_gaps_are_what_was_left_out_or_is_unknown_the_longest_due_first(
    hers: Reminding, his: Reminding
) -> None:
    crowded = await hers.ends(OccasionState.CROWDED, days=7)
    missed = await hers.ends(OccasionState.MISSED, days=2)
    unknown = await hers.ends(OccasionState.UNKNOWN, days=1)
    for days, state in enumerate((OccasionState.SENT, OccasionState.TRAINED), start=3):
        await hers.ends(state, days=days)
    await hers.begin(days=9)
    await his.ends(OccasionState.MISSED)
    assert await hers.gaps() == (unknown, missed, crowded)
    assert await his.gaps() == (his.occasion(OccasionState.MISSED),)


async def test_a_gap_is_mentioned_once(hers: Reminding, his: Reminding) -> None:
    await hers.ends(OccasionState.MISSED)
    tomorrow = await hers.ends(OccasionState.MISSED, days=1)
    await his.ends(OccasionState.MISSED)
    await hers.occasions.mention(hers.rule, TODAY)
    assert await hers.gaps() == (tomorrow,)
    assert len(await his.gaps()) == 1


async def test_a_gap_counts_from_when_it_was_found(hers: Reminding) -> None:
    found = NOW + 40 * DAY
    gap = await hers.ends(OccasionState.MISSED, at=found)
    assert await hers.gaps(found) == (gap,)
    assert await hers.gaps(found + SECOND) == ()
    await hers.occasions.purge(found)
    assert await hers.gaps() == (gap,)


async def test_gaps_of_a_rule_that_was_switched_off_are_still_told(hers: Reminding) -> None:
    gap = await hers.ends(OccasionState.MISSED)
    await hers.switch(on=False)
    assert await hers.gaps() == (gap,)


async def test_the_last_one_sent_is_the_one_of_the_latest_day(
    hers: Reminding, his: Reminding
) -> None:
    assert await hers.occasions.last_sent(hers.rule) is None
    latest = await hers.ends(OccasionState.SENT, days=2)
    await hers.ends(OccasionState.SENT)
    await hers.ends(OccasionState.UNKNOWN, days=3)
    await his.ends(OccasionState.SENT, days=5)
    assert await hers.occasions.last_sent(hers.rule) == latest


async def test_reminders_are_counted_when_they_were_sent(
    hers: Reminding, his: Reminding, anna: Person
) -> None:
    more = await reminding(hers.occasions.database, anna)
    await hers.ends(OccasionState.SENT)
    await more.ends(OccasionState.SENT, at=NOW + MINUTE)
    await more.ends(OccasionState.UNKNOWN, days=1, at=NOW)
    await more.begin(days=2)
    await his.ends(OccasionState.SENT)
    occasions = hers.occasions
    assert await occasions.sent_on(anna, NOW, NOW + DAY) == 2
    assert await occasions.sent_on(anna, NOW, NOW + MINUTE) == 1
    assert await occasions.sent_on(anna, NOW + SECOND, NOW + DAY) == 1
    assert await occasions.sent_on(anna, NOW + DAY, NOW + 2 * DAY) == 0


async def test_purging_deletes_what_is_older(hers: Reminding) -> None:
    for days in range(4):
        await hers.ends(OccasionState.SENT, days=days)
    await hers.occasions.purge(NOW + 2 * DAY)
    assert await count(hers.occasions.database) == 2
    assert await hers.begin(days=2) is Begun.DONE


async def test_nothing_is_left_of_a_forgotten_person(hers: Reminding, his: Reminding) -> None:
    await hers.begin()
    await his.begin()
    await PersonRepository(hers.occasions.database).forget(hers.person)
    assert await hers.begin() is Begun.OFF
    assert await count(hers.occasions.database) == 1


async def test_a_beginning_while_the_person_is_forgotten_ends_well(
    url: str, hers: Reminding
) -> None:
    other = await open_database(url)
    alarm = await hers.set_for(NOW)
    days = [TODAY + days * DAY for days in range(4)]
    for _ in range(5):
        beginnings = (hers.occasions.begin(hers.rule, on, alarm, NOW, most=2) for on in days)
        await asyncio.gather(*beginnings, PersonRepository(other).forget(hers.person))
    assert await count(other) == 0
    await other.close()
