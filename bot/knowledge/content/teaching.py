"""A reviewed question becomes a phrasing of a topic: an edit of the text of faq.yaml."""

import json
import re

from bot.errors import ContentError

_TOP = re.compile(r"^[a-z][a-z0-9_]*:", re.MULTILINE)


def with_phrasing(faq: str, topic: str, phrasing: str) -> str:
    """The text of faq.yaml with one more phrasing at the end of a topic; comments stay.

    Raises `ContentError` when the topic is unknown or already has that phrasing.
    """
    start, end = _span(faq, topic)
    entry = faq[start:end]
    line = f"    - {json.dumps(phrasing.strip(), ensure_ascii=False)}"
    if line in entry.splitlines():
        raise ContentError(f"faq.yaml: {topic}: phrasings: already holds {phrasing!r}.")
    kept = entry.rstrip("\n")
    last = kept.rfind("\n    - ")
    stop = kept.find("\n", last + 1)
    stop = len(kept) if stop == -1 else stop
    return faq[:start] + kept[:stop] + "\n" + line + kept[stop:] + entry[len(kept) :] + faq[end:]


def _span(faq: str, topic: str) -> tuple[int, int]:
    """Where the entry of a topic begins and ends."""
    starts = [found.start() for found in _TOP.finditer(faq)]
    for start, end in zip(starts, [*starts[1:], len(faq)], strict=True):
        if faq[start:].startswith(f"{topic}:"):
            return start, end
    raise ContentError(f"faq.yaml: there is no topic {topic!r}.")


def regression_line(topic: str, phrasing: str) -> str:
    """The line that keeps the new phrasing answered for ever."""
    return json.dumps({"q": phrasing.strip(), "topic": topic}, ensure_ascii=False) + "\n"
