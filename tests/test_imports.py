"""Who may import whom: imports point down and never back up."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

BOT = Path(__file__).parents[1] / "bot"

Sources = Mapping[str, str]
"""The text of each module, by its full name."""

LEAVES = frozenset(
    {"alarms", "commands", "errors", "feedback", "memory", "people", "reminder", "replies"}
    | {"sounds", "unreadable"}
)
SETTINGS = LEAVES | {"config"}
PURE = frozenset({"knowledge", "session", "reminders"})
TALK = frozenset(
    {"conversation", "training", "reminding", "calling", "plans", "keeping"}
    | {"answering", "guarding", "listening", "speaking"}
)
EDGES = frozenset(
    {"handlers", "playground", "storage", "voice", "pictures", "scheduler", "countdown"}
    | {"semantic", "whereabouts"}
)
INSIDE = SETTINGS | PURE | TALK
EVERYTHING = INSIDE | EDGES | {"asking", "aloud", "editing", "app", "shelf"}

MAY_IMPORT = {
    **dict.fromkeys(LEAVES, LEAVES),
    "config": LEAVES,
    "knowledge": LEAVES,
    "reminders": LEAVES,
    "session": LEAVES | {"knowledge"},
    "training": LEAVES | PURE,
    "plans": LEAVES | PURE,
    "answering": LEAVES | PURE,
    "guarding": LEAVES | PURE,
    "keeping": LEAVES | PURE,
    "listening": LEAVES | PURE,
    "speaking": LEAVES | PURE,
    "calling": LEAVES | PURE | {"plans"},
    "reminding": LEAVES | PURE | {"plans", "calling"},
    "conversation": LEAVES | PURE | TALK,
    "shelf": LEAVES,
    **dict.fromkeys(EDGES, INSIDE),
    **dict.fromkeys(("pictures", "voice"), INSIDE | {"shelf"}),
    "asking": INSIDE | {"semantic"},
    "aloud": INSIDE | {"asking", "voice"},
    "editing": INSIDE | {"storage"},
    "app": EVERYTHING,
    "__main__": EVERYTHING,
}
"""Each room with the rooms it may know besides itself."""

OWNERS = {
    "telegram": {"handlers"},
    "aiohttp": {"handlers"},
    "starlette": {"playground"},
    "uvicorn": {"playground"},
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "aiosqlite": {"storage"},
    "asyncpg": {"storage"},
    "apscheduler": {"scheduler"},
    "av": {"pictures", "voice"},
    "ctypes": {"voice"},
    "espeakng_loader": {"voice"},
    "pebble": {"voice"},
    "pocketsphinx": {"voice"},
    "PIL": {"pictures"},
    "numpy": {"semantic", "voice"},
    "safetensors": {"semantic"},
    "tokenizers": {"semantic"},
    "tzfpy": {"whereabouts"},
}
"""Libraries that reach outside or weigh much, with the only rooms that may know them."""
REACHING = frozenset(
    {*OWNERS, "asyncio", "http", "multiprocessing", "random", "secrets", "socket", "sqlite3"}
    | {"subprocess", "threading", "urllib"}
)
"""What the pure rooms and the leaves do without."""
QUIET = LEAVES | PURE | TALK | {"config"}

CLOCKS = frozenset(
    {
        *(f"datetime.{name}" for name in ("now", "utcnow", "today")),
        *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")),
        *("date.today", "datetime.date.today"),
        *(f"time.{name}" for name in ("time", "time_ns", "monotonic", "localtime", "sleep")),
        *("os.environ", "os.getenv"),
    }
)
"""Time and environment are handed in."""


def house() -> Sources:
    """All modules of the assistant."""
    return {_module(path): path.read_text(encoding="utf-8") for path in BOT.rglob("*.py")}


def _module(path: Path) -> str:
    parts = ("bot", *path.relative_to(BOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(module: str) -> str:
    """The part of the house a module belongs to: `bot.knowledge.text` is in `knowledge`."""
    return module.split(".")[1] if "." in module else ""


def imports(sources: Sources, module: str) -> Iterator[str]:
    """Full names of everything that a module imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(sources[module])):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: imports are written in full"
            whole = node.module or ""
            full = [f"{whole}.{alias.name}" for alias in node.names]
            yield from (name if name in sources else whole for name in full)


def trespasses(sources: Sources) -> list[str]:
    """Imports of the house that do not point down."""
    return [
        f"{module} imports {name}"
        for module in sorted(sources)
        for name in imports(sources, module)
        if name.split(".")[0] == "bot" and not _is_allowed(room(module), room(name))
    ]


def _is_allowed(here: str, there: str) -> bool:
    return there in {"", here} or there in MAY_IMPORT.get(here, frozenset())


def homeless(modules: Iterable[str]) -> list[str]:
    """Modules in rooms that the picture does not show."""
    return sorted(one for one in modules if room(one) and room(one) not in MAY_IMPORT)


def strays(sources: Sources) -> list[str]:
    """Outside libraries in rooms that should not know them."""
    return [
        f"{module} imports {name}"
        for module in sorted(sources)
        for name in imports(sources, module)
        if _is_stray(room(module), name.split(".")[0])
    ]


def _is_stray(here: str, library: str) -> bool:
    if here in QUIET and library in REACHING:
        return True
    return library in OWNERS and here not in OWNERS[library]


