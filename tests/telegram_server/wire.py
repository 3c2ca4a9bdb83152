"""Just enough HTTP/1.1: requests in, JSON or bytes out, connections dropped on demand."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from tests.telegram_server.refusals import TOO_LARGE, Refusal
from tests.telegram_server.uploads import read_form

LARGEST = 50 * 1024 * 1024
"""Bytes of a request: more than a bot may send in a file is not even read."""


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes
    code: int = 200
    kind: str = "application/json"


DROP = Answer(b"", 0)
"""No answer at all."""

Responder = Callable[[Request], Awaitable[Answer]]


def as_json(body: object, code: int = 200) -> Answer:
    return Answer(json.dumps(body).encode(), code)


@asynccontextmanager
async def listen(respond: Responder) -> AsyncIterator[int]:
    """Serve on a free port of this machine; gives the port."""
    open_now: dict[asyncio.Task[Any], asyncio.StreamWriter] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        open_now[task] = writer
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await _talk(respond, reader, writer)
        writer.close()
        del open_now[task]

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task, writer in open_now.items():
            writer.transport.abort()  # a cancelled wait that just ended would read on for ever
            task.cancel()
        await asyncio.gather(*open_now, return_exceptions=True)


async def _talk(
    respond: Responder, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    while True:
        try:
            answer = await respond(await _read(reader))
        except Refusal as refusal:
            await _write(writer, as_json(refusal.body(), refusal.code))
            return  # where the next request would begin is anybody's guess
        if answer is DROP:
            return
        await _write(writer, answer)


async def _write(writer: asyncio.StreamWriter, answer: Answer) -> None:
    head = f"HTTP/1.1 {answer.code} X\r\nContent-Type: {answer.kind}\r\n"
    writer.write(f"{head}Content-Length: {len(answer.body)}\r\n\r\n".encode() + answer.body)
    await writer.drain()


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    length = int(headers.get("content-length", "0"))
    if length > LARGEST:
        raise TOO_LARGE
    body = await reader.readexactly(length)
    return Request(first.split(" ")[1], _params(headers.get("content-type", ""), body))


def _params(kind: str, body: bytes) -> dict[str, Any]:
    if kind.startswith("application/json"):
        return dict(json.loads(body))
    if kind.startswith("multipart/form-data"):
        return read_form(kind, body)
    return dict(parse_qsl(body.decode(), keep_blank_values=True))
