"""How long something takes; on a busy machine only medians of many rounds mean anything."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the wall, and seconds of this process's CPU in all its threads."""

    wall: float
    cpu: float


class Stopwatch:
    """Runs from when it is made."""

    __slots__ = ("_cpu", "_wall")

    def __init__(self) -> None:
        self._wall, self._cpu = perf_counter(), process_time()

    def spent(self) -> Spent:
        """Since the start."""
        cpu, wall = process_time(), perf_counter()
        return Spent(wall - self._wall, cpu - self._cpu)


def spent_on(work: Callable[[], object]) -> Spent:
    """What one call takes."""
    watch = Stopwatch()
    work()
    return watch.spent()


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of all values does not exceed. `share` is from 0 to 1."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def typical(rounds: Sequence[Sequence[float]]) -> list[float]:
    """The median over the rounds for each thing that every round measured, in their order."""
    return [median(values) for values in zip(*rounds, strict=True)]


def ratio(rounds: Sequence[float], others: Sequence[float]) -> float:
    """How many times the other one: the median of the ratios within each round."""
    return median(ours / theirs for ours, theirs in zip(rounds, others, strict=True))
