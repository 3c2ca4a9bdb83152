"""A pytest plugin: what is done once for many tests counts for each of them.

mutmut notes which functions run during which test, and how long it takes. A fixture of a session or
a module runs during the first test that asks for it, and what stands at the top of a file of tests
before any of them: all others would seem not to touch what was made there, and to be quick. Nearly
every test of the knowledge base reads one that was built once.
"""

from collections import defaultdict
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import pytest
from mutmut.state import state

_called: defaultdict[str, set[str]] = defaultdict(set)
"""Functions that ran while a fixture was made, or while a file was imported, by its name."""
_seconds: defaultdict[str, float] = defaultdict(float)
"""How long that took."""


@contextmanager
def _noting(name: str) -> Iterator[None]:
    """Note what runs meanwhile, and how long it takes."""
    running = state()._stats  # noqa: SLF001 - the only place where mutmut keeps it
    before = set(running)
    running.clear()
    began = perf_counter()
    yield
    _seconds[name] += perf_counter() - began
    _called[name] |= running
    running |= before


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Note what runs while a file of tests is imported; then it belongs to no test yet."""
    with _noting(collector.nodeid):
        report = yield
    state()._stats.clear()  # noqa: SLF001 - see above
    return report


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """Note what runs while a shared fixture is made."""
    if fixturedef.scope == "function":
        return (yield)
    with _noting(fixturedef.argname):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Count it for a test that uses the fixture, or stands in the file."""
    yield
    for name in getattr(item, "fixturenames", ()):
        state()._stats.update(_called[name])  # noqa: SLF001 - see above
        state().duration_by_test[item.nodeid] += _seconds[name]
    for collector in item.listchain()[:-1]:
        state()._stats.update(_called[collector.nodeid])  # noqa: SLF001 - see above
