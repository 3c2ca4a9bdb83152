"""A linear scorer over named features, fitted beforehand and kept as a small text file."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.errors import ContentError

_HEADER = ("fingerprint", "classes", "bias")


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Multinomial logistic regression with sparse weights."""

    fingerprint: str
    """Hash of the content it was fitted on."""
    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]
    """Feature -> (position of the class, weight) pairs."""

    def log_probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        """Natural logarithm of each class's probability; features without weights are ignored."""
        scores = list(self.bias)
        for feature, value in features.items():
            for position, weight in self.weights.get(feature, ()):
                scores[position] += weight * value
        return dict(zip(self.classes, log_softmax(scores), strict=True))


def log_softmax(scores: list[float]) -> list[float]:
    """Scores shifted so that their exponentials sum to one."""
    top = max(scores)
    total = top + math.log(sum(map(math.exp, [score - top for score in scores])))
    return [score - total for score in scores]


def sigmoid(score: float) -> float:
    """The logistic function, without overflow."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def format_model(model: LinearModel) -> str:
    """The model as text: three header lines, then a line per feature, sorted."""
    lines = [
        f"fingerprint\t{model.fingerprint}",
        "classes\t" + " ".join(model.classes),
        "bias\t" + " ".join(f"{value:g}" for value in model.bias),
    ]
    for feature in sorted(model.weights):
        pairs = " ".join(f"{position}:{weight:g}" for position, weight in model.weights[feature])
        lines.append(f"{feature}\t{pairs}")
    return "\n".join(lines) + "\n"


def parse_model(file: str, text: str) -> LinearModel:
    """The model in a text. Raises `ContentError` naming the file and the line."""
    rows = [line.split("\t") for line in text.splitlines()]
    if tuple(row[0] for row in rows[: len(_HEADER)]) != _HEADER:
        raise ContentError(f"{file}: line 1: must start with the lines {', '.join(_HEADER)}.")
    try:
        (_, fingerprint), (_, classes), (_, bias), *features = rows
        pair = cache(_pair)  # equal pairs become one object: less to parse, and to keep at hand
        weights = {feature: tuple(map(pair, pairs.split())) for feature, pairs in features}
        model = LinearModel(
            fingerprint, tuple(classes.split()), tuple(map(float, bias.split())), weights
        )
    except ValueError as error:
        raise ContentError(f"{file}: {error}.") from error
    if not _fits_together(model):
        raise ContentError(f"{file}: its classes, bias and weights do not fit together.")
    return model


def _fits_together(model: LinearModel) -> bool:
    positions = {position for pairs in model.weights.values() for position, _ in pairs}
    return (
        len(model.bias) == len(model.classes)
        and all(map(math.isfinite, model.bias))
        and positions.issubset(range(len(model.classes)))
    )


def _pair(text: str) -> tuple[int, float]:
    position, weight = text.split(":")
    return int(position), float(weight)
