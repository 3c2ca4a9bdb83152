"""Time that passes at once: a loop that leaps to its next timer in place of waiting for it."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from selectors import DefaultSelector, SelectorKey
from typing import Any


class _FakeClockSelector(DefaultSelector):
    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        self.now += timeout or 0.0
        return super().select(0)


class FakeClockLoop(asyncio.SelectorEventLoop):
    """Nothing outside may be waited for: only timers and tasks."""

    def __init__(self) -> None:
        self._clock = _FakeClockSelector()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


def with_fake_clock(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """Run a test on such a loop."""

    @wraps(test)
    def run() -> None:
        with asyncio.Runner(loop_factory=FakeClockLoop) as runner:
            runner.run(test())

    return run
