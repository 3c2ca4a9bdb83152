"""What one tap on the card of a session costs: our bot beside a bare one that edits a message."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.programs import gauge, reporter
from bench.tables import Table, milliseconds
from bench.timing import quantile, ratio
from tests.telegram_server.chats import Message
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import telegram_server

_ROUNDS = 4
_TRAINEES = 16
_ECHOES = 9
"""Taps of one trainee on the echo bot in a round: as many as are measured on ours."""
_PATIENCE = 30.0
_QUIET = 0.15
"""Seconds in which a bot finishes what nobody waits for."""


@dataclass(slots=True)
class Trainee:
    """Somebody with a phone and the card of a session on it."""

    phone: Phone
    card: Message | None = None
    films: int = 0
    """How many were shown."""

    async def say(self, text: str) -> float:
        """Type; the seconds until the card is shown."""
        began = perf_counter()
        await self.phone.say(text)
        return await self._shown(began)

    async def tap(self) -> float:
        """Tap the first button of the card; the seconds until the card shows what came of it."""
        assert self.card
        began = perf_counter()
        await self.phone.tap(self.card.labels[0], self.card)
        return await self._shown(began)

    async def tap_nothing(self) -> float:
        """Tap a button that is not there, for a bot whose messages have none."""
        began = perf_counter()
        await self.phone.tap_data(f"tap {len(self.phone.chat.news)}", self.card)
        return await self._shown(began)

    async def _shown(self, began: float) -> float:
        """Films go before a new card, and the card before it loses its buttons afterwards."""
        least = self.card.id if self.card else 0
        while True:
            message = await self.phone.answer(_PATIENCE)
            self.films += message.animation is not None
            if message.animation is None and message.id >= least:
                self.card = message
                return perf_counter() - began


Way = Callable[[Trainee], Awaitable[list[float]]]
"""Some taps; the seconds that each of them took."""


@dataclass(frozen=True, slots=True)
class _Bot:
    """A bot in its own process, and the people who train with it."""

    process: Process
    trainees: Sequence[Trainee]


@dataclass(frozen=True, slots=True)
class _Leg:
    """The same way gone by every trainee, one after the other."""

    cpu: float
    """Seconds of the bot per tap."""
    waits: list[float]
    """Seconds of each tap."""


@dataclass(frozen=True, slots=True)
class _Round:
    edits: _Leg
    films: _Leg
    echoes: _Leg


async def tapping() -> Table:
    """CPU per tap and time to the edit, one trainee at a time."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        coach = await stack.enter_async_context(_bot("bench.coach_bot", folder))
        echo = await stack.enter_async_context(_bot("bench.echo_bot"))
        await _workout(coach)  # warm: everybody is known, and so are the films
        await _leg(echo, _greet)
        rounds = [await _round(coach, echo) for _ in range(_ROUNDS)]
    echoes = [found.echoes for found in rounds]
    rows = (
        _row("the card is edited", [found.edits for found in rounds], echoes),
        _row("film of a new side, new card", [found.films for found in rounds], echoes),
    )
    heads = ("ms per tap", "CPU ours", "CPU echo", "ratio")
    return Table(
        f"sessions: {_TRAINEES} trainees, one at a time, {_ROUNDS} whole workouts each",
        (*heads, "shown p50", "p99", "echo p50", "p99", "p50 ratio"),
        rows,
        (
            "ours: the first button of each card; echo: python-telegram-bot with one handler",
            "both answer the tap, then edit; shown: from the tap to the edit or the new card",
            f"a workout: {_taps(rounds[0])} taps, one with a film, which is sent by its id",
            "not measured: the order, which shows a film, too, and the first tap",
        ),
    )


def _taps(found: _Round) -> int:
    return (len(found.edits.waits) + len(found.films.waits)) // _TRAINEES + 1


@asynccontextmanager
async def _bot(module: str, *words: str) -> AsyncIterator[_Bot]:
    async with telegram_server() as server:
        server.keeps_calls = False
        phones = [server.phone(1000 + at, f"Person {at}") for at in range(_TRAINEES)]
        async with reporter(module, server.url, server.token, *words) as process:
            yield _Bot(process, [Trainee(phone) for phone in phones])


async def _round(coach: _Bot, echo: _Bot) -> _Round:
    edits, films = await _workout(coach)
    return _Round(edits, films, await _leg(echo, _echo))


async def _workout(coach: _Bot) -> tuple[_Leg, _Leg]:
    """Everybody trains; the taps that only edit, then those with a film."""
    await _leg(coach, _begin)
    films = await _leg(coach, _see)
    return await _leg(coach, _finish), films


async def _leg(bot: _Bot, way: Way) -> _Leg:
    before = await gauge(bot.process)
    waits = [wait for trainee in bot.trainees for wait in await way(trainee)]
    await asyncio.sleep(_QUIET)
    after = await gauge(bot.process)
    return _Leg((after.cpu - before.cpu) / len(waits), waits)


async def _begin(trainee: Trainee) -> list[float]:
    """Order a workout and start it."""
    return [await trainee.say("/session finisher"), await trainee.tap()]


async def _see(trainee: Trainee) -> list[float]:
    """One side is done; how the other one moves is shown."""
    before = trainee.films
    wait = await trainee.tap()
    assert trainee.films == before + 1, "no film was shown"
    return [wait]


async def _finish(trainee: Trainee) -> list[float]:
    """On to the end; only the card changes."""
    before, waits = trainee.films, []
    while trainee.card and trainee.card.labels:
        waits.append(await trainee.tap())
    assert trainee.films == before, "a film was shown"
    return waits


async def _greet(trainee: Trainee) -> list[float]:
    return [await trainee.say("hello"), await trainee.tap_nothing()]


async def _echo(trainee: Trainee) -> list[float]:
    return [await trainee.tap_nothing() for _ in range(_ECHOES)]


def _row(label: str, ours: Sequence[_Leg], others: Sequence[_Leg]) -> tuple[str, ...]:
    usual, other = ([quantile(leg.waits, 0.5) for leg in legs] for legs in (ours, others))
    return (
        label,
        milliseconds(median(leg.cpu for leg in ours)),
        milliseconds(median(leg.cpu for leg in others)),
        f"{ratio([leg.cpu for leg in ours], [leg.cpu for leg in others]):.2f}x",
        milliseconds(median(usual)),
        _slowest(ours),
        milliseconds(median(other)),
        _slowest(others),
        f"{ratio(usual, other):.2f}x",
    )


def _slowest(legs: Sequence[_Leg]) -> str:
    return milliseconds(median(quantile(leg.waits, 0.99) for leg in legs))
