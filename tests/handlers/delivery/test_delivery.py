"""What becomes of a message when Telegram or the network says no."""

import logging
from dataclasses import dataclass
from functools import partial

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.domain.alarms import SendOutcome
from bot.domain.people import Channel, Person
from bot.domain.replies import Placement, Reply
from bot.handlers.channel import TelegramChannel
from bot.handlers.delivery import sender
from bot.handlers.delivery.error_kinds import ErrorKind, error_kind
from bot.handlers.delivery.sender import persist
from tests.handlers.fakes import InMemoryPeople
from tests.telegram_server.faults import Fault
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import BROKEN, Refusal, bad, forbidden, migrated, too_fast
from tests.telegram_server.server import TelegramServer

ADA = Person(1, Channel.TELEGRAM, "1001")
HELLO = (Reply("hello"),)
NO_CONNECTION = aiohttp.ClientConnectorError(
    ConnectionKey(
        "host", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None
    ),
    OSError("refused"),
)


async def test_what_arrived_is_sent(channel: TelegramChannel, phone: Phone) -> None:
    receipt = await channel.delivery.deliver(ADA, HELLO)
    answer = await phone.answer()
    assert (receipt.outcome, receipt.message_id) == (SendOutcome.SENT, answer.id)


async def test_nothing_to_say_is_sent(channel: TelegramChannel) -> None:
    assert await channel.deliver(ADA, ()) is SendOutcome.SENT


async def test_a_place_instead_of_nothing_is_a_new_message(
    channel: TelegramChannel, phone: Phone
) -> None:
    await channel.deliver(
        ADA, (Reply("there", place=Placement.INSTEAD), Reply(place=Placement.BUTTONS))
    )
    assert (await phone.answer()).text == "there"


async def test_a_send_that_comes_too_fast_waits_and_is_sent(
    channel: TelegramChannel, phone: Phone, server: TelegramServer
) -> None:
    server.faults.add("sendMessage", too_fast(1))
    assert await channel.deliver(ADA, HELLO) is SendOutcome.SENT
    first, second = server.called("sendMessage")
    assert second.at - first.at >= 1
    assert (await phone.answer()).text == "hello"


async def test_hours_are_not_waited_for(
    channel: TelegramChannel, server: TelegramServer, phone: Phone
) -> None:
    server.faults.add("sendMessage", too_fast(7200))
    assert await channel.deliver(ADA, HELLO) is SendOutcome.NOT_SENT
    assert await channel.deliver(ADA, HELLO) is SendOutcome.NOT_SENT
    assert len(server.called("sendMessage")) == 1
    assert await phone.silence(0.05)


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_lost_answer_is_unknown_and_not_sent_again(
    channel: TelegramChannel, phone: Phone, server: TelegramServer, *, arrived: bool
) -> None:
    server.faults.add("sendMessage", Fault(drops=True, after_effect=arrived))
    assert await channel.deliver(ADA, HELLO) is SendOutcome.UNKNOWN
    assert len(server.called("sendMessage")) == 1
    assert await phone.silence(0.05) is not arrived


async def test_a_server_error_is_unknown(channel: TelegramChannel, server: TelegramServer) -> None:
    server.faults.add("sendMessage", BROKEN)
    assert await channel.deliver(ADA, HELLO) is SendOutcome.UNKNOWN


async def test_unreadable_tags_are_sent_as_plain_text(
    channel: TelegramChannel, phone: Phone, server: TelegramServer
) -> None:
    server.faults.add("sendMessage", bad("can't parse entities: Unsupported start tag"))
    receipt = await channel.delivery.deliver(ADA, (Reply("1 < 2 & 3", title="Sums"),))
    answer = await phone.answer()
    assert (receipt.outcome, answer.text) == (SendOutcome.SENT, "Sums\n\n1 < 2 & 3")
    assert not answer.shown("bold")


@pytest.mark.parametrize(
    "refusal",
    [
        forbidden("bot was blocked by the user"),
        forbidden("user is deactivated"),
        bad("chat not found"),
    ],
)
async def test_who_cannot_be_reached_is_noted_and_left_alone(
    channel: TelegramChannel, server: TelegramServer, people: InMemoryPeople, refusal: Refusal
) -> None:
    server.faults.add("sendMessage", refusal)
    assert await channel.deliver(ADA, HELLO) is SendOutcome.NOT_SENT
    assert people.active == {"1001": False}
    assert len(server.called("sendMessage")) == 1


async def test_another_refusal_is_not_sent_and_says_nothing_about_the_person(
    channel: TelegramChannel, phone: Phone, server: TelegramServer, people: InMemoryPeople
) -> None:
    server.faults.add("sendMessage", bad("BUTTON_DATA_INVALID"))
    assert await channel.deliver(ADA, HELLO) is SendOutcome.NOT_SENT
    assert people.active == {}
    assert await phone.silence(0.05)


