"""What every kind of model is made of: tokens, tensors, and rows of length one."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from bot.semantic.folder import TENSORS, TOKENIZER

Floats = NDArray[np.float32]


def read_tensors(folder: Path) -> dict[str, Floats]:
    """The tensors in a folder by name, figures with four bytes each."""
    return {
        name: tensor.astype(np.float32, copy=False) if tensor.dtype.kind == "f" else tensor
        for name, tensor in load_file(folder / TENSORS).items()
    }


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
