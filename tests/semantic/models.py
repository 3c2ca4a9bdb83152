"""Tiny model folders, made on the spot: random weights, twenty words."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel, WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

Arrays = dict[str, NDArray[np.float32]]

HIDDEN, HEADS, LAYERS, INNER, PLACES = 32, 4, 2, 64, 24
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
WORDS = (
    *("how", "long", "should", "i", "rest", "breathe", "a", "leg", "curl", "pause", "lunch"),
    *("why", "do", "my", "cramp", "##s", "##ing", "bread", "bake", "##d"),
)
VOCABULARY = {word: at for at, word in enumerate((*SPECIAL, *WORDS))}
CONFIG = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "hidden_size": HIDDEN,
    "num_attention_heads": HEADS,
    "num_hidden_layers": LAYERS,
    "layer_norm_eps": 1e-12,
}


def bert_folder(
    folder: Path, changes: Mapping[str, object] | None = None, prefix: str = ""
) -> Path:
    """A BERT folder whose tokenizer pads and cuts, as shipped ones do."""
    tokenizer = Tokenizer(WordPiece(VOCABULARY, unk_token="[UNK]"))
    _cut_into_words(tokenizer)
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.enable_padding(length=20)
    tokenizer.enable_truncation(20)
    tensors = {prefix + name: tensor for name, tensor in bert_tensors().items()}
    return _write(folder, CONFIG | dict(changes or {}), tokenizer, tensors)


def bert_tensors() -> Arrays:
    """Random weights under their usual names."""
    chance = np.random.default_rng(7)
    shapes = {
        "embeddings.word_embeddings.weight": (len(VOCABULARY), HIDDEN),
        "embeddings.position_embeddings.weight": (PLACES, HIDDEN),
        "embeddings.token_type_embeddings.weight": (2, HIDDEN),
        **_norm("embeddings.LayerNorm"),
    }
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            shapes |= _dense(f"{layer}.attention.{part}", HIDDEN, HIDDEN)
        shapes |= _norm(f"{layer}.attention.output.LayerNorm") | _norm(f"{layer}.output.LayerNorm")
        shapes |= _dense(f"{layer}.intermediate.dense", INNER, HIDDEN)
        shapes |= _dense(f"{layer}.output.dense", HIDDEN, INNER)
    return {name: chance.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}


def _norm(name: str) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (HIDDEN,), f"{name}.bias": (HIDDEN,)}


def _dense(name: str, outputs: int, inputs: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (outputs, inputs), f"{name}.bias": (outputs,)}


def static_folder(folder: Path, more: Arrays | None = None) -> Path:
    """A Model2Vec folder with a row for each word."""
    tokenizer = Tokenizer(WordLevel(VOCABULARY, unk_token="[UNK]"))
    _cut_into_words(tokenizer)
    return _write(folder, {"model_type": "model2vec"}, tokenizer, static_tensors() | (more or {}))


def static_tensors() -> Arrays:
    """Random rows."""
    chance = np.random.default_rng(8)
    return {"embeddings": chance.normal(0, 1, (len(VOCABULARY), 8)).astype(np.float32)}


def _cut_into_words(tokenizer: Tokenizer) -> None:
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()


def _write(
    folder: Path, config: Mapping[str, object], tokenizer: Tokenizer, tensors: Arrays
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config))
    tokenizer.save(str(folder / "tokenizer.json"))
    save_file(tensors, folder / "model.safetensors")
    return folder
