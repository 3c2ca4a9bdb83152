"""How many requests are made at once, and to whom."""

import asyncio

from bot.handlers.requests import CONNECTIONS
from bot.handlers.telegram import Telegram
from bot.people import Channel, Person
from bot.replies import Reply
from tests.telegram_server.faults import Fault
from tests.telegram_server.server import TelegramServer


async def test_only_a_few_messages_travel_at_once(
    channel: Telegram, server: TelegramServer
) -> None:
    many = [Person(it, Channel.TELEGRAM, f"{1000 + it}") for it in range(2 * CONNECTIONS)]
    for person in many:
        server.phone(int(person.address))
    server.faults.add("sendMessage", *[Fault(delay=0.3)] * len(many))
    await asyncio.gather(*(channel.deliver(person, (Reply("hello"),)) for person in many))
    assert server.most_at_once["sendmessage"] == CONNECTIONS
