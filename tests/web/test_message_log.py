"""The real storage behind the chat: what was said is on disk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.domain.replies import Reply
from bot.storage.cards import CardRepository
from bot.storage.database import open_database
from bot.storage.messages import MessageRepository
from bot.storage.people import PersonRepository
from bot.web.server import browser_chat
from tests.web.fakes import (
    FakeAnimations,
    InMemoryHistory,
    InMemoryPeople,
    ScriptedConversation,
    Voices,
    clock,
)
from tests.web.visits import RunningChat


@asynccontextmanager
async def chat_over(file: Path) -> AsyncIterator[RunningChat]:
    """A chat whose people and messages are in a SQLite file."""
    database = await open_database(f"sqlite+aiosqlite:///{file}")
    people, history, conversation = (
        PersonRepository(database),
        MessageRepository(database),
        ScriptedConversation(),
    )
    async with browser_chat(
        "127.0.0.1",
        0,
        conversation=conversation,
        people=people,
        history=history,
        cards=CardRepository(database),
        animations=FakeAnimations().draw,
        voices=Voices(),
        clock=clock,
    ) as channel:
        yield RunningChat(channel, conversation, InMemoryPeople(), InMemoryHistory())
    await database.close()


async def test_another_start_on_the_same_file_goes_on_with_the_talk(tmp_path: Path) -> None:
    file = tmp_path / "coach.sqlite3"
    async with chat_over(file) as before, before.visit() as visit, visit.tab() as tab:
        (hello,) = await tab.catch_up()
        await visit.say("cramps")
        await tab.next()
        answer = await tab.next()
        await visit.tap(answer["id"], "good:cramps_why")
        edited = await tab.next()
        cookies = visit.client.cookies
    async with chat_over(file) as after, after.visit() as visit:
        visit.client.cookies = cookies
        again = await visit.arrive()
        assert [message["id"] for message in again] == [hello["id"], again[1]["id"], answer["id"]]
        assert again[-1] == edited
        async with visit.tab(tab.seen) as missed:
            assert await missed.catch_up() == []


async def test_hundreds_of_messages_arrive_in_order(tmp_path: Path) -> None:
    async with chat_over(tmp_path / "coach.sqlite3") as chat, chat.visit() as visit:
        await visit.arrive()
        person = chat.conversation.log[0][0]  # who was greeted
        for number in range(130):
            await chat.channel.deliver(person, [Reply(str(number))])
        texts = [message["text"] for message in await visit.arrive()]
    assert texts[1:] == [str(number) for number in range(130)]
