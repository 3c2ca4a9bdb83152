"""Below the speed at which Telegram refuses messages."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.handlers.pacing import GROUP, OVERALL, PRIVATE, Answer, Pace, Pacing
from tests.handlers.fakes import AT_ONCE, line
from tests.handlers.fakes import settings as chosen
from tests.handlers.leaps import in_leaps
from tests.telegram_server.server import TelegramServer


@dataclass
class Wire:
    """Notes when requests are made; refuses them when told to."""

    sent: list[tuple[int, float]] = field(default_factory=list)
    refuse: dict[int, float] = field(default_factory=dict)

    async def __call__(self, chat: int) -> bool:
        if seconds := self.refuse.pop(chat, 0):
            raise RetryAfter(seconds)  # type: ignore[arg-type]
        self.sent.append((chat, asyncio.get_running_loop().time()))
        return True

    def moments(self, chat: int | None = None) -> list[float]:
        return [at for whose, at in self.sent if chat in {None, whose}]


def request(
    pacing: Pacing, wire: Wire, chat: int, endpoint: str = "sendMessage"
) -> Coroutine[Any, Any, Answer]:
    return pacing.process_request(wire, (chat,), {}, endpoint, {"chat_id": chat}, None)


async def burst(pacing: Pacing, wire: Wire, chats: list[int]) -> None:
    await asyncio.gather(*(request(pacing, wire, chat) for chat in chats))


def gaps(moments: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(moments)]


@in_leaps
async def test_a_chat_gets_a_burst_and_then_a_rhythm() -> None:
    pacing, wire = Pacing(overall=AT_ONCE, private=Pace(0.05, 3)), Wire()
    await burst(pacing, wire, [1] * 6)
    waits = gaps(wire.moments())
    assert max(waits[:2]) == 0
    assert waits[2:] == pytest.approx([0.05] * 3)


@in_leaps
async def test_everybody_together_keeps_a_rhythm_too() -> None:
    pacing, wire = Pacing(overall=Pace(0.02, 2), private=AT_ONCE), Wire()
    await burst(pacing, wire, list(range(1, 12)))
    moments = wire.moments()
    assert moments[-1] - moments[0] == pytest.approx(0.18)


@in_leaps
async def test_a_waiting_chat_holds_nobody_up() -> None:
    pacing, wire = Pacing(overall=AT_ONCE, private=Pace(0.2, 1)), Wire()
    await burst(pacing, wire, [1, 1, 2])
    assert wire.moments(2)[0] == wire.moments(1)[0]


@in_leaps
async def test_a_chat_that_refused_is_left_alone_for_as_long_as_it_asked() -> None:
    pacing, wire = Pacing(overall=AT_ONCE, private=AT_ONCE), Wire(refuse={1: 0.2})
    start = asyncio.get_running_loop().time()
    with pytest.raises(RetryAfter):
        await request(pacing, wire, 1)
    await burst(pacing, wire, [1, 1, 2])
    assert min(wire.moments(1)) - start >= 0.2
    assert min(wire.moments(2)) == start


@in_leaps
async def test_two_chats_that_refuse_mean_everybody() -> None:
    pacing, wire = Pacing(overall=AT_ONCE, private=AT_ONCE), Wire(refuse={1: 0.2, 2: 0.2})
    start = asyncio.get_running_loop().time()
    for chat in (1, 2):
        with pytest.raises(RetryAfter):
            await request(pacing, wire, chat)
    await burst(pacing, wire, [3])
    assert min(wire.moments(3)) - start >= 0.2


@in_leaps
async def test_who_waits_while_a_halt_begins_keeps_the_distance() -> None:
    pacing, wire = Pacing(overall=AT_ONCE, private=Pace(0.05, 1)), Wire(refuse={1: 0.2})
    first, *waiting = [asyncio.create_task(request(pacing, wire, 1)) for _ in range(4)]
    with pytest.raises(RetryAfter):
        await first
    await asyncio.gather(*waiting)
    assert gaps(wire.moments()) == pytest.approx([0.05] * 2)


@in_leaps
async def test_a_turn_that_is_too_far_away_is_refused_at_once() -> None:
    pacing, wire = Pacing(overall=AT_ONCE, private=AT_ONCE), Wire(refuse={1: 3600})
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await request(pacing, wire, 1)
    assert not wire.sent
    await request(pacing, wire, 2)


@in_leaps
async def test_what_does_not_count_does_not_wait() -> None:
    pacing, wire = Pacing(overall=Pace(9.0, 1), private=Pace(9.0, 1)), Wire()
    await request(pacing, wire, 1)
    async with asyncio.timeout(0.5):
        await request(pacing, wire, 1, "sendChatAction")
        await pacing.process_request(wire, (0,), {}, "answerCallbackQuery", {}, None)
    assert len(wire.sent) == 3


@in_leaps
async def test_quiet_chats_are_forgotten() -> None:
    pacing, wire = Pacing(overall=AT_ONCE, private=Pace(0.000001, 1), group=GROUP), Wire()
    for chat in range(1, 5000):
        await request(pacing, wire, chat)
        await asyncio.sleep(0.001)
    assert len(pacing._chats) <= 2048


def per_minute(pace: Pace) -> float:
    return pace.burst + 60 / pace.every


def test_the_limits_are_below_telegrams() -> None:
    assert per_minute(GROUP) <= 20
    assert OVERALL.burst + 1 / OVERALL.every < 30
    assert PRIVATE.every >= 1


async def test_the_application_is_paced(server: TelegramServer) -> None:
    phone, pacing = server.phone(), Pacing(private=Pace(0.2, 1))
    async with line(chosen(server.url, server.token), pacing=pacing):
        for number in range(3):
            await phone.say(str(number))
        for _ in range(3):
            await phone.answer()
    assert min(gaps([call.at for call in server.called("sendMessage")])) > 0.15
