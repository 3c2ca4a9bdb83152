"""Start, stop, and everything between that concerns the whole channel."""

import asyncio
import logging
from dataclasses import replace

import pytest

from bot.domain.alarms import SendOutcome
from bot.domain.commands import COMMANDS, DESCRIPTION, SHORT_DESCRIPTION
from bot.domain.people import Channel, Person
from bot.domain.replies import Reply
from bot.errors import StartError
from bot.handlers import channel as room
from bot.handlers.channel import TelegramChannel
from bot.handlers.transport.polling import CONFLICT as WARNING
from bot.handlers.transport.polling import WANTED
from bot.handlers.transport.token import MISSHAPEN, NO_TOKEN, REFUSED
from tests.handlers.fakes import ScriptedConversation, running_channel, settings, unlimited
from tests.telegram_server.faults import Fault
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import BROKEN, UNAUTHORIZED, Refusal, bad
from tests.telegram_server.server import TOKEN, TelegramServer
from tests.waiting import until

ADA = Person(1, Channel.TELEGRAM, "1001")


async def start_and_stop(server: TelegramServer, token: str | None = TOKEN) -> None:
    """Run for as long as it takes to get ready."""
    server.calls.clear()
    async with running_channel(settings(server.url, token), rate_limiter=unlimited()):
        await until(lambda: server.called("getMyShortDescription"))
        await asyncio.sleep(0.1)  # a request that should not come has no event


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        (None, NO_TOKEN),
        ("nonsense", MISSHAPEN),
        (":secret", MISSHAPEN),
        ("123:", MISSHAPEN),
        ("123:with space", MISSHAPEN),
        ("123:../../etc", MISSHAPEN),
    ],
)
async def test_a_misshapen_token_is_told_before_any_request(
    server: TelegramServer, token: str | None, sentence: str
) -> None:
    with pytest.raises(StartError, match=sentence[:40]) as caught:
        await start_and_stop(server, token)
    assert token is None or token not in str(caught.value)
    assert not server.calls


@pytest.mark.parametrize("refusal", [UNAUTHORIZED, Refusal(404, "Not Found")])
async def test_a_refused_token_is_one_human_sentence(
    server: TelegramServer, refusal: Refusal
) -> None:
    server.faults.add("getMe", refusal)
    with pytest.raises(StartError) as caught:
        await start_and_stop(server)
    assert str(caught.value) == REFUSED
    assert caught.value.__suppress_context__


