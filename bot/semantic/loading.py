"""A model from a local folder. This module itself needs nothing of the extra."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import file_digest
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.errors import ModelError

if TYPE_CHECKING:
    from bot.semantic.tensors import Floats

CONFIG = "config.json"
TOKENIZER = "tokenizer.json"
TENSORS = "model.safetensors"
"""The files of a model folder."""
EXTRA = ("numpy", "safetensors", "tokenizers")
"""What pyproject.toml lists as the extra `semantic`."""
_SHOWN = 12
"""Characters of a hash that people see."""


class ModelKind(StrEnum):
    """The kinds of model that are read."""

    BERT = "BERT"
    STATIC = "Model2Vec"


class Encoder(Protocol):
    """Turns texts into vectors."""

    def encode(self, texts: Sequence[str]) -> "Floats":
        """One row of length one per text, in their order."""


@dataclass(frozen=True, slots=True)
class SemanticModel:
    """A model that is ready to use."""

    folder: Path
    kind: ModelKind
    sha256: str
    """Of model.safetensors."""
    encoder: Encoder

    def __str__(self) -> str:
        return f"{self.folder}, {self.kind.value}, {self.sha256[:_SHOWN]}"


class ExtraError(ModelError):
    """A model is configured, but the libraries that run it are not installed."""


def load_model(folder: Path) -> SemanticModel:
    """The model in a folder; takes a second. Raises `ModelError` naming what is wrong."""
    kind = model_kind(folder)
    require_extra()
    try:
        encoder = _reader(kind)(folder)
        encoder.encode(["a trial"])
    except Exception as error:  # the libraries raise what they like over a broken file
        raise ModelError(f"The model folder {folder} cannot be used: {error}") from error
    return SemanticModel(folder, kind, _sha256(folder / TENSORS), encoder)


def require_extra() -> None:
    """Raise `ExtraError` unless everything in the extra can be imported."""
    # One thread: more of them make a short text slower. It counts if numpy was not loaded before.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        for name in EXTRA:
            import_module(name)
    except ImportError as error:
        raise ExtraError(
            f"BOT_MODEL_DIR is set, but {error.name} is not installed: "
            f"install {', '.join(EXTRA)}, or unset BOT_MODEL_DIR."
        ) from error


def model_kind(folder: Path) -> ModelKind:
    """What kind of model a folder holds. Raises `ModelError` naming what is missing."""
    if not folder.is_dir():
        raise ModelError(f"There is no model folder {folder}.")
    for name in (CONFIG, TOKENIZER, TENSORS):
        if not (folder / name).is_file():
            raise ModelError(f"The model folder {folder} has no {name}.")
    told = _config(folder).get("model_type")
    kinds = {"bert": ModelKind.BERT, "model2vec": ModelKind.STATIC}
    if told not in kinds:
        raise ModelError(
            f"The model folder {folder} is of a kind that is not known: model_type in {CONFIG} "
            f"must be {' or '.join(kinds)}, not {told!r}."
        )
    return kinds[told]


def _config(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"The model folder {folder} has a broken {CONFIG}: {error}") from error
    if not isinstance(config, dict):
        raise ModelError(f"The model folder {folder} has a broken {CONFIG}: not an object.")
    return config


def _reader(kind: ModelKind) -> Callable[[Path], Encoder]:
    if kind is ModelKind.BERT:
        from bot.semantic.bert import read_bert  # noqa: PLC0415 - needs the extra

        return read_bert
    from bot.semantic.static import read_static  # noqa: PLC0415 - needs the extra

    return read_static


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def state(folder: Path | None) -> str:
    """Whether a model is used, in a few words for the operator."""
    if folder is None:
        return "not configured"
    try:
        return f"on ({load_model(folder)})"
    except ExtraError:
        return "configured but the extra is not installed"
    except ModelError as error:
        return f"configured but broken. {error}"
