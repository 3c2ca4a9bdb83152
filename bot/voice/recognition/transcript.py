"""What other engines write down, as guesses in plain words."""

import math
import re
from collections.abc import Iterable, Sequence

from bot.domain.audio import Hypothesis
from bot.voice.recognition.homophones import repaired
from bot.voice.synthesis.text_normalization import speakable

_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})
_OTHER = re.compile(r"[^a-z' ]+")


def plain(text: str) -> str:
    """Lower case, words and spaces; figures and signs as words, and our words for their twins."""
    lower = speakable(text.translate(_APOSTROPHES)).lower()
    words = (word.strip("'") for word in _OTHER.sub(" ", lower).split())
    return repaired(" ".join(filter(None, words)))


def hypotheses(texts: Iterable[str], shares: Iterable[float]) -> tuple[Hypothesis, ...]:
    """Different readings with how likely each is, the likeliest first; empty ones are left out.

    `shares` are 0 to 1 and add up to 1 at most; readings that are the same in plain words are one.
    """
    likely: dict[str, float] = {}
    for text, share in zip(texts, shares, strict=True):
        words = plain(text)
        if words:
            likely[words] = likely.get(words, 0.0) + share
    found = (Hypothesis(words, min(share, 1.0)) for words, share in likely.items())
    return tuple(sorted(found, key=lambda hypothesis: -hypothesis.confidence))


def shares(logarithms: Sequence[float]) -> list[float]:
    """How likely each of several readings is, by the natural logarithms of their odds."""
    best = max(logarithms)
    odds = [math.exp(one - best) for one in logarithms]
    return [one / sum(odds) for one in odds]
