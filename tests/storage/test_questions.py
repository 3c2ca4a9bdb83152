from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from bot.domain.people import Person
from bot.storage.database import Database
from bot.storage.people import PersonRepository
from bot.storage.questions import QuestionRepository, StoredQuestion
from tests.storage.conftest import NOW


async def test_questions_come_back_in_order(database: Database, anna: Person, ben: Person) -> None:
    await QuestionRepository(database).keep(anna, "why cramps 🦵", "choices", NOW)
    await QuestionRepository(database).keep(ben, "Ünder 10kg?", "refusal", NOW - timedelta(days=1))
    first, second = await QuestionRepository(database).export()
    assert first == StoredQuestion(first.id, "why cramps 🦵", "choices", NOW)
    assert (second.text, second.zone) == ("Ünder 10kg?", "refusal")


def test_an_exported_question_does_not_say_whose_it_was() -> None:
    assert {field.name for field in fields(StoredQuestion)} == {"id", "text", "zone", "created_at"}


async def test_purging_deletes_the_old_and_counts_them(database: Database, anna: Person) -> None:
    for days in range(5):
        await QuestionRepository(database).keep(
            anna, f"{days}", "answer", NOW - timedelta(days=days)
        )
    assert await QuestionRepository(database).purge(NOW - timedelta(days=1)) == 3
    assert [kept.text for kept in await QuestionRepository(database).export()] == ["0", "1"]
    assert await QuestionRepository(database).purge(NOW - timedelta(days=1)) == 0


async def test_moments_come_back_in_utc(database: Database, anna: Person) -> None:
    there = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=timezone(timedelta(hours=-8)))
    await QuestionRepository(database).keep(anna, "when?", "answer", there)
    back = (await QuestionRepository(database).export())[0].created_at
    assert back == there
    assert back.tzinfo is UTC


async def test_a_moment_without_a_zone_is_refused(database: Database, anna: Person) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="no time zone"):
        await QuestionRepository(database).keep(anna, "when?", "answer", naive)
    with pytest.raises(StatementError, match="no time zone"):
        await QuestionRepository(database).purge(naive)


async def test_nothing_is_kept_for_a_forgotten_person(database: Database, anna: Person) -> None:
    await PersonRepository(database).forget(anna)
    with pytest.raises(IntegrityError):
        await QuestionRepository(database).keep(anna, "who am I?", "answer", NOW)
    assert await QuestionRepository(database).export() == ()
