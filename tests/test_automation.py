"""What machines do with a change is what people do: the same commands, the same Pythons."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIRED: str = PROJECT["project"]["requires-python"]
JOB: dict[str, Any] = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_bytes())["jobs"][
    "check"
]
PYTHONS: list[str] = JOB["strategy"]["matrix"]["python"]


def recipe(target: str, makefile: str) -> list[str]:
    """The commands of a target, as they are typed."""
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)*)", makefile, re.MULTILINE)
    lines = found[1].splitlines() if found else []
    return [line.strip().removeprefix("@").replace("$(VENV)", ".venv") for line in lines]


def mismatches(pythons: list[str], required: str) -> list[str]:
    """Pythons that are tried and not allowed, and the first allowed one when it is not tried."""
    allowed = SpecifierSet(required)
    refused = [one for one in pythons if one not in allowed]
    oldest = next(f"3.{minor}" for minor in range(100) if f"3.{minor}" in allowed)
    return refused + [oldest for _ in [0] if oldest not in pythons]


def gaps(pythons: list[str]) -> list[str]:
    """Versions that are left out between those that are tried."""
    minors = sorted(Version(one).minor for one in pythons)
    return [f"3.{one}" for one in range(minors[0], minors[-1]) if one not in minors]


def test_every_python_that_is_allowed_is_tried() -> None:
    assert mismatches(PYTHONS, REQUIRED) == []
    assert gaps(PYTHONS) == []


def test_the_tools_know_the_oldest_python() -> None:
    oldest = min(PYTHONS, key=Version)
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"
    assert f"--python-version {oldest} " in MAKEFILE
    assert f"Python {oldest} or newer" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_python_that_is_not_tried_or_not_allowed_is_found() -> None:
    assert mismatches(["3.11", "3.12"], ">=3.12") == ["3.11"]
    assert mismatches(["3.12"], ">=3.11") == ["3.11"]
    assert gaps(["3.11", "3.14"]) == ["3.12", "3.13"]


def test_the_workflow_calls_the_same_script_with_the_python_of_the_matrix() -> None:
    python, check = JOB["steps"][-2:]
    assert python["with"]["python-version"] == "${{ matrix.python }}"
    assert check["run"] == ".ci/run"
    assert check["env"]["PYTHON"] == f"${{{{ steps.{python['id']}.outputs.python-path }}}}"


def test_before_a_commit_the_same_is_checked_as_by_make_lint() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_bytes())
    hooks = [hook for repository in config["repos"] for hook in repository["hooks"]]
    assert [hook["entry"] for hook in hooks] == recipe("lint", MAKEFILE)
    assert {repository["repo"] for repository in config["repos"]} == {"local"}
    assert not any(hook["pass_filenames"] for hook in hooks)


def test_the_commands_of_a_target_are_found_and_not_those_of_the_next() -> None:
    makefile = "lint: x ## say\n\t@$(VENV)/bin/one\n\ttwo\n\nnext:\n\tthree\n"
    assert recipe("lint", makefile) == [".venv/bin/one", "two"]
    assert recipe("none", makefile) == []


@pytest.mark.parametrize("told", ["environment", "argument"])
def test_the_python_that_is_asked_for_makes_the_environment(told: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements-dev.lock").touch()
    words = ["PYTHON=python3.no"] if told == "argument" else []
    settings = {"PYTHON": "python3.no"} if told == "environment" else {}
    done = subprocess.run(
        ["make", "lint", *words],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode
    assert "there is no python3.no" in done.stderr
