"""A reply as Telegram wants it: HTML in pieces that fit, and a keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.replies import Reply, Rows
from bot.handlers.delivery.splitting import Span, split

_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One message: the same words with tags and without."""

    html: str
    text: str
    keyboard: InlineKeyboardMarkup | None = None


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
