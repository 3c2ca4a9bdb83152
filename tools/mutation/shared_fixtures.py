"""A pytest plugin: what a shared fixture runs counts for every test that asks for that fixture.

mutmut notes which functions run during which test. A fixture of a session or a module runs during
the first test that asks for it, so all others would seem not to touch what it built: nearly every
test of the knowledge base reads one that was built once.
"""

from collections import defaultdict
from collections.abc import Generator
from typing import Any

import pytest
from mutmut.state import state

_called: defaultdict[str, set[str]] = defaultdict(set)
"""Functions that ran while a fixture was made, by the fixture's name."""


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """Note what runs while a shared fixture is made."""
    if fixturedef.scope == "function":
        return (yield)
    running = state()._stats  # noqa: SLF001 - the only place where mutmut keeps it
    before = set(running)
    running.clear()
    made = yield
    _called[fixturedef.argname] |= running
    running |= before
    return made


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Count it for a test that uses the fixture."""
    yield
    for name in getattr(item, "fixturenames", ()):
        state()._stats.update(_called[name])  # noqa: SLF001 - see above
