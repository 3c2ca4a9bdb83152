"""Which topic does a text ask for, and how sure is that?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.knowledge.matching.index import OUT_OF_SCOPE, Index, Near
from bot.knowledge.matching.linear import LinearModel, log_softmax, sigmoid
from bot.knowledge.matching.reading import Reading
from bot.knowledge.matching.text import foreign_share

_PAIR = 0.7
"""Weight of a pair of words beside a single word."""
_UNFITTED = -12.0
"""Log probability of a topic that the word head was not fitted on."""
_FAR = Near(0.0, "")
"""What is nearest when no word is shared."""
_KEPT = 10
"""Topics that a ranking names."""


class Candidate(NamedTuple):
    """One topic that may be meant."""

    topic: str
    probability: float
    """Among all topics, given that one of them is meant; 0 to 1."""
    phrasing: str
    """The nearest phrasing; empty when no word is shared."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The likeliest topics, best first, and the probability that the first one is right."""

    candidates: tuple[Candidate, ...]
    score: float
    """That the first is right, 0 to 1."""
    near_score: float
    """That one of the first three is right, 0 to 1."""
    reading: Reading
    signals: Mapping[str, float]
    """What the gate looked at."""
    sure: bool
    """Whether the score is enough to answer."""
    near: bool
    """Whether it is enough to offer the first three."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How the evidence is weighed; fitted on phrasings that were left out."""

    blend: Mapping[str, float]
    """head, similarity, bm25."""
    answer_gate: Mapping[str, float]
    """Signal -> weight, with `bias`: is the first topic right?"""
    choices_gate: Mapping[str, float]
    """The same for: is one of the first three right?"""
    answer_at: float
    """Score from which the first is answered."""
    choices_at: float
    """Near score from which the first three are offered."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """Ranks topics for a text. Immutable; the same text always gives the same ranking."""

    index: Index
    head: LinearModel
    weights: Weights
    anchors: frozenset[str]
    """Stems that show that a text is about our subject."""
    topics: tuple[str, ...]

    def rank(self, reading: Reading) -> Ranking:
        """The likeliest topics with their probabilities, best first."""
        return self.weigh(self.gather(reading))

    def gather(self, reading: Reading) -> "Evidence":
        """What speaks for each topic."""
        return gather(reading, self.index, self.head, self.topics)

    def weigh(self, evidence: "Evidence") -> Ranking:
        """The ranking that the evidence of words makes."""
        shares = blend(evidence, self.weights.blend)
        signals = gate_signals(evidence, shares, self.index, self.anchors)
        return ranked(evidence, self.topics, shares, signals, self.weights)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each topic, in the order of the topics."""

    reading: Reading
    head: tuple[float, ...]
    """Log probability by the word head."""
    similarity: tuple[float, ...]
    """To the nearest phrasing, 0 to 1."""
    bm25: tuple[float, ...]
    near: Mapping[str, Near]
    """The nearest phrasing of each topic that shares a word."""
    out_of_scope: float
    """Log probability by the word head that none of ours is meant."""
    near_out_of_scope: float
    """Similarity to the nearest out-of-scope example, 0 to 1."""


def ranked(
    evidence: Evidence,
    topics: Sequence[str],
    shares: Sequence[float],
    signals: Mapping[str, float],
    weights: Weights,
) -> Ranking:
    """The topics by their shares, judged by the gates."""
    score = gate(signals, weights.answer_gate)
    near_score = gate(signals, weights.choices_gate)
    return Ranking(
        candidates=tuple(
            Candidate(topics[at], shares[at], evidence.near.get(topics[at], _FAR).text)
            for at in best_first(shares)[:_KEPT]
        ),
        score=score,
        near_score=near_score,
        reading=evidence.reading,
        signals=signals,
        sure=score >= weights.answer_at,
        near=near_score >= weights.choices_at,
    )


def best_first(shares: Sequence[float]) -> list[int]:
    """Positions from the largest share to the smallest; the earlier of two equal ones first."""
    return sorted(range(len(shares)), key=shares.__getitem__, reverse=True)


def word_features(stems: Sequence[str]) -> dict[str, float]:
    """What the word head looks at: words and pairs of neighbours, scaled to length one.

    Unknown words take their share of that length: a text full of them moves the head little.
    """
    features = {f"w {stem}": 1.0 for stem in stems}
    features |= {f"b {a} {b}": _PAIR for a, b in zip(("^", *stems), (*stems, "$"), strict=True)}
    length = math.sqrt(sum(value * value for value in features.values()))
    return {name: value / length for name, value in features.items()}


def gather(reading: Reading, index: Index, head: LinearModel, topics: Sequence[str]) -> Evidence:
    """The evidence for every topic."""
    logs = head.log_probabilities(word_features(reading.stems))
    near = index.nearest(reading.stems)
    bm25 = index.bm25(reading.stems)
    return Evidence(
        reading=reading,
        head=tuple([logs.get(topic, _UNFITTED) for topic in topics]),
        similarity=tuple([near[topic].similarity if topic in near else 0.0 for topic in topics]),
        bm25=tuple([bm25.get(topic, 0.0) for topic in topics]),
        near=near,
        out_of_scope=logs.get(OUT_OF_SCOPE, _UNFITTED),
        near_out_of_scope=near.get(OUT_OF_SCOPE, _FAR).similarity,
    )


def blend(evidence: Evidence, weights: Mapping[str, float]) -> list[float]:
    """The probability of each topic, in their order; they sum to one."""
    head, similarity, bm25 = weights["head"], weights["similarity"], weights["bm25"]
    scores = [
        head * h + similarity * s + bm25 * b
        for h, s, b in zip(evidence.head, evidence.similarity, evidence.bm25, strict=True)
    ]
    return [math.exp(score) for score in log_softmax(scores)]


def gate_signals(
    evidence: Evidence,
    shares: Sequence[float],
    index: Index,
    anchors: frozenset[str],
) -> dict[str, float]:
    """What tells a good first place from a wrong one and from a question that is not ours."""
    first, second = best_first(shares)[:2]
    reading = evidence.reading
    length = max(1, len(reading.stems))
    return {
        "top": shares[first],
        "margin": math.log(shares[first] + 1e-6) - math.log(shares[second] + 1e-6),
        "elsewhere": max(-8.0, min(8.0, evidence.out_of_scope - max(evidence.head))),
        "none": math.exp(evidence.out_of_scope),
        "similarity": evidence.similarity[first],
        "over_decoy": evidence.similarity[first] - evidence.near_out_of_scope,
        "bm25": evidence.bm25[first] / math.sqrt(length),
        "coverage": index.coverage(reading.stems),
        "known": reading.known_share,
        "anchor": float(not anchors.isdisjoint(reading.stems)),
        "length": math.log(length),
        "short": float(length <= 2),  # noqa: PLR2004 - one or two words carry little
        "foreign": foreign_share(reading.text),
    }


def gate(signals: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability that a gate stands for, 0 to 1."""
    total = sum(weights.get(name, 0.0) * value for name, value in signals.items())
    return sigmoid(total + weights.get("bias", 0.0))
