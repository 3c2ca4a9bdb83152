"""Below the speed at which Telegram refuses messages."""

import asyncio

import pytest
from telegram.error import RetryAfter

from bot.config import MOST_WORKERS
from bot.handlers.rate_limit.buckets import ChatBudgets, Rate, clock
from bot.handlers.rate_limit.limiter import GROUP, OVERALL, PRIVATE, REMINDERS, RateLimiter
from bot.handlers.rate_limit.priority import Priority
from bot.handlers.rate_limit.queue import QueueTimeoutError
from tests.handlers.fakes import AT_ONCE, line
from tests.handlers.fakes import settings as chosen
from tests.handlers.rate_limit.leaps import in_leaps
from tests.handlers.wires import Wire, burst, gaps, most_within, request
from tests.telegram_server.limits import Limits
from tests.telegram_server.server import TelegramServer


@in_leaps
async def test_a_chat_gets_a_burst_and_then_a_rhythm() -> None:
    rate_limiter, wire = RateLimiter(overall=AT_ONCE, private=Rate(0.05, 3)), Wire()
    await burst(rate_limiter, wire, [1] * 6)
    waits = gaps(wire.moments())
    assert max(waits[:2]) == 0
    assert waits[2:] == pytest.approx([0.05] * 3)


@in_leaps
async def test_everybody_together_keeps_a_rhythm_too() -> None:
    rate_limiter, wire = RateLimiter(overall=Rate(0.02, 2), private=AT_ONCE), Wire()
    await burst(rate_limiter, wire, list(range(1, 12)))
    moments = wire.moments()
    assert moments[-1] - moments[0] == pytest.approx(0.18)


@in_leaps
async def test_a_waiting_chat_holds_nobody_up() -> None:
    rate_limiter, wire = RateLimiter(overall=AT_ONCE, private=Rate(0.2, 1)), Wire()
    await burst(rate_limiter, wire, [1, 1, 2])
    assert wire.moments(2)[0] == wire.moments(1)[0]


@in_leaps
async def test_a_chat_that_refused_is_left_alone_for_as_long_as_it_asked() -> None:
    rate_limiter, wire = RateLimiter(overall=AT_ONCE, private=AT_ONCE), Wire(refuse={1: 0.2})
    start = asyncio.get_running_loop().time()
    with pytest.raises(RetryAfter):
        await request(rate_limiter, wire, 1)
    await burst(rate_limiter, wire, [1, 1, 2])
    assert min(wire.moments(1)) - start >= 0.2
    assert min(wire.moments(2)) == start


@in_leaps
async def test_two_chats_that_refuse_within_a_second_mean_everybody() -> None:
    rate_limiter, wire = RateLimiter(overall=AT_ONCE, private=AT_ONCE), Wire(refuse={1: 20, 2: 5})
    for chat in (1, 2):
        with pytest.raises(RetryAfter):
            await request(rate_limiter, wire, chat)
        await asyncio.sleep(0.9)
    await burst(rate_limiter, wire, [1, 2, 3])
    assert [wire.moments(chat) for chat in (1, 2, 3)] == [[20.0], [5.9], [5.9]]


@in_leaps
async def test_two_chats_that_refuse_at_different_times_mean_themselves() -> None:
    rate_limiter, wire = RateLimiter(overall=AT_ONCE, private=AT_ONCE), Wire(refuse={1: 20, 2: 5})
    for chat in (1, 2):
        with pytest.raises(RetryAfter):
            await request(rate_limiter, wire, chat)
        await asyncio.sleep(1.1)
    await burst(rate_limiter, wire, [1, 2, 3])
    assert [wire.moments(chat) for chat in (1, 2, 3)] == [[20.0], [6.1], [2.2]]


@in_leaps
async def test_one_chat_that_refuses_twice_means_itself() -> None:
    rate_limiter, wire = RateLimiter(overall=AT_ONCE, private=AT_ONCE), Wire()

    async def refuse(_: int) -> bool:
        await asyncio.sleep(0.1)
        raise RetryAfter(9)

    twice = [
        rate_limiter.process_request(refuse, (1,), {}, "x", {"chat_id": 1}, None) for _ in range(2)
    ]
    assert {type(it) for it in await asyncio.gather(*twice, return_exceptions=True)} == {RetryAfter}
    await burst(rate_limiter, wire, [1, 2])
    assert (wire.moments(1), wire.moments(2)) == ([9.1], [0.1])


