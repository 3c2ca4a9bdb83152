"""Starts and stops the browser chat inside the running event loop."""

import asyncio
import errno
import os
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.domain.alarms import SendOutcome
from bot.domain.people import Person
from bot.domain.replies import Reply
from bot.errors import StartError
from bot.web.chat import Chat, Responder
from bot.web.message_log import CardLookup, Clock, MessageLog
from bot.web.middleware import EVERYWHERE, ErrorMiddleware, OriginGuard
from bot.web.ports import MessageHistory
from bot.web.range_response import Animations, SpeechSynthesis
from bot.web.routes import HEARTBEAT, PersonLookup, Routes
from bot.web.sse import Streams

CONNECTIONS = 512
"""Open connections of everybody; further ones are told to come back later."""
STOP_SECONDS = 2
"""How long requests under way may take when the server stops."""


@dataclass(frozen=True, slots=True)
class BrowserChannel:
    """The browser chat while it runs."""

    url: str
    """Its address."""
    chat: Chat

    async def deliver(self, person: Person, replies: Sequence[Reply]) -> SendOutcome:
        """Say something unasked; it appears in all open tabs, or on the next visit.

        Not sent while too many messages of the person wait.
        """
        return await self.chat.deliver(person, replies)


@asynccontextmanager
async def browser_chat(
    host: str,
    port: int,
    *,
    conversation: Responder,
    people: PersonLookup,
    history: MessageHistory,
    cards: CardLookup,
    animations: Animations,
    voices: SpeechSynthesis,
    clock: Clock,
    heartbeat: float = HEARTBEAT,
) -> AsyncIterator[BrowserChannel]:
    """The browser chat, served until the block ends; port 0 takes any free one.

    Raises `StartError` when the address cannot be listened on.
    """
    streams = Streams()
    chat = Chat(conversation, MessageLog(history, cards, streams, clock))
    routes = Routes(chat, people, animations, voices, heartbeat)
    listener = _listen(host, port)
    server = _Server(_config(_application(routes, host)))
    serving = asyncio.create_task(server.serve([listener]))
    try:
        yield BrowserChannel(_url(host, listener), chat)
    finally:
        streams.close()
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: the app decides when to stop."""
        yield


def _application(routes: Routes, host: str) -> Starlette:
    app = Starlette(
        routes=routes.routes(),
        middleware=[Middleware(OriginGuard, host=host), Middleware(ErrorMiddleware)],
        exception_handlers={HTTPException: _error_response},
    )
    app.router.redirect_slashes = False
    return app


async def _error_response(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small packets without delay only over sockets that name TCP themselves
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere the option would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise StartError(_reason(host, port, error)) from error
    return listener


def _reason(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"The browser chat cannot start: port {port} on {host} is in use. "
            "Set BOT_CHAT_PORT to a free port, or to 0 to go without the browser chat."
        )
    return f"The browser chat cannot listen on {host}, port {port}: {error.strerror or error}."


def _url(host: str, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    name = "127.0.0.1" if host in EVERYWHERE else host
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"
