"""The tracer sees which files a journey runs through."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from bot.knowledge.knowledge_base import KnowledgeBase
from tools.trace import JOURNEYS, Tracer, trace

MODULE = "traced_module"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a module that calls a function while it is imported."""
    (tmp_path / f"{MODULE}.py").write_text("def answer():\n    return 42\n\n\nFOUND = answer()\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    sys.modules.pop(MODULE, None)


def load(_: Path) -> ModuleType:
    return import_module(MODULE)


def test_a_file_with_a_function_that_is_called_is_noted(folder: Path) -> None:
    module, tracer = load(folder), Tracer(folder)
    with tracer.watching(), tracer.noting():
        module.answer()
    assert [path.name for path in tracer.files] == [f"{MODULE}.py"]


def test_what_is_called_while_a_module_is_imported_is_not_noted(folder: Path) -> None:
    tracer = Tracer(folder)
    with tracer.watching(), tracer.noting():
        load(folder)
    assert not tracer.files
    assert not tracer.calls


def test_what_is_called_before_or_elsewhere_is_not_noted(folder: Path) -> None:
    module, tracer, elsewhere = load(folder), Tracer(folder), Tracer(folder / "elsewhere")
    with tracer.watching():
        module.answer()
    with elsewhere.watching(), elsewhere.noting():
        module.answer()
    assert (tracer.calls, list(tracer.files), list(elsewhere.files)) == (1, [], [])


@pytest.mark.parametrize(
    ("name", "first", "among"),
    [
        ("question", "bot/handlers", "bot/handlers/questions.py"),
        ("tap", "bot/handlers", "bot/session/machine/machine.py"),
        ("alarm", "bot/scheduler.py", "bot/reminders/schedule/rule.py"),
        ("voice note", "bot/handlers", "bot/conversation/speech_input.py"),
    ],
)
async def test_a_journey_goes_from_the_edge_to_the_inner_rooms_and_back(
    name: str, first: str, among: str, knowledge: KnowledgeBase
) -> None:
    files = [str(path) for path in await trace(JOURNEYS[name], knowledge)]
    assert files[0].startswith(first)
    assert among in files
    assert any(file.startswith("bot/handlers/delivery/") for file in files)
