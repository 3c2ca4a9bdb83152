"""The spoken form of written text: the words that a recognizer would write down."""

import re
from functools import cache
from pathlib import Path

from bot.domain.number_words import cardinal
from bot.knowledge.content.loading import parse_yaml, validate

Words = tuple[str, ...]

_TABLE = Path(__file__).with_suffix(".yaml")

_ORDER = (
    (re.compile(r"[\u2019\u2018`]"), "'"),
    (re.compile(r"[\u2013\u2014]"), "-"),
    (re.compile(r"(?<=\d)\s*[x\u00d7]\s*(?=\d)"), " times "),
    (re.compile(r"(?<=\d)\s?-\s?(?=\d)"), " to "),
    (re.compile(r"(?<=\d)\s*/\s*(?=10\b)"), " out of "),
    (re.compile(r"(?<=\d)\s*%"), " percent"),
)
_FIGURE = re.compile(r"\d+")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")


def spoken(text: str) -> Words:
    """The words of a text in lower case; figures are words, signs are gone."""
    text = text.lower()
    for pattern, said in _ORDER:
        text = pattern.sub(said, text)
    text = _FIGURE.sub(lambda found: f" {cardinal(int(found[0][:3]))} ", text)
    table = _said()
    return tuple(part for word in _WORD.findall(text) for part in table.get(word, word).split())


@cache
def _said() -> dict[str, str]:
    """How people write -> what they say."""
    table = parse_yaml(_TABLE.name, _TABLE.read_text(encoding="utf-8"))
    return dict(validate(_TABLE.name, dict[str, str], table))
