"""Films of the movements over HTTP: whole or in parts, as players ask for them."""

import re
from collections.abc import Awaitable, Callable
from hashlib import sha256

from starlette.datastructures import Headers
from starlette.responses import Response

from bot.replies import Picture

Animations = Callable[[Picture], Awaitable[bytes]]
"""A picture -> its film as MP4. Raises `KeyError` for what is not drawn."""

_NAME = re.compile(r"[a-z_]+")
_SPAN = re.compile(r"bytes=(?:([0-9]{1,15})-([0-9]{0,15})|-([0-9]{1,15}))")
_KIND = "video/mp4"


def named(exercise: str, side: str) -> Picture | None:
    """The picture that an address names; None when nothing could have such a name."""
    if _NAME.fullmatch(exercise) and _NAME.fullmatch(side):
        return Picture(exercise, side, description="")
    return None


def film(contents: bytes, asked: Headers) -> Response:
    """A film, or the part of it that the headers of a request ask for."""
    tag = f'"{sha256(contents).hexdigest()[:32]}"'
    headers = {"etag": tag, "accept-ranges": "bytes", "cache-control": "max-age=86400"}
    if tag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    is_same = asked.get("if-range", tag) == tag
    wanted = span(asked.get("range", ""), len(contents)) if is_same else None
    if wanted is None:
        return Response(contents, headers=headers, media_type=_KIND)
    return _part(contents, wanted, headers)


def span(asked: str, size: int) -> range | None:
    """The bytes that a Range header asks for, none of them where nothing is.

    None for anything but a single range: then the whole is sent.
    """
    match = _SPAN.fullmatch(asked)
    if match is None:
        return None
    first, last, ending = match.groups()
    if ending:
        return range(max(0, size - int(ending)), size)
    end = min(int(last) + 1, size) if last else size
    return None if last and int(last) < int(first) else range(int(first), end)


def _part(contents: bytes, wanted: range, headers: dict[str, str]) -> Response:
    if not wanted:
        return Response(status_code=416, headers={"content-range": f"bytes */{len(contents)}"})
    where = {"content-range": f"bytes {wanted[0]}-{wanted[-1]}/{len(contents)}"}
    part = contents[wanted.start : wanted.stop]
    return Response(part, 206, headers | where, media_type=_KIND)