def clocks(sources: Sources) -> list[str]:
    """Places of the pure rooms that look at a clock or the environment, or wait."""
    return [
        f"{module}:{node.lineno}: {what}"
        for module in sorted(sources)
        if room(module) in QUIET
        for node in ast.walk(ast.parse(sources[module]))
        if isinstance(node, ast.expr | ast.stmt) and (what := _looks(room(module), node))
    ]


def _looks(here: str, node: ast.expr | ast.stmt) -> str:
    if isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCKS:
        return ast.unparse(node)
    if isinstance(node, ast.ImportFrom):
        named = {f"{node.module}.{alias.name}" for alias in node.names}
        return ", ".join(sorted(named & CLOCKS))
    if isinstance(node, ast.AsyncFunctionDef | ast.Await) and here in PURE | LEAVES:
        return "await"
    return ""


def test_imports_point_down() -> None:
    assert trespasses(house()) == []


def test_every_room_is_in_the_picture() -> None:
    assert homeless(house()) == []


def test_each_outside_library_is_known_to_one_room_only() -> None:
    assert strays(house()) == []


def test_the_inner_rooms_are_handed_the_time_and_the_settings() -> None:
    assert clocks(house()) == []


def test_the_whole_house_is_read() -> None:
    assert {"bot", "bot.__main__", "bot.conversation", "bot.knowledge.matching"} <= set(house())


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("bot.replies", "from bot.conversation import Conversation"),
        ("bot.errors", "import bot.config"),
        ("bot.config", "from bot.app import app"),
        ("bot.knowledge.text", "from bot.session.machine import advance"),
        ("bot.knowledge.text", "def late():\n    from bot import conversation"),
        ("bot.reminders.rule", "from bot.knowledge import text"),
        ("bot.conversation", "from bot.storage.database import Database"),
        ("bot.conversation", "import bot.config"),
        ("bot.handlers.taps", "from bot import storage"),
        ("bot.playground.desk", "import bot.handlers.taps as taps"),
        ("bot.scheduler", "from bot.handlers import taps"),
        ("bot.asking", "from bot.app import app"),
        ("bot.asking", "from bot.storage import database"),
        ("bot.editing", "from bot.handlers import taps"),
        ("bot.app", "from bot.__main__ import main"),
        ("bot.handlers.taps", "from bot.app import App"),
    ],
)
def test_an_import_that_points_up_or_across_is_found(module: str, line: str) -> None:
    assert len(trespasses(_with(module, line))) == 1


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("bot.replies", "from bot.errors import CoachError"),
        ("bot.knowledge.text", "from bot.knowledge import spelling"),
        ("bot.knowledge.text", "from bot import replies"),
        ("bot.session.machine", "from bot.knowledge.entries import Exercise"),
        ("bot.conversation", "from bot.knowledge.knowledge import Knowledge"),
        ("bot.handlers.taps", "from bot.config import Settings"),
        ("bot.app", "from bot.storage.database import Database"),
        ("bot.__main__", "from bot import app, asking"),
    ],
)
def test_an_import_that_points_down_is_fine(module: str, line: str) -> None:
    assert trespasses(_with(module, line)) == []


def _with(module: str, line: str) -> Sources:
    """A house of empty rooms, and one module with a line in it."""
    empty = ("conversation", "storage", "replies", "app", "asking", "handlers.taps")
    return {**dict.fromkeys((f"bot.{name}" for name in empty), ""), module: line}


def test_a_new_room_must_be_drawn_into_the_picture() -> None:
    assert homeless(["bot", "bot.app", "bot.utils.text"]) == ["bot.utils.text"]


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("bot.knowledge.text", "import asyncio"),
        ("bot.replies", "from telegram import Update"),
        ("bot.conversation", "from sqlalchemy.ext.asyncio import AsyncEngine"),
        ("bot.session.machine", "import random"),
        ("bot.knowledge.matching", "import numpy as np"),
        ("bot.config", "import socket"),
        ("bot.playground.desk", "import telegram.ext"),
        ("bot.app", "import uvicorn"),
    ],
)
def test_a_library_in_the_wrong_room_is_found(module: str, line: str) -> None:
    assert len(strays({module: line})) == 1


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("bot.handlers.taps", "from telegram import Update"),
        ("bot.app", "import asyncio"),
        ("bot.knowledge.text", "import math"),
    ],
)
def test_a_library_in_its_own_room_is_fine(module: str, line: str) -> None:
    assert strays({module: line}) == []


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("bot.session.machine", "from datetime import datetime\nthen = datetime.now()"),
        ("bot.reminders.rule", "import datetime as clock, datetime\ndatetime.date.today()"),
        ("bot.conversation", "import time\nstart = time.monotonic()"),
        ("bot.conversation", "from time import time"),
        ("bot.config", "import os\nhome = os.environ['HOME']"),
        ("bot.knowledge.loading", "from os import getenv"),
        ("bot.knowledge.loading", "async def load(): ..."),
    ],
)
def test_a_look_at_the_clock_or_the_environment_is_found(module: str, text: str) -> None:
    assert len(clocks({module: text})) == 1


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("bot.app", "from datetime import datetime\nthen = datetime.now()"),
        ("bot.session.machine", "def advance(now): return now.time()"),
        ("bot.conversation", "async def read(): ..."),
    ],
)
def test_a_look_at_an_argument_is_fine(module: str, text: str) -> None:
    assert clocks({module: text}) == []
