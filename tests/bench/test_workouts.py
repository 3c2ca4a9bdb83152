"""The sessions that are measured: kept step by step, and copied."""

from pathlib import Path

import pytest

from bench.kept_sessions import sizes_of
from bench.open_sessions import open_many
from bench.workouts import counted_set, shipped_guide, whole_finisher
from bot.app import utc_now
from bot.domain.people import Channel
from bot.session.model.steps import Ending
from bot.session.model.workouts import Guide
from bot.storage.alarms import AlarmRepository
from bot.storage.database import open_database
from bot.storage.people import PersonRepository
from bot.storage.sessions import SessionRepository


@pytest.fixture(scope="module")
def guide() -> Guide:
    return shipped_guide()


def test_the_first_buttons_lead_to_the_end(guide: Guide) -> None:
    last = whole_finisher(guide, utc_now()).steps[-1].after
    assert last.ending is Ending.COMPLETE
    assert all(turn.done for turn in last.log)


async def test_a_finished_session_is_one_row_with_its_events(guide: Guide, tmp_path: Path) -> None:
    workout = whole_finisher(guide, utc_now())
    sizes = await sizes_of(tmp_path / "coach.sqlite3", guide, workout, 4)
    assert (sizes.sessions.rows, sizes.events.rows) == (4, 4 * len(workout.steps))
    assert sizes.sessions.text < sizes.sessions.size < sizes.whole
    assert sizes.rest == 0


async def test_copied_sessions_are_open_and_nothing_is_due_yet(
    guide: Guide, tmp_path: Path
) -> None:
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'coach.sqlite3'}")
    await open_many(database, guide, 3)
    now = utc_now()
    people = PersonRepository(database)
    for address in ("1000000", "1000001", "1000002"):
        person = await people.find(Channel.TELEGRAM, address)
        assert person
        kept = await SessionRepository(database, guide).open(person)
        assert kept
        assert len(await SessionRepository(database, guide).events(kept)) == kept.session.revision
    due = await AlarmRepository(database).next_due()
    assert due
    assert due > now
    await database.close()


def test_the_counted_set_has_twelve_repetitions_of_each_side() -> None:
    words = [cue.words for cue in counted_set().cues]
    assert sum(one.startswith("last one") for one in words) == 2
    assert "12 repetitions each" in words[0]
