"""What becomes of reminders whose bot is killed again and again while it sends them."""

import asyncio
import random
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from bench.due import FIRST, remind_many
from bench.programs import begin, kill
from bench.ringing_bot import RATE, TIMING
from bench.tables import Table
from bot.app import utc_now
from bot.config import REPEAT, SKIP
from bot.reminders.records import OccasionState
from bot.scheduler import CONCURRENT
from bot.storage.database import open_database
from bot.storage.tables import alarms, occasions
from tests.postgres import PostgresServer, postgres_server
from tests.telegram_server.faults import Fault, Faults
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TelegramServer, telegram_server

_DUE = 2000
_KILLS = 20
_LOST_ANSWERS = 0.02
"""How many answers are lost: the message arrives, and the connection is closed."""
_CALL = "Time to train"
_PATIENCE = 300.0
_LIVES = (0.1, 1.2)
"""Seconds that a worker lives from its first message on."""


@dataclass(slots=True)
class Losing(Faults):
    """Loses some answers by chance."""

    chance: random.Random = field(default_factory=lambda: random.Random(7))
    lost: int = 0

    def take(self, method: str) -> Fault:
        """What happens to the next call."""
        if method != "sendmessage" or self.chance.random() >= _LOST_ANSWERS:
            return Fault()
        self.lost += 1
        return Fault(drops=True, after_effect=True)


@dataclass(frozen=True, slots=True)
class Trial:
    """How it is tried."""

    workers: int
    doubt: str
    due: int = _DUE
    kills: int = _KILLS


@dataclass(frozen=True, slots=True)
class Count:
    """What became of the reminders, as people and the ledger saw it."""

    once: int
    twice: int
    more: int
    lost: int
    """Neither came nor is written down as a gap."""
    gaps: int
    """Did not come, and is written down as perhaps sent."""
    doubtful: int
    """Came, and is written down as perhaps sent."""
    under_way: int
    """Sends in flight at the kills, as the stand-in saw them."""
    lost_answers: int
    kills: int


def crashes() -> Iterator[Table]:
    """SIGKILL at random moments, on SQLite and on PostgreSQL with two workers."""
    with postgres_server() as server:
        for name, trial in _TRIALS.items():
            found = asyncio.run(crashed(trial, server if trial.workers > 1 else None))
            yield _table(name, found)


def _table(name: str, found: Count) -> Table:
    figures = (found.kills, found.under_way, found.lost_answers, found.once, found.twice)
    return Table(
        f"crashes: {_DUE} reminders due at once, one worker after the other killed by SIGKILL",
        ("", "kills", "in flight", "answers lost", "once", "twice", "more", "lost", "gaps"),
        ((name, *map(str, (*figures, found.more, found.lost, found.gaps))),),
        (
            f"wanted: lost 0, more 0, twice {CONCURRENT} a kill and the lost ones at most; skip: 0",
            "gaps: did not come, and written down so; in flight: requests without an answer yet",
            f"up to {RATE} a second and leases of {TIMING.lease.seconds} s, for the test's sake",
        ),
    )


_TRIALS = {
    "SQLite, one process": Trial(1, REPEAT),
    "SQLite, one process, skip": Trial(1, SKIP),
    "PostgreSQL, two workers": Trial(2, REPEAT),
    "PostgreSQL, two workers, skip": Trial(2, SKIP),
}


async def crashed(trial: Trial, server: PostgresServer | None) -> Count:
    """Try it on a new database; without a server on SQLite."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        url = f"sqlite+aiosqlite:///{Path(folder) / 'coach.sqlite3'}"
        if server:
            url = await server.create(f"crashes_{trial.doubt}_{trial.due}")
        await _set(url, trial.due)
        telegram = await stack.enter_async_context(telegram_server())
        telegram.keeps_calls, telegram.faults = False, Losing()
        phones = [telegram.phone(FIRST + at) for at in range(trial.due)]
        killer = Killer(telegram, phones, trial, url, folder)
        under_way = await killer.run()
        states = await _states(url)
    return _count(phones, states, under_way, telegram.faults, trial.kills)


async def _set(url: str, count: int) -> None:
    database = await open_database(url)
    await remind_many(database, count, utc_now().replace(second=0, microsecond=0))
    await database.close()


@dataclass(slots=True)
class Killer:
    """Starts workers, kills one after the other, and lets the last ones finish."""

    telegram: TelegramServer
    phones: list[Phone]
    trial: Trial
    url: str
    folder: str
    chance: random.Random = field(default_factory=lambda: random.Random(11))

    async def run(self) -> int:
        """How many sends were in flight at the kills, in all."""
        under_way, workers = 0, [await self._begin(at) for at in range(self.trial.workers)]
        try:
            for _ in range(self.trial.kills):
                await self._a_while()
                under_way += self.telegram.at_once["sendmessage"]
                at = self.chance.randrange(len(workers))
                await kill(workers[at])
                workers[at] = await self._begin(at)
            await self._finished()
        finally:
            for worker in workers:
                await kill(worker)
        return under_way

    async def _begin(self, at: int) -> Process:
        """The first one listens, too; the others only ring."""
        words = (self.telegram.url, self.telegram.token, self.url, self.folder, self.trial.doubt)
        return await begin("bench.ringing_bot", *words, "rings" if at else "listens")

    async def _a_while(self) -> None:
        """Until messages come, and a little longer."""
        before = self._arrived()
        async with asyncio.timeout(_PATIENCE):
            while self._arrived() == before and await self._due():  # noqa: ASYNC110 - a process
                await asyncio.sleep(0.02)
        await asyncio.sleep(self.chance.uniform(*_LIVES))

    def _arrived(self) -> int:
        return sum(len(phone.chat.news) for phone in self.phones)

    async def _finished(self) -> None:
        async with asyncio.timeout(_PATIENCE):
            while await self._due():  # noqa: ASYNC110 - a process sees to it
                await asyncio.sleep(0.2)

    async def _due(self) -> int:
        """How many are still to be seen to."""
        database = await open_database(self.url)
        rows = await database.read(select(func.count()).where(alarms.c.due_at <= utc_now()))
        await database.close()
        return int(rows[0][0])


async def _states(url: str) -> dict[int, OccasionState]:
    """What the ledger says of each rule's occasion."""
    database = await open_database(url)
    rows = await database.read(select(occasions.c.rule_id, occasions.c.state))
    await database.close()
    return {row.rule_id: OccasionState(row.state) for row in rows}


def _count(
    phones: list[Phone],
    states: dict[int, OccasionState],
    under_way: int,
    faults: Losing,
    kills: int,
) -> Count:
    copies = {phone.user_id: _copies(phone) for phone in phones}
    often = Counter(copies.values())
    unknown = {one for one, state in states.items() if state is OccasionState.UNKNOWN}
    gaps = sum(not copies[one] for one in unknown)
    return Count(
        once=often[1],
        twice=often[2],
        more=sum(count for number, count in often.items() if number > 2),
        lost=often[0] - gaps,
        gaps=gaps,
        doubtful=len(unknown) - gaps,
        under_way=under_way,
        lost_answers=faults.lost,
        kills=kills,
    )


def _copies(phone: Phone) -> int:
    return sum(_CALL in message.text for message in phone.chat.news)
