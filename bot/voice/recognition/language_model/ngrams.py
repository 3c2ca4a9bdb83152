"""How often words follow one another in some sentences, smoothed after Witten and Bell."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

Words = tuple[str, ...]
Following = dict[str, float]
"""Word -> how often it follows, or how likely it does."""

BEGIN, END = "<s>", "</s>"
UNKNOWN = "<unk>"
"""A word that cannot be heard; nothing is learnt of what stands beside it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often single words, pairs and triples were seen; sentences may count in parts."""

    singles: Following = field(default_factory=lambda: defaultdict(float))
    pairs: dict[str, Following] = field(default_factory=lambda: defaultdict(_none))
    triples: dict[tuple[str, str], Following] = field(default_factory=lambda: defaultdict(_none))


def _none() -> Following:
    return defaultdict(float)


def counted(sentences: Iterable[tuple[Words, float]]) -> Counts:
    """The counts of sentences, each with its weight."""
    counts = Counts()
    for sentence, weight in sentences:
        _count(counts, (BEGIN, *sentence, END), weight)
    return counts


def _count(counts: Counts, words: Words, weight: float) -> None:
    for at, word in enumerate(words[1:], start=1):
        if word == UNKNOWN:
            continue
        counts.singles[word] += weight
        if words[at - 1] == UNKNOWN:
            continue
        counts.pairs[words[at - 1]][word] += weight
        if at > 1 and words[at - 2] != UNKNOWN:
            counts.triples[words[at - 2], words[at - 1]][word] += weight


@dataclass(frozen=True, slots=True)
class Domain:
    """How likely words follow one another."""

    singles: Following
    pairs: dict[str, Following]
    triples: dict[tuple[str, str], Following]
    unseen: Following
    """Word -> the part of what follows it that was not seen to."""

    def after(self, word: str, following: str) -> float:
        """How likely a word follows another."""
        seen = self.pairs.get(word, {}).get(following)
        if seen is not None:
            return seen
        return self.unseen.get(word, 1.0) * self.singles.get(following, 0.0)


def smoothed(counts: Counts) -> Domain:
    """Likelihoods for counts: what was seen once makes room for what was not seen."""
    total = sum(counts.singles.values())
    singles = {word: count / total for word, count in counts.singles.items()}
    unseen = {}
    pairs = {}
    for first, following in counts.pairs.items():
        whole, kinds = sum(following.values()), len(following)
        unseen[first] = kinds / (whole + kinds)
        pairs[first] = {
            word: (count + kinds * singles[word]) / (whole + kinds)
            for word, count in following.items()
        }
    triples = {}
    for (first, second), following in counts.triples.items():
        whole, kinds = sum(following.values()), len(following)
        lower = pairs[second]
        triples[first, second] = {
            word: (count + kinds * lower[word]) / (whole + kinds)
            for word, count in following.items()
        }
    return Domain(singles, pairs, triples, unseen)
