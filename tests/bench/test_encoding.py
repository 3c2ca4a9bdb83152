"""The libraries that the bench runs beside our forward pass give the same vectors."""

from pathlib import Path

import numpy as np
import pytest

from bench.encoding import WAYS
from tests.semantic.models import bert_folder

ASKED = ["how long should i rest", "rest", "", "why do my legs cramp", "a leg curls bread"]


@pytest.mark.parametrize(("name", "module"), [("onnxruntime", "onnx"), ("ctranslate2", "yaml")])
def test_a_library_gives_our_vectors_from_its_own_form_of_the_model(
    name: str, module: str, tmp_path: Path
) -> None:
    pytest.importorskip(name)
    pytest.importorskip(module)
    folder = bert_folder(tmp_path / "model")
    ours = WAYS["numpy"](folder, tmp_path)(ASKED)
    for _ in range(2):  # converted, then kept
        theirs = WAYS[name](folder, tmp_path)(ASKED)
        assert float(np.abs(ours - theirs).max()) < 1e-5
    assert not np.allclose(WAYS[name](folder, tmp_path)(ASKED[::-1]), ours, atol=1e-3)
