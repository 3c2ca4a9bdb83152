"""Below the speed at which Telegram refuses messages."""

import asyncio

import pytest
from telegram.error import RetryAfter

from bot.config import MOST_WORKERS
from bot.handlers.rate_limit.buckets import ChatBudgets, Rate, clock
from bot.handlers.rate_limit.limiter import GROUP, OVERALL, PRIVATE, REMINDERS, RateLimiter
from bot.handlers.rate_limit.priority import Priority
from bot.handlers.rate_limit.queue import QueueTimeoutError
from tests.handlers.fake_transport import FakeTransport, burst, gaps, most_within, request
from tests.handlers.fakes import AT_ONCE, running_channel
from tests.handlers.fakes import settings as chosen
from tests.handlers.rate_limit.fake_clock_loop import with_fake_clock
from tests.telegram_server.limits import Limits
from tests.telegram_server.server import TelegramServer


@with_fake_clock
async def test_a_chat_gets_a_burst_and_then_a_rhythm() -> None:
    limiter, transport = RateLimiter(overall=AT_ONCE, private=Rate(0.05, 3)), FakeTransport()
    await burst(limiter, transport, [1] * 6)
    waits = gaps(transport.moments())
    assert max(waits[:2]) == 0
    assert waits[2:] == pytest.approx([0.05] * 3)


@with_fake_clock
async def test_everybody_together_keeps_a_rhythm_too() -> None:
    limiter, transport = RateLimiter(overall=Rate(0.02, 2), private=AT_ONCE), FakeTransport()
    await burst(limiter, transport, list(range(1, 12)))
    moments = transport.moments()
    assert moments[-1] - moments[0] == pytest.approx(0.18)


@with_fake_clock
async def test_a_waiting_chat_holds_nobody_up() -> None:
    limiter, transport = RateLimiter(overall=AT_ONCE, private=Rate(0.2, 1)), FakeTransport()
    await burst(limiter, transport, [1, 1, 2])
    assert transport.moments(2)[0] == transport.moments(1)[0]


@with_fake_clock
async def test_a_chat_that_refused_is_left_alone_for_as_long_as_it_asked() -> None:
    limiter, transport = (
        RateLimiter(overall=AT_ONCE, private=AT_ONCE),
        FakeTransport(refuse={1: 0.2}),
    )
    start = asyncio.get_running_loop().time()
    with pytest.raises(RetryAfter):
        await request(limiter, transport, 1)
    await burst(limiter, transport, [1, 1, 2])
    assert min(transport.moments(1)) - start >= 0.2
    assert min(transport.moments(2)) == start


@with_fake_clock
async def test_two_chats_that_refuse_within_a_second_mean_everybody() -> None:
    limiter, transport = (
        RateLimiter(overall=AT_ONCE, private=AT_ONCE),
        FakeTransport(refuse={1: 20, 2: 5}),
    )
    for chat in (1, 2):
        with pytest.raises(RetryAfter):
            await request(limiter, transport, chat)
        await asyncio.sleep(0.9)
    await burst(limiter, transport, [1, 2, 3])
    assert [transport.moments(chat) for chat in (1, 2, 3)] == [[20.0], [5.9], [5.9]]


@with_fake_clock
async def test_two_chats_that_refuse_at_different_times_mean_themselves() -> None:
    limiter, transport = (
        RateLimiter(overall=AT_ONCE, private=AT_ONCE),
        FakeTransport(refuse={1: 20, 2: 5}),
    )
    for chat in (1, 2):
        with pytest.raises(RetryAfter):
            await request(limiter, transport, chat)
        await asyncio.sleep(1.1)
    await burst(limiter, transport, [1, 2, 3])
    assert [transport.moments(chat) for chat in (1, 2, 3)] == [[20.0], [6.1], [2.2]]


@with_fake_clock
async def test_one_chat_that_refuses_twice_means_itself() -> None:
    limiter, transport = RateLimiter(overall=AT_ONCE, private=AT_ONCE), FakeTransport()

    async def refuse(_: int) -> bool:
        await asyncio.sleep(0.1)
        raise RetryAfter(9)

    twice = [limiter.process_request(refuse, (1,), {}, "x", {"chat_id": 1}, None) for _ in range(2)]
    assert {type(it) for it in await asyncio.gather(*twice, return_exceptions=True)} == {RetryAfter}
    await burst(limiter, transport, [1, 2])
    assert (transport.moments(1), transport.moments(2)) == ([9.1], [0.1])


@with_fake_clock
async def test_who_waits_while_a_halt_begins_keeps_the_distance() -> None:
    limiter, transport = (
        RateLimiter(overall=AT_ONCE, private=Rate(0.05, 1)),
        FakeTransport(refuse={1: 0.2}),
    )
    first, *waiting = [asyncio.create_task(request(limiter, transport, 1)) for _ in range(4)]
    with pytest.raises(RetryAfter):
        await first
    await asyncio.gather(*waiting)
    assert gaps(transport.moments()) == pytest.approx([0.05] * 2)


