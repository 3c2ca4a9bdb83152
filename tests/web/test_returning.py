"""Reloads, lost connections, restarts: nothing that was said is lost."""

import asyncio
import signal
import time
from contextlib import AsyncExitStack

import pytest

from bot.domain.replies import Reply
from bot.errors import StartError
from bot.web.middleware import STOPPING
from bot.web.server import STOP_SECONDS
from tests.waiting import until
from tests.web.fakes import InMemoryHistory, InMemoryPeople
from tests.web.visits import RunningChat, Visit, running_chat

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_reload_shows_everything_again(visit: Visit) -> None:
    await visit.say("hello")
    texts = [message["text"] for message in await visit.arrive()]
    assert texts[1:] == ["hello", "You said: hello"]


async def test_a_reconnecting_tab_gets_only_what_it_missed(visit: Visit) -> None:
    async with visit.tab() as tab:
        await tab.catch_up()
    await visit.say("missed")
    async with visit.tab(tab.seen) as again:
        texts = [message["text"] for message in await again.catch_up()]
    assert texts == ["missed", "You said: missed"]


async def test_a_reconnecting_tab_gets_edits_it_missed(visit: Visit) -> None:
    await visit.say("cramps")
    async with visit.tab() as tab:
        *_, answer = await tab.catch_up()
    await visit.tap(answer["id"], "bad:x")
    async with visit.tab(tab.seen) as again:
        (edited,) = await again.catch_up()
    assert edited["id"] == answer["id"]


async def test_the_page_may_name_the_revision_in_the_address(visit: Visit) -> None:
    async with visit.tab() as tab:
        await tab.catch_up()
    await visit.say("missed")
    async with visit.tab(after=str(tab.seen)) as again:
        assert next(message["text"] for message in await again.catch_up()) == "missed"


@pytest.mark.parametrize("nonsense", ["-1", "abc", "9" * 30, "1e3", "0x10", "%C2%B2"])
async def test_a_revision_that_makes_no_sense_starts_from_the_beginning(
    visit: Visit, nonsense: str
) -> None:
    async with visit.tab(after=nonsense) as tab:
        assert len(await tab.catch_up()) == 1


async def test_a_restart_keeps_the_chat_and_the_stream_goes_on() -> None:
    people, history = InMemoryPeople(), InMemoryHistory()
    async with running_chat(people=people, history=history) as before, before.visit() as visit:
        async with visit.tab() as tab:
            await tab.catch_up()
            await visit.say("hello")
            await tab.next()
        cookies = visit.client.cookies
    async with running_chat(people=people, history=history) as after, after.visit() as visit:
        visit.client.cookies = cookies
        async with visit.tab(tab.seen) as again:
            (missed,) = await again.catch_up()
        assert missed["text"] == "You said: hello"
        assert again.visitor == tab.visitor
        assert after.conversation.log == []


async def test_a_tab_that_knows_more_than_storage_starts_anew() -> None:
    async with running_chat() as chat, chat.visit() as visit:
        await visit.arrive()
        async with visit.tab(77) as tab:
            assert len(await tab.catch_up()) == 1
            assert tab.restarted


async def test_a_stop_ends_open_streams_at_once() -> None:
    async with AsyncExitStack() as running:
        chat = await running.enter_async_context(running_chat())
        async with chat.visit() as visit, visit.tab() as tab:
            await tab.catch_up()
            begun = time.monotonic()
            await running.aclose()
            assert await tab.until_closed() == []
            assert time.monotonic() - begun < 1.5


async def test_a_stop_does_not_wait_long_for_an_answer() -> None:
    async with AsyncExitStack() as running:
        chat = await running.enter_async_context(running_chat())
        async with chat.visit() as visit:
            await visit.arrive()
            chat.conversation.hold = asyncio.Event()
            stuck = asyncio.create_task(visit.say("wait"))
            await until(lambda: chat.waiting(visit.person) == 1)
            begun = time.monotonic()
            await running.aclose()
            assert time.monotonic() - begun < STOP_SECONDS + 1
            assert (await stuck).json() == {"error": STOPPING}


async def test_a_taken_port_is_one_human_sentence(chat: RunningChat) -> None:
    port = int(chat.channel.url.rstrip("/").rpartition(":")[2])
    with pytest.raises(StartError, match=rf"port {port} on 127\.0\.0\.1 is in use") as error:
        async with running_chat(port=port):
            pass
    assert str(error.value).count("\n") == 0
    assert "BOT_CHAT_PORT" in str(error.value)


async def test_an_address_of_another_machine_is_one_human_sentence() -> None:
    with pytest.raises(StartError, match=r"cannot listen on 203\.0\.113\.1"):
        async with running_chat(host="203.0.113.1"):
            pass


async def test_a_message_pushed_while_nobody_looks_is_there_later(chat: RunningChat) -> None:
    async with chat.visit() as visit:
        await visit.arrive()
        await chat.channel.deliver(visit.person, [Reply("While you were away")])
        assert (await visit.arrive())[-1]["text"] == "While you were away"


async def test_signals_are_left_to_the_app() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    async with running_chat() as chat, chat.visit() as visit:
        await visit.arrive()
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
