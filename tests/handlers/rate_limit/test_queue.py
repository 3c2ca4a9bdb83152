"""What nobody asked for and waits too long is certainly not sent: the clock tries it again."""

import asyncio
from time import monotonic

import aiohttp
import pytest
from telegram.error import TimedOut

from bot.domain.alarms import SendOutcome
from bot.domain.people import Channel, Person
from bot.domain.replies import Reply
from bot.handlers.channel import TelegramChannel
from bot.handlers.delivery import delivery
from bot.handlers.delivery.delivery import START
from bot.handlers.delivery.error_kinds import ErrorKind, error_kind
from bot.handlers.delivery.sender import HASTE, DeliveryTarget
from bot.handlers.rate_limit import limiter
from bot.handlers.rate_limit.buckets import Rate
from bot.handlers.rate_limit.limiter import POOL_TIMEOUT, RateLimiter
from bot.handlers.transport.http import CONNECTING, CONNECTIONS, SendingRequests
from bot.scheduler import TIMEOUT
from tests.handlers.fakes import AT_ONCE, running_channel, settings
from tests.telegram_server.faults import Fault
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import too_fast
from tests.telegram_server.server import TelegramServer
from tests.waiting import until

ADA, BOB = (Person(it, Channel.TELEGRAM, str(it)) for it in (1001, 2002))
REMINDER = (Reply("time to train"),)


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "START", 0.1)


@pytest.mark.usefixtures("_impatient")
async def test_who_waits_behind_a_long_answer_is_certainly_not_sent(
    channel: TelegramChannel, phone: Phone, server: TelegramServer
) -> None:
    server.faults.add("sendMessage", Fault(delay=0.5))
    answering = asyncio.create_task(
        channel.delivery.put(DeliveryTarget(1001, ADA), (Reply("long"),))
    )
    await until(lambda: server.at_once["sendmessage"])
    assert await channel.deliver(ADA, REMINDER) is SendOutcome.NOT_SENT
    await answering
    assert (await phone.answer()).text == "long"
    assert await phone.silence()


@pytest.mark.usefixtures("_impatient", "phone")
async def test_who_waits_for_a_turn_is_certainly_not_sent(server: TelegramServer) -> None:
    server.phone(2002)
    slow = RateLimiter(overall=AT_ONCE, reminders=Rate(30.0, 1), private=AT_ONCE)
    async with running_channel(settings(server.url, server.token), rate_limiter=slow) as channel:
        assert await channel.deliver(ADA, REMINDER) is SendOutcome.SENT
        assert await channel.deliver(BOB, REMINDER) is SendOutcome.NOT_SENT
    assert len(server.called("sendMessage")) == 1


@pytest.mark.usefixtures("_impatient", "phone")
async def test_a_request_that_was_made_has_all_its_time(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    server.faults.add("sendMessage", Fault(delay=0.3))
    assert await channel.deliver(ADA, REMINDER) is SendOutcome.SENT


@pytest.mark.usefixtures("phone")
async def test_a_long_halt_is_left_to_the_clock(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    server.faults.add("sendMessage", too_fast(25))
    began = monotonic()
    assert await channel.deliver(ADA, REMINDER) is SendOutcome.NOT_SENT
    assert monotonic() - began < HASTE + 1
    assert len(server.called("sendMessage")) == 1


async def test_a_short_halt_is_waited_for(
    channel: TelegramChannel, phone: Phone, server: TelegramServer
) -> None:
    server.faults.add("sendMessage", too_fast(1))
    assert await channel.deliver(ADA, REMINDER) is SendOutcome.SENT
    assert (await phone.answer()).text == "time to train"


async def test_who_finds_no_free_connection_in_time_was_never_sent(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    requests = channel.delivery.bot.request
    assert isinstance(requests, SendingRequests)
    address = f"{server.url}/bot{server.token}/getMe"
    server.faults.add("getMe", *[Fault(delay=0.3)] * CONNECTIONS)
    busy = [asyncio.create_task(requests.do_request(address, "POST")) for _ in range(CONNECTIONS)]
    await until(lambda: server.at_once["getme"] == CONNECTIONS)
    with pytest.raises(TimedOut) as caught:
        await requests.do_request(address, "POST", pool_timeout=0.05)
    assert isinstance(caught.value.__cause__, aiohttp.ConnectionTimeoutError)
    assert error_kind(caught.value) is ErrorKind.NOT_REACHED
    await asyncio.gather(*busy)
    assert (await requests.do_request(address, "POST", pool_timeout=0.05))[0] == 200


@pytest.mark.usefixtures("phone")
async def test_a_reminder_that_finds_every_connection_taken_was_never_sent(
    channel: TelegramChannel, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "POOL_TIMEOUT", 0.05)
    people = [Person(it, Channel.TELEGRAM, str(it)) for it in range(3001, 3001 + CONNECTIONS)]
    for person in people:
        server.phone(int(person.address))
    server.faults.add("sendMessage", *[Fault(delay=3.0)] * CONNECTIONS)
    targets = [DeliveryTarget(int(person.address), person) for person in people]
    answers = [asyncio.create_task(channel.delivery.put(it, (Reply("a"),))) for it in targets]
    await until(lambda: server.at_once["sendmessage"] == CONNECTIONS)
    assert await channel.deliver(ADA, REMINDER) is SendOutcome.NOT_SENT
    assert not any(answer.done() for answer in answers)
    for answer in answers:
        answer.cancel()
    await asyncio.wait(answers)


def test_the_clock_waits_long_enough_for_a_request_to_leave() -> None:
    assert TIMEOUT.total_seconds() > START + POOL_TIMEOUT + CONNECTING
