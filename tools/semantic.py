"""Fit how far a model of meaning is believed: the part of `tools.fit` that needs `--model`."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from bot.knowledge.content.loading import Library
from bot.knowledge.knowledge_base import anchor_stems, library_reader
from bot.knowledge.matching.fitted import SEMANTIC, Calibration, SemanticCalibration
from bot.knowledge.matching.index import OUT_OF_SCOPE
from bot.knowledge.matching.matching import blend, gate, gate_signals
from bot.knowledge.matching.reading import MessageReader
from bot.knowledge.matching.semantic_fallback import blend_semantic, semantic_signals, standings
from bot.semantic.loading import Encoder, load_model
from bot.semantic.similarity import by_topic, grouped
from bot.semantic.tensors import Floats
from tools.gates import FALSE_ANSWERS, FALSE_CHOICES, Judged, fit_gate, threshold

PARTS = ("head", "similarity", "bm25", "meaning")
BY_WORDS = 0.5
"""Share of the false answers that words alone may use up; meaning earns more with the rest."""


@dataclass(frozen=True)
class Row:
    """One left-out question as the gates see it."""

    signals: dict[str, float]
    first_right: bool
    third_right: bool
    by_words: float
    """The score of the words alone."""


def add_meaning(
    folder: Path,
    out: Path,
    library: Library,
    *,
    judged: Sequence[Judged],
    calibration: Calibration,
) -> None:
    """Fit for the model in a folder and write it beside what is known of other models."""
    model = load_model(folder)
    fitted = fit_meaning(model.encoder, library, judged, calibration)
    file = out / SEMANTIC
    known = json.loads(file.read_text()) if file.exists() else {}
    known[model.sha256] = fitted.model_dump()
    file.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")


def fit_meaning(
    encoder: Encoder,
    library: Library,
    judged: Sequence[Judged],
    calibration: Calibration,
) -> SemanticCalibration:
    """Blend, gates and zones of words and meaning, from questions that were left out."""
    topics, reader = list(library.topics), library_reader(library)
    anchors = anchor_stems(reader, library)
    near = list(_near(encoder, reader, judged))
    weights = fit_blend(judged, near, topics)
    rows = [
        _row(one, cosines, topics, anchors=anchors, calibration=calibration, weights=weights)
        for one, cosines in zip(judged, near, strict=True)
    ]
    return _zones(library, judged, rows, weights)


def _near(
    encoder: Encoder, reader: MessageReader, judged: Sequence[Judged]
) -> Iterator[dict[str, float]]:
    """How near each question is to what was not left out with it."""
    known = sorted({one.text for fold in judged for one in fold.index.phrasings})
    ways = _vectors(encoder, known, lambda text: " ".join(reader.as_written(text)))
    for _, fold in groupby(judged, key=lambda one: id(one.index)):
        questions = list(fold)
        phrasings = sorted(questions[0].index.phrasings, key=lambda one: one.topic)
        groups = grouped(one.topic for one in phrasings)
        matrix = np.stack([ways[one.text] for one in phrasings])
        asked = [" ".join(one.evidence.reading.words) for one in questions]
        vectors = _vectors(encoder, asked, str)
        yield from (by_topic(matrix @ vectors[text], groups) for text in asked)


def _vectors(
    encoder: Encoder, texts: Sequence[str], wording: Callable[[str], str]
) -> dict[str, Floats]:
    print(f"embedding {len(texts)} texts")
    return dict(zip(texts, encoder.encode([wording(text) for text in texts]), strict=True))


def fit_blend(
    judged: Sequence[Judged], near: Sequence[Mapping[str, float]], topics: Sequence[str]
) -> dict[str, float]:
    """Weights of words and meaning that make the right topics likeliest."""
    ours = [at for at, one in enumerate(judged) if one.topic != OUT_OF_SCOPE]
    right = np.array([topics.index(judged[at].topic) for at in ours])
    evidence = np.array([_evidence(judged[at], near[at], topics) for at in ours])
    rows = np.arange(len(ours))

    def loss(weights: np.ndarray) -> float:
        scores = np.tensordot(weights, evidence, axes=([0], [1]))
        top = scores.max(axis=1, keepdims=True)
        total = np.log(np.exp(scores - top).sum(axis=1)) + top[:, 0]
        return float((total - scores[rows, right]).mean())

    found = minimize(loss, np.array([0.6, 2.5, 0.4, 1.2]), method="Nelder-Mead")
    print("blend", dict(zip(PARTS, found.x.round(3), strict=True)), "loss", round(found.fun, 4))
    return {name: round(float(value), 3) for name, value in zip(PARTS, found.x, strict=True)}


def _evidence(
    one: Judged, near: Mapping[str, float], topics: Sequence[str]
) -> list[Sequence[float]]:
    words = one.evidence
    return [words.head, words.similarity, words.bm25, standings(near, topics)]


def _row(
    one: Judged,
    near: Mapping[str, float],
    topics: Sequence[str],
    *,
    anchors: frozenset[str],
    calibration: Calibration,
    weights: Mapping[str, float],
) -> Row:
    by_words = blend(one.evidence, calibration.blend)
    signals = gate_signals(one.evidence, by_words, one.index, anchors)
    shares = blend_semantic(one.evidence, standings(near, topics), weights)
    order = sorted(range(len(topics)), key=lambda at: -shares[at])
    return Row(
        signals=gate_signals(one.evidence, shares, one.index, anchors)
        | semantic_signals(near, topics, shares),
        first_right=topics[order[0]] == one.topic,
        third_right=one.topic in [topics[at] for at in order[:3]],
        by_words=gate(signals, calibration.answer_gate),
    )


def _zones(
    library: Library, judged: Sequence[Judged], rows: Sequence[Row], weights: dict[str, float]
) -> SemanticCalibration:
    ours = [one.topic != OUT_OF_SCOPE for one in judged]
    unsure_below = threshold([row.by_words for row in rows], ours, BY_WORDS * FALSE_ANSWERS)
    unsure = [row for row in rows if row.by_words < unsure_below]
    first = fit_gate([row.signals for row in unsure], [row.first_right for row in unsure])
    third = fit_gate([row.signals for row in unsure], [row.third_right for row in unsure])

    def scores(weights: Mapping[str, float]) -> list[float]:
        return [gate(row.signals, weights) if row.by_words < unsure_below else 1.0 for row in rows]

    answer_at = threshold(scores(first), ours, FALSE_ANSWERS)
    _report(
        [row for row, mine in zip(rows, ours, strict=True) if mine], unsure_below, first, answer_at
    )
    return SemanticCalibration(
        fingerprint=library.fingerprint,
        blend=weights,
        answer_gate=first,
        choices_gate=third,
        answer_at=round(answer_at, 3),
        choices_at=round(threshold(scores(third), ours, FALSE_CHOICES), 3),
        unsure_below=round(unsure_below, 3),
    )


def _report(
    rows: Sequence[Row], unsure_below: float, weights: Mapping[str, float], bound: float
) -> None:
    unsure = [row for row in rows if row.by_words < unsure_below]
    answered = len(rows) - len(unsure) + sum(gate(row.signals, weights) >= bound for row in unsure)
    print(
        f"with meaning, used for {len(unsure) / len(rows):.3f} (below {unsure_below:.3f}): "
        f"first right {np.mean([row.first_right for row in rows]):.3f}, "
        f"in the first three {np.mean([row.third_right for row in rows]):.3f}, "
        f"answered {answered / len(rows):.3f} at {bound:.3f}"
    )
