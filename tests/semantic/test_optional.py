"""The extra is optional: the program without it, and the same program with it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_command_line import small_content
from tests.semantic.models import static_folder

ROOT = Path(__file__).parents[2]
QUESTION = "why do my hamstrings cramp"
BLOCKED = """
import sys
sys.modules |= dict.fromkeys(("numpy", "safetensors", "tokenizers"))
from bot.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
"""The program on a machine where nothing of the extra is installed."""


def ran(
    *command: str, given: str = "", data: Path, model: Path | None = None
) -> subprocess.CompletedProcess[str]:
    settings = {"BOT_DATA_DIR": str(data), "BOT_MODEL_DIR": str(model or "")}
    return subprocess.run(
        [sys.executable, *command],
        input=given,
        env=os.environ | settings,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return static_folder(tmp_path_factory.mktemp("model"))


def test_without_the_extra_and_a_model_questions_are_answered(tmp_path: Path) -> None:
    done = ran("-c", BLOCKED, "ask", QUESTION, data=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "cramp" in done.stdout.casefold()


def test_a_model_without_the_extra_is_told_in_one_line(tmp_path: Path, model: Path) -> None:
    done = ran("-c", BLOCKED, "ask", QUESTION, data=tmp_path, model=model)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("BOT_MODEL_DIR is set, but numpy is not installed")
    assert done.stderr.count("\n") == 1


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    return "check", "--content", str(small_content(tmp_path_factory.mktemp("small")))


def test_check_tells_that_the_extra_is_missing(
    tmp_path: Path, model: Path, check: tuple[str, ...]
) -> None:
    done = ran("-c", BLOCKED, *check, data=tmp_path, model=model)
    assert "semantic matching: configured but the extra is not installed\n" in done.stdout


def test_check_tells_which_model_is_used(
    tmp_path: Path, model: Path, check: tuple[str, ...]
) -> None:
    done = ran("-m", "bot", *check, data=tmp_path, model=model)
    assert f"semantic matching: on ({model}, Model2Vec, " in done.stdout


def test_check_tells_that_no_model_is_configured(tmp_path: Path, check: tuple[str, ...]) -> None:
    assert "semantic matching: not configured\n" in ran("-m", "bot", *check, data=tmp_path).stdout


@pytest.mark.parametrize("command", ["ask", "run"])
def test_a_folder_that_is_not_there_is_told_in_one_line(tmp_path: Path, command: str) -> None:
    words = ("ask", QUESTION) if command == "ask" else ("run",)
    done = ran("-m", "bot", *words, data=tmp_path, model=tmp_path / "gone")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"There is no model folder {tmp_path / 'gone'}.\n"


def test_questions_are_answered_with_a_model_too(tmp_path: Path, model: Path) -> None:
    lines = "".join(json.dumps({"q": text}) + "\n" for text in (QUESTION, "seizes halfway", "?"))
    first = ran("-m", "bot", "ask", "--jsonl", given=lines, data=tmp_path, model=model)
    assert "this is done once" in first.stderr
    again = ran("-m", "bot", "ask", "--jsonl", given=lines, data=tmp_path, model=model)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout == first.stdout
    zones = [json.loads(line)["zone"] for line in first.stdout.splitlines()]
    assert zones[0] == "answer"
    assert len(zones) == 3


def test_nothing_of_the_extra_is_loaded_without_a_model(tmp_path: Path) -> None:
    look = (
        "import sys; from bot.semantic.knowledge_base import load_knowledge_base as load; load(); "
        "print(sorted({'numpy', 'safetensors', 'tokenizers'} & set(sys.modules)))"
    )
    assert ran("-c", look, data=tmp_path).stdout == "[]\n"
