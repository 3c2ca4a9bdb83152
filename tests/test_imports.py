"""Who may import whom: imports point down and never back up."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

BOT = Path(__file__).parents[1] / "bot"

Sources = Mapping[str, str]
"""The text of each module, by its full name."""

LEAVES = frozenset({"domain", "errors"})
"""The words everybody shares."""
PURE = frozenset({"knowledge", "session", "reminders"})
"""No await, no clock, no environment; files only below a load()."""
INSIDE = LEAVES | PURE | {"conversation", "config"}
EDGES = frozenset(
    {"cli", "handlers", "web", "voice", "storage", "pictures", "semantic"}
    | {"scheduler", "rest_countdown"}
)
"""Where the world begins. They do not import one another: `app` hands each what it needs."""
TOOLS = frozenset({"file_cache", "keyed_lock"})
"""Small mechanisms that edges share."""

MAY_IMPORT = {
    **dict.fromkeys(LEAVES | {"config"} | TOOLS, LEAVES),
    "knowledge": LEAVES,
    "reminders": LEAVES,
    "session": LEAVES | {"knowledge"},
    "conversation": LEAVES | PURE,
    **dict.fromkeys(EDGES, INSIDE | TOOLS),
    "cli": INSIDE | {"voice", "storage", "semantic", "pictures"},
    "app": INSIDE | TOOLS | EDGES - {"cli"},
    "__main__": INSIDE | {"app", "cli"},
}
"""Each room with the rooms it may know besides itself; imports point down and never back up."""

OWNERS = {
    "telegram": {"handlers"},
    "aiohttp": {"handlers"},
    "starlette": {"web"},
    "uvicorn": {"web"},
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
    "num2words": {"domain"},
    "numpy": {"semantic", "voice"},
    "safetensors": {"semantic"},
    "tokenizers": {"semantic"},
    "tzfpy": {"reminders"},
}
"""Libraries that reach outside or weigh much, with the only rooms that may know them."""
REACHING = frozenset(
    {*OWNERS, "asyncio", "http", "multiprocessing", "random", "secrets", "socket", "sqlite3"}
    | {"subprocess", "threading", "urllib"}
)
"""What the pure rooms and the leaves do without."""
QUIET = INSIDE

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
    """Where a module belongs: `bot.knowledge.matching.text` is in `knowledge`."""
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
    if library in OWNERS:
        return here not in OWNERS[library]
    return here in QUIET and library in REACHING


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
    assert {
        "bot",
        "bot.__main__",
        "bot.conversation.router",
        "bot.knowledge.matching.matching",
    } <= set(house())


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("bot.domain.replies", "from bot.conversation.router import Conversation"),
        ("bot.errors", "import bot.config"),
        ("bot.config", "from bot.app import app"),
        ("bot.knowledge.matching.text", "from bot.session.machine.machine import advance"),
        ("bot.knowledge.matching.text", "def late():\n    from bot import conversation"),
        ("bot.reminders.schedule.rule", "from bot.knowledge import text"),
        ("bot.conversation.router", "from bot.storage.database import Database"),
        ("bot.conversation.router", "import bot.config"),
        ("bot.handlers.taps", "from bot import storage"),
        ("bot.web.routes", "import bot.handlers.taps as taps"),
        ("bot.scheduler", "from bot.handlers import taps"),
        ("bot.cli.ask", "from bot.app import app"),
        ("bot.cli.content", "from bot.handlers import taps"),
        ("bot.app", "from bot.__main__ import main"),
        ("bot.app", "from bot.cli import ask"),
        ("bot.domain.people", "from bot.file_cache import FileCache"),
        ("bot.web.routes", "from bot.rest_countdown import RestCountdown"),
        ("bot.handlers.taps", "from bot.app import App"),
    ],
)
def test_an_import_that_points_up_or_across_is_found(module: str, line: str) -> None:
    assert len(trespasses(_with(module, line))) == 1


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("bot.domain.replies", "from bot.errors import CoachError"),
        ("bot.knowledge.matching.text", "from bot.knowledge.matching import spelling"),
        ("bot.knowledge.matching.text", "from bot.domain import replies"),
        ("bot.session.machine.machine", "from bot.knowledge.content.entries import Exercise"),
        ("bot.conversation.router", "from bot.knowledge.knowledge_base import Knowledge"),
        ("bot.handlers.taps", "from bot.config import Settings"),
        ("bot.app", "from bot.storage.database import Database"),
        ("bot.__main__", "from bot import app, cli"),
    ],
)
def test_an_import_that_points_down_is_fine(module: str, line: str) -> None:
    assert trespasses(_with(module, line)) == []


def _with(module: str, line: str) -> Sources:
    """A house of empty rooms, and one module with a line in it."""
    empty = ("conversation", "storage", "domain", "domain.replies", "app", "cli", "handlers.taps")
    return {**dict.fromkeys((f"bot.{name}" for name in empty), ""), module: line}


def test_a_new_room_must_be_drawn_into_the_picture() -> None:
    assert homeless(["bot", "bot.app", "bot.utils.text"]) == ["bot.utils.text"]


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("bot.knowledge.matching.text", "import asyncio"),
        ("bot.domain.replies", "from telegram import Update"),
        ("bot.conversation.router", "from sqlalchemy.ext.asyncio import AsyncEngine"),
        ("bot.session.machine.machine", "import random"),
        ("bot.knowledge.matching.matching", "import numpy as np"),
        ("bot.config", "import socket"),
        ("bot.web.routes", "import telegram.ext"),
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
        ("bot.knowledge.matching.text", "import math"),
    ],
)
def test_a_library_in_its_own_room_is_fine(module: str, line: str) -> None:
    assert strays({module: line}) == []


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("bot.session.machine.machine", "from datetime import datetime\nthen = datetime.now()"),
        (
            "bot.reminders.schedule.rule",
            "import datetime as clock, datetime\ndatetime.date.today()",
        ),
        ("bot.conversation.router", "import time\nstart = time.monotonic()"),
        ("bot.conversation.router", "from time import time"),
        ("bot.config", "import os\nhome = os.environ['HOME']"),
        ("bot.knowledge.content.loading", "from os import getenv"),
        ("bot.knowledge.content.loading", "async def load(): ..."),
    ],
)
def test_a_look_at_the_clock_or_the_environment_is_found(module: str, text: str) -> None:
    assert len(clocks({module: text})) == 1


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("bot.app", "from datetime import datetime\nthen = datetime.now()"),
        ("bot.session.machine.machine", "def advance(now): return now.time()"),
        ("bot.conversation.router", "async def read(): ..."),
    ],
)
def test_a_look_at_an_argument_is_fine(module: str, text: str) -> None:
    assert clocks({module: text}) == []
