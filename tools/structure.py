"""How the assistant is built, in figures: python -m tools.structure."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

BOT = Path(__file__).parents[1] / "bot"

LONG_CLASS = 200
LONG_FUNCTION = 50
"""Lines, with the docstring; more are too many."""

Modules = Mapping[str, ast.Module]
"""Syntax trees by full names such as `bot.web.routes`."""
_DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef
_LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
"""What is not executed when a module is imported."""


def read_modules(package: Path = BOT) -> Modules:
    """Every module of a package and of the packages inside it."""
    return {_name(package, path): _tree(path) for path in sorted(package.rglob("*.py"))}


def _name(package: Path, path: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def top_modules(package: Path = BOT) -> list[str]:
    """Modules that stand in no package inside it."""
    return sorted(path.stem for path in package.glob("*.py"))


def repeated_classes(modules: Modules) -> list[str]:
    """Public classes of the same name, as `Clock: bot.app, bot.web.chat`."""
    places: dict[str, list[str]] = defaultdict(list)
    for module, tree in modules.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module)
    return [f"{name}: {', '.join(in_)}" for name, in_ in sorted(places.items()) if len(in_) > 1]


def long_classes(modules: Modules) -> list[str]:
    """Classes of too many lines, as `bot.app:App 230`."""
    return [
        f"{module}:{node.name} {_lines(node)}"
        for module, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and _lines(node) > LONG_CLASS
    ]


def long_functions(modules: Modules) -> list[str]:
    """Functions of too many lines, as `bot.app:run 60`."""
    return [
        f"{module}:{node.name} {_lines(node)}"
        for module, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, _DEFINITIONS) and _lines(node) > LONG_FUNCTION
    ]


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def longest_chain(modules: Modules) -> list[str]:
    """The longest row of modules in which each imports the next one.

    What only types need, or functions import when they are called, does not count. Raises
    `graphlib.CycleError` where imports go round in a circle.
    """
    known = {name: _imported(tree, modules) - {name} for name, tree in modules.items()}
    chains: dict[str, list[str]] = {}
    for name in TopologicalSorter(known).static_order():
        below = sorted((chains[other] for other in known[name]), key=lambda row: (-len(row), row))
        chains[name] = [name, *(below[0] if below else ())]
    return max(chains.values(), key=len, default=[])


def _imported(tree: ast.AST, modules: Modules) -> set[str]:
    """The modules of ours that are imported when this one is."""
    return {name for node in _executed(tree) for name in _named(node, modules)}


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if isinstance(node, _LATER):
        return
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    for child in ast.iter_child_nodes(node):
        yield from _executed(child)


def _named(node: ast.AST, modules: Modules) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in modules)
    elif isinstance(node, ast.ImportFrom) and node.module:
        full = [f"{node.module}.{alias.name}" for alias in node.names]
        inside = [name for name in full if name in modules]
        yield from inside
        if len(inside) < len(full) and node.module in modules:
            yield node.module


def main() -> None:
    """Print the figures, and what stands behind each that is not as it should be."""
    modules, top = read_modules(), top_modules()
    chain = longest_chain(modules)
    print(f"{len(modules):>5}  modules")
    print(f"{len(top):>5}  at the top: {', '.join(top)}")
    for what, found in (
        ("public class names that stand twice", repeated_classes(modules)),
        (f"classes over {LONG_CLASS} lines", long_classes(modules)),
        (f"functions over {LONG_FUNCTION} lines", long_functions(modules)),
    ):
        print(f"{len(found):>5}  {what}")
        print(*(f"         {one}\n" for one in found), sep="", end="")
    print(f"{len(chain):>5}  in the longest chain of imports: {' > '.join(chain)}")


if __name__ == "__main__":
    main()
