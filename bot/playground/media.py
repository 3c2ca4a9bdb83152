"""Films and sounds over HTTP: whole or in parts, as players ask for them."""

import re
from dataclasses import dataclass, field
from hashlib import sha256

from starlette.datastructures import Headers
from starlette.responses import Response

_SPAN = re.compile(r"bytes=(?:([0-9]{1,15})-([0-9]{0,15})|-([0-9]{1,15}))")


@dataclass(frozen=True, slots=True)
class Medium:
    """Something to be played."""

    contents: bytes = field(repr=False)
    kind: str
    """Its media type, for example "video/mp4"."""
    keeping: str
    """How long browsers may keep it, as the Cache-Control header says."""

    def answer(self, asked: Headers) -> Response:
        """All of it, or the part that the headers of a request ask for."""
        tag = f'"{sha256(self.contents).hexdigest()[:32]}"'
        headers = {"etag": tag, "accept-ranges": "bytes", "cache-control": self.keeping}
        if tag in asked.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        is_same = asked.get("if-range", tag) == tag
        wanted = span(asked.get("range", ""), len(self.contents)) if is_same else None
        if wanted is None:
            return Response(self.contents, headers=headers, media_type=self.kind)
        return self._part(wanted, headers)

    def _part(self, wanted: range, headers: dict[str, str]) -> Response:
        size = len(self.contents)
        if not wanted:
            return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
        where = {"content-range": f"bytes {wanted[0]}-{wanted[-1]}/{size}"}
        part = self.contents[wanted.start : wanted.stop]
        return Response(part, 206, headers | where, media_type=self.kind)


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