async def test_a_token_refused_after_the_log_in_is_told_the_operator(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("deleteWebhook", UNAUTHORIZED)
    async with running_channel(settings(server.url, TOKEN)):
        await until(lambda: REFUSED in caplog.text)


async def test_a_network_that_is_down_is_waited_for(
    server: TelegramServer, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("getMe", Fault(drops=True))
    await phone.say("anybody there?")
    async with running_channel(settings(server.url, TOKEN)) as running:
        before = running.polled_at
        assert (await phone.answer()).text == "You said: anybody there?"
        assert (before, running.polled_at is None) == (None, False)
    assert "trying on" in caplog.text


async def test_a_start_without_network_is_quick_and_so_is_the_stop() -> None:
    async with (
        asyncio.timeout(15),
        running_channel(settings("http://127.0.0.1:1", TOKEN)) as running,
    ):
        delivered = await running.deliver(ADA, (Reply("hello"),))
    assert delivered is SendOutcome.NOT_SENT


async def test_the_profile_is_set_once(server: TelegramServer) -> None:
    await start_and_stop(server)
    await start_and_stop(server)  # a stop may have come before the last one was set
    assert [it["command"] for it in server.methods.profile["commands"]] == [
        command.name for command in COMMANDS
    ]
    assert server.methods.profile["description"] == DESCRIPTION
    assert server.methods.profile["short_description"] == SHORT_DESCRIPTION
    await start_and_stop(server)
    assert len(server.called("getMyCommands")) == 1
    assert not [call for call in server.calls if call.method.startswith("set")]


async def test_a_profile_that_cannot_be_set_is_no_reason_to_fail(
    server: TelegramServer, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("setMyCommands", bad("BOT_COMMAND_INVALID"))
    async with running_channel(settings(server.url, TOKEN)):
        await phone.say("hello")
        assert (await phone.answer()).text == "You said: hello"
        await until(lambda: "were not set" in caplog.text)  # it may come after the first answer


async def test_only_what_is_wanted_is_fetched_by_long_polling(
    server: TelegramServer, channel: TelegramChannel, phone: Phone
) -> None:
    await phone.say("hello")
    await phone.answer()
    poll = server.called("getUpdates")[0]
    assert server.methods.updates.wanted == frozenset(WANTED)
    assert float(poll.params["timeout"]) >= 20
    assert channel.polled_at


async def test_polling_survives_everything(
    server: TelegramServer, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("getUpdates", UNAUTHORIZED, BROKEN)
    async with running_channel(settings(server.url, TOKEN)):
        await phone.say("hello")
        assert (await phone.answer(20)).text == "You said: hello"
    complaints = [it for it in caplog.records if it.name == "bot.handlers.transport.polling"]
    assert len(complaints) == 1


@pytest.mark.usefixtures("channel")
async def test_a_second_reader_is_warned_about_loudly(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    await until(lambda: server.methods.updates._polls)
    await server.methods.updates.poll(0, 0.0, 0)
    await until(lambda: WARNING in caplog.text)
    (record,) = [it for it in caplog.records if it.name == "bot.handlers.transport.polling"]
    assert (record.levelno, record.getMessage()) == (logging.ERROR, WARNING)


async def test_stopping_lets_answers_finish_and_confirms_what_was_read(
    server: TelegramServer, phone: Phone
) -> None:
    async def slowly(_: Person, __: str) -> None:
        await asyncio.sleep(0.3)  # longer than it takes to stop fetching

    conversation = ScriptedConversation(think=slowly)
    async with running_channel(settings(server.url, TOKEN), conversation, rate_limiter=unlimited()):
        await phone.say("one")
        await phone.say("two")
        await until(lambda: conversation.heard)
    assert [(await phone.answer(0.1)).text for _ in range(2)] == ["You said: one", "You said: two"]
    assert server.methods.updates.unconfirmed == 0


async def test_stopping_takes_a_bounded_time(
    server: TelegramServer,
    phone: Phone,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def forever(_: Person, __: str) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(room, "ANSWERS_END", 0.2)
    conversation = ScriptedConversation(think=forever)
    async with (
        asyncio.timeout(15),
        running_channel(settings(server.url, TOKEN), conversation, rate_limiter=unlimited()),
    ):
        await phone.say("one")
        await until(lambda: conversation.heard)
    assert "answering did not end" in caplog.text


async def test_what_was_not_confirmed_is_answered_after_the_next_start(
    server: TelegramServer, phone: Phone
) -> None:
    await start_and_stop(server)
    await phone.say("hello")
    async with running_channel(settings(server.url, TOKEN)):
        assert (await phone.answer()).text == "You said: hello"


async def test_nothing_is_answered_twice_after_a_restart(
    server: TelegramServer, phone: Phone
) -> None:
    for _ in range(2):
        async with running_channel(settings(server.url, TOKEN)):
            await phone.say("hello")
            await phone.answer()
    assert len(server.called("sendMessage")) == 2


async def test_the_block_s_own_failure_comes_through(server: TelegramServer) -> None:
    with pytest.raises(LookupError):
        async with running_channel(settings(server.url, TOKEN)):
            raise LookupError


async def test_a_root_with_a_path_is_honoured(server: TelegramServer) -> None:
    chosen = replace(settings(server.url, TOKEN), telegram_api_url=f"{server.url}/nowhere")
    with pytest.raises(StartError):
        async with running_channel(chosen):
            pass
