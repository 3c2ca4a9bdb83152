"""One way to work out sentence vectors, in a process of its own: `python -m bench.encoding`.

It is given a name, a model folder, a folder to keep converted models in, and a file for the
vectors. It prints a line when the first vector is there, and one of JSON at the end.
"""

import json
import resource
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from bot.knowledge.content.loading import read_library
from bot.knowledge.knowledge_base import comparable_phrasings
from bot.semantic.bert import LONGEST, batches, padded, read_bert
from bot.semantic.tensors import Floats, Tensors, normalised, open_tensors, read_tokenizer

TEXTS = 500
_OPSET, _IR_VERSION = 20, 10
"""Of the ONNX graph: the first opset with the activation as one step."""
_WEIGHTS = "weights"
"""Where the graph says that its weights are: they are handed over at start."""

Encode = Callable[[Sequence[str]], Floats]
Run = Callable[[Sequence[Sequence[int]]], Floats]
"""Tokens of some texts of about the same length -> a row for each."""


def by_numpy(folder: Path, _kept: Path) -> Encode:
    """Our own forward pass."""
    return read_bert(folder).encode


def by_onnxruntime(folder: Path, kept: Path) -> Encode:
    """ONNX Runtime, with a graph that is built once of the shape of the model."""
    runtime: Any = import_module("onnxruntime")
    config = _config(folder)
    with open_tensors(folder) as tensors:
        weights = _weights(tensors, config["num_hidden_layers"])
    path = kept / "graph.onnx"
    if not path.exists():
        path.write_bytes(_Graph(weights, config["layer_norm_eps"]).built(config))
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    values = [runtime.OrtValue.ortvalue_from_numpy(one) for one in weights.values()]
    options.add_external_initializers(list(weights), values)
    session = runtime.InferenceSession(path.read_bytes(), options)

    def run(tokens: Sequence[Sequence[int]]) -> Floats:
        ids, present = padded(tokens)
        vectors: Floats = session.run(None, {"ids": ids, "present": present})[0]
        return vectors

    return _in_batches(folder, run)


def by_ctranslate2(folder: Path, kept: Path) -> Encode:
    """CTranslate2, with a model that is converted once."""
    library: Any = import_module("ctranslate2")
    path = kept / "ctranslate2"
    if not path.exists():
        path.mkdir()
        _convert(folder, path)
    encoder = library.Encoder(str(path), intra_threads=1, inter_threads=1, compute_type="float32")

    def run(tokens: Sequence[Sequence[int]]) -> Floats:
        states = np.array(encoder.forward_batch(tokens).last_hidden_state)
        sums = [rows[: len(line)].sum(axis=0) for rows, line in zip(states, tokens, strict=True)]
        return normalised(np.array(sums))

    return _in_batches(folder, run)


WAYS: Mapping[str, Callable[[Path, Path], Encode]] = {
    "numpy": by_numpy,
    "onnxruntime": by_onnxruntime,
    "ctranslate2": by_ctranslate2,
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "numpy": ("numpy", "safetensors", "tokenizers"),
    "onnxruntime": (
        *("numpy", "safetensors", "tokenizers", "onnxruntime", "flatbuffers", "protobuf"),
        *("packaging", "onnx", "ml_dtypes"),
    ),
    "ctranslate2": ("numpy", "safetensors", "tokenizers", "ctranslate2", "pyyaml", "setuptools"),
}
"""The packages that must be installed for each way."""


def _in_batches(folder: Path, run: Run) -> Encode:
    tokenizer = read_tokenizer(folder, LONGEST)

    def encode(texts: Sequence[str]) -> Floats:
        tokens = [tokenizer.encode(text).ids for text in texts]
        order, found = [], []
        for rows in batches(tokens):
            order += rows
            found.append(run([tokens[row] for row in rows]))
        return np.concatenate(found)[np.argsort(order)]

    return encode


def _config(folder: Path) -> dict[str, Any]:
    config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return config


