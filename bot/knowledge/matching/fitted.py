"""Weights that were fitted on the content beforehand, read from the folder `fitted`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.errors import ContentError
from bot.knowledge.matching.linear import LinearModel, parse_model

FITTED = Path(__file__).parents[1] / "fitted"
SEMANTIC = "semantic.json"
"""Weights for models of sentence vectors; the file may be missing."""
Probability = Annotated[float, Field(ge=0, le=1)]


class Calibration(BaseModel):
    """Weights of the evidence, and where answers, choices and alarms begin."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    blend: dict[str, float]
    answer_gate: dict[str, float]
    """Gives the probability that the first topic is right."""
    choices_gate: dict[str, float]
    """Gives the probability that one of the first three is right."""
    answer_at: Probability
    choices_at: Probability
    ask_back_at: Probability
    alarm_at: Probability


class SemanticCalibration(BaseModel):
    """The same for words and semantic similarity together, where words alone are unsure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: str
    """Hash of the content it was fitted on."""
    blend: dict[str, float]
    answer_gate: dict[str, float]
    choices_gate: dict[str, float]
    answer_at: Probability
    choices_at: Probability
    unsure_below: Probability
    """Score of the words alone from which they are believed."""


_SEMANTIC_WEIGHTS = TypeAdapter(dict[str, SemanticCalibration])

UNFITTED_BLEND = {"head": 0.57, "similarity": 2.45, "bm25": 0.4, "meaning": 1.2}
"""For a model that nothing was fitted on. About what a common small model was given: standings
are alike among models."""


def unfitted(calibration: Calibration) -> SemanticCalibration:
    """For a model that nothing was fitted on: it may reorder and offer, but never answer alone.

    How sure it may be has not been measured, so the words' own gates decide about offers.
    """
    return SemanticCalibration(
        fingerprint="",
        blend=UNFITTED_BLEND,
        answer_gate=calibration.answer_gate,
        choices_gate=calibration.choices_gate,
        answer_at=1,
        choices_at=calibration.choices_at,
        unsure_below=calibration.answer_at,
    )


@dataclass(frozen=True, slots=True)
class Fitted:
    """Everything that was fitted."""

    head: LinearModel
    safety: LinearModel
    calibration: Calibration
    semantic: Mapping[str, SemanticCalibration]
    """By the hash of the model; empty when none was fitted."""


def read_fitted(folder: Path = FITTED) -> Fitted:
    """The fitted weights in a folder. Raises `ContentError` naming the file."""
    texts = {name: _read(folder / name) for name in ("head.tsv", "safety.tsv", "calibration.json")}
    try:
        calibration = Calibration.model_validate(json.loads(texts["calibration.json"]))
    except (ValidationError, json.JSONDecodeError) as error:
        raise ContentError(f"calibration.json: {error}") from error
    return Fitted(
        head=parse_model("head.tsv", texts["head.tsv"]),
        safety=parse_model("safety.tsv", texts["safety.tsv"]),
        calibration=calibration,
        semantic=_read_semantic(folder / SEMANTIC),
    )


def _read_semantic(path: Path) -> dict[str, SemanticCalibration]:
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else "{}"
        return _SEMANTIC_WEIGHTS.validate_json(text)
    except (OSError, ValidationError) as error:
        raise ContentError(f"{path.name}: {error}") from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError(f"{path.name}: cannot be read; `make fit` writes it anew.") from error
