"""Who is at the other end: a random cookie of which only a digest is stored, and a rate limit."""

import re
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Self

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "hamstring_coach"
LASTS = timedelta(days=400)
"""The longest that browsers keep a cookie."""
_BYTES = 32
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser, identified by the secret in its cookie."""

    secret: str

    @classmethod
    def new(cls) -> Self:
        """A visitor with a new secret."""
        return cls(token_urlsafe(_BYTES))

    @classmethod
    def known(cls, cookies: Mapping[str, str]) -> Self | None:
        """The visitor with this cookie, or None without one of ours."""
        secret = cookies.get(COOKIE, "")
        return cls(secret) if _SECRET.fullmatch(secret) else None

    @property
    def address(self) -> str:
        """The address of the person; the secret cannot be derived from it."""
        return sha256(self.secret.encode()).hexdigest()

    @property
    def mark(self) -> str:
        """Tells the page whether it still belongs to the same visitor; it gives no access."""
        return sha256(self.address.encode()).hexdigest()[:12]


def give_cookie(response: Response, visitor: Visitor, request: Request) -> None:
    """Set the cookie; scripts and other sites cannot read it."""
    response.set_cookie(
        COOKIE,
        visitor.secret,
        max_age=int(LASTS.total_seconds()),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


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
