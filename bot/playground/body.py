"""What arrives with a request, read with limits."""

import asyncio
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request

_GOODBYE = {"connection": "close"}
"""The rest of the request is not worth reading."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read, and for how long."""

    size: int
    """Bytes at most."""
    seconds: float
    excess: str
    """What the person is told when there is more."""

    async def read(self, request: Request) -> bytes:
        """The body. Raises an `HTTPException` when it is too large or too slow."""
        try:
            async with asyncio.timeout(self.seconds):
                return await self._read(request)
        except TimeoutError:
            raise HTTPException(408, "That took too long to arrive.", _GOODBYE) from None

    async def _read(self, request: Request) -> bytes:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self.size:
                raise HTTPException(413, self.excess, _GOODBYE)
        return bytes(body)
