"""Sentence vectors of a Model2Vec folder: the mean of one fixed row per token."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from bot.semantic.tensors import Floats, Tensors, normalised, open_tensors, read_tokenizer

LONGEST = 512
"""Tokens of a text that are read, the bound of the models' makers."""


@dataclass(frozen=True, slots=True)
class Static:
    """An encoder with one fixed vector for each token. Immutable; threads may share it."""

    tokenizer: Tokenizer
    words: Floats
    unknown: int | None
    """The token for what the vocabulary lacks, which means nothing; None when there is none."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row of length one per text, in their order; zeros where no token is known."""
        vectors = np.zeros((len(texts), self.words.shape[1]), np.float32)
        for row, text in enumerate(texts):
            known = self._known(text)
            if known:
                vectors[row] = self.words[known].mean(axis=0)
        return normalised(vectors)

    def _known(self, text: str) -> list[int]:
        tokens = self.tokenizer.encode(text, add_special_tokens=False).ids
        return [token for token in tokens if token != self.unknown]


def read_static(folder: Path) -> Static:
    """The model in a folder. Raises `KeyError` or `ValueError` when its files do not fit."""
    with open_tensors(folder) as tensors:
        words = _rows(tensors)
    tokenizer = read_tokenizer(folder, LONGEST)
    if tokenizer.get_vocab_size() > len(words):
        raise ValueError(f"{tokenizer.get_vocab_size()} tokens, but {len(words)} rows")
    unknown = getattr(tokenizer.model, "unk_token", None)
    return Static(tokenizer, words, tokenizer.token_to_id(unknown) if unknown else None)


def _rows(tensors: Tensors) -> Floats:
    words = tensors["embeddings"]
    if "mapping" in tensors:  # several tokens may share a row
        words = words[tensors["mapping"].astype(np.int64)]
    return words * tensors["weights"][:, None] if "weights" in tensors else words
