import json
from pathlib import Path
from shutil import copytree

import pytest

from bot.errors import ContentError
from bot.knowledge.content.loading import Library
from bot.knowledge.matching.fitted import FITTED, Fitted, read_fitted
from bot.knowledge.matching.index import OUT_OF_SCOPE
from bot.knowledge.safety import FINE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copytree(FITTED, tmp_path / "fitted")


def test_the_weights_fit_the_content(library: Library, fitted: Fitted) -> None:
    assert fitted.head.fingerprint == library.fingerprint, "run `make fit`"
    assert fitted.safety.fingerprint == library.fingerprint, "run `make fit`"


def test_the_word_head_knows_every_topic(library: Library, fitted: Fitted) -> None:
    assert set(fitted.head.classes) == {*library.topics, OUT_OF_SCOPE}


def test_the_safety_scorer_knows_every_family(library: Library, fitted: Fitted) -> None:
    assert set(fitted.safety.classes) == {*library.red_flags.families, FINE}


def test_the_zones_are_in_order(fitted: Fitted) -> None:
    calibration = fitted.calibration
    assert calibration.choices_at < calibration.answer_at < 1
    assert 0 < calibration.ask_back_at < calibration.alarm_at < 1


@pytest.mark.parametrize("file", ["head.tsv", "safety.tsv", "calibration.json"])
def test_a_missing_file_is_named_with_its_cure(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(ContentError, match=f"^{file}: .*`make fit`"):
        read_fitted(folder)


@pytest.mark.parametrize("file", ["head.tsv", "safety.tsv", "calibration.json"])
def test_a_spoilt_file_is_named(folder: Path, file: str) -> None:
    (folder / file).write_text("<<<<<<< ours\n")
    with pytest.raises(ContentError, match=f"^{file}: "):
        read_fitted(folder)


BAD = [("answer_at", 1.5), ("alarm_at", "high"), ("blend", [1]), ("new", 1)]


@pytest.mark.parametrize(("key", "value"), BAD)
def test_a_bad_calibration_names_the_key(folder: Path, key: str, value: object) -> None:
    file = folder / "calibration.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {key: value}))
    with pytest.raises(ContentError, match=rf"(?s)^calibration\.json: .*{key}"):
        read_fitted(folder)
