"""Sentence vectors of a BERT model, worked out with numpy alone.

The model is an encoder as of Devlin et al. (2019): token and position embeddings, then layers of
self-attention and a feed-forward step with GELU (Hendrycks and Gimpel, 2016), each added to what
went in and normalised (Ba et al., 2016). A text's vector is the mean over its tokens, scaled to
length one (Reimers and Gurevych, 2019).

Why not a library: operators have a folder with model.safetensors, which neither ONNX Runtime nor
CTranslate2 reads; the first needs a graph, the second a copy of the model of its own. Measured with
all-MiniLM-L6-v2 on one thread, 500 texts (`python -m bench meaning`), beside these two:

                                       here   ONNX Runtime   CTranslate2
    process start to first vector      1.8 s         2.5 s         2.3 s
    memory at the most                242 MB        272 MB        207 MB
    installed                          81 MB        188 MB        236 MB
    a text, median                   14.1 ms        6.5 ms        7.8 ms
    a text, 99th percentile          21.7 ms       10.0 ms       10.9 ms
    largest difference from here                    3.2e-7        2.9e-7

They are quicker by 8 ms a question, which nobody who waits for an answer notices. But either way
the shape of the model stays code of ours, a graph or a specification as long as what stands here
(`bench/encoding.py` has both), with a converted copy on disk besides; and in start, in size and,
but for CTranslate2, in memory this is ahead.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.semantic.loading import CONFIG
from bot.semantic.tensors import Floats, Tensors, normalised, open_tensors, read_tokenizer

Tokens = NDArray[np.int64]

LONGEST = 128
"""Tokens of a text that are read; what comes later does not change what is asked."""
BATCH = 8
"""Texts worked on at once."""
_HIDDEN = np.float32(-1e9)
"""Added to the attention that padding would get: too little to leave a trace."""


@dataclass(frozen=True, slots=True)
class Dense:
    """A linear layer."""

    weight: Floats
    """Inputs by outputs."""
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        """The outputs for the last axis of `x`."""
        flat: Floats = x.reshape(-1, x.shape[-1]) @ self.weight  # one large product is fastest
        flat += self.bias
        outputs: Floats = flat.reshape(*x.shape[:-1], -1)
        return outputs


@dataclass(frozen=True, slots=True)
class Norm:
    """Layer normalisation over the last axis."""

    scale: Floats
    shift: Floats
    epsilon: float

    def __call__(self, x: Floats) -> Floats:
        """`x` with mean 0 and variance 1, scaled and shifted."""
        centred = x - x.mean(axis=-1, keepdims=True)
        variance = np.square(centred).mean(axis=-1, keepdims=True)
        result: Floats = centred / np.sqrt(variance + self.epsilon)
        return result * self.scale + self.shift


Activation = Callable[[Floats], Floats]


def gelu(x: Floats) -> Floats:
    """X times the standard normal distribution function at x, within 2e-7 of it."""
    result = _erf(x * np.float32(math.sqrt(0.5)))
    result += 1
    result *= x
    result *= 0.5
    return result


def _erf(x: Floats) -> Floats:
    """The error function after Abramowitz and Stegun, 7.1.26: numpy has none."""
    size = np.abs(x)
    t = np.float32(0.3275911) * size
    t += 1
    np.reciprocal(t, out=t)
    series = t * np.float32(1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series += np.float32(factor)
        series *= t
    size *= -size
    series *= np.exp(size, out=size)
    np.subtract(1, series, out=series)
    np.copysign(series, x, out=series)
    return series


def gelu_tanh(x: Floats) -> Floats:
    """GELU approximated by a tanh, with which some models were trained."""
    inner = np.float32(math.sqrt(2 / math.pi)) * (x + np.float32(0.044715) * x**3)
    result: Floats = np.tanh(inner) + 1
    return 0.5 * x * result


def relu(x: Floats) -> Floats:
    """X where it is positive, else 0."""
    return np.maximum(x, 0)


ACTIVATIONS: Mapping[str, Activation] = {
    "gelu": gelu,
    "gelu_new": gelu_tanh,
    "gelu_pytorch_tanh": gelu_tanh,
    "relu": relu,
}
"""By their names in config.json."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One encoder layer: self-attention, then feed-forward, each with residual and norm."""

    heads: int
    activation: Activation
    query: Dense
    key: Dense
    value: Dense
    attended: Dense
    attended_norm: Norm
    inner: Dense
    outer: Dense
    outer_norm: Norm

    def __call__(self, x: Floats, hidden: Floats) -> Floats:
        """The next state; `hidden` is added to the attention scores of each text's tokens."""
        x = self.attended_norm(x + self.attended(self._attend(x, hidden)))
        return self.outer_norm(x + self.outer(self.activation(self.inner(x))))

    def _attend(self, x: Floats, hidden: Floats) -> Floats:
        query, key, value = (self._by_head(part(x)) for part in (self.query, self.key, self.value))
        scale = np.float32(1 / math.sqrt(query.shape[-1]))
        scores = query @ key.transpose(0, 1, 3, 2) * scale
        seen: Floats = softmax(scores + hidden[:, None, None, :]) @ value
        joined: Floats = seen.transpose(0, 2, 1, 3).reshape(x.shape)
        return joined

    def _by_head(self, x: Floats) -> Floats:
        """(texts, tokens, width) as (texts, heads, tokens, width of a head)."""
        parts: Floats = x.reshape(*x.shape[:2], self.heads, -1)
        return parts.transpose(0, 2, 1, 3)


