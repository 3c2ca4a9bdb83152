"""Replies as people get them, written down in a file: a changed word is looked at by somebody."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.domain.replies import Placement, Reply

ANEW = "WORDING"
"""The environment variable that says: write the file anew; then read what `git diff` shows."""


def written(reply: Reply) -> str:
    """All that can be read, heard and tapped."""
    return "\n".join(_lines(reply))


def _lines(reply: Reply) -> Iterator[str]:
    place = "" if reply.place is Placement.NEW else f" ({reply.place.value})"
    yield f"# {reply.title}{place}".rstrip()
    yield reply.text
    if reply.note:
        yield f"~ {reply.note}"
    if reply.speech:
        yield f"> {reply.speech}"
    for row in reply.buttons:
        yield " ".join(f"[{button.label} -> {button.action.encode()}]" for button in row)


def check(path: Path, replies: Iterable[Reply]) -> None:
    """Compare all replies, each once, with those in the file."""
    shown = "\n\n".join(dict.fromkeys(map(written, replies))) + "\n"
    if ANEW in os.environ:
        path.write_text(shown, "utf-8")
    assert shown.splitlines() == path.read_text("utf-8").splitlines(), f"{ANEW}=1 writes it anew"