@in_leaps
async def test_who_waits_while_a_halt_begins_keeps_the_distance() -> None:
    rate_limiter, wire = RateLimiter(overall=AT_ONCE, private=Rate(0.05, 1)), Wire(refuse={1: 0.2})
    first, *waiting = [asyncio.create_task(request(rate_limiter, wire, 1)) for _ in range(4)]
    with pytest.raises(RetryAfter):
        await first
    await asyncio.gather(*waiting)
    assert gaps(wire.moments()) == pytest.approx([0.05] * 2)


@in_leaps
async def test_a_halt_is_no_time_to_recover() -> None:
    rate_limiter, wire = RateLimiter(overall=AT_ONCE, private=Rate(1.0, 3)), Wire()
    await burst(rate_limiter, wire, [1] * 2)
    wire.refuse[1] = 10
    with pytest.raises(RetryAfter):
        await request(rate_limiter, wire, 1)
    await burst(rate_limiter, wire, [1] * 3)
    assert wire.moments(1)[2:] == pytest.approx([11, 12, 13])


@in_leaps
async def test_a_turn_that_is_too_far_away_is_refused_at_once() -> None:
    rate_limiter, wire = RateLimiter(overall=AT_ONCE, private=AT_ONCE), Wire(refuse={1: 3600})
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await request(rate_limiter, wire, 1)
    assert not wire.sent
    await request(rate_limiter, wire, 2)


@in_leaps
async def test_who_waits_when_a_long_halt_begins_is_refused_in_the_end() -> None:
    rate_limiter, wire = RateLimiter(overall=AT_ONCE, private=Rate(0.05, 1)), Wire(refuse={1: 3600})
    both = asyncio.gather(
        *(request(rate_limiter, wire, 1) for _ in range(2)), return_exceptions=True
    )
    assert {type(it) for it in await both} == {RetryAfter, QueueTimeoutError}
    assert asyncio.get_running_loop().time() == pytest.approx(60)


@in_leaps
async def test_a_group_gets_no_more_than_twenty_a_minute_after_a_halt_either() -> None:
    rate_limiter, wire = RateLimiter(), Wire(refuse={1: 30, 2: 30}, limits=Limits(clock))
    asking = [asyncio.create_task(request(rate_limiter, wire, -9)) for _ in range(8)]
    halted = await asyncio.gather(
        *(request(rate_limiter, wire, it) for it in (1, 2)), return_exceptions=True
    )
    assert {type(it) for it in halted} == {RetryAfter}
    for _ in range(6):
        await asyncio.sleep(5)
        asking += [asyncio.create_task(request(rate_limiter, wire, -9)) for _ in range(2)]
    await asyncio.gather(*asking)
    assert len(wire.moments(-9)) == 20
    assert 15 < most_within(60, wire.moments(-9)) <= 20


@in_leaps
async def test_what_does_not_count_does_not_wait() -> None:
    rate_limiter, wire = RateLimiter(overall=Rate(9.0, 1), private=Rate(9.0, 1)), Wire()
    await request(rate_limiter, wire, 1)
    async with asyncio.timeout(0.5):
        await request(rate_limiter, wire, 1, endpoint="sendChatAction")
        await rate_limiter.process_request(wire, (0,), {}, "answerCallbackQuery", {}, None)
    assert len(wire.sent) == 3


@in_leaps
async def test_quiet_chats_are_forgotten() -> None:
    rate_limiter, wire = (
        RateLimiter(overall=AT_ONCE, private=Rate(0.000001, 1), group=GROUP),
        Wire(),
    )
    for chat in range(1, 5000):
        await request(rate_limiter, wire, chat)
        await asyncio.sleep(0.001)
    assert len(rate_limiter._chats) <= 2048


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
    @in_leaps
    async def run() -> None:
        wire = Wire()
        chats = (range(at, 30 * processes, processes) for at in range(1, processes + 1))
        await asyncio.gather(*(burst(RateLimiter.among(processes), wire, some) for some in chats))
        assert most_within(1.0, wire.moments()) <= 29

    run()


async def test_the_application_is_paced(server: TelegramServer) -> None:
    phone, rate_limiter = server.phone(), RateLimiter(private=Rate(0.2, 1))
    async with line(chosen(server.url, server.token), rate_limiter=rate_limiter):
        for number in range(3):
            await phone.say(str(number))
        for _ in range(3):
            await phone.answer()
    assert min(gaps([call.at for call in server.called("sendMessage")])) > 0.15
