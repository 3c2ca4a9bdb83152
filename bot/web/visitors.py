"""Who is at the other end: a random cookie, of which only a digest is stored."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
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
    """Somebody with a browser, known by the secret in their cookie."""

    secret: str

    @classmethod
    def new(cls) -> Self:
        """Somebody who was never here before."""
        return cls(token_urlsafe(_BYTES))

    @classmethod
    def known(cls, cookies: Mapping[str, str]) -> Self | None:
        """Who brought this cookie, or None without one of ours."""
        secret = cookies.get(COOKIE, "")
        return cls(secret) if _SECRET.fullmatch(secret) else None

    @property
    def address(self) -> str:
        """Where their messages go; the secret cannot be found from it."""
        return sha256(self.secret.encode()).hexdigest()

    @property
    def mark(self) -> str:
        """Tells the page whether it still belongs to the same visitor; opens nothing."""
        return sha256(self.address.encode()).hexdigest()[:12]


def give_cookie(response: Response, visitor: Visitor, request: Request) -> None:
    """Let the browser remember who it is; scripts and other sites never see it."""
    response.set_cookie(
        COOKIE,
        visitor.secret,
        max_age=int(LASTS.total_seconds()),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
