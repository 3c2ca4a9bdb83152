"""Semantic similarity of a text to the phrasings: asked only where words leave a doubt."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Protocol

from bot.knowledge.matching.index import OUT_OF_SCOPE
from bot.knowledge.matching.linear import log_softmax
from bot.knowledge.matching.matching import (
    Evidence,
    Matcher,
    Ranking,
    Weights,
    gate_signals,
    ranked,
)
from bot.knowledge.matching.reading import Reading


class SemanticSimilarity(Protocol):
    """How near a text is to the phrasings of each topic, by vectors of sentences."""

    @property
    def model(self) -> str:
        """The hash by which fitted weights name the model."""

    def near(self, text: str) -> Mapping[str, float]:
        """How near each topic is, and `OUT_OF_SCOPE`: a cosine, -1 to 1. Empty while not ready."""


@dataclass(frozen=True, slots=True)
class SemanticCascade:
    """Ranks topics by words, and by semantic similarity, too, where words alone are unsure."""

    matcher: Matcher
    semantic: SemanticSimilarity
    weights: Weights
    """Of words and similarity together; the blend has `meaning` beside the others."""
    unsure_below: float
    """Score of the words from which they are believed."""

    def rank(self, reading: Reading) -> Ranking:
        """Every topic with its probability, best first."""
        evidence = self.matcher.gather(reading)
        by_words = self.matcher.weigh(evidence)
        if by_words.score >= self.unsure_below or not reading.words:
            return by_words
        near = self.semantic.near(" ".join(reading.words))
        return self._weigh(evidence, near) if near else by_words

    def _weigh(self, evidence: Evidence, near: Mapping[str, float]) -> Ranking:
        matcher = self.matcher
        shares = blend_semantic(evidence, standings(near, matcher.topics), self.weights.blend)
        signals = gate_signals(evidence, shares, matcher.index, matcher.anchors)
        signals |= semantic_signals(near, matcher.topics, shares)
        return ranked(evidence, matcher.topics, shares, signals, self.weights)


def standings(near: Mapping[str, float], topics: Sequence[str]) -> list[float]:
    """How far each topic stands out from all, in standard deviations.

    Models differ in how near unlike texts are; in this they are alike.
    """
    cosines = [near.get(topic, 0.0) for topic in topics]
    mean, spread = fmean(cosines), pstdev(cosines)
    return [(cosine - mean) / spread if spread else 0.0 for cosine in cosines]


def blend_semantic(
    evidence: Evidence, standing: Sequence[float], weights: Mapping[str, float]
) -> list[float]:
    """The probability of each topic, in their order; they sum to one."""
    parts = zip(evidence.head, evidence.similarity, evidence.bm25, standing, strict=True)
    names = ("head", "similarity", "bm25", "meaning")
    factors = [weights[name] for name in names]
    scores = [sum(map(math.prod, zip(factors, part, strict=True))) for part in parts]
    return [math.exp(score) for score in log_softmax(scores)]


def semantic_signals(
    near: Mapping[str, float], topics: Sequence[str], shares: Sequence[float]
) -> dict[str, float]:
    """What the similarity adds for the gates."""
    first = topics[max(range(len(topics)), key=lambda at: shares[at])]
    cosine = near.get(first, 0.0)
    others = [near.get(topic, 0.0) for topic in topics if topic != first]
    return {
        "meaning": cosine,
        "meaning_over_others": cosine - max(others, default=0.0),
        "meaning_over_elsewhere": cosine - near.get(OUT_OF_SCOPE, 0.0),
    }