async def test_a_chat_that_moved_is_followed_once(
    channel: TelegramChannel, server: TelegramServer, people: InMemoryPeople
) -> None:
    new = server.phone(2002)
    server.faults.add("sendMessage", migrated(2002))
    assert await channel.deliver(ADA, HELLO) is SendOutcome.SENT
    assert (await new.answer()).text == "hello"
    assert people.active == {"2002": True}


async def test_a_chat_that_moves_forever_is_given_up(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    server.faults.add("sendMessage", *[migrated(2002)] * 3)
    assert await channel.deliver(ADA, HELLO) is SendOutcome.NOT_SENT


async def test_what_was_partly_said_is_unknown(
    channel: TelegramChannel, server: TelegramServer, phone: Phone
) -> None:
    server.faults.add("sendMessage", Fault(), bad("something else"))
    receipt = await channel.delivery.deliver(ADA, (Reply("one"), Reply("two")))
    assert receipt.outcome is SendOutcome.UNKNOWN
    assert (await phone.answer()).text == "one"


async def test_what_was_partly_said_is_unknown_also_when_nothing_had_to_be_sent_between(
    channel: TelegramChannel, server: TelegramServer, phone: Phone
) -> None:
    """Else the whole would be said again, and its beginning twice."""
    server.faults.add("sendMessage", Fault(), bad("something else"))
    between = Reply(place=Placement.BUTTONS)
    receipt = await channel.delivery.deliver(ADA, (Reply("one"), between, Reply("two")))
    assert receipt.outcome is SendOutcome.UNKNOWN
    assert (await phone.answer()).text == "one"


async def test_a_failure_is_logged_without_words(
    channel: TelegramChannel, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("sendMessage", BROKEN)
    await channel.deliver(ADA, (Reply("my secret words"),))
    lost = [record for record in caplog.records if record.name.startswith("bot.")]
    assert [record.levelno for record in lost] == [logging.WARNING]
    assert "secret" not in lost[0].getMessage()


def failed(error: TelegramError, cause: Exception | None) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (failed(NetworkError("x"), NO_CONNECTION), ErrorKind.NOT_REACHED),
        (failed(TimedOut(), aiohttp.ConnectionTimeoutError("x")), ErrorKind.NOT_REACHED),
        (failed(TimedOut(), aiohttp.SocketTimeoutError("x")), ErrorKind.UNKNOWN),
        (failed(NetworkError("x"), aiohttp.ClientOSError("x")), ErrorKind.UNKNOWN),
        (failed(NetworkError("x"), aiohttp.ServerDisconnectedError("x")), ErrorKind.UNKNOWN),
        (failed(NetworkError("x"), aiohttp.ClientPayloadError("x")), ErrorKind.UNKNOWN),
        (NetworkError("Bad Gateway"), ErrorKind.UNKNOWN),
        (TelegramError("Invalid server response"), ErrorKind.UNKNOWN),
        (BadRequest("Bad Request: message is too long"), ErrorKind.REFUSED),
    ],
)
def test_only_what_never_left_may_be_sent_again(error: TelegramError, meaning: ErrorKind) -> None:
    assert error_kind(error) is meaning


@dataclass
class Flaky:
    """Fails as told, then works."""

    errors: list[TelegramError]
    calls: int = 0

    async def __call__(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"


@pytest.fixture
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "PAUSES", (0.0, 0.0))


unreached = partial(failed, NetworkError("x"), NO_CONNECTION)
lost = partial(failed, TimedOut(), aiohttp.SocketTimeoutError("x"))


@pytest.mark.usefixtures("_hasty")
async def test_a_network_that_comes_back_is_waited_for() -> None:
    assert await persist(Flaky([unreached(), unreached()])) == "done"


@pytest.mark.usefixtures("_hasty")
async def test_a_network_that_stays_away_is_not_waited_for_forever() -> None:
    flaky = Flaky([unreached()] * 5)
    with pytest.raises(NetworkError):
        await persist(flaky)
    assert flaky.calls == 3


@pytest.mark.usefixtures("_hasty")
async def test_a_lost_answer_is_repeated_once_and_only_where_it_is_idempotent() -> None:
    once, twice, send = Flaky([lost()]), Flaky([lost(), lost()]), Flaky([lost()])
    assert await persist(once, idempotent=True) == "done"
    for flaky, idempotent in ((twice, True), (send, False)):
        with pytest.raises(TimedOut):
            await persist(flaky, idempotent=idempotent)
    assert (twice.calls, send.calls) == (2, 1)


@pytest.mark.usefixtures("_hasty")
async def test_a_refusal_is_not_repeated() -> None:
    for error in (BadRequest("no"), RetryAfter(3600)):
        flaky = Flaky([error])
        with pytest.raises(TelegramError):
            await persist(flaky)
        assert flaky.calls == 1
