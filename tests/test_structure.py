"""The house stays small where it is easily overgrown: names, classes, functions, imports."""

import ast
from graphlib import CycleError
from pathlib import Path

import pytest

from tools.structure import (
    Modules,
    long_classes,
    long_functions,
    longest_chain,
    read_modules,
    repeated_classes,
    top_modules,
)

TOP = {
    *("__init__", "__main__", "app", "config", "errors", "scheduler"),
    *("file_cache", "keyed_lock", "rest_countdown"),
}
"""What stands in no room: the start, and small mechanisms that edges share."""
CHAIN = 26
"""Modules that one must know, at most, to know what one of them rests on."""


@pytest.fixture(scope="module")
def modules() -> Modules:
    return read_modules()


def test_little_stands_outside_the_rooms() -> None:
    assert set(top_modules()) <= TOP


def test_a_public_name_stands_for_one_thing(modules: Modules) -> None:
    assert repeated_classes(modules) == []


def test_no_class_is_too_long(modules: Modules) -> None:
    assert long_classes(modules) == []


def test_no_function_is_too_long(modules: Modules) -> None:
    assert long_functions(modules) == []


def test_no_chain_of_imports_is_too_long(modules: Modules) -> None:
    chain = longest_chain(modules)
    assert len(chain) <= CHAIN, " > ".join(chain)


def test_the_whole_house_is_read(modules: Modules) -> None:
    assert {"bot", "bot.app", "bot.knowledge.matching.matching"} <= set(modules)
    assert longest_chain(modules)[0] in {"bot.app", "bot.__main__"}


def parsed(**texts: str) -> Modules:
    """Modules of a package `m`, by name."""
    return {f"m.{name}": ast.parse(text) for name, text in texts.items()}


def test_modules_and_their_names_are_found(tmp_path: Path) -> None:
    room = tmp_path / "house" / "room"
    room.mkdir(parents=True)
    for path in ("__init__.py", "app.py", "room/__init__.py", "room/table.py"):
        (tmp_path / "house" / path).write_text("")
    assert set(read_modules(room.parent)) == {
        "house",
        "house.app",
        "house.room",
        "house.room.table",
    }
    assert top_modules(room.parent) == ["__init__", "app"]


def test_a_public_class_that_stands_twice_is_found() -> None:
    assert repeated_classes(parsed(a="class A: ...", b="class A: ...\nclass B: ...")) == [
        "A: m.a, m.b"
    ]


def test_private_and_inner_classes_may_share_a_name() -> None:
    text = "class _A: ...\nclass {}:\n    class Inner: ..."
    assert repeated_classes(parsed(a=text.format("A"), b=text.format("B"))) == []


@pytest.mark.parametrize(("lines", "found"), [(200, []), (201, ["m.a:A 201"])])
def test_a_class_may_have_200_lines(lines: int, found: list[str]) -> None:
    assert long_classes(parsed(a="class A:\n" + "    x = 1\n" * (lines - 1))) == found


@pytest.mark.parametrize("how", ["def f():\n", "async def f():\n"])
@pytest.mark.parametrize(("lines", "found"), [(50, []), (51, ["m.a:f 51"])])
def test_a_function_may_have_50_lines(how: str, lines: int, found: list[str]) -> None:
    assert long_functions(parsed(a=how + "    x = 1\n" * (lines - 1))) == found


def test_a_method_and_a_function_in_a_function_are_measured() -> None:
    body = "{0}    def f():\n" + "{0}        x = 1\n" * 50
    inside = "class A:\n" + body.format("") + "def g():\n" + body.format("")
    assert sorted(long_functions(parsed(a=inside))) == ["m.a:f 51", "m.a:f 51", "m.a:g 52"]


@pytest.mark.parametrize(
    "line",
    ["import m.b", "from m import b", "from m.b import B", "try:\n    import m.b\nfinally: ..."],
)
def test_a_module_that_is_imported_lengthens_the_chain(line: str) -> None:
    assert longest_chain(parsed(a=line, b="import m.c", c="", d="import m.c")) == [
        "m.a",
        "m.b",
        "m.c",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "if TYPE_CHECKING:\n    import m.b",
        "def f():\n    import m.b",
        "import elsewhere.b",
        "from elsewhere import b",
    ],
)
def test_what_is_not_imported_with_a_module_does_not(line: str) -> None:
    assert longest_chain(parsed(a=line, b="")) in (["m.a"], ["m.b"])


def test_imports_that_go_round_are_found() -> None:
    with pytest.raises(CycleError):
        longest_chain(parsed(a="import m.b", b="import m.a"))
