"""How fast one visitor may go."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

REMEMBERED = 10_000
"""Visitors remembered at once; the one idle longest is forgotten first."""


@dataclass(frozen=True, slots=True)
class _Bucket:
    tokens: float
    at: datetime


class VisitorRateLimit:
    """A burst at once, then a steady rate: a token bucket for each visitor."""

    def __init__(self, burst: int, per_second: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def allows(self, who: Hashable, now: datetime) -> bool:
        """Whether one more is fine; if so, it is counted."""
        tokens = self._tokens(who, now)
        allowed = tokens >= 1
        self._remember(who, _Bucket(tokens - allowed, now))
        return allowed

    def _tokens(self, who: Hashable, now: datetime) -> float:
        bucket = self._buckets.get(who)
        if bucket is None:
            return self._burst
        passed = max(0.0, (now - bucket.at).total_seconds())
        return min(self._burst, bucket.tokens + passed * self._per_second)

    def _remember(self, who: Hashable, bucket: _Bucket) -> None:
        self._buckets[who] = bucket
        self._buckets.move_to_end(who)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
