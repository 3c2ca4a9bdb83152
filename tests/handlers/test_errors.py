"""What happens when a handler fails."""

import logging
import re

import pytest

from bot.domain.people import Person
from bot.domain.replies import Reply, Verb, act, column
from bot.handlers.delivery.error_kinds import describe
from bot.handlers.errors import SORRY
from tests.handlers.fakes import InMemoryPeople, ScriptedConversation
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TelegramServer
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("channel")


async def fail(_: Person, text: str) -> None:
    try:
        int(text)
    except ValueError as error:
        raise LookupError(text) from error


def of_ours(caplog: pytest.LogCaptureFixture, level: int) -> list[logging.LogRecord]:
    ours = (record for record in caplog.records if record.name.startswith("bot."))
    return [record for record in ours if record.levelno >= level]


async def test_the_person_gets_a_kind_sentence_and_the_operator_the_place(
    phone: Phone, conversation: ScriptedConversation, caplog: pytest.LogCaptureFixture
) -> None:
    conversation.think = fail
    await phone.say("my private words")
    answer = await phone.answer()
    assert answer.text.startswith(SORRY)
    (record,) = of_ours(caplog, logging.ERROR)
    message = record.getMessage()
    reference = re.search(r"reference (\w{8})", message)
    assert reference
    assert reference[1] in answer.text
    assert re.search(r"LookupError at .*test_errors.py:\d+ fail, from ValueError", message)
    assert "private" not in message
    assert record.exc_info is None


async def test_the_next_question_is_answered(
    phone: Phone, conversation: ScriptedConversation
) -> None:
    conversation.think = fail
    await phone.say("one")
    await phone.answer()
    conversation.think = ScriptedConversation.think
    await phone.say("two")
    assert (await phone.answer()).text == "You said: two"


async def test_a_tap_that_fails_is_told_too(
    phone: Phone, conversation: ScriptedConversation
) -> None:
    conversation.answers["menu"] = (Reply("words", buttons=column([act("More", Verb.HELP)])),)
    await phone.say("menu")
    await phone.answer()
    conversation.think = fail
    await phone.tap("More")
    assert (await phone.answer()).text.startswith(SORRY)


async def test_a_failure_nobody_waits_for_is_only_logged(
    phone: Phone, people: InMemoryPeople, caplog: pytest.LogCaptureFixture
) -> None:
    people.deactivate = None  # type: ignore[assignment, method-assign]
    await phone.block()
    phone.chat.blocked = False
    await until(lambda: of_ours(caplog, logging.ERROR))
    assert await phone.silence()
    assert "TypeError" in of_ours(caplog, logging.ERROR)[0].getMessage()


async def test_a_reply_that_cannot_be_a_message_is_a_failure(
    phone: Phone, conversation: ScriptedConversation, server: TelegramServer
) -> None:
    conversation.answers["menu"] = (
        Reply("words", buttons=column([act("A", Verb.TOPIC, "x" * 99)])),
    )
    await phone.say("menu")
    assert (await phone.answer()).text.startswith(SORRY)
    assert len(server.called("sendMessage")) == 1


def test_an_error_without_a_place_is_described_too() -> None:
    assert describe(KeyError("secret")) == "KeyError at an unknown place"
