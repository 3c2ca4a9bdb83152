"""The connections on which messages are sent."""

import asyncio
from ssl import SSLContext
from typing import Any

import httpx
from telegram.request import HTTPXRequest

CONNECTIONS = 6
"""More at once make every request dearer: the pool looks at all of them each time, twice."""
KEPT_OPEN = 30.0
"""Seconds an idle connection is kept: a new one costs two round trips."""


class SendingRequest(HTTPXRequest):
    """Sends a few requests at a time; the others wait before they reach the pool."""

    __slots__ = ("_gate",)

    def __init__(self, verify: SSLContext) -> None:
        limits = httpx.Limits(max_connections=CONNECTIONS, keepalive_expiry=KEPT_OPEN)
        super().__init__(
            connect_timeout=5.0,
            read_timeout=10.0,
            write_timeout=10.0,
            pool_timeout=5.0,
            httpx_kwargs={"limits": limits, "verify": verify},
        )
        self._gate = asyncio.Semaphore(CONNECTIONS)

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401  as is
        """One request, when it is its turn."""
        async with self._gate:
            return await super().do_request(*args, **kwargs)
