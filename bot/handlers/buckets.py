"""How many messages may go how fast."""

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """So many at once, then one every few seconds."""

    every: float
    """Seconds between two messages in the long run."""
    burst: int


class Bucket:
    """Counts what has gone. Moments are seconds on the clock of the event loop."""

    __slots__ = ("_full_at", "_halted_until", "_pace")

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._full_at = 0.0
        """When the whole burst is free again."""
        self._halted_until = 0.0

    def opens(self, now: float, *, ahead: int = 0, spare: int = 0) -> float:
        """The first moment for one more, after `ahead` others, that leaves `spare` of the burst.

        A burst that is too small to leave so many must be free as a whole.
        """
        every, burst = self._pace.every, self._pace.burst
        used = every * (ahead - max(burst - 1 - spare, 0))
        return max(max(self._full_at, now) + used, self._halted_until, now)

    def busy(self, now: float) -> bool:
        """Whether something of the past still counts."""
        return max(self._full_at, self._halted_until) > now

    def take(self, now: float) -> None:
        """One goes now."""
        self._full_at = max(self._full_at, now) + self._pace.every

    def halt(self, now: float, seconds: float) -> None:
        """Nothing for so long, and no more than now after that; a longer halt stays."""
        longer = now + seconds - max(now, self._halted_until)
        if longer > 0:
            self._full_at = max(self._full_at, now) + longer
            self._halted_until = now + seconds


def clock() -> float:
    """Seconds on the clock of the event loop."""
    return asyncio.get_running_loop().time()
