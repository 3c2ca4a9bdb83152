"""Answers before cards before reminders; a countdown only where nobody waits."""

import asyncio
import math
from collections.abc import Iterable, Iterator
from random import Random

import pytest
from telegram.error import RetryAfter

from bot.handlers.delivery.error_kinds import ErrorKind, error_kind, seconds_to_wait
from bot.handlers.rate_limit.buckets import Rate, clock
from bot.handlers.rate_limit.limiter import RateLimiter
from bot.handlers.rate_limit.priority import Priority
from bot.handlers.rate_limit.queue import SPARE, UNASKED_AT_ONCE, QueueTimeoutError
from tests.handlers.fake_transport import FakeTransport, burst, gaps, most_within, request
from tests.handlers.fakes import AT_ONCE
from tests.handlers.rate_limit.fake_clock_loop import with_fake_clock
from tests.telegram_server.limits import Limits

REPLY, CARD, REMINDER, COSMETIC = Priority
SLOT = 1 / 22
"""Seconds between two turns of all chats."""
ONE_BY_ONE = Rate(1.0, 1)


def narrow(overall: Rate = ONE_BY_ONE) -> RateLimiter:
    return RateLimiter(overall=overall, reminders=AT_ONCE, private=AT_ONCE)


async def timed(
    limiter: RateLimiter,
    transport: FakeTransport,
    chats: Iterable[int],
    every: float,
    priority: Priority = REPLY,
) -> list[float]:
    """One request to each, in a rhythm; seconds that each had to wait."""
    asking: list[asyncio.Task[float]] = []
    for chat in chats:
        asking.append(asyncio.create_task(_wait(limiter, transport, chat, priority)))
        await asyncio.sleep(every)
    return await asyncio.gather(*asking)


async def _wait(
    limiter: RateLimiter, transport: FakeTransport, chat: int, priority: Priority
) -> float:
    start = clock()
    await request(limiter, transport, chat, priority)
    return transport.moments(chat)[0] - start


async def refused(
    limiter: RateLimiter, transport: FakeTransport, chat: int, priority: Priority
) -> float:
    """Seconds after which it may be tried again; it is said at once."""
    start = clock()
    with pytest.raises(QueueTimeoutError) as refusal:
        await request(limiter, transport, chat, priority)
    assert clock() == start
    assert error_kind(refusal.value) is ErrorKind.TOO_FAST
    return seconds_to_wait(refusal.value)


@with_fake_clock
async def test_the_most_urgent_goes_first_whoever_came_first() -> None:
    limiter, transport = narrow(), FakeTransport()
    await request(limiter, transport, 1)
    priorities = [REMINDER, CARD, REPLY, REMINDER, CARD, REPLY]
    waiting = (
        request(limiter, transport, chat, it) for chat, it in enumerate(priorities, start=10)
    )
    await asyncio.gather(*waiting)
    assert transport.order() == [1, 12, 15, 11, 14, 10, 13]
    assert gaps(transport.moments()) == pytest.approx([1.0] * 6)


@pytest.mark.parametrize("priority", [REPLY, CARD, REMINDER])
def test_among_equals_the_first_goes_first(priority: Priority) -> None:
    @with_fake_clock
    async def run() -> None:
        limiter, transport = narrow(), FakeTransport()
        await burst(limiter, transport, range(1, 40), priority)
        assert transport.order() == list(range(1, 40))

    run()


@with_fake_clock
async def test_without_an_urgency_a_request_is_an_answer() -> None:
    limiter, transport = narrow(), FakeTransport()
    await request(limiter, transport, 1)
    await asyncio.gather(request(limiter, transport, 2, CARD), request(limiter, transport, 3))
    assert transport.order() == [1, 3, 2]


@with_fake_clock
async def test_the_urgency_counts_in_one_chat_too() -> None:
    limiter, transport, said = (
        RateLimiter(private=ONE_BY_ONE),
        FakeTransport(),
        list[Priority](),
    )

    async def say(priority: Priority) -> None:
        await request(limiter, transport, 1, priority)
        said.append(priority)

    await asyncio.gather(*map(say, [REPLY, REMINDER, CARD, REPLY]))
    assert said == [REPLY, REPLY, CARD, REMINDER]