def softmax(x: Floats) -> Floats:
    """Softmax over the last axis."""
    raised: Floats = np.exp(x - x.max(axis=-1, keepdims=True))
    raised /= raised.sum(axis=-1, keepdims=True)
    return raised


@dataclass(frozen=True, slots=True)
class Bert:
    """A BERT encoder with mean pooling. Immutable; threads may share it."""

    tokenizer: Tokenizer
    words: Floats
    """A row for each token of the vocabulary."""
    places: Floats
    """A row for each position, with the type of a single text added."""
    norm: Norm
    layers: tuple[Layer, ...]

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row of length one per text, in their order."""
        tokens = [self.tokenizer.encode(text).ids for text in texts]
        vectors = np.zeros((len(texts), self.words.shape[1]), np.float32)
        for rows in batches(tokens):
            vectors[rows] = self._vectors([tokens[row] for row in rows])
        return vectors

    def _vectors(self, tokens: Sequence[Sequence[int]]) -> Floats:
        ids, present = padded(tokens)
        x = self.norm(self.words[ids] + self.places[: ids.shape[1]])
        hidden = (1 - present) * _HIDDEN
        for layer in self.layers:
            x = layer(x, hidden)
        return normalised((x * present[:, :, None]).sum(axis=1))


def batches(tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Positions of texts of about the same length: padding is work for nothing."""
    order = sorted(range(len(tokens)), key=lambda row: len(tokens[row]))
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]


def padded(tokens: Sequence[Sequence[int]]) -> tuple[Tokens, Floats]:
    """The tokens as a rectangle, and where it holds one: 1, else 0."""
    longest = max(map(len, tokens))
    ids = np.zeros((len(tokens), longest), np.int64)
    present = np.zeros((len(tokens), longest), np.float32)
    for row, line in enumerate(tokens):
        ids[row, : len(line)] = line
        present[row, : len(line)] = 1
    return ids, present


def read_bert(folder: Path) -> Bert:
    """The model in a folder.

    Raises `OSError`, `ValueError` or `KeyError` when its files do not fit together.
    """
    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    with open_tensors(folder) as tensors:
        return Reader(tensors, config).bert(folder)


@dataclass(frozen=True, slots=True)
class Reader:
    """Puts a model together from its tensors, which have fixed names."""

    tensors: Tensors
    config: Mapping[str, Any]

    def bert(self, folder: Path) -> Bert:
        """The whole model; the tokenizer lies in the same folder."""
        words, places, types = (
            self.tensors[f"embeddings.{kind}_embeddings.weight"]
            for kind in ("word", "position", "token_type")
        )
        count = self.config["num_hidden_layers"]
        return Bert(
            tokenizer=read_tokenizer(folder, min(LONGEST, len(places))),
            words=words,
            places=places + types[0],
            norm=self.norm("embeddings.LayerNorm"),
            layers=tuple(self.layer(f"encoder.layer.{number}") for number in range(count)),
        )

    def norm(self, name: str) -> Norm:
        """A layer normalisation."""
        epsilon = float(self.config.get("layer_norm_eps", 1e-12))
        return Norm(self.tensors[f"{name}.weight"], self.tensors[f"{name}.bias"], epsilon)

    def dense(self, name: str) -> Dense:
        """A linear layer."""
        weight = self.tensors[f"{name}.weight"].T.copy(order="C")  # laid out anew: a third faster
        return Dense(weight, self.tensors[f"{name}.bias"])

    def layer(self, name: str) -> Layer:
        """One block."""
        return Layer(
            heads=self.config["num_attention_heads"],
            activation=ACTIVATIONS[self.config.get("hidden_act", "gelu")],
            query=self.dense(f"{name}.attention.self.query"),
            key=self.dense(f"{name}.attention.self.key"),
            value=self.dense(f"{name}.attention.self.value"),
            attended=self.dense(f"{name}.attention.output.dense"),
            attended_norm=self.norm(f"{name}.attention.output.LayerNorm"),
            inner=self.dense(f"{name}.intermediate.dense"),
            outer=self.dense(f"{name}.output.dense"),
            outer_norm=self.norm(f"{name}.output.LayerNorm"),
        )
