"""Fit gates: how sure is sure enough, judged by questions that were left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.knowledge.matching.index import Index
from bot.knowledge.matching.matching import Evidence

FALSE_ANSWERS = 0.025
"""Share of left-out foreign questions that may be answered."""
FALSE_CHOICES = 0.12
"""Share of them that may be offered choices."""


@dataclass(frozen=True)
class Judged:
    """A left-out question with the evidence it met."""

    text: str
    topic: str
    evidence: Evidence
    index: Index
    foreign: bool
    """It came from the list of foreign questions, not from the content."""


def fit_gate(signals: Sequence[Mapping[str, float]], right: Sequence[bool]) -> dict[str, float]:
    """Weights of the signals for the probability that something is right."""
    names = sorted(signals[0])
    matrix = np.array([[row[name] for name in names] for row in signals])
    model = LogisticRegression(C=10.0, max_iter=2000).fit(matrix, list(right))
    weights = dict(zip(names, map(float, model.coef_[0]), strict=True))
    return {name: round(value, 3) for name, value in weights.items()} | {
        "bias": round(float(model.intercept_[0]), 3)
    }


def threshold(scores: Sequence[float], ours: Sequence[bool], share: float) -> float:
    """The lowest score that at most this share of foreign questions reaches."""
    foreign = [score for score, is_ours in zip(scores, ours, strict=True) if not is_ours]
    return float(np.quantile(foreign, 1 - share))
