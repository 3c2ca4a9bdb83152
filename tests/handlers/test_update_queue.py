"""Updates of one person in order, people in parallel."""

import asyncio
import random
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Chat, Update, User
from telegram import Message as Received

from bot.domain.people import Person
from bot.handlers.update_queue import UpdateQueue
from tests.handlers.fakes import ScriptedConversation, now
from tests.telegram_server.server import TelegramServer
from tests.waiting import until


def update_of(user_id: int, number: int = 0) -> Update:
    user, chat = User(user_id, "A", is_bot=False), Chat(user_id, Chat.PRIVATE)
    return Update(number, message=Received(number, now(), chat, from_user=user))


class Log:
    """Who worked when."""

    def __init__(self) -> None:
        self.done: defaultdict[int, list[int]] = defaultdict(list)
        self.working: set[int] = set()
        self.most = 0

    async def work(self, whose: int, number: int, turns: int) -> None:
        assert whose not in self.working, "two updates of one person at once"
        self.working.add(whose)
        self.most = max(self.most, len(self.working))
        for _ in range(turns):
            await asyncio.sleep(0)
        self.working.remove(whose)
        self.done[whose].append(number)


async def process_all(queue: UpdateQueue, log: Log, plan: list[tuple[int, int]]) -> None:
    async with asyncio.TaskGroup() as tasks:
        for number, (whose, turns) in enumerate(plan):
            work = log.work(whose, number, turns)
            tasks.create_task(queue.process_update(update_of(whose), work))


@given(plan=st.lists(st.tuples(st.integers(1, 6), st.integers(0, 9))), places=st.integers(1, 4))
@settings(max_examples=50, deadline=None)
def test_everybody_is_served_in_order(plan: list[tuple[int, int]], places: int) -> None:
    log, queue = Log(), UpdateQueue(places)
    asyncio.run(process_all(queue, log, plan))
    expected = defaultdict(list)
    for number, (whose, _) in enumerate(plan):
        expected[whose].append(number)
    assert log.done == expected
    assert log.most <= places
    assert not queue._locks


async def test_people_are_served_in_parallel_up_to_a_limit() -> None:
    log, queue = Log(), UpdateQueue(16)
    await process_all(queue, log, [(whose, 5) for whose in range(1, 41)])
    assert log.most == 16


async def test_one_eager_person_does_not_take_all_places() -> None:
    log, queue = Log(), UpdateQueue(2)
    await process_all(queue, log, [(1, 5)] * 30 + [(2, 0)])
    assert log.done[2] == [30]
    eager = Log()
    order: list[int] = []

    async def work(whose: int) -> None:
        await eager.work(whose, len(order), 3)
        order.append(whose)

    async with asyncio.TaskGroup() as tasks:
        for whose in [1] * 30 + [2]:
            tasks.create_task(queue.process_update(update_of(whose), work(whose)))
    assert order.index(2) <= 2


async def test_a_failure_lets_the_next_one_in() -> None:
    queue, log = UpdateQueue(), Log()

    async def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await queue.process_update(update_of(1), fail())
    await queue.process_update(update_of(1), log.work(1, 1, 0))
    assert log.done == {1: [1]}


async def test_stopping_breaks_off_what_runs_and_what_waits() -> None:
    queue, log = UpdateQueue(), Log()
    tasks = [
        asyncio.create_task(queue.process_update(update_of(1), log.work(1, number, 10**6)))
        for number in range(3)
    ]
    await until(lambda: log.working)
    await queue.shutdown()
    assert all(task.cancelled() for task in tasks)
    assert not log.done


async def test_what_is_no_update_of_a_person_is_processed_too() -> None:
    queue, log = UpdateQueue(), Log()
    await queue.process_update("no update", log.work(0, 1, 0))
    await queue.process_update(Update(1), log.work(0, 2, 0))
    assert log.done == {0: [1, 2]}


@pytest.mark.usefixtures("channel")
async def test_order_is_kept_through_the_whole_application(
    server: TelegramServer, conversation: ScriptedConversation
) -> None:
    chance = random.Random(7)

    async def think(_: Person, __: str) -> None:
        for _turn in range(chance.randrange(100)):
            await asyncio.sleep(0)

    conversation.think = think
    phones = [server.phone(2000 + number) for number in range(8)]
    for number in range(5):
        for phone in phones:
            await phone.say(f"question {number}")
    for phone in phones:
        heard = [(await phone.answer()).text for _ in range(5)]
        assert heard == [f"You said: question {number}" for number in range(5)]


@pytest.mark.usefixtures("channel")
async def test_a_slow_person_keeps_nobody_waiting(
    server: TelegramServer, conversation: ScriptedConversation
) -> None:
    slow, quick, done = server.phone(2001), server.phone(2002), asyncio.Event()

    async def think(person: Person, _: str) -> None:
        if person.address == "2001":
            await done.wait()

    conversation.think = think
    await slow.say("one")
    await quick.say("two")
    assert (await quick.answer()).text == "You said: two"
    done.set()
    assert (await slow.answer()).text == "You said: one"
