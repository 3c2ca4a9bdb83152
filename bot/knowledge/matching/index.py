"""An inverted index of all phrasings: which topic is near in words."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

OUT_OF_SCOPE = "elsewhere"
"""The class of everything that is no topic: out-of-scope examples and small talk.

Its value stands in fitted files."""

_CANDIDATES = 60
"""Phrasings collected, by the rarest words first, before common words' postings are skipped."""
_COMMON = 200
"""A word in more phrasings than this only collects when no rarer word did."""
_EVERYWHERE = 0.7
"""A word in more than this share of the topics is left out of BM25."""
_K1, _B = 1.2, 0.75
"""Saturation and length normalisation of BM25, the values of its authors."""


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One phrasing as the index keeps it."""

    topic: str
    text: str
    stems: frozenset[str]


class Near(NamedTuple):
    """The nearest phrasing of one topic."""

    similarity: float
    """Dice coefficient of the stems, weighted by how rare each is, 0 to 1."""
    text: str


@dataclass(frozen=True, slots=True)
class Index:
    """Built once, never changed."""

    phrasings: tuple[Phrasing, ...]
    postings: Mapping[str, frozenset[int]]
    """Stem -> positions of the phrasings that hold it."""
    rarity: Mapping[str, float]
    """Stem -> inverse document frequency."""
    unseen: float
    """The rarity of a stem that no phrasing holds."""
    weights: tuple[float, ...]
    """Sum of the rarities of each phrasing's stems."""
    owners: tuple[str, ...]
    """The topic of each phrasing."""
    impacts: Mapping[str, tuple[tuple[str, float], ...]]
    """Stem -> its part of each topic's BM25 score."""

    def nearest(self, stems: Iterable[str]) -> dict[str, Near]:
        """The nearest phrasing of every topic that shares a word which counts."""
        asked = frozenset(stems)
        total = sum([self.rarity.get(stem, self.unseen) for stem in asked])
        owners, weights = self.owners, self.weights
        best: dict[str, float] = {}
        places: dict[str, int] = {}
        for at, shared in self._shared(asked).items():
            similarity = 2 * shared / (total + weights[at])
            topic = owners[at]
            if similarity > best.get(topic, 0.0):
                best[topic] = similarity
                places[topic] = at
        phrasings = self.phrasings
        return {topic: Near(best[topic], phrasings[at].text) for topic, at in places.items()}

    def _shared(self, asked: frozenset[str]) -> dict[int, float]:
        """Position of a phrasing -> summed rarity of the stems it shares with the question."""
        known = sorted((stem for stem in asked if stem in self.postings), key=self._frequency)
        shared: dict[int, float] = {}
        for stem in known:
            rarity, posting = self.rarity[stem], self.postings[stem]
            if not shared or (len(shared) < _CANDIDATES and len(posting) <= _COMMON):
                for at in posting:
                    shared[at] = shared.get(at, 0.0) + rarity
            else:  # a common word: count it for those already found, collect no new ones
                for at in posting.intersection(shared):
                    shared[at] += rarity
        return shared

    def _frequency(self, stem: str) -> tuple[int, str]:
        return len(self.postings[stem]), stem

    def bm25(self, stems: Sequence[str]) -> dict[str, float]:
        """BM25 of every topic as one document: its phrasings, keywords and answer."""
        scores: dict[str, float] = defaultdict(float)
        for stem in set(stems):
            for topic, impact in self.impacts.get(stem, ()):
                scores[topic] += impact
        return scores

    def coverage(self, stems: Iterable[str]) -> float:
        """Share of the question's rarity that lies in words of the content, 0 to 1."""
        asked = set(stems)
        total = sum(self.rarity.get(stem, self.unseen) for stem in asked)
        return sum(self.rarity.get(stem, 0.0) for stem in asked) / total if total else 0.0


def build_index(
    phrasings: Iterable[Phrasing], documents: Mapping[str, Mapping[str, float]]
) -> Index:
    """An index of phrasings, and of topics as weighted bags of stems for BM25."""
    kept = tuple(phrasings)
    postings: dict[str, list[int]] = defaultdict(list)
    for at, phrasing in enumerate(kept):
        for stem in phrasing.stems:
            postings[stem].append(at)
    rarity = {stem: math.log(1 + len(kept) / len(at)) for stem, at in postings.items()}
    return Index(
        phrasings=kept,
        postings={stem: frozenset(at) for stem, at in postings.items()},
        rarity=rarity,
        unseen=math.log(1 + len(kept)),
        weights=tuple(sum(map(rarity.__getitem__, one.stems)) for one in kept),
        owners=tuple(one.topic for one in kept),
        impacts=_impacts(documents),
    )


def _impacts(
    documents: Mapping[str, Mapping[str, float]],
) -> dict[str, tuple[tuple[str, float], ...]]:
    frequency = Counter(stem for bag in documents.values() for stem in bag)
    lengths = {topic: sum(bag.values()) for topic, bag in documents.items()}
    average = sum(lengths.values()) / max(1, len(lengths))
    impacts: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for topic, bag in documents.items():
        norm = _K1 * (1 - _B + _B * lengths[topic] / (average or 1.0))
        for stem, count in bag.items():
            if frequency[stem] > _EVERYWHERE * len(documents):
                continue  # a word of every topic tells none from another
            rare = math.log(1 + (len(documents) - frequency[stem] + 0.5) / (frequency[stem] + 0.5))
            impacts[stem].append((topic, rare * count * (_K1 + 1) / (count + norm)))
    return {stem: tuple(pairs) for stem, pairs in impacts.items()}
