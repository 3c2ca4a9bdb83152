"""Which version this is."""

import tomllib
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path

PACKAGE = "hamstring-coach"
_PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def version(project: Path = _PROJECT) -> str:
    """The number in `pyproject.toml`: of a checkout itself, else as it was installed.

    A checkout comes first, because what was installed from it may be older. "unknown" for a copy
    of the package alone.
    """
    if project.is_file():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    try:
        return installed_version(PACKAGE)
    except PackageNotFoundError:
        return "unknown"
