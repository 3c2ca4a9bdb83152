"""Reminders are sent while the assistant is killed and started again: the bench, in small."""

from collections.abc import Iterator

import pytest

from bench.crashes import Count, Trial, crashed
from bot.config import REPEAT, SKIP
from bot.scheduler import CONCURRENT
from tests.postgres import PostgresServer, postgres_server

DUE = 60
KILLS = 2


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


def check(found: Count, workers: int) -> None:
    assert (found.lost, found.more) == (0, 0)
    assert found.once + found.twice + found.gaps == DUE
    assert found.twice <= CONCURRENT * KILLS * workers + found.lost_answers


async def test_on_sqlite_none_is_lost_and_none_comes_a_third_time() -> None:
    found = await crashed(Trial(1, REPEAT, DUE, KILLS), None)
    check(found, 1)
    assert found.gaps == 0


async def test_on_postgresql_with_two_workers_none_comes_twice_for_those_who_skip(
    postgres: PostgresServer,
) -> None:
    found = await crashed(Trial(2, SKIP, DUE, KILLS), postgres)
    check(found, 2)
    assert found.twice == 0