def _weights(tensors: Tensors, layers: int) -> dict[str, Floats]:
    """The weights as the graph wants them: inputs by outputs; query, key and value in one."""
    embeddings = "embeddings.{}_embeddings.weight"
    found = {
        "words": tensors[embeddings.format("word")],
        "places": tensors[embeddings.format("position")]
        + tensors[embeddings.format("token_type")][0],
        **_pair(tensors, "embeddings.LayerNorm"),
    }
    for number in range(layers):
        layer = f"encoder.layer.{number}"
        parts = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
        for kind in ("weight", "bias"):
            joined = np.concatenate([tensors[f"{part}.{kind}"] for part in parts])
            found[f"{layer}.attention.self.{kind}"] = joined.T.copy(order="C")
        for name in ("attention.output.dense", "intermediate.dense", "output.dense"):
            found |= _pair(tensors, f"{layer}.{name}")
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            found |= _pair(tensors, f"{layer}.{name}")
    return found


def _pair(tensors: Tensors, name: str) -> dict[str, Floats]:
    weight, bias = tensors[f"{name}.weight"], tensors[f"{name}.bias"]
    return {f"{name}.weight": weight.T.copy(order="C"), f"{name}.bias": bias}


class _Graph:
    """An ONNX graph of BERT; it holds the shapes of the weights, not the weights."""

    def __init__(self, weights: Mapping[str, Floats], epsilon: float) -> None:
        self._onnx: Any = import_module("onnx")
        self._helper: Any = import_module("onnx.helper")
        self._nodes: list[Any] = []
        self._epsilon = epsilon
        self._given = [self._elsewhere(name, one) for name, one in weights.items()]

    def built(self, config: Mapping[str, Any]) -> bytes:
        """The whole model, serialised."""
        assert config["hidden_act"] == "gelu", config["hidden_act"]
        heads = config["num_attention_heads"]
        length = self._do("Slice", self._do("Shape", "ids"), self._number(1), self._number(2))
        places = self._do("Slice", "places", self._number(0), length, self._number(0))
        state = self._do("Add", self._do("Gather", "words", "ids"), places)
        state = self._norm(state, "embeddings.LayerNorm")
        mask = self._do("Cast", "present", to=self._onnx.TensorProto.INT32)
        for number in range(config["num_hidden_layers"]):
            state = self._layer(state, mask, f"encoder.layer.{number}", heads)
        weighed = self._do("Mul", state, self._do("Unsqueeze", "present", self._number(2)))
        total = self._do("ReduceSum", weighed, self._number(1), keepdims=0)
        self._nodes.append(
            self._helper.make_node("LpNormalization", [total], ["vectors"], axis=1, p=2)
        )
        return self._serialised(config["hidden_size"])

    def _layer(self, state: str, mask: str, name: str, heads: int) -> str:
        parts = [f"{name}.attention.self.{kind}" for kind in ("weight", "bias")]
        how = {"domain": "com.microsoft", "num_heads": heads}
        seen = self._do("Attention", state, *parts, mask, **how)
        added = self._do("Add", state, self._dense(seen, f"{name}.attention.output.dense"))
        state = self._norm(added, f"{name}.attention.output.LayerNorm")
        inner = self._do("Gelu", self._dense(state, f"{name}.intermediate.dense"))
        added = self._do("Add", state, self._dense(inner, f"{name}.output.dense"))
        return self._norm(added, f"{name}.output.LayerNorm")

    def _dense(self, state: str, name: str) -> str:
        return self._do("Add", self._do("MatMul", state, f"{name}.weight"), f"{name}.bias")

    def _norm(self, state: str, name: str) -> str:
        how = {"axis": -1, "epsilon": self._epsilon}
        return self._do("LayerNormalization", state, f"{name}.weight", f"{name}.bias", **how)

    def _do(self, kind: str, *inputs: str, **how: object) -> str:
        """Append a step; the name of what comes out of it."""
        name = f"step{len(self._nodes)}"
        self._nodes.append(self._helper.make_node(kind, list(inputs), [name], **how))
        return name

    def _number(self, value: int) -> str:
        name = f"number{len(self._given)}"
        whole = self._onnx.TensorProto.INT64
        self._given.append(self._helper.make_tensor(name, whole, [1], [value]))
        return name

    def _elsewhere(self, name: str, weights: Floats) -> object:
        kind = self._onnx.TensorProto.FLOAT
        tensor = self._onnx.TensorProto(name=name, data_type=kind, dims=weights.shape)
        tensor.data_location = self._onnx.TensorProto.EXTERNAL
        place = tensor.external_data.add()
        place.key, place.value = "location", _WEIGHTS
        return tensor

    def _serialised(self, width: int) -> bytes:
        helper, kinds = self._helper, self._onnx.TensorProto
        inputs = [
            helper.make_tensor_value_info("ids", kinds.INT64, ["texts", "tokens"]),
            helper.make_tensor_value_info("present", kinds.FLOAT, ["texts", "tokens"]),
        ]
        outputs = [helper.make_tensor_value_info("vectors", kinds.FLOAT, ["texts", width])]
        graph = helper.make_graph(self._nodes, "bert", inputs, outputs, self._given)
        sets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=sets, ir_version=_IR_VERSION)
        return bytes(model.SerializeToString())


