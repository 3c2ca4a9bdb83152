from pathlib import Path

import numpy as np
import pytest

from bot.semantic.static import Static, read_static
from tests.semantic.models import VOCABULARY, Arrays, static_folder, static_tensors

ROWS = static_tensors()["embeddings"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Static:
    return read_static(static_folder(tmp_path_factory.mktemp("static")))


def mean(*words: str) -> list[float]:
    """The mean of the rows of some words, at length one."""
    total = np.sum([ROWS[VOCABULARY[word]] for word in words], axis=0)
    scaled: list[float] = (total / np.sqrt((total**2).sum())).tolist()
    return scaled


def test_a_vector_is_the_mean_of_the_rows_at_length_one(model: Static) -> None:
    assert model.encode(["How long a rest?"])[0].tolist() == pytest.approx(
        mean("how", "long", "a", "rest"), abs=1e-6
    )


def test_words_count_as_often_as_they_are_said(model: Static) -> None:
    assert model.encode(["rest rest leg"])[0].tolist() == pytest.approx(
        mean("rest", "rest", "leg"), abs=1e-6
    )


def test_unknown_words_mean_nothing(model: Static) -> None:
    one, other = model.encode(["zebra rest", "rest"])
    assert one.tolist() == other.tolist()


@pytest.mark.parametrize("text", ["", "zebra", "?!"])
def test_a_text_without_a_known_word_has_a_vector_of_zeros(model: Static, text: str) -> None:
    assert not model.encode([text]).any()


def test_a_text_among_others_gets_the_vector_it_gets_alone(model: Static) -> None:
    texts = ["how long", "zebra", "my leg", ""]
    together = model.encode(texts)
    assert together.tolist() == [model.encode([text])[0].tolist() for text in texts]


def test_weights_of_tokens_count(tmp_path: Path) -> None:
    weights = np.zeros(len(VOCABULARY), np.float32)
    weights[VOCABULARY["rest"]] = 2
    model = read_static(static_folder(tmp_path, {"weights": weights}))
    assert model.encode(["a leg rest"])[0].tolist() == pytest.approx(mean("rest"), abs=1e-6)


def test_tokens_may_share_a_row(tmp_path: Path) -> None:
    mapping = np.full(len(VOCABULARY), VOCABULARY["rest"])
    shared: Arrays = {"mapping": mapping}
    model = read_static(static_folder(tmp_path, shared))
    assert model.encode(["how"])[0].tolist() == pytest.approx(mean("rest"), abs=1e-6)


def test_rows_for_fewer_words_than_the_tokenizer_knows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="24 tokens, but 10 rows"):
        read_static(static_folder(tmp_path, {"embeddings": ROWS[:10].copy()}))
