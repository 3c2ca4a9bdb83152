"""HTML as Telegram reads it: text, and where it is bold."""

import re
from dataclasses import dataclass, replace
from html import unescape

from tests.telegram_server.refusals import bad

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_PIECE = re.compile(r"<[^>]*>?|&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});?|[^<&]+|&")
"""An ampersand that starts nothing known stands for itself."""
_ATTRIBUTES = re.compile(r"""(\s+[a-z-]+(=("[^"]*"|'[^']*'|[A-Za-z0-9.-]+))?)*\s*""")


@dataclass(frozen=True, slots=True)
class Entity:
    type: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Formatted:
    text: str
    entities: tuple[Entity, ...] = ()


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def formatted(text: str, parse_mode: str | None) -> Formatted:
    """The text as it will be shown, without white space around it."""
    if not parse_mode:
        return _trimmed(Formatted(text))
    if parse_mode.lower() != "html":
        raise bad("unsupported parse_mode")
    return _trimmed(_Reader(text).read())


class _Reader:
    def __init__(self, html: str) -> None:
        self._html = html
        self._text = ""
        self._open: list[tuple[str, int]] = []
        self._entities: list[Entity] = []

    def read(self) -> Formatted:
        for piece in _PIECE.finditer(self._html):
            self._take(piece[0], len(self._html[: piece.start()].encode()))
        if self._open:
            tag = self._open[-1][0]
            raise _unreadable(f"Can't find end tag corresponding to start tag {tag}")
        found = sorted(self._entities, key=lambda entity: (entity.offset, -entity.length))
        return Formatted(self._text, tuple(found))

    def _take(self, piece: str, at: int) -> None:
        if piece.startswith("</"):
            self._end(piece, at)
        elif piece.startswith("<"):
            self._start(piece, at)
        else:
            self._text += unescape(piece) if piece.startswith("&") and len(piece) > 1 else piece

    def _start(self, piece: str, at: int) -> None:
        if not piece.endswith(">"):
            raise _unreadable(f"Unclosed start tag at byte offset {at}")
        tag = re.split(r"\s", piece[1:-1], maxsplit=1)[0].lower()
        if tag not in _KINDS:
            raise _unreadable(f'Unsupported start tag "{tag}" at byte offset {at}')
        if not _ATTRIBUTES.fullmatch(piece[1 + len(tag) : -1]):
            raise _unreadable(f'Empty attribute name in the tag "{tag}" at byte offset {at}')
        self._open.append((tag, units(self._text)))

    def _end(self, piece: str, at: int) -> None:
        if not self._open:
            raise _unreadable(f"Unexpected end tag at byte offset {at}")
        if not piece.endswith(">"):
            raise _unreadable(f"Unclosed end tag at byte offset {at}")
        tag, start = self._open.pop()
        found = piece[2:-1].strip().lower()
        if found and found != tag:
            raise _unreadable(
                f'Unmatched end tag at byte offset {at}, expected "</{tag}>", found "</{found}>"'
            )
        if units(self._text) > start:
            self._entities.append(Entity(_KINDS[tag], start, units(self._text) - start))


def _unreadable(reason: str) -> Exception:
    return bad(f"can't parse entities: {reason}")


def _trimmed(found: Formatted) -> Formatted:
    text = found.text.strip()
    skipped = units(found.text[: len(found.text) - len(found.text.lstrip())])
    kept = (_within(entity, skipped, units(text)) for entity in found.entities)
    return Formatted(text, tuple(entity for entity in kept if entity.length > 0))


def _within(entity: Entity, skipped: int, length: int) -> Entity:
    start = max(entity.offset - skipped, 0)
    end = min(entity.offset - skipped + entity.length, length)
    return replace(entity, offset=start, length=end - start)
