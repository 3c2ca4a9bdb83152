"""Long texts, cut where a reader would pause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 4096
"""UTF-16 code units in one message: Telegram's limit, counted after the tags are read."""

_PAUSES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\n[ \t]*\n",
        r"\n",
        r"(?<=[.!?…])[\"')\]]*\s",
        r"\s",
    )
)
"""Between paragraphs, lines, sentences, words: the best first."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, from `start` up to `end`."""

    start: int
    end: int


def split(text: str, longest: int = LONGEST) -> list[Span]:
    """The pieces of a text, each at most `longest` UTF-16 code units.

    Only white space is lost, where two pieces meet and at both ends. `longest` is at least 2.
    """
    return list(_spans(text, longest))


def _spans(text: str, longest: int) -> Iterator[Span]:
    start, last = _skip_space(text, 0), len(text.rstrip())
    while start < last:
        limit = _reach(text, start, last, longest)
        end = limit if limit == last else _pause(text, start, limit)
        yield Span(start, start + len(text[start:end].rstrip()))
        start = _skip_space(text, end)


def _skip_space(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _reach(text: str, start: int, last: int, longest: int) -> int:
    """How far one piece could go."""
    if last - start <= longest // 2:  # no character takes more than two code units
        return last
    units = text[start : min(last, start + longest)].encode("utf-16-le", "surrogatepass")
    return start + len(units[: 2 * longest].decode("utf-16-le", "ignore"))


def _pause(text: str, start: int, limit: int) -> int:
    """The best place to stop in the second half of what would fit."""
    half = start + (limit - start + 1) // 2
    for pause in _PAUSES:
        ends = [found.end() for found in pause.finditer(text, half, limit + 1)]
        if ends:
            return ends[-1]
    return limit
