"""The assistant is killed at every step of a whole workout, and goes on as if nothing had been."""

import asyncio
import os
import random
import signal
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from multiprocessing import get_context
from pathlib import Path

from bot.__main__ import main
from bot.knowledge.content.loading import Library
from bot.session.machine.machine import replay, start
from bot.session.model.serial import event_from_json, from_json
from bot.session.model.steps import Ending
from bot.session.model.workouts import read_guide
from tests.fakes import MUTE
from tests.telegram_server.chats import Message
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TOKEN, TelegramServer, telegram_server

ONWARDS = ("Start", "Done", "Back of the thigh", "Resume")
"""The buttons that lead through a workout."""
MOST = 60
"""Steps after which something must have gone wrong."""
PATIENCE = 30.0


READY = get_context("forkserver")
"""Each process is forked from one that has imported everything: twenty starts cost a third."""
READY.set_forkserver_preload(["bot.app"])


@asynccontextmanager
async def assistant(server: TelegramServer, folder: Path) -> AsyncIterator[None]:
    """`python -m bot run` until the block ends, which is the end of it: SIGKILL."""
    settings = {
        **os.environ,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": server.url,
        "BOT_DATA_DIR": str(folder),
        **MUTE,
        "BOT_CHAT_PORT": "0",
        "DATABASE_URL": "",
    }
    process = READY.Process(target=run, args=(settings,))
    process.start()
    try:
        yield
    finally:
        process.kill()
        await asyncio.to_thread(process.join)
        assert process.exitcode == -signal.SIGKILL


def run(settings: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(settings)
    main(["run"])


async def buttons(phone: Phone) -> Message:
    """The next message with buttons, or the one that ends the session."""
    while True:
        message = await phone.answer(PATIENCE)
        bold = message.shown("bold")
        if message.labels or (bold and bold[0].endswith("done")):
            return message


def newest(phone: Phone) -> Message:
    """The newest message that the person can tap on."""
    return next(one for one in reversed(phone.chat.messages.values()) if one.labels)


def onwards(card: Message) -> str:
    return next(label for label in card.labels if label.startswith(ONWARDS))


def ended(phone: Phone) -> bool:
    return any(
        bold[0] == "Primer: done"
        for one in phone.chat.messages.values()
        if (bold := one.shown("bold"))
    )


async def test_no_set_is_lost_or_doubled(tmp_path: Path, library: Library) -> None:
    chance = random.Random(7)
    kills = 0
    async with telegram_server() as server:
        phone = server.phone()
        async with assistant(server, tmp_path):
            await phone.say("/session primer")
            await buttons(phone)
        while not ended(phone):
            kills += 1
            assert kills < MOST, "\n".join(phone.transcript)
            async with assistant(server, tmp_path):
                card = newest(phone)
                await phone.tap(onwards(card), card)
                await (buttons(phone) if kills % 2 else nearly(server, chance))
    check(tmp_path / "coach.sqlite3", library)
    assert kills >= 10


async def nearly(server: TelegramServer, chance: random.Random) -> None:
    """Until the tap has arrived, and a moment more: the answer may be out or not."""
    before = len(server.called("answerCallbackQuery"))
    async with asyncio.timeout(PATIENCE):
        while len(server.called("answerCallbackQuery")) == before:  # noqa: ASYNC110 - a process
            await asyncio.sleep(0.002)
    await asyncio.sleep(chance.uniform(0, 0.03))  # any moment may be the last one


def check(file: Path, library: Library) -> None:
    """Every side of every set was done once, and the events tell the same story."""
    guide = read_guide(library.exercises)
    with closing(sqlite3.connect(file)) as database:
        [(number, body)] = database.execute("SELECT id, body FROM sessions").fetchall()
        rows = database.execute(
            "SELECT number, body FROM events WHERE session_id = ? ORDER BY number", (number,)
        ).fetchall()
        alarms = database.execute("SELECT count(*) FROM alarms").fetchone()
    session = from_json(body, guide)
    assert session.ending is Ending.COMPLETE
    assert [(side_log.set_index, side_log.side, side_log.done) for side_log in session.log] == [
        (at, side, one.target.amount) for at, one in enumerate(session.sets) for side in one.order
    ]
    assert [number for number, _ in rows] == list(range(1, session.revision + 1))
    events = [event_from_json(text) for _, text in rows]
    fresh = start(guide, session.workout, session.choices, session.started_at, session.limits)
    assert replay(guide, fresh, events) == session
    assert alarms == (0,)
