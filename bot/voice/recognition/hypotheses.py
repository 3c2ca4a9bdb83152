"""What engines write down becomes hypotheses: plain words, with our own words for homophones.

An engine writes "ham string" where "hamstring" was meant: homophones.yaml lists such spellings.
"""

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from bot.domain.audio import Hypothesis
from bot.knowledge.content.loading import parse_yaml, validate
from bot.voice.synthesis.text_normalization import speakable

HOMOPHONES = Path(__file__).parent / "homophones.yaml"
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})
_OTHER = re.compile(r"[^a-z' ]+")


def hypotheses(texts: Iterable[str], shares: Iterable[float]) -> tuple[Hypothesis, ...]:
    """Different texts with how likely each is, the likeliest first; empty ones are left out.

    `shares` are 0 to 1 and add up to 1 at most; texts that are the same in plain words are one.
    """
    likely: dict[str, float] = {}
    for text, share in zip(texts, shares, strict=True):
        words = plain(text)
        if words:
            likely[words] = likely.get(words, 0.0) + share
    found = (Hypothesis(words, min(share, 1.0)) for words, share in likely.items())
    return tuple(sorted(found, key=lambda one: -one.confidence))


def shares(logarithms: Sequence[float]) -> list[float]:
    """Probabilities, 0 to 1, that add up to 1, from the natural logarithms of odds (softmax)."""
    best = max(logarithms)
    odds = [math.exp(one - best) for one in logarithms]
    return [one / sum(odds) for one in odds]


def plain(text: str) -> str:
    """Lower case, words and single spaces; figures and signs as words, homophones replaced."""
    lower = speakable(text.translate(_APOSTROPHES)).lower()
    words = (word.strip("'") for word in _OTHER.sub(" ", lower).split())
    return without_homophones(" ".join(filter(None, words)))


def without_homophones(text: str) -> str:
    """The text with our words for what sounds like them, the longest first."""
    words = text.split()
    homophones, longest = _homophones()
    out: list[str] = []
    while words:
        for size in range(min(longest, len(words)), 0, -1):
            meant = homophones.get(tuple(words[:size]))
            if meant is not None:
                out.append(meant)
                words = words[size:]
                break
        else:
            out.append(words.pop(0))
    return " ".join(out)


@cache
def _homophones() -> tuple[dict[tuple[str, ...], str], int]:
    """What an engine writes -> the word that was meant; and the length of the longest."""
    data = parse_yaml(HOMOPHONES.name, HOMOPHONES.read_text(encoding="utf-8"))
    table: dict[str, list[str]] = validate(HOMOPHONES.name, dict[str, list[str]], data)
    found = {tuple(other.split()): meant for meant, others in table.items() for other in others}
    return found, max(map(len, found))
