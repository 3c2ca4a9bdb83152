"""The real application, talking to a Bot API server on this machine."""

from collections.abc import AsyncIterator

import pytest

from bot.handlers.channel import TelegramChannel
from tests.handlers.fakes import Cupboard, Script, Village, line, settings, unpaced
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
def script() -> Script:
    return Script()


@pytest.fixture
def people() -> Village:
    return Village()


@pytest.fixture
def cupboard() -> Cupboard:
    return Cupboard()


@pytest.fixture
async def channel(
    server: TelegramServer, script: Script, people: Village, cupboard: Cupboard
) -> AsyncIterator[TelegramChannel]:
    """The assistant in Telegram, running."""
    chosen = settings(server.url, server.token)
    async with line(chosen, script, people, cupboard=cupboard, rate_limiter=unpaced()) as running:
        yield running


@pytest.fixture
def phone(server: TelegramServer) -> Phone:
    return server.phone()
