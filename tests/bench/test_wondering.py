"""People who ask now and then, and how long they take an answer to last."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bench.questions import Question
from bench.wondering import Askers, Habit
from tests.telegram_server.server import TelegramServer

QUESTIONS = [Question("clean", text) for text in ("Why?", "How?", "When?", "Where?")]
HASTY = Habit(between=(0.0, 0.02), patience=0.1)


@asynccontextmanager
async def answering(server: TelegramServer) -> AsyncIterator[None]:
    """Somebody sees to all messages while the block runs."""
    task = asyncio.create_task(answer_all(server))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def answer_all(server: TelegramServer) -> None:
    offset = 0
    while True:
        for update in await server.methods.updates.poll(offset, 10.0, 1):
            offset = update["update_id"] + 1
            chat = str(update["message"]["chat"]["id"])
            await server.methods.do_sendmessage({"chat_id": chat, "text": "Because."})


def asked(askers: Askers) -> list[list[str]]:
    """What stands on each phone of what its owner typed."""
    return [
        [
            message.text
            for message in one.phone.chat.messages.values()
            if not message.sender["is_bot"]
        ]
        for one in askers.all
    ]


async def test_everybody_asks_their_own_questions_again_and_again() -> None:
    server = TelegramServer()
    askers = Askers.at(server, 2, QUESTIONS, HASTY)
    async with answering(server):
        waits = await askers.wonder(0.3)
    ada, bob = asked(askers)
    assert len(waits) == len(ada) + len(bob)
    assert ada[:3] == ["Why?", "When?", "Why?"]
    assert bob[:3] == ["How?", "Where?", "How?"]
    assert not askers.gave_up


async def test_who_is_not_answered_gives_up_and_counts() -> None:
    askers = Askers.at(TelegramServer(), 2, QUESTIONS, HASTY)
    waits = await askers.wonder(0.5)
    assert asked(askers) == [["Why?"], ["How?"]]
    assert all(wait >= HASTY.patience for wait in waits)
    assert (len(waits), askers.gave_up) == (2, 2)
    assert not await askers.wonder(0.5)
