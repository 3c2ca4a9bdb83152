import sys
from hashlib import sha256
from pathlib import Path

import pytest

from bot.errors import ModelError
from bot.semantic.loading import EXTRA, ExtraError, ModelKind, load_model, state
from tests.semantic.models import bert_folder, static_folder


def test_a_bert_folder_is_recognised(tmp_path: Path) -> None:
    model = load_model(bert_folder(tmp_path))
    assert model.kind is ModelKind.BERT
    assert model.encoder.encode(["rest"]).shape == (1, 32)


def test_a_model2vec_folder_is_recognised(tmp_path: Path) -> None:
    model = load_model(static_folder(tmp_path))
    assert model.kind is ModelKind.STATIC
    assert model.encoder.encode(["rest"]).shape == (1, 8)


def test_a_model_tells_the_hash_of_its_weights(tmp_path: Path) -> None:
    model = load_model(bert_folder(tmp_path))
    assert model.sha256 == sha256((tmp_path / "model.safetensors").read_bytes()).hexdigest()


@pytest.mark.parametrize("file", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_missing_file_is_named_with_its_folder(tmp_path: Path, file: str) -> None:
    (bert_folder(tmp_path) / file).unlink()
    assert trouble(tmp_path) == f"The model folder {tmp_path} has no {file}."


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert trouble(tmp_path / "gone") == f"There is no model folder {tmp_path / 'gone'}."


@pytest.mark.parametrize("file", ["config.json", "tokenizer.json", "model.safetensors"])
@pytest.mark.parametrize("content", [b"", b"{", b"\x00\xff" * 100, b"[]"])
def test_a_broken_file_is_one_sentence_naming_the_folder(
    tmp_path: Path, file: str, content: bytes
) -> None:
    (bert_folder(tmp_path) / file).write_bytes(content)
    sentence = trouble(tmp_path)
    assert sentence.startswith(f"The model folder {tmp_path} ")
    assert "\n" not in sentence


@pytest.mark.parametrize("told", ["gpt2", None, 7])
def test_a_model_of_another_kind_is_refused(tmp_path: Path, told: object) -> None:
    bert_folder(tmp_path, {"model_type": told})
    assert f"must be bert or model2vec, not {told!r}" in trouble(tmp_path)


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("num_hidden_layers", 3, "encoder.layer.2.attention.self.query.weight"),
        ("hidden_act", "swish", "swish"),
        ("num_attention_heads", 5, "reshape"),
    ],
)
def test_a_config_that_does_not_fit_the_weights_is_told(
    tmp_path: Path, key: str, value: object, named: str
) -> None:
    bert_folder(tmp_path, {key: value})
    assert named in trouble(tmp_path)


def trouble(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        load_model(folder)
    return str(caught.value)


@pytest.mark.parametrize("library", EXTRA)
def test_a_missing_library_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    folder = bert_folder(tmp_path)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ExtraError, match=rf"BOT_MODEL_DIR is set, but {library} is not installed"):
        load_model(folder)


def test_the_state_without_a_model() -> None:
    assert state(None) == "not configured"


def test_the_state_with_a_model_tells_folder_kind_and_hash(tmp_path: Path) -> None:
    digest = sha256((bert_folder(tmp_path) / "model.safetensors").read_bytes()).hexdigest()
    assert state(tmp_path) == f"on ({tmp_path}, BERT, {digest[:12]})"


def test_the_state_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = bert_folder(tmp_path)
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    assert state(folder) == "configured but the extra is not installed"


def test_the_state_with_a_broken_model_tells_why(tmp_path: Path) -> None:
    assert state(tmp_path) == (
        f"configured but broken. The model folder {tmp_path} has no config.json."
    )
