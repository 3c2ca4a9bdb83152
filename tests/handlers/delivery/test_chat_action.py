"""The "typing…" under a bot's name."""

import asyncio

import pytest

from bot.domain.people import Person
from bot.handlers.delivery import chat_action
from tests.handlers.fakes import ScriptedConversation
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import bad
from tests.telegram_server.server import TelegramServer
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("channel")


async def test_a_slow_answer_shows_a_sign_and_keeps_it(
    phone: Phone, conversation: ScriptedConversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_action, "SLOW", 0.05)
    monkeypatch.setattr(chat_action, "FADES", 0.1)

    async def until_shown_twice(_: Person, __: str) -> None:
        await until(lambda: len(phone.chat.actions) >= 2)

    conversation.think = until_shown_twice
    await phone.say("hard")
    await phone.answer()
    shown = len(phone.chat.actions)
    await asyncio.sleep(0.2)  # the time without another sign is the subject
    assert len(phone.chat.actions) - shown <= 1


async def test_a_quick_answer_shows_none(phone: Phone) -> None:
    await phone.say("easy")
    await phone.answer()
    assert phone.chat.actions == []


async def test_a_sign_that_is_refused_costs_nothing(
    phone: Phone,
    conversation: ScriptedConversation,
    server: TelegramServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chat_action, "SLOW", 0.05)
    server.faults.add("sendChatAction", bad("chat not found"))

    async def until_refused(_: Person, __: str) -> None:
        await until(lambda: server.called("sendChatAction"))

    conversation.think = until_refused
    await phone.say("hard")
    assert (await phone.answer()).text == "You said: hard"