def _convert(folder: Path, into: Path) -> None:
    """Write a model for CTranslate2."""
    common: Any = import_module("ctranslate2.specs.common_spec")
    transformer: Any = import_module("ctranslate2.specs.transformer_spec")
    config = _config(folder)
    encoder = transformer.TransformerEncoderSpec(
        config["num_hidden_layers"],
        config["num_attention_heads"],
        pre_norm=False,
        activation=common.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common.EmbeddingsMerge.ADD,
    )
    spec = transformer.TransformerEncoderModelSpec(encoder)
    encoder.scale_embeddings = False
    with open_tensors(folder) as tensors:
        _fill(encoder, tensors)
    vocabulary = read_tokenizer(folder, LONGEST).get_vocab()
    spec.register_vocabulary(sorted(vocabulary, key=vocabulary.__getitem__))
    spec.config.layer_norm_epsilon = config["layer_norm_eps"]
    spec.validate()
    spec.optimize()
    spec.save(str(into))


def _fill(encoder: Any, tensors: Tensors) -> None:  # noqa: ANN401 - the library ships no types
    embeddings = "embeddings.{}_embeddings.weight"
    encoder.embeddings[0].weight = tensors[embeddings.format("word")].copy()
    encoder.embeddings[1].weight = tensors[embeddings.format("token_type")].copy()
    encoder.position_encodings.encodings = tensors[embeddings.format("position")].copy()
    _fill_norm(encoder.layernorm_embedding, tensors, "embeddings.LayerNorm")
    for number, layer in enumerate(encoder.layer):
        name, attention = f"encoder.layer.{number}", layer.self_attention
        parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        joined = attention.linear[0]
        joined.weight = np.concatenate([tensors[f"{part}.weight"] for part in parts])
        joined.bias = np.concatenate([tensors[f"{part}.bias"] for part in parts])
        _fill_dense(attention.linear[1], tensors, f"{name}.attention.output.dense")
        _fill_norm(attention.layer_norm, tensors, f"{name}.attention.output.LayerNorm")
        _fill_dense(layer.ffn.linear_0, tensors, f"{name}.intermediate.dense")
        _fill_dense(layer.ffn.linear_1, tensors, f"{name}.output.dense")
        _fill_norm(layer.ffn.layer_norm, tensors, f"{name}.output.LayerNorm")


def _fill_dense(spec: Any, tensors: Tensors, name: str) -> None:  # noqa: ANN401 - the same
    spec.weight, spec.bias = (tensors[f"{name}.{kind}"].copy() for kind in ("weight", "bias"))


def _fill_norm(spec: Any, tensors: Tensors, name: str) -> None:  # noqa: ANN401 - the same
    spec.gamma, spec.beta = (tensors[f"{name}.{kind}"].copy() for kind in ("weight", "bias"))


def texts() -> list[str]:
    """Ways to ask, spread over all topics."""
    every = sorted({text for _, text in comparable_phrasings(read_library())})
    return every[:: len(every) // TEXTS][:TEXTS]


def main(name: str, folder: str, kept: str, vectors: str) -> None:
    """Encode, and report."""
    encode = WAYS[name](Path(folder), Path(kept))
    encode(["a trial"])
    print("ready", flush=True)
    asked = texts()
    spent = []
    for text in asked:
        began = process_time()
        encode([text])
        spent.append(process_time() - began)
    np.save(vectors, encode(asked), allow_pickle=False)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"spent": spent, "peak": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
