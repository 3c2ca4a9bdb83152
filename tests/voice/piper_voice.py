"""A voice file for Piper, made on the spot: a model that answers anything with a steady tone."""

import json
import struct
from pathlib import Path

RATE = 16_000
SECONDS = 0.5
LETTERS = "abcdefghijklmnopqrstuvwxyz ,.?'"
_FLOAT, _INT = 1, 7
"""Element types of ONNX."""


def piper_voice(folder: Path) -> Path:
    """The model; its description lies beside it."""
    model = folder / "tone.onnx"
    model.write_bytes(_model())
    marks = {"_": [0], "^": [1], "$": [2]}
    letters = {letter: [at] for at, letter in enumerate(LETTERS, start=3)}
    description = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": "en-us"},
        "phoneme_type": "text",
        "num_symbols": len(marks) + len(letters),
        "num_speakers": 1,
        "phoneme_id_map": marks | letters,
    }
    model.with_name("tone.onnx.json").write_text(json.dumps(description), "utf-8")
    return model


def _model() -> bytes:
    """ONNX by hand, in the wire format of protocol buffers: its package would be large for this."""
    level = _field(1, 1) + _field(2, _FLOAT) + _field(4, struct.pack("<f", 0.5))
    value = _field(1, "value") + _field(5, level) + _field(20, 4)
    lengths = _varint(1) + _varint(round(RATE * SECONDS))
    sizes = _field(1, 2) + _field(2, _INT) + _field(7, lengths) + _field(8, "shape")
    node = _field(1, "shape") + _field(2, "output") + _field(4, "ConstantOfShape")
    graph = (
        _field(1, node + _field(5, value))
        + _field(2, "tone")
        + _field(5, sizes)
        + _field(11, _tensor("input", _INT, (1, "letters")))
        + _field(11, _tensor("input_lengths", _INT, (1,)))
        + _field(11, _tensor("scales", _FLOAT, (3,)))
        + _field(12, _tensor("output", _FLOAT, (1, round(RATE * SECONDS))))
    )
    return _field(1, 8) + _field(7, graph) + _field(8, _field(1, "") + _field(2, 13))


def _tensor(name: str, kind: int, shape: tuple[int | str, ...]) -> bytes:
    """The name and type of what goes in or out."""
    sizes = b"".join(_field(1, _field(2 if isinstance(size, str) else 1, size)) for size in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, sizes)))


def _field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    content = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])
