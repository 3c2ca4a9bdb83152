"""How many requests are made at once, and to whom."""

import asyncio

import pytest

from bot.handlers.requests import CONNECTIONS
from bot.handlers.spots import Spot
from bot.handlers.telegram import Telegram
from bot.handlers.waiting import UNASKED_AT_ONCE
from bot.people import Channel, Person
from bot.replies import Reply
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
    channel: Telegram, server: TelegramServer, many: list[Person]
) -> None:
    spots = [Spot(int(person.address), person) for person in many]
    await asyncio.gather(*(channel.delivery.put(spot, HELLO) for spot in spots))
    assert server.most_at_once["sendmessage"] == CONNECTIONS


async def test_messages_that_nobody_asked_for_leave_room_for_an_answer(
    channel: Telegram, server: TelegramServer, many: list[Person]
) -> None:
    await asyncio.gather(*(channel.deliver(person, HELLO) for person in many))
    assert server.most_at_once["sendmessage"] == UNASKED_AT_ONCE < CONNECTIONS
