"""Animations, voice messages and documents over HTTP: whole or in the ranges asked for."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from starlette.datastructures import Headers
from starlette.responses import Response

from bot.domain.audio import Sound
from bot.domain.replies import Document, Picture, Utterance


def attachment(document: Document) -> Response:
    """A file to save; no cache keeps a copy."""
    headers = {
        "content-disposition": f'attachment; filename="{document.name}"',
        "cache-control": "no-store",
    }
    return Response(document.content, headers=headers, media_type=document.media_type)


class SpeechSynthesis(Protocol):
    """The engines of recognition and synthesis, as far as there are any."""

    @property
    def transcribes(self) -> bool:
        """Whether recordings are understood at all."""

    @property
    def synthesizes(self) -> bool:
        """Whether there is a voice at all."""

    async def synthesize(self, utterance: Utterance) -> Sound:
        """An utterance as sound. Raises `VoiceError` when it cannot be synthesized."""


def mark_of(utterance: Utterance) -> str:
    """A digest of an utterance: an edited message may have another one."""
    return sha256(repr(utterance).encode()).hexdigest()[:16]


Animations = Callable[[Picture], Awaitable[bytes]]
"""A picture as an MP4. Raises `KeyError` for what is not drawn."""

_NAME = re.compile(r"[a-z_]+")


def picture_named(exercise: str, side: str) -> Picture | None:
    """The picture of an address; None when no picture could have such a name."""
    if _NAME.fullmatch(exercise) and _NAME.fullmatch(side):
        return Picture(exercise, side, description="")
    return None


_SPAN = re.compile(r"bytes=(?:([0-9]{1,15})-([0-9]{0,15})|-([0-9]{1,15}))")


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file to be played."""

    contents: bytes = field(repr=False)
    kind: str
    """Its media type, for example "video/mp4"."""
    keeping: str
    """The Cache-Control header: how long browsers may keep it."""

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


def audio_file(sound: Sound) -> MediaFile:
    """A sound for its person alone: revalidated each time, and never in a shared cache."""
    return MediaFile(sound.content, "audio/ogg", "private, no-cache")


def video_file(contents: bytes) -> MediaFile:
    """An animation, the same for everybody."""
    return MediaFile(contents, "video/mp4", "max-age=86400")
