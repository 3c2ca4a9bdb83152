"""Sounds of speech in the letters of the phonetic alphabet, as phones of the ARPAbet."""

from functools import cache
from pathlib import Path

from bot.knowledge.loading import parse_yaml, validate

_TABLE = Path(__file__).with_suffix(".yaml")
_SILENT = frozenset("\u02c8\u02cc\u02d0\u200d\u0329 -_'")
"""Stress, length and borders."""


def arpabet(phonetic: str) -> str | None:
    """The phones of a word, or None when a sound has no place in the ARPAbet."""
    phones, longest = _phones()
    found: list[str] = []
    at = 0
    while at < len(phonetic):
        sizes = range(longest, 0, -1)
        size = next((size for size in sizes if phonetic[at : at + size] in phones), 0)
        if size:
            found.append(phones[phonetic[at : at + size]])
        elif phonetic[at] not in _SILENT:
            return None
        at += max(size, 1)
    return " ".join(found) or None


@cache
def _phones() -> tuple[dict[str, str], int]:
    table = parse_yaml(_TABLE.name, _TABLE.read_text(encoding="utf-8"))
    phones: dict[str, str] = validate(_TABLE.name, dict[str, str], table)
    return phones, max(map(len, phones))
