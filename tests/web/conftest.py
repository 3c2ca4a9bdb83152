"""One running browser chat for each file of tests, and a new visitor for each test."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.web.visits import House, Visit, opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house() -> AsyncIterator[House]:
    async with opened() as house:
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def visit(house: House) -> AsyncIterator[Visit]:
    async with house.visit() as visit:
        await visit.arrive()
        yield visit
