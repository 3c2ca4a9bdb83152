"""One running browser chat for each file of tests, and a new visitor for each test."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.web.visits import RunningChat, Visit, running_chat


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat() -> AsyncIterator[RunningChat]:
    async with running_chat() as chat:
        yield chat


@pytest_asyncio.fixture(loop_scope="module")
async def visit(chat: RunningChat) -> AsyncIterator[Visit]:
    async with chat.visit() as visit:
        await visit.arrive()
        yield visit
