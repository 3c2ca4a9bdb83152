"""The forward pass, beside one that goes token by token and figure by figure."""

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.semantic import bert
from bot.semantic.bert import ACTIVATIONS, Bert, gelu, read_bert
from tests.semantic.models import (
    HEADS,
    HIDDEN,
    LAYERS,
    PLACES,
    VOCABULARY,
    bert_folder,
    bert_tensors,
)

Row = list[float]
TEXTS = [
    "how long should i rest",
    "why do my legs cramp",
    "rest",
    "baking bread a leg curls bread a leg",
    "zebra",
    "",
]
TOKENS = {
    "how long should i rest": ["[CLS]", "how", "long", "should", "i", "rest", "[SEP]"],
    "why do my legs cramp": ["[CLS]", "why", "do", "my", "leg", "##s", "cramp", "[SEP]"],
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Bert:
    return read_bert(bert_folder(tmp_path_factory.mktemp("bert")))


class Slow:
    """BERT written down from its description, in plain Python and double precision."""

    def __init__(self) -> None:
        self.tensors = {name: tensor.tolist() for name, tensor in bert_tensors().items()}

    def vector(self, tokens: Sequence[str]) -> Row:
        """Of a text that is already cut into tokens."""
        rows = [self.embed(VOCABULARY[token], place) for place, token in enumerate(tokens)]
        for number in range(LAYERS):
            rows = self.layer(f"encoder.layer.{number}", rows)
        mean = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
        length = math.sqrt(sum(value * value for value in mean))
        return [value / length for value in mean]

    def embed(self, token: int, place: int) -> Row:
        name = "embeddings.{}_embeddings.weight"
        parts = (
            self.tensors[name.format("word")][token],
            self.tensors[name.format("position")][place],
            self.tensors[name.format("token_type")][0],
        )
        return self.norm("embeddings.LayerNorm", [sum(three) for three in zip(*parts, strict=True)])

    def layer(self, name: str, rows: list[Row]) -> list[Row]:
        attended = self.attend(f"{name}.attention", rows)
        out = []
        for row, seen in zip(rows, attended, strict=True):
            middle = self.norm(f"{name}.attention.output.LayerNorm", plus(row, seen))
            inner = [
                value * 0.5 * (1 + math.erf(value / math.sqrt(2)))
                for value in self.dense(f"{name}.intermediate.dense", middle)
            ]
            outer = self.dense(f"{name}.output.dense", inner)
            out.append(self.norm(f"{name}.output.LayerNorm", plus(middle, outer)))
        return out

    def attend(self, name: str, rows: list[Row]) -> list[Row]:
        queries, keys, values = (
            [self.dense(f"{name}.self.{part}", row) for row in rows]
            for part in ("query", "key", "value")
        )
        return [
            self.dense(
                f"{name}.output.dense",
                [figure for head in range(HEADS) for figure in look(query, keys, values, head)],
            )
            for query in queries
        ]

    def dense(self, name: str, row: Row) -> Row:
        weights, bias = self.tensors[f"{name}.weight"], self.tensors[f"{name}.bias"]
        return [
            sum(weight * value for weight, value in zip(line, row, strict=True)) + shift
            for line, shift in zip(weights, bias, strict=True)
        ]

    def norm(self, name: str, row: Row) -> Row:
        mean = sum(row) / len(row)
        deviation = math.sqrt(sum((value - mean) ** 2 for value in row) / len(row) + 1e-12)
        scales, shifts = self.tensors[f"{name}.weight"], self.tensors[f"{name}.bias"]
        return [
            (value - mean) / deviation * scale + shift
            for value, scale, shift in zip(row, scales, shifts, strict=True)
        ]


def look(query: Row, keys: list[Row], values: list[Row], head: int) -> Row:
    """What one head of one token sees."""
    size = HIDDEN // HEADS
    part = slice(head * size, (head + 1) * size)
    scores = [
        sum(a * b for a, b in zip(query[part], key[part], strict=True)) / math.sqrt(size)
        for key in keys
    ]
    raised = [math.exp(score) for score in scores]
    shares = [one / sum(raised) for one in raised]
    columns = zip(*(value[part] for value in values), strict=True)
    return [sum(a * b for a, b in zip(shares, column, strict=True)) for column in columns]


def plus(one: Row, other: Row) -> Row:
    return [a + b for a, b in zip(one, other, strict=True)]


def near(one: NDArray[np.float32], other: NDArray[np.float32] | Row) -> bool:
    return bool(np.allclose(one, other, atol=2e-6))


@pytest.mark.parametrize("text", TOKENS)
def test_the_vector_is_what_the_description_of_bert_says(model: Bert, text: str) -> None:
    assert near(model.encode([text])[0], Slow().vector(TOKENS[text]))


@pytest.mark.parametrize("text", TOKENS)
def test_other_tokens_have_another_vector(model: Bert, text: str) -> None:
    assert not near(model.encode([text])[0], Slow().vector(TOKENS[text][:-1]))


def test_vectors_have_length_one(model: Bert) -> None:
    assert near(np.linalg.norm(model.encode(TEXTS), axis=1), np.ones(len(TEXTS), np.float32))


def test_a_text_among_others_gets_the_vector_it_gets_alone(
    model: Bert, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = np.concatenate([model.encode([text]) for text in TEXTS])
    for size in (1, 2, 3, 100):
        monkeypatch.setattr(bert, "BATCH", size)
        assert near(model.encode(TEXTS), alone)


def test_padding_leaves_no_trace(model: Bert) -> None:
    short, long = TEXTS[2], TEXTS[3]
    assert near(model.encode([short, long])[0], model.encode([short])[0])


def test_the_order_of_the_words_counts(model: Bert) -> None:
    one, other = model.encode(["long rest", "rest long"])
    assert not near(one, other)


def test_case_does_not_count_as_the_tokenizer_says_so(model: Bert) -> None:
    one, other = model.encode(["Long REST", "long rest"])
    assert near(one, other)


def test_a_text_longer_than_the_model_knows_places_for_is_cut(model: Bert) -> None:
    one, other = model.encode(["leg " * (PLACES - 2), "leg " * 500])
    assert near(one, other)


def test_no_texts_have_no_vectors(model: Bert) -> None:
    assert model.encode([]).shape == (0, HIDDEN)


def test_names_may_have_a_prefix(model: Bert, tmp_path: Path) -> None:
    other = read_bert(bert_folder(tmp_path, prefix="bert."))
    assert near(other.encode(TEXTS), model.encode(TEXTS))


def test_another_activation_gives_other_vectors(model: Bert, tmp_path: Path) -> None:
    other = read_bert(bert_folder(tmp_path, {"hidden_act": "relu"}))
    assert not near(other.encode(TEXTS), model.encode(TEXTS))


def test_gelu_is_exact_to_seven_places() -> None:
    figures = np.linspace(-8, 8, 4001, dtype=np.float32)
    true = [value * 0.5 * (1 + math.erf(value / math.sqrt(2))) for value in figures.tolist()]
    assert float(np.abs(gelu(figures) - np.array(true)).max()) < 1e-6


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_pass_large_figures_and_stop_small_ones(name: str) -> None:
    small, zero, large = ACTIVATIONS[name](np.array([-20, 0, 20], np.float32)).tolist()
    assert (round(small, 4), zero, round(large, 4)) == (0, 0, 20)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name.startswith("gelu_")])
def test_gelu_by_tanh_is_near_gelu(name: str) -> None:
    figures = np.linspace(-4, 4, 100, dtype=np.float32)
    assert np.allclose(ACTIVATIONS[name](figures), gelu(figures), atol=1e-3)


def test_batches_hold_every_text_once_and_shorter_ones_first() -> None:
    tokens = [[0] * length for length in (5, 1, 9, 3, 2, 7, 7, 1, 4, 6)]
    batches = list(bert.batches(tokens))
    assert sorted(row for batch in batches for row in batch) == list(range(len(tokens)))
    lengths = [len(tokens[row]) for batch in batches for row in batch]
    assert all(one <= other for one, other in pairwise(lengths))
