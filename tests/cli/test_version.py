"""Which version it is: there is one place where the number stands."""

import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from bot.cli.version import PACKAGE, version
from tests.cli.test_command_line import ROOT, ran

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_a_checkout_has_the_version_of_its_project() -> None:
    shown = ran("--version")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout == f"{PROJECT['name']} {PROJECT['version']}\n"


def test_an_installed_package_has_the_version_it_was_installed_as(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.version.installed_version", {PACKAGE: "7.8.9"}.__getitem__)
    assert version(tmp_path / "pyproject.toml") == "7.8.9"


def test_a_copy_of_the_package_alone_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("bot.cli.version.installed_version", missing)
    assert version(tmp_path / "pyproject.toml") == "unknown"


def test_the_number_stands_nowhere_else() -> None:
    sources = [*(ROOT / "bot").rglob("*.py")]
    number = f'"{PROJECT["version"]}"'
    assert [path for path in sources if number in path.read_text(encoding="utf-8")] == []
