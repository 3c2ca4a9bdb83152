"""The real application, talking to a Bot API server on this machine."""

from collections.abc import AsyncIterator

import pytest

from bot.handlers.channel import TelegramChannel
from tests.handlers.fakes import (
    Backends,
    InMemoryPeople,
    ScriptedConversation,
    running_channel,
    settings,
    unlimited,
)
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TelegramServer, telegram_server


@pytest.fixture(autouse=True)
def _waiting_times_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with telegram_server() as server:
        yield server


@pytest.fixture
def conversation() -> ScriptedConversation:
    return ScriptedConversation()


@pytest.fixture
def people() -> InMemoryPeople:
    return InMemoryPeople()


@pytest.fixture
def backends() -> Backends:
    return Backends()


@pytest.fixture
async def channel(
    server: TelegramServer,
    conversation: ScriptedConversation,
    people: InMemoryPeople,
    backends: Backends,
) -> AsyncIterator[TelegramChannel]:
    """The assistant in Telegram, running."""
    chosen = settings(server.url, server.token)
    async with running_channel(
        chosen, conversation, people, backends=backends, rate_limiter=unlimited()
    ) as running:
        yield running


@pytest.fixture
def phone(server: TelegramServer) -> Phone:
    return server.phone()
