"""How many requests are made at once, and to whom."""

import asyncio
from contextlib import suppress

import pytest
from telegram.error import NetworkError

from bot.domain.people import Channel, Person
from bot.domain.replies import Reply
from bot.handlers.channel import TelegramChannel
from bot.handlers.delivery.sender import DeliveryTarget
from bot.handlers.rate_limit.queue import UNASKED_AT_ONCE
from bot.handlers.transport import http
from bot.handlers.transport.http import CONNECTIONS, Requests
from tests.telegram_server.faults import Fault
from tests.telegram_server.server import TelegramServer

HELLO = (Reply("hello"),)


@pytest.fixture
def many(server: TelegramServer) -> list[Person]:
    """More people than can be answered at once, on a slow line."""
    many = [Person(it, Channel.TELEGRAM, f"{1000 + it}") for it in range(2 * CONNECTIONS)]
    for person in many:
        server.phone(int(person.address))
    server.faults.add("sendMessage", *[Fault(delay=0.3)] * len(many))
    return many


async def test_only_a_few_messages_travel_at_once(
    channel: TelegramChannel, server: TelegramServer, many: list[Person]
) -> None:
    targets = [DeliveryTarget(int(person.address), person) for person in many]
    await asyncio.gather(*(channel.delivery.put(target, HELLO) for target in targets))
    assert server.most_at_once["sendmessage"] == CONNECTIONS


async def test_messages_that_nobody_asked_for_leave_room_for_an_answer(
    channel: TelegramChannel, server: TelegramServer, many: list[Person]
) -> None:
    await asyncio.gather(*(channel.deliver(person, HELLO) for person in many))
    assert server.most_at_once["sendmessage"] == UNASKED_AT_ONCE < CONNECTIONS


ENDLESS = b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNK = b"400\r\n" + bytes(1024) + b"\r\n"


async def test_an_answer_without_an_end_is_not_read_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http, "LARGEST", 8 * 1024)
    poured = asyncio.Event()

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(ENDLESS + CHUNK * 100)
            await writer.drain()
            await reader.read()
        writer.close()
        poured.set()

    server = await asyncio.start_server(pour, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = Requests()
    await client.initialize()
    try:
        with pytest.raises(NetworkError, match="too large"):
            await client.do_request(f"http://127.0.0.1:{port}/", "GET")
    finally:
        await client.shutdown()
        server.close()
        await poured.wait()
