"""A reply as Telegram wants it: HTML in messages that are short enough, and a keyboard."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.replies import Reply, Rows

_GAP = "\n\n"
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
class MessagePart:
    """One message: the same words with tags and without."""

    html: str
    text: str
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Words in one style."""

    text: str
    tag: str = ""


def parts(reply: Reply) -> list[MessagePart]:
    """The messages that say a reply, in order; the last one carries the buttons."""
    runs = _runs(reply)
    text = "".join(run.text for run in runs)
    spans = split(text)
    return [
        MessagePart(
            html=_html(runs, span),
            text=text[span.start : span.end],
            keyboard=keyboard(reply.buttons) if span is spans[-1] else None,
        )
        for span in spans
    ]


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Buttons under a message; None when there are none.

    Raises `ValueError` when an action is too long for a button.
    """
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(it.label, callback_data=it.action.encode()) for it in row]
            for row in rows
        ]
    )


def _runs(reply: Reply) -> list[_Run]:
    styled = (_Run(reply.title, "b"), _Run(reply.text), _Run(reply.note, "i"))
    runs: list[_Run] = []
    for run in styled:
        if run.text:
            runs += [_Run(_GAP), run] if runs else [run]
    return runs


def _html(runs: Sequence[_Run], span: Span) -> str:
    """The words of a span; a style that reaches across a cut is closed and opened again."""
    pieces, at = [], 0
    for run in runs:
        words = run.text[max(span.start - at, 0) : max(span.end - at, 0)]
        pieces.append(_tagged(escape(words, quote=False), run.tag))
        at += len(run.text)
    return "".join(pieces)


def _tagged(html: str, tag: str) -> str:
    return f"<{tag}>{html}</{tag}>" if tag and html else html


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
