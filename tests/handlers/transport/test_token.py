"""The token never appears in a log."""

import logging

import pytest

from bot.errors import StartError
from bot.handlers.transport.token import redacted
from tests.handlers.fakes import ScriptedConversation, running_channel, settings, unlimited
from tests.telegram_server.faults import Fault
from tests.telegram_server.refusals import BROKEN, CONFLICT, UNAUTHORIZED, bad
from tests.telegram_server.server import TOKEN, TelegramServer

SECRET = TOKEN.partition(":")[2]
LOG = logging.getLogger("anything")


def written(caplog: pytest.LogCaptureFixture) -> str:
    """What any handler could write."""
    lines = [f"{it.msg} {it.args} {it.exc_info} {it.exc_text}" for it in caplog.records]
    return caplog.text + "\n".join(lines)


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


async def test_not_at_any_level_and_not_in_any_trouble(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    phone, conversation = server.phone(), ScriptedConversation()
    server.faults.add("getUpdates", CONFLICT, UNAUTHORIZED)
    server.faults.add("sendMessage", Fault(drops=True), BROKEN, bad("x"))
    server.faults.add("getMyCommands", Fault(drops=True))
    chosen = settings(server.url, TOKEN)
    async with running_channel(chosen, conversation, rate_limiter=unlimited()) as running:
        for text in ("one", "two", "three", "four"):
            await phone.say(text)
        assert (await phone.answer(20)).text == "You said: four"
        LOG.info("%r %r", running, running.delivery.bot)
    assert "sendMessage" in caplog.text
    assert "[hidden]" in caplog.text
    assert SECRET not in written(caplog)


@pytest.mark.parametrize("reachable", [True, False])
async def test_not_when_the_start_fails(
    server: TelegramServer, caplog: pytest.LogCaptureFixture, *, reachable: bool
) -> None:
    server.token = "1:other"
    url = server.url if reachable else "http://127.0.0.1:1"
    try:
        async with running_channel(settings(url, TOKEN)):
            pass
    except StartError as error:
        LOG.info("start", exc_info=error)
    assert SECRET not in written(caplog)


def test_a_traceback_is_mended(caplog: pytest.LogCaptureFixture) -> None:
    with redacted(SECRET):
        try:
            int(f"at https://api/bot{TOKEN}/getMe")
        except ValueError:
            LOG.exception("failed with %s", TOKEN, stack_info=True)
    assert SECRET not in written(caplog)
    assert "'at https://api/bot123456789:[hidden]/getMe'" in caplog.text


def test_what_has_no_secret_stays_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    with redacted(SECRET):
        try:
            int("harmless")
        except ValueError:
            LOG.exception("failed with %s", "this")
    (record,) = caplog.records
    assert (record.msg, record.args) == ("failed with %s", ("this",))
    assert record.exc_info


def test_a_broken_format_does_not_let_it_out(caplog: pytest.LogCaptureFixture) -> None:
    with redacted(SECRET):
        LOG.info("%d", TOKEN)
    assert SECRET not in written(caplog)


def test_afterwards_records_are_made_as_before() -> None:
    before = logging.getLogRecordFactory()
    with redacted(SECRET):
        assert logging.getLogRecordFactory() is not before
    assert logging.getLogRecordFactory() is before
