"""Word n-grams of the assistant's domain up to order three, smoothed after Witten and Bell.

PocketSphinx reads such models but does not make them, and the toolkits that do (SRILM, KenLM, the
CMU toolkit) are programs to be compiled; here sentences also count in parts, and nothing is learnt
across a word that cannot be recognised. It is a page of code, so it is ours.

Notation: w a word, h the words before it (the history), h' the history without its first word,
c(h, w) how often w followed h, c(h) the sum over w, t(h) how many different words followed h.

    p(w | h) = (c(h, w) + t(h) * p(w | h')) / (c(h) + t(h))

which interpolates counts with the shorter history; what is left to words that never followed h is
the escape probability t(h) / (c(h) + t(h)). Single words have their relative frequencies.

Sources: I. H. Witten and T. C. Bell, The zero-frequency problem, IEEE Transactions on Information
Theory 37 (1991), method C; in the form above S. F. Chen and J. Goodman, An empirical study of
smoothing techniques for language modeling, Computer Speech and Language 13 (1999).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Words = tuple[str, ...]
Following = dict[str, float]
"""Word -> how often it follows a history, or with which probability."""

BEGIN, END = "<s>", "</s>"
"""Marks of a sentence."""
UNKNOWN = "<unk>"
"""A word that cannot be recognised; nothing is learnt of what stands beside it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """c(h, w) for histories of no, one and two words; sentences may count in parts."""

    unigrams: Following = field(default_factory=lambda: defaultdict(float))
    bigrams: dict[str, Following] = field(default_factory=lambda: defaultdict(_none))
    trigrams: dict[tuple[str, str], Following] = field(default_factory=lambda: defaultdict(_none))


def _none() -> Following:
    return defaultdict(float)


def count_ngrams(sentences: Iterable[tuple[Words, float]]) -> Counts:
    """The counts of sentences, each with its weight."""
    counts = Counts()
    for sentence, weight in sentences:
        _count(counts, (BEGIN, *sentence, END), weight)
    return counts


def _count(counts: Counts, words: Words, weight: float) -> None:
    for at, word in enumerate(words[1:], start=1):
        if word == UNKNOWN:
            continue
        counts.unigrams[word] += weight
        if words[at - 1] == UNKNOWN:
            continue
        counts.bigrams[words[at - 1]][word] += weight
        if at > 1 and words[at - 2] != UNKNOWN:
            counts.trigrams[words[at - 2], words[at - 1]][word] += weight


@dataclass(frozen=True, slots=True)
class DomainModel:
    """p(w | h) for everything that was seen."""

    unigrams: Following
    bigrams: dict[str, Following]
    trigrams: dict[tuple[str, str], Following]
    escape: Following
    """Word -> the probability that something follows it which was never seen to."""

    def after(self, word: str, following: str) -> float:
        """p(following | word), whether that was seen or not."""
        seen = self.bigrams.get(word, {}).get(following)
        if seen is not None:
            return seen
        return self.escape.get(word, 1.0) * self.unigrams.get(following, 0.0)


def witten_bell(counts: Counts) -> DomainModel:
    """The smoothed probabilities of what was counted."""
    total = sum(counts.unigrams.values())
    unigrams = {word: count / total for word, count in counts.unigrams.items()}
    bigrams = {
        first: _interpolated(following, unigrams) for first, following in counts.bigrams.items()
    }
    trigrams = {
        history: _interpolated(following, bigrams[history[1]])
        for history, following in counts.trigrams.items()
    }
    escape = {first: _escape(following) for first, following in counts.bigrams.items()}
    return DomainModel(unigrams, bigrams, trigrams, escape)


def _interpolated(following: Following, lower: Mapping[str, float]) -> Following:
    """p(w | h) for every word that followed h, where `lower` is p(w | h')."""
    total, types = sum(following.values()), len(following)
    return {
        word: (count + types * lower[word]) / (total + types) for word, count in following.items()
    }


def _escape(following: Following) -> float:
    total, types = sum(following.values()), len(following)
    return types / (total + types)
