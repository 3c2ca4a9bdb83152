"""The architecture page leads to what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"`((?:bot|tools|bench|tests|docs)/[\w./]*)`", PAGE)))
IN_BOT = sorted(
    set(re.findall(r"`((?:handlers|web|conversation|session|knowledge)/[\w./]*)`", PAGE))
)
NAMES = sorted(set(re.findall(r"`([A-Z][A-Za-z]+)(?:\.[a-z_]+)?`", PAGE)) - {"Placement"})


def test_the_ten_tasks_have_one_path_each() -> None:
    table = PAGE.split("## Where do I change")[1].split("##")[0]
    answers = re.findall(r"^\| … .*? \| `([^`]+)` \|$", table, re.MULTILINE)
    assert len(answers) == 10
    assert len(set(answers)) == 10


@pytest.mark.parametrize("path", [*PATHS, *(f"bot/{path}" for path in IN_BOT)])
def test_every_path_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", NAMES)
def test_every_class_is_there(name: str) -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    assert any(re.search(rf"^class {name}\b", source, re.MULTILINE) for source in sources)


def test_every_room_is_in_the_table() -> None:
    rooms = {path.name for path in (ROOT / "bot").iterdir() if (path / "__init__.py").exists()}
    assert {room for room in rooms if f"`bot/{room}/`" not in PAGE} == set()
