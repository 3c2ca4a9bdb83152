"""A backoff model written in the ARPA format, the text that speech recognizers read.

The format is that of D. B. Paul and J. M. Baker, The design for the Wall Street Journal-based CSR
corpus (1992). For each order it has a section of lines: the decimal logarithm of p(w | h), the
words of h and w, and the logarithm of the backoff weight b(h w), which the last order lacks. It
takes thirty lines to write, and no library at hand does.
"""

from collections.abc import Iterator
from math import log10

from bot.voice.recognition.language_model.mixture import Mixture
from bot.voice.recognition.language_model.ngrams import BEGIN

_NEVER = -99.0
"""The logarithm for what never follows: the beginning of a sentence."""
_LEAST = 1e-12
"""Probabilities and weights below are raised to this."""


def lines(mixture: Mixture) -> Iterator[str]:
    """The model, a line or a heading at a time."""
    bigrams = sum(len(level.seen) for level in mixture.bigrams.values())
    trigrams = sum(len(level.seen) for level in mixture.trigrams.values())
    yield (
        f"\\data\\\nngram 1={len(mixture.unigrams) + 1}\nngram 2={bigrams}\nngram 3={trigrams}\n"
    )
    yield "\n\\1-grams:\n"
    yield from _unigrams(mixture)
    yield "\n\\2-grams:\n"
    yield from _bigrams(mixture)
    yield "\n\\3-grams:\n"
    yield from _trigrams(mixture)
    yield "\n\\end\\\n"


def _unigrams(mixture: Mixture) -> Iterator[str]:
    yield f"{_NEVER}\t{BEGIN}\t{_log(mixture.bigrams[BEGIN].backoff_weight)}\n"
    for word, likely in mixture.unigrams.items():
        level = mixture.bigrams.get(word)
        yield f"{_log(likely)}\t{word}\t{_log(level.backoff_weight if level else 1.0)}\n"


def _bigrams(mixture: Mixture) -> Iterator[str]:
    for first, level in mixture.bigrams.items():
        for second, likely in level.seen.items():
            after = mixture.trigrams.get((first, second))
            weight = _log(after.backoff_weight if after else 1.0)
            yield f"{_log(likely)}\t{first} {second}\t{weight}\n"


def _trigrams(mixture: Mixture) -> Iterator[str]:
    for (first, second), level in mixture.trigrams.items():
        for third, likely in level.seen.items():
            yield f"{_log(likely)}\t{first} {second} {third}\n"


def _log(value: float) -> str:
    return f"{log10(max(value, _LEAST)):.4f}"
