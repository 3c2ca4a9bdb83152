import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from bot.semantic.loading import ModelKind, SemanticModel
from bot.semantic.tensors import Floats
from bot.semantic.vectors import vectors

TEXTS = ["rest", "a leg curl"]


@dataclass
class Counting:
    """Turns a text into its length, and keeps what it was given."""

    given: list[list[str]] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> Floats:
        self.given.append(list(texts))
        return np.array([[len(text), 1] for text in texts], np.float32)


@pytest.fixture
def encoder() -> Counting:
    return Counting()


def model(encoder: Counting, sha: str = "a" * 64) -> SemanticModel:
    return SemanticModel(Path("model"), ModelKind.STATIC, sha, encoder)


def only_file(folder: Path) -> Path:
    [file] = folder.iterdir()
    return file


def test_vectors_are_worked_out_once(encoder: Counting, tmp_path: Path) -> None:
    first = vectors(model(encoder), TEXTS, tmp_path)
    again = vectors(model(encoder), TEXTS, tmp_path)
    assert encoder.given == [TEXTS]
    assert first.tolist() == again.tolist() == [[4, 1], [10, 1]]


def test_the_folder_is_made(encoder: Counting, tmp_path: Path) -> None:
    vectors(model(encoder), TEXTS, tmp_path / "new" / "folder")
    assert only_file(tmp_path / "new" / "folder").is_file()


@pytest.mark.parametrize("texts", [["rest"], ["a leg curl", "rest"], ["rest", "a leg"]])
def test_other_texts_are_worked_out_anew_in_the_same_place(
    encoder: Counting, tmp_path: Path, texts: list[str]
) -> None:
    vectors(model(encoder), TEXTS, tmp_path)
    assert vectors(model(encoder), texts, tmp_path).tolist() == [[len(one), 1] for one in texts]
    assert encoder.given == [TEXTS, texts]
    assert only_file(tmp_path).is_file()


def test_another_model_has_its_own_file(encoder: Counting, tmp_path: Path) -> None:
    for sha in ("a" * 64, "b" * 64, "a" * 64):
        vectors(model(encoder, sha), TEXTS, tmp_path)
    assert len(encoder.given) == 2
    assert len(list(tmp_path.iterdir())) == 2


def test_models_whose_hashes_begin_alike_are_not_confused(
    encoder: Counting, tmp_path: Path
) -> None:
    for sha in ("a" * 64, "a" * 63 + "b"):
        vectors(model(encoder, sha), TEXTS, tmp_path)
    assert len(encoder.given) == 2


@pytest.mark.parametrize("length", [0, 10, 40, 80, -1])
def test_a_cut_cache_is_made_anew(encoder: Counting, tmp_path: Path, length: int) -> None:
    vectors(model(encoder), TEXTS, tmp_path)
    file = only_file(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[:length])
    assert vectors(model(encoder), TEXTS, tmp_path).tolist() == [[4, 1], [10, 1]]
    assert only_file(tmp_path).read_bytes() == whole


@pytest.mark.parametrize("place", [0, 40, 70, 200, -1])
def test_a_spoilt_byte_is_found(encoder: Counting, tmp_path: Path, place: int) -> None:
    vectors(model(encoder), TEXTS, tmp_path)
    file = only_file(tmp_path)
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
    assert vectors(model(encoder), TEXTS, tmp_path).tolist() == [[4, 1], [10, 1]]
    assert len(encoder.given) == 2


def test_a_cache_that_cannot_be_written_costs_only_time(
    encoder: Counting, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    found = vectors(model(encoder), TEXTS, tmp_path / "taken")
    assert found.tolist() == [[4, 1], [10, 1]]
    assert "cannot be kept" in caplog.text


def test_a_write_that_fails_leaves_nothing_behind(
    encoder: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_from: Path, _to: Path) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        vectors(model(encoder), TEXTS, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_people_are_told_only_when_there_is_work(
    encoder: Counting, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        vectors(model(encoder), TEXTS, tmp_path)
        assert "Working out what 2 ways to ask mean" in caplog.text
        caplog.clear()
        vectors(model(encoder), TEXTS, tmp_path)
        assert caplog.text == ""
