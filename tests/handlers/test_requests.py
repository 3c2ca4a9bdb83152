"""How many requests are made at once, and to whom."""

import asyncio

import pytest

from bot.handlers.requests import CONNECTIONS
from bot.handlers.telegram import Telegram
from bot.people import Channel, Person
from bot.replies import Reply
from tests.telegram_server.faults import Fault
from tests.telegram_server.server import TelegramServer


@pytest.mark.usefixtures("phone")
async def test_only_a_few_messages_travel_at_once(
    channel: Telegram, server: TelegramServer
) -> None:
    ada, many = Person(1, Channel.TELEGRAM, "1001"), 2 * CONNECTIONS
    server.faults.add("sendMessage", *[Fault(delay=0.3)] * many)
    await asyncio.gather(*(channel.deliver(ada, (Reply("hello"),)) for _ in range(many)))
    assert server.most_at_once["sendmessage"] == CONNECTIONS
