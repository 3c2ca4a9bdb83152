"""Weights that were fitted on the content beforehand, read from the folder `fitted`."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import ContentError
from bot.knowledge.linear import LinearModel, parse_model

FITTED = Path(__file__).parent / "fitted"
Probability = Annotated[float, Field(ge=0, le=1)]


class Calibration(BaseModel):
    """Weights of the evidence, and where the zones begin."""

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


@dataclass(frozen=True, slots=True)
class Fitted:
    """Everything that was fitted."""

    head: LinearModel
    safety: LinearModel
    calibration: Calibration


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
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError(f"{path.name}: cannot be read; `make fit` writes it anew.") from error