@with_fake_clock
async def test_answers_hardly_notice_that_two_thousand_reminders_wait() -> None:
    limiter, transport = RateLimiter(), FakeTransport(lasts=Random(1).random)
    reminding = burst(limiter, transport, range(1, 2001), REMINDER)
    await asyncio.sleep(0.1)
    waits = await timed(limiter, transport, range(10001, 10101), every=0.137)
    waits += await timed(limiter, transport, range(20001, 20011), every=0.0)
    assert len(transport.sent) < 800
    assert max(waits[:100]) == 0
    assert max(waits[100:]) < 10 * SLOT
    reminding.cancel()


@with_fake_clock
async def test_people_who_ask_at_the_same_moment_do_not_wait_for_reminders() -> None:
    limiter, transport = RateLimiter(), FakeTransport()
    reminding = burst(limiter, transport, range(1, 301), REMINDER)
    for crowd in range(10):
        await asyncio.sleep(0.537)
        first = 1000 + 10 * crowd
        assert (
            await timed(limiter, transport, range(first, first + SPARE), every=0.0) == [0.0] * SPARE
        )
    reminding.cancel()


@with_fake_clock
async def test_reminders_get_what_answers_leave() -> None:
    limiter, transport = RateLimiter(), FakeTransport(lasts=lambda: 0.1)
    reminding = burst(limiter, transport, range(1, 301), REMINDER)
    waits = await timed(limiter, transport, range(1001, 1201), every=0.1)
    await reminding
    assert max(waits) <= SLOT
    in_time = [at for chat, at in transport.sent if chat <= 300 and at < 10]
    assert len(in_time) >= 120


@with_fake_clock
async def test_reminders_alone_are_slower_than_everything_may_be() -> None:
    limiter, transport = RateLimiter(), FakeTransport(lasts=lambda: 0.1)
    await burst(limiter, transport, range(1, 251), REMINDER)
    assert most_within(1.0, transport.moments()) <= 21
    assert transport.moments()[-1] == pytest.approx(249 / 20)


@with_fake_clock
async def test_nothing_comes_too_fast_for_telegram_when_all_is_mixed() -> None:
    chance, transport = Random(7), FakeTransport(limits=Limits(clock))
    transport.lasts = lambda: chance.uniform(0.02, 0.4)
    limiter = RateLimiter()
    reminding = burst(limiter, transport, range(1, 301), REMINDER)
    cards = timed(limiter, transport, range(2001, 2031), 0.3, CARD)
    in_a_group = timed(limiter, transport, [-5] * 15, 0.2)
    waits, *_ = await asyncio.gather(
        timed(limiter, transport, range(1001, 1051), 0.2), cards, in_a_group, reminding
    )
    assert len(transport.sent) == 300 + 50 + 30 + 15
    assert max(waits) <= 2 * SLOT


@with_fake_clock
async def test_the_limits_would_notice_who_is_too_fast() -> None:
    limiter, transport = (
        RateLimiter(overall=AT_ONCE, reminders=AT_ONCE),
        FakeTransport(limits=Limits(clock)),
    )
    with pytest.raises(RetryAfter):
        await burst(limiter, transport, range(1, 32))


@with_fake_clock
async def test_only_a_few_that_nobody_asked_for_are_under_way_at_once() -> None:
    limiter, transport = RateLimiter(), FakeTransport(lasts=lambda: 10)
    unasked = burst(limiter, transport, range(1, 21), REMINDER)
    await asyncio.sleep(5)
    assert transport.order() == list(range(1, UNASKED_AT_ONCE + 1))
    card, answer = (
        request(limiter, transport, chat, it) for chat, it in ((99, CARD), (100, REPLY))
    )
    both = asyncio.gather(card, answer)
    await asyncio.sleep(6)
    await asyncio.gather(both, unasked)
    assert transport.order()[5:8] == [100, 99, 6]


