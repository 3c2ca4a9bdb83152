"""Requests over aiohttp: what they send, and what their failures say about it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.handlers.transport.http import NEVER_SENT, Requests

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@asynccontextmanager
async def answering(answer: bytes, *, wait: float = 0.0) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that gives one answer to everything, with what it received."""
    received: list[bytes] = []
    writers: list[asyncio.StreamWriter] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        received.append(await reader.read(65536))
        await asyncio.sleep(wait)
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield f"http://127.0.0.1:{port}/bot1:token/sendMessage", received
        for writer in writers:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


def data(name: str, value: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value)])


async def test_words_travel_as_a_form() -> None:
    async with answering(OK) as (url, received), Requests() as requests:
        status, body = await requests.do_request(url, "POST", data("text", "ä & b"))
    assert (status, body) == (200, b"{}")
    assert b"text=%C3%A4+%26+b" in received[0]


async def test_a_file_travels_as_parts() -> None:
    file = InputFile(b"OggS sound", filename="set.ogg")
    async with answering(OK) as (url, received), Requests() as requests:
        await requests.do_request(url, "POST", data("voice", file))
    assert b'filename="set.ogg"' in received[0]
    assert b"OggS sound" in received[0]


async def test_a_refused_connection_was_never_sent() -> None:
    async with answering(OK) as (url, _):
        pass
    async with Requests() as requests:
        with pytest.raises(NetworkError) as failure:
            await requests.do_request(url, "POST", data("text", "hello"))
    assert isinstance(failure.value.__cause__, NEVER_SENT)


async def test_a_late_answer_may_have_been_sent() -> None:
    async with answering(OK, wait=0.3) as (url, _), Requests() as requests:
        with pytest.raises(TimedOut) as failure:
            await requests.do_request(url, "POST", data("text", "hello"), read_timeout=0.1)
    assert not isinstance(failure.value.__cause__, NEVER_SENT)


async def test_a_broken_answer_may_have_been_sent() -> None:
    broken = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"
    async with answering(broken) as (url, _), Requests() as requests:
        with pytest.raises(NetworkError) as failure:
            await requests.do_request(url, "POST", data("text", "hello"))
    assert not isinstance(failure.value.__cause__, NEVER_SENT)


async def test_an_endless_answer_is_not_read() -> None:
    huge = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"
    async with answering(huge) as (url, _), Requests() as requests:
        with pytest.raises(NetworkError, match="too large"):
            await requests.do_request(url, "GET")


async def test_it_must_be_opened_first() -> None:
    with pytest.raises(RuntimeError, match="not open"):
        await Requests().do_request("http://127.0.0.1:9/", "GET")
