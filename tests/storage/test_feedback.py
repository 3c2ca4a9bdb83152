from datetime import timedelta

from bot.domain.people import Feedback, Person
from bot.storage.database import Database
from bot.storage.feedback import FeedbackRepository
from tests.storage.conftest import NOW

GOOD = Feedback("cramps_why", helpful=True)
BAD = Feedback("sets_how_many", helpful=False, reason="too long", question="how many sets")


async def test_verdicts_come_back_in_order(database: Database, anna: Person, ben: Person) -> None:
    await FeedbackRepository(database).add(anna, GOOD, NOW)
    await FeedbackRepository(database).add(ben, BAD, NOW)
    assert await FeedbackRepository(database).since(NOW) == (GOOD, BAD)


async def test_older_verdicts_are_not_told(database: Database, anna: Person) -> None:
    await FeedbackRepository(database).add(anna, GOOD, NOW - timedelta(microseconds=1))
    await FeedbackRepository(database).add(anna, BAD, NOW)
    assert await FeedbackRepository(database).since(NOW) == (BAD,)


async def test_purging_drops_the_words_and_keeps_the_count(
    database: Database, anna: Person
) -> None:
    await FeedbackRepository(database).add(anna, BAD, NOW)
    await FeedbackRepository(database).purge(NOW + timedelta(seconds=1))
    kept = Feedback("sets_how_many", helpful=False, reason="too long")
    assert await FeedbackRepository(database).since(NOW) == (kept,)


async def test_purging_leaves_younger_words(database: Database, anna: Person) -> None:
    await FeedbackRepository(database).add(anna, BAD, NOW)
    await FeedbackRepository(database).purge(NOW)
    assert await FeedbackRepository(database).since(NOW) == (BAD,)