@with_fake_clock
async def test_a_countdown_goes_at_once_where_nobody_waits() -> None:
    limiter, transport = RateLimiter(), FakeTransport()
    await request(limiter, transport, 1, COSMETIC)
    assert transport.moments() == [0]


@with_fake_clock
async def test_countdowns_leave_turns_to_answers() -> None:
    limiter, transport = RateLimiter(), FakeTransport()
    await burst(limiter, transport, (1, 2), COSMETIC)
    await refused(limiter, transport, 3, COSMETIC)
    await burst(limiter, transport, range(11, 11 + SPARE))
    assert transport.moments() == [0] * (2 + SPARE)


@pytest.mark.parametrize("priority", [REPLY, CARD, REMINDER])
def test_a_countdown_is_left_out_where_somebody_waits(priority: Priority) -> None:
    @with_fake_clock
    async def run() -> None:
        limiter, transport = RateLimiter(reminders=Rate(2.0, 1)), FakeTransport()
        waiting = burst(limiter, transport, range(1, 60), priority)
        await asyncio.sleep(1.5)
        await refused(limiter, transport, 99, COSMETIC)
        waiting.cancel()

    run()


@with_fake_clock
async def test_a_countdown_is_left_out_where_its_own_chat_is_busy() -> None:
    limiter, transport = RateLimiter(private=ONE_BY_ONE), FakeTransport()
    await request(limiter, transport, 1)
    await asyncio.sleep(0.5)
    await refused(limiter, transport, 1, COSMETIC)


@with_fake_clock
async def test_a_countdown_does_not_mind_that_another_chat_is_busy() -> None:
    limiter, transport = RateLimiter(private=ONE_BY_ONE), FakeTransport()
    busy = burst(limiter, transport, [1] * 9)
    await asyncio.sleep(0.5)
    await request(limiter, transport, 2, COSMETIC)
    assert transport.order() == [1, 2]
    await busy


@with_fake_clock
async def test_a_countdown_is_left_out_during_a_halt() -> None:
    limiter, transport = RateLimiter(), FakeTransport(refuse={1: 5, 2: 5})
    for chat in (1, 2):
        with pytest.raises(RetryAfter):
            await request(limiter, transport, chat)
    assert await refused(limiter, transport, 3, COSMETIC) >= 5


@pytest.mark.parametrize(("priority", "fit"), [(REPLY, 66), (CARD, 66), (REMINDER, 333)])
def test_no_more_wait_than_can_go_in_time(priority: Priority, fit: int) -> None:
    @with_fake_clock
    async def run() -> None:
        limiter, transport = narrow(Rate(0.9, 1)), FakeTransport()
        waiting = burst(limiter, transport, range(1, fit + 2), priority)
        await asyncio.sleep(0)
        assert await refused(limiter, transport, 9999, priority) == math.ceil(0.9 * (fit + 1))
        await waiting
        assert len(transport.sent) == fit + 1

    run()


@with_fake_clock
async def test_no_more_wait_for_a_chat_than_it_can_take_in_time() -> None:
    limiter, transport = RateLimiter(overall=AT_ONCE, private=Rate(0.9, 1)), FakeTransport()
    waiting = burst(limiter, transport, [1] * 67)
    await asyncio.sleep(0)
    assert await refused(limiter, transport, 1, REPLY) == 61
    await request(limiter, transport, 2)
    await waiting


@with_fake_clock
async def test_no_more_reminders_wait_than_may_go_in_time() -> None:
    limiter, transport = RateLimiter(reminders=Rate(0.9, 1)), FakeTransport()
    waiting = burst(limiter, transport, range(1, 335), REMINDER)
    await asyncio.sleep(0)
    assert await refused(limiter, transport, 9999, REMINDER) == 301
    await waiting


