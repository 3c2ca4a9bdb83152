import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.domain.awaited import PainQuestion, ReminderQuestion, SafetyQuestion, ZoneQuestion
from bot.domain.people import Person
from bot.domain.state import ConversationState
from bot.storage.database import Database
from bot.storage.people import PersonRepository
from bot.storage.states import StateRepository, hypotheses_to_json, state_from_json, state_to_json
from bot.storage.tables import people
from tests.storage.conftest import NOW
from tests.storage.plans import plans_of

FULL = ConversationState(
    "cramps_why",
    NOW,
    "why do I cramp?",
    SafetyQuestion("nerve"),
    "chest",
    ReminderQuestion("03.1900.", 7),
    training=True,
    heard=("what",),
)
MOMENTS = st.datetimes(timezones=st.just(UTC))
DRAFTS, RULES = st.text("0123456.-opasxrk", max_size=20), st.none() | st.integers(0, 10**12)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


def values_of(hint: object) -> st.SearchStrategy[object]:
    if hint == tuple[str, ...]:
        return st.lists(WORDS, max_size=3).map(tuple)
    options: dict[object, st.SearchStrategy[object]] = {
        datetime: MOMENTS,
        str: WORDS,
        bool: st.booleans(),
        type(None): st.none(),
        SafetyQuestion: st.builds(SafetyQuestion, WORDS.filter(bool)),
        PainQuestion: st.just(PainQuestion()),
        ZoneQuestion: st.builds(ZoneQuestion, DRAFTS, RULES),
        ReminderQuestion: st.builds(ReminderQuestion, DRAFTS.filter(bool), RULES),
    }
    return st.one_of(*(options[kind] for kind in get_args(hint) or (hint,)))


# every field by its type, so that a new one cannot be forgotten here
MEMORIES = st.builds(
    ConversationState,
    **{name: values_of(hint) for name, hint in get_type_hints(ConversationState).items()},
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(memory=MEMORIES)
async def test_every_memory_comes_back_as_it_was(
    database: Database, anna: Person, memory: ConversationState
) -> None:
    await StateRepository(database).save(anna, memory, NOW)
    assert await StateRepository(database).load(anna) == memory


@given(memory=MEMORIES)
def test_every_memory_survives_its_json(memory: ConversationState) -> None:
    assert (
        state_from_json(state_to_json(memory), memory.question, hypotheses_to_json(memory))
        == memory
    )


async def test_somebody_new_is_remembered_as_nothing(database: Database, anna: Person) -> None:
    assert await StateRepository(database).load(anna) == ConversationState()


async def test_a_memory_takes_the_place_of_the_one_before(database: Database, anna: Person) -> None:
    await StateRepository(database).save(anna, FULL, NOW)
    await StateRepository(database).save(anna, ConversationState(locked="chest"), NOW)
    assert await StateRepository(database).load(anna) == ConversationState(locked="chest")


async def test_people_do_not_share_a_memory(database: Database, anna: Person, ben: Person) -> None:
    await StateRepository(database).save(anna, FULL, NOW)
    assert await StateRepository(database).load(ben) == ConversationState()


async def test_nothing_is_saved_for_a_forgotten_person(database: Database, anna: Person) -> None:
    await PersonRepository(database).forget(anna)
    await StateRepository(database).save(anna, FULL, NOW)
    assert await StateRepository(database).load(anna) == ConversationState()


async def test_the_words_of_an_old_memory_fade(database: Database, anna: Person) -> None:
    await StateRepository(database).save(anna, FULL, NOW)
    await StateRepository(database).fade(NOW + timedelta(seconds=1))
    assert await StateRepository(database).load(anna) == replace(FULL, question="", heard=())


async def test_the_words_of_a_young_memory_stay(database: Database, anna: Person) -> None:
    await StateRepository(database).save(anna, FULL, NOW)
    await StateRepository(database).fade(NOW)
    assert await StateRepository(database).load(anna) == FULL


async def test_what_fades_is_found_without_reading_everybody(database: Database) -> None:
    if not database.alone:
        pytest.skip("PostgreSQL reads a small table whole, whatever its indexes")
    plan = await plans_of(database, lambda: StateRepository(database).fade(NOW))
    assert "ix_people_worded (memory_at<?)" in plan


async def test_faded_words_are_nowhere_in_the_row(database: Database, anna: Person) -> None:
    await StateRepository(database).save(anna, FULL, NOW)
    await StateRepository(database).fade(NOW + timedelta(seconds=1))
    row = (await database.read(select(people).where(people.c.id == anna.id)))[0]
    assert "why do I cramp" not in str(row)
    assert '["what"]' not in str(row)


async def test_half_a_character_does_not_stop_a_save(database: Database, anna: Person) -> None:
    await StateRepository(database).save(anna, ConversationState(question="a\0b\ud83d"), NOW)
    assert (await StateRepository(database).load(anna)).question == "a?b?"


def test_every_field_has_a_strategy_and_a_place() -> None:
    renamed = {"asked_back": "safety_question"}  # stored under the name of an older version
    stored = {renamed.get(key, key) for key in json.loads(state_to_json(FULL))}
    assert stored | {"question", "heard"} == {field.name for field in fields(ConversationState)}


def test_keys_of_another_version_are_ignored() -> None:
    assert state_from_json('{"topic": "sets", "mood": {"deep": [1]}}', None) == ConversationState(
        topic="sets"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "7",
        '"topic"',
        "{",
        "not json",
        '{"topic": 7, "topic_at": true, "asked_back": [], "locked": {}}',
        '{"topic_at": "yesterday"}',
        '{"topic_at": "2026-03-29T01:30:00"}',
        '{"topic_at": 1e400}',
    ],
)
def test_what_cannot_be_read_is_as_if_it_had_never_been_there(text: str) -> None:
    assert state_from_json(text, None) == ConversationState()


@pytest.mark.parametrize("heard", [None, "", "{", "7", '{"a": 1}', '["a", 7]'])
def test_guesses_that_cannot_be_read_are_none(heard: str | None) -> None:
    assert state_from_json('{"locked": "chest"}', None, heard) == ConversationState(locked="chest")


def test_one_broken_key_does_not_take_the_others_along() -> None:
    assert state_from_json('{"topic": 7, "locked": "chest"}', "why") == ConversationState(
        question="why", locked="chest"
    )


def test_a_moment_of_another_zone_is_the_same_moment() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    back = state_from_json(state_to_json(ConversationState(topic_at=there)), None).topic_at
    assert back == there
    assert back.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        state_to_json(ConversationState(topic_at=datetime(2026, 3, 29)))  # noqa: DTZ001  # the naive one


async def test_an_unreadable_row_loads_as_nothing(database: Database, anna: Person) -> None:
    broken = people.update().where(people.c.id == anna.id).values(memory="{broken")
    await database.write(broken)
    assert await StateRepository(database).load(anna) == ConversationState()
    assert (await database.read(select(func.count()).select_from(people)))[0][0] == 1
