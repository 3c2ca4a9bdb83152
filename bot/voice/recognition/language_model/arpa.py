"""A model of words, pairs and triples as the text that speech recognisers read."""

from collections.abc import Iterator
from math import log10

from bot.voice.recognition.language_model.mixture import Mixture
from bot.voice.recognition.language_model.ngrams import BEGIN

_NEVER = -99.0
_LEAST = 1e-12


def lines(mixture: Mixture) -> Iterator[str]:
    """The model in the ARPA format, a line at a time."""
    pairs = sum(len(level.seen) for level in mixture.pairs.values())
    triples = sum(len(level.seen) for level in mixture.triples.values())
    yield f"\\data\\\nngram 1={len(mixture.singles) + 1}\nngram 2={pairs}\nngram 3={triples}\n"
    yield "\n\\1-grams:\n"
    yield from _singles(mixture)
    yield "\n\\2-grams:\n"
    yield from _pairs(mixture)
    yield "\n\\3-grams:\n"
    yield from _triples(mixture)
    yield "\n\\end\\\n"


def _singles(mixture: Mixture) -> Iterator[str]:
    yield f"{_NEVER}\t{BEGIN}\t{_log(mixture.pairs[BEGIN].rest)}\n"
    for word, likely in mixture.singles.items():
        level = mixture.pairs.get(word)
        yield f"{_log(likely)}\t{word}\t{_log(level.rest if level else 1.0)}\n"


def _pairs(mixture: Mixture) -> Iterator[str]:
    for first, level in mixture.pairs.items():
        for second, likely in level.seen.items():
            after = mixture.triples.get((first, second))
            yield f"{_log(likely)}\t{first} {second}\t{_log(after.rest if after else 1.0)}\n"


def _triples(mixture: Mixture) -> Iterator[str]:
    for (first, second), level in mixture.triples.items():
        for third, likely in level.seen.items():
            yield f"{_log(likely)}\t{first} {second} {third}\n"


def _log(value: float) -> str:
    return f"{log10(max(value, _LEAST)):.4f}"