@with_fake_clock
async def test_a_halt_is_no_time_to_recover() -> None:
    limiter, transport = RateLimiter(overall=AT_ONCE, private=Rate(1.0, 3)), FakeTransport()
    await burst(limiter, transport, [1] * 2)
    transport.refuse[1] = 10
    with pytest.raises(RetryAfter):
        await request(limiter, transport, 1)
    await burst(limiter, transport, [1] * 3)
    assert transport.moments(1)[2:] == pytest.approx([11, 12, 13])


@with_fake_clock
async def test_a_turn_that_is_too_far_away_is_refused_at_once() -> None:
    limiter, transport = (
        RateLimiter(overall=AT_ONCE, private=AT_ONCE),
        FakeTransport(refuse={1: 3600}),
    )
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await request(limiter, transport, 1)
    assert not transport.sent
    await request(limiter, transport, 2)


@with_fake_clock
async def test_who_waits_when_a_long_halt_begins_is_refused_in_the_end() -> None:
    limiter, transport = (
        RateLimiter(overall=AT_ONCE, private=Rate(0.05, 1)),
        FakeTransport(refuse={1: 3600}),
    )
    both = asyncio.gather(
        *(request(limiter, transport, 1) for _ in range(2)), return_exceptions=True
    )
    assert {type(it) for it in await both} == {RetryAfter, QueueTimeoutError}
    assert asyncio.get_running_loop().time() == pytest.approx(60)


@with_fake_clock
async def test_a_group_gets_no_more_than_twenty_a_minute_after_a_halt_either() -> None:
    limiter, transport = (
        RateLimiter(),
        FakeTransport(refuse={1: 30, 2: 30}, limits=Limits(clock)),
    )
    asking = [asyncio.create_task(request(limiter, transport, -9)) for _ in range(8)]
    halted = await asyncio.gather(
        *(request(limiter, transport, it) for it in (1, 2)), return_exceptions=True
    )
    assert {type(it) for it in halted} == {RetryAfter}
    for _ in range(6):
        await asyncio.sleep(5)
        asking += [asyncio.create_task(request(limiter, transport, -9)) for _ in range(2)]
    await asyncio.gather(*asking)
    assert len(transport.moments(-9)) == 20
    assert 15 < most_within(60, transport.moments(-9)) <= 20


@with_fake_clock
async def test_what_does_not_count_does_not_wait() -> None:
    limiter, transport = (
        RateLimiter(overall=Rate(9.0, 1), private=Rate(9.0, 1)),
        FakeTransport(),
    )
    await request(limiter, transport, 1)
    async with asyncio.timeout(0.5):
        await request(limiter, transport, 1, endpoint="sendChatAction")
        await limiter.process_request(transport, (0,), {}, "answerCallbackQuery", {}, None)
    assert len(transport.sent) == 3


@with_fake_clock
async def test_quiet_chats_are_forgotten() -> None:
    limiter, transport = (
        RateLimiter(overall=AT_ONCE, private=Rate(0.000001, 1), group=GROUP),
        FakeTransport(),
    )
    for chat in range(1, 5000):
        await request(limiter, transport, chat)
        await asyncio.sleep(0.001)
    assert len(limiter._chats) <= 2048


def test_a_chat_that_somebody_waits_for_is_not_forgotten() -> None:
    chats = ChatBudgets(AT_ONCE, AT_ONCE)
    wanted, quiet = chats.of(1, now=0.0), chats.of(2, now=0.0)
    wanted.waiting[Priority.REMINDER] += 1
    for chat in range(3, 3000):
        chats.of(chat, now=0.0)
    assert chats.of(1, now=0.0) is wanted
    assert chats.of(2, now=0.0) is not quiet


def per_minute(pace: Rate) -> float:
    return pace.burst + 60 / pace.every


def test_the_limits_are_below_telegrams() -> None:
    assert per_minute(GROUP) <= 20
    assert OVERALL.burst + 1 / OVERALL.every < 30
    assert PRIVATE.every >= 1
    assert 1 / REMINDERS.every <= 25


@pytest.mark.parametrize("processes", range(1, MOST_WORKERS + 1))
def test_several_processes_stay_below_telegrams_limits_together(processes: int) -> None:
    @with_fake_clock
    async def run() -> None:
        transport = FakeTransport()
        chats = (range(at, 30 * processes, processes) for at in range(1, processes + 1))
        await asyncio.gather(
            *(burst(RateLimiter.among(processes), transport, some) for some in chats)
        )
        assert most_within(1.0, transport.moments()) <= 29

    run()


async def test_the_application_is_paced(server: TelegramServer) -> None:
    phone, limiter = server.phone(), RateLimiter(private=Rate(0.2, 1))
    async with running_channel(chosen(server.url, server.token), rate_limiter=limiter):
        for number in range(3):
            await phone.say(str(number))
        for _ in range(3):
            await phone.answer()
    assert min(gaps([call.at for call in server.called("sendMessage")])) > 0.15
