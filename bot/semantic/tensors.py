"""Tensors and tokenizer of a model folder, for every kind of model."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from tokenizers import Tokenizer

from bot.semantic.loading import TENSORS, TOKENIZER

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tensors:
    """The tensors of a file by name, each read when it is asked for."""

    file: Any
    names: Mapping[str, str]
    """Name without a prefix -> name in the file."""

    def __getitem__(self, name: str) -> Floats:
        """A tensor; floats as float32. Raises `KeyError` naming it."""
        tensor: Floats = self.file.get_tensor(self.names[name])
        return tensor.astype(np.float32, copy=False) if tensor.dtype.kind == "f" else tensor

    def __contains__(self, name: str) -> bool:
        return name in self.names


@contextmanager
def open_tensors(folder: Path) -> Iterator[Tensors]:
    """The tensors in a folder, read one after the other: the file is never in memory twice."""
    with safe_open(folder / TENSORS, framework="numpy") as file:
        yield Tensors(file, {name.removeprefix("bert."): name for name in file.keys()})  # noqa: SIM118 - not a dict


def read_tokenizer(folder: Path, longest: int) -> Tokenizer:
    """The tokenizer in a folder, cutting texts at `longest` tokens and padding none."""
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    return tokenizer


def normalised(vectors: Floats) -> Floats:
    """The rows scaled to length one; a row of zeros stays as it is."""
    lengths: Floats = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    return vectors / lengths
