"""Sentence vectors by our own forward pass beside two libraries: exactness, time, memory, size."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import files
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from bench.encoding import NEEDED, TEXTS, WAYS
from bench.tables import Table, megabytes, milliseconds, times
from bench.timing import quantile
from bot.semantic.tensors import Floats

_ROUNDS = 5
_OURS = "numpy"
_MODULES = {"numpy": "numpy", "onnxruntime": "onnx", "ctranslate2": "ctranslate2"}
"""What must be there for each way besides what we need ourselves."""
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Round:
    """What one process took."""

    ready: float
    """Seconds from its start to the first vector."""
    peak: int
    """Bytes of memory at the most."""
    spent: Sequence[float]
    """Seconds of the processor for each text by itself."""
    vectors: Floats


def meaning() -> Iterator[Table]:
    """The table, for the model in BOT_MODEL_DIR."""
    folder = os.environ.get("BOT_MODEL_DIR")
    if not folder:
        yield Table("meaning: not measured", ("",), (), ("BOT_MODEL_DIR names no model",))
        return
    names = [name for name in WAYS if find_spec(_MODULES[name])]
    with TemporaryDirectory() as kept:
        firsts = {name: _round(name, Path(folder), Path(kept)) for name in names}
        rounds = [
            {name: _round(name, Path(folder), Path(kept)) for name in names} for _ in range(_ROUNDS)
        ]
    ours = [one[_OURS] for one in rounds]
    yield Table(
        f"meaning: {TEXTS} texts one by one on one thread, {_ROUNDS} rounds",
        (
            *("", "first start s", "start s", "ratio", "peak MB", "ratio", "p50 ms", "p99 ms"),
            *("ratio", "largest difference", "installed MB"),
        ),
        [_row(name, firsts[name], [one[name] for one in rounds], ours) for name in names],
        (
            "start: from the start of the process to the first vector; at the first start, a",
            "library gets its own form of the model, which is kept",
            "p50, p99: of the processor for a text; ratio: of p50",
            "installed: with all packages that are needed",
        ),
    )


def _round(name: str, folder: Path, kept: Path) -> Round:
    vectors = kept / f"{name}.npy"
    words = [sys.executable, "-m", "bench.encoding", name, str(folder), str(kept), str(vectors)]
    began = perf_counter()
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, text=True, env=os.environ | _ONE_THREAD
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n", name
        ready = perf_counter() - began
        told = json.loads(process.stdout.readline())
    return Round(ready, told["peak"], told["spent"], np.load(vectors, allow_pickle=False))


def _row(name: str, first: Round, rounds: Sequence[Round], ours: Sequence[Round]) -> list[str]:
    start, our_start = (median(one.ready for one in some) for some in (rounds, ours))
    peak, our_peak = (median(one.peak for one in some) for some in (rounds, ours))
    half, our_half = (median(quantile(one.spent, 0.5) for one in some) for some in (rounds, ours))
    return [
        name,
        f"{first.ready:.2f}",
        f"{start:.2f}",
        times(start, our_start),
        megabytes(peak),
        times(peak, our_peak),
        milliseconds(half),
        milliseconds(median(quantile(one.spent, 0.99) for one in rounds)),
        times(half, our_half),
        f"{float(np.abs(first.vectors - ours[0].vectors).max()):.1e}",
        megabytes(sum(map(_size, NEEDED[name]))),
    ]


def _size(package: str) -> int:
    """Bytes of an installed package."""
    found = [Path(str(file.locate())) for file in files(package) or ()]
    return sum(path.stat().st_size for path in found if path.exists())