@with_fake_clock
async def test_a_full_queue_of_reminders_is_empty_for_an_answer() -> None:
    limiter, transport = narrow(), FakeTransport()
    reminding = burst(limiter, transport, range(1, 300), REMINDER)
    await asyncio.sleep(0.5)
    assert await timed(limiter, transport, [1001], 0.0) == [0.5]
    reminding.cancel()


@with_fake_clock
async def test_who_is_overtaken_for_too_long_is_refused_in_the_end() -> None:
    limiter, transport = narrow(), FakeTransport()
    asking = asyncio.create_task(timed(limiter, transport, range(1, 90), every=0.9))
    await asyncio.sleep(0.5)
    with pytest.raises(QueueTimeoutError) as refusal:
        await request(limiter, transport, 99, CARD)
    assert (clock(), seconds_to_wait(refusal.value)) == (60.5, 60)
    await asking
    assert 99 not in transport.order()


@with_fake_clock
async def test_who_goes_away_while_waiting_leaves_the_turn_to_the_next() -> None:
    limiter, transport = narrow(), FakeTransport()
    asking = [asyncio.create_task(request(limiter, transport, chat)) for chat in range(1, 5)]
    await asyncio.sleep(0.5)
    asking[1].cancel()
    asking[2].cancel()
    await asyncio.wait(asking)
    assert transport.sent == [(1, 0.0), (4, 1.0)]


@with_fake_clock
async def test_who_goes_away_leaves_room_in_the_queue() -> None:
    limiter, transport = narrow(Rate(0.9, 1)), FakeTransport()
    asking = [asyncio.create_task(request(limiter, transport, chat)) for chat in range(1, 68)]
    await asyncio.sleep(0)
    await refused(limiter, transport, 99, REPLY)
    asking[30].cancel()
    await asyncio.sleep(0)
    await request(limiter, transport, 99)
    assert transport.moments(99) == pytest.approx([0.9 * 66])


@with_fake_clock
async def test_who_goes_away_while_it_is_under_way_makes_room_for_the_next() -> None:
    limiter, transport = RateLimiter(), FakeTransport(lasts=lambda: 100)
    asking = [asyncio.create_task(request(limiter, transport, it, REMINDER)) for it in range(1, 7)]
    await asyncio.sleep(5)
    asking[0].cancel()
    await asyncio.wait(asking)
    assert transport.sent[-1] == (6, 5.0)


@with_fake_clock
async def test_whoever_is_called_and_goes_away_at_the_same_time_blocks_nobody() -> None:
    troubles = list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _, trouble: troubles.append(trouble))
    for moment in waits_around(1.0):
        limiter, transport = narrow(), FakeTransport()
        asking = [asyncio.create_task(request(limiter, transport, it, CARD)) for it in range(1, 9)]
        for task in asking[1:6]:
            asyncio.get_running_loop().call_later(moment, task.cancel)
        await asyncio.wait(asking)
        assert transport.order()[-2:] == [7, 8]
        await request(limiter, transport, 9, CARD)
    assert not troubles


def waits_around(moment: float) -> Iterator[float]:
    return (moment + it * 1e-10 for it in range(-20, 20))


@with_fake_clock
async def test_what_stands_before_an_answer_in_its_chat_becomes_as_urgent() -> None:
    limiter, transport = narrow(), FakeTransport()
    waiting = burst(limiter, transport, range(1, 9), REMINDER)
    answers = burst(limiter, transport, [11, 12, 7])
    await asyncio.sleep(0.5)
    limiter.promote(7)
    limiter.promote(99)
    await asyncio.gather(waiting, answers)
    assert transport.order() == [1, 11, 12, 7, 7, 2, 3, 4, 5, 6, 8]


@with_fake_clock
async def test_a_waiting_group_holds_up_nobody() -> None:
    limiter, transport = RateLimiter(), FakeTransport(limits=Limits(clock))
    group = burst(limiter, transport, [-5] * 18, REPLY)
    assert max(await timed(limiter, transport, range(1, 101), 0.05, REMINDER)) < 0.3
    await group
    assert transport.moments(-5)[-1] == pytest.approx(13 * 4)
