"""Requests to Telegram over aiohttp: the library's own way costs several times as much."""

import asyncio
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.handlers.ports import Clock

CONNECTIONS = 6
"""Requests under way at once; the others wait."""
KEPT_OPEN = 30.0
"""Seconds an idle connection is kept: a new one costs two round trips."""
CONNECTING = 5.0
"""Seconds to wait for a connection."""
ANSWERING = 10.0
"""Seconds Telegram may take to answer, where the library does not say."""
UPLOADING = 20.0
"""Seconds more where files are sent."""
LONG_POLL = timedelta(seconds=30)
"""How long Telegram may wait for an update before it answers that there is none."""
LARGEST = 25 * 2**20
"""Bytes of an answer that are read: more than a bot may download (20 MB)."""

NEVER_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
)
"""Causes that prove that a request never left this machine."""
OK = HTTPStatus.OK
REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND})
"""What Telegram says to a token that it does not know."""
_ECHOED = frozenset({"text", "entities", "reply_markup", "reply_to_message"})
"""What Telegram repeats of a message that was sent."""


class Requests(BaseRequest):
    """Makes at most `connections` requests at once; proxies are taken from the environment.

    Raises `TimedOut` and `NetworkError` with the cause, which shows whether it was sent.
    """

    def __init__(self, connections: int = CONNECTIONS) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds an answer may take; fetching adds its long poll."""
        return ANSWERING

    async def initialize(self) -> None:
        """Open the pool of connections."""
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=self._connections, keepalive_timeout=KEPT_OPEN, force_close=False
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                trust_env=True,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,  # noqa: ARG002 - part of connecting here
    ) -> tuple[int, bytes]:
        """One request: status and body. Timeouts are seconds; anything else means ours."""
        if self._session is None:
            raise RuntimeError("the connections are not open")
        answer = _seconds(read_timeout, ANSWERING)
        if request_data is not None and request_data.multipart_data:
            answer += _seconds(write_timeout, UPLOADING)
        timeout = aiohttp.ClientTimeout(
            connect=_seconds(connect_timeout, CONNECTING), sock_read=answer
        )
        try:
            async with self._session.request(
                method, url, data=_form(request_data), timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await _body(response)
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error


async def _body(response: aiohttp.ClientResponse) -> bytes:
    if (response.content_length or 0) > LARGEST:
        raise aiohttp.ClientPayloadError("the answer is too large")
    content = bytearray()
    async for piece in response.content.iter_any():  # who does not say how much may send no end
        content += piece
        if len(content) > LARGEST:
            raise aiohttp.ClientPayloadError("the answer is too large")
    return bytes(content)


def _seconds(given: object, otherwise: float) -> float:
    return float(given) if isinstance(given, int | float) else otherwise


def _form(data: RequestData | None) -> aiohttp.FormData | None:
    if data is None or not (data.json_parameters or data.multipart_data):
        return None
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


class SendingRequests(Requests):
    """A few requests at a time; the others wait in order, without a limit unless one is given."""

    def __init__(self) -> None:
        super().__init__(CONNECTIONS)
        self._gate = asyncio.Semaphore(CONNECTIONS)

    async def do_request(self, *args: object, **kwargs: object) -> tuple[int, bytes]:
        """One request, in order; `pool_timeout` is how long it may wait for a connection."""
        await self._enter(kwargs.get("pool_timeout"))
        try:
            return await super().do_request(*args, **kwargs)  # type: ignore[arg-type]  # as is
        finally:
            self._gate.release()

    async def _enter(self, patience: object) -> None:
        """Raises `TimedOut` with a cause that shows that it was never sent."""
        try:
            async with asyncio.timeout(patience if isinstance(patience, int | float) else None):
                await self._gate.acquire()
        except TimeoutError:
            raise TimedOut from aiohttp.ConnectionTimeoutError("no connection was free")

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer without the words and buttons just sent: to read them again takes long."""
        answer = BaseRequest.parse_json_payload(payload)
        sent = answer.get("result")
        if isinstance(sent, dict):
            for echoed in _ECHOED & sent.keys():
                del sent[echoed]
        return answer


class PollingRequest(Requests):
    """The requests for updates. It knows when one last succeeded."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(connections=2)
        self._clock = clock
        self.worked_at: datetime | None = None
        """The last successful request for updates; None before the first."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401  as is
        """One request for updates.

        Raises `NetworkError` where the library would take the token for invalid and stop fetching
        for good: the token was accepted at the start, and a proxy may say 404 for a minute.
        """
        code, body = await super().do_request(*args, **kwargs)
        if code in REFUSED:
            raise NetworkError(f"the bot's token was refused ({code})")
        if code == OK:
            self.worked_at = self._clock()
        return code, body
