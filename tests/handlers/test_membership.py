"""Who leaves, who comes back, and groups that move."""

import pytest

from tests.handlers.fakes import InMemoryPeople
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TelegramServer
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("channel")


async def test_who_blocks_the_bot_is_inactive(phone: Phone, people: InMemoryPeople) -> None:
    await phone.say("hello")
    await phone.answer()
    await phone.block()
    await until(lambda: people.active == {"1001": False})


async def test_who_comes_back_is_met_again(phone: Phone, people: InMemoryPeople) -> None:
    await phone.block()
    await until(lambda: people.active == {"1001": False})
    await phone.unblock()
    await until(lambda: people.active == {"1001": True})


async def test_being_put_out_of_a_group_says_nothing_about_people(
    phone: Phone, server: TelegramServer, people: InMemoryPeople
) -> None:
    await phone.enter(server.group()).block()
    await phone.say("hello")
    await phone.answer()
    assert people.active == {"1001": True}


async def test_who_blocks_while_an_answer_is_written_is_inactive(
    phone: Phone, people: InMemoryPeople
) -> None:
    phone.chat.blocked = True
    await phone.say("hello")
    await until(lambda: people.active == {"1001": False})


async def test_a_group_that_moves_is_followed(
    phone: Phone, server: TelegramServer, people: InMemoryPeople
) -> None:
    people.active["-7"] = True
    old = phone.enter(server.group(-7))
    await old.send({"migrate_to_chat_id": -1007})
    await phone.enter(server.group(-1007)).send({"migrate_from_chat_id": -7})
    await until(lambda: people.active == {"-1007": True})
