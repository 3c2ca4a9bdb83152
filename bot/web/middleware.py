"""What every request passes: the check of its origin, and the answer to unexpected errors."""

import asyncio
import logging
import re
import traceback
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - recognised, not bound
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "microphone=(self), camera=(), geolocation=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?")
_NAVIGATION = ("/",)
"""Paths that a link on another site may open."""


@dataclass(frozen=True, slots=True)
class OriginGuard:
    """Refuses requests of other sites, and adds security headers to every response."""

    app: ASGIApp
    host: str
    """The address that the server listens on."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on or refuse it."""
        refusal = self._refusal(scope)
        app = self.app if refusal is None else refusal
        await app(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        if not self._is_ours(headers.get("host", "")):
            return _refused(421, "This chat does not answer under that name.")
        if scope["path"] not in _NAVIGATION and _is_foreign(headers, scope["method"]):
            return _refused(403, "Only the chat's own page may do this.")
        return None

    def _is_ours(self, host: str) -> bool:
        """Whether a Host header names this server.

        Somebody else's name that resolves to this machine (DNS rebinding) is not ours; a plain
        address cannot be rebound, so it is fine once the operator opened the server to a network.
        """
        match = _HOST.fullmatch(host.lower())
        if match is None:
            return False
        name = match[1] or match[2]
        return name in LOOPBACK | {self.host.lower()} or (
            self.host in EVERYWHERE and _is_address(name)
        )


def _is_foreign(headers: Headers, method: str) -> bool:
    """Whether another site, or another port of this machine, started the request."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    if method in ("GET", "HEAD"):
        return False
    host = headers["host"].lower()
    return headers.get("origin", "").lower() not in (f"http://{host}", f"https://{host}")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _refused(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"error": sentence}, status, {"connection": "close"})


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            # asks again each time, so that page and scripts are always of one release
            headers.setdefault("cache-control", "no-cache")
        await send(message)

    return sending


SORRY = "Something went wrong on my side. Please try again in a moment."
STOPPING = "The chat is just being restarted. Please send that again in a moment."
_FRAMES = 6

log = logging.getLogger(__name__)


def trace(error: BaseException) -> str:
    """Type and places of an error for the log; never its own text, which may quote a person."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    return f"{type(error).__name__} at {places}"


@dataclass(frozen=True, slots=True)
class ErrorMiddleware:
    """Logs unexpected errors without a word that anybody wrote, and answers with one sentence."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the app; answer in its place when it fails before its response began."""
        began = False

        async def sending(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except ClientDisconnect:
            return
        except asyncio.CancelledError:  # the server stops and has waited long enough
            if not began:
                await JSONResponse({"error": STOPPING}, 503)(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - whatever it was, the server goes on
            log.error("The browser chat failed: %s", trace(error))  # noqa: TRY400 - see trace
            if not began:
                await JSONResponse({"error": SORRY}, 500)(scope, receive, send)
