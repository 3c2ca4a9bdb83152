"""The lock files hold exactly what pyproject.toml asks for, and nothing from elsewhere."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SHA256 = "--hash=sha256:"


@dataclass(frozen=True, slots=True)
class Pin:
    """One version of one package in a lock file."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """Empty when it is not pinned to a single version."""
        versions = [one.version for one in self.requirement.specifier if one.operator == "=="]
        return versions[0] if len(versions) == 1 and "*" not in versions[0] else ""

    def is_for_here(self) -> bool:
        """Whether this Python on this system takes it."""
        marker = self.requirement.marker
        return marker is None or marker.evaluate()


def read_lock(text: str) -> list[Pin]:
    """The pins of a lock file; lines that are none make `InvalidRequirement`."""
    return [_pin(line) for line in _entries(text)]


def _entries(text: str) -> Iterator[str]:
    """Lines without comments, each joined with those it is continued on."""
    joined = text.replace("\\\n", " ")
    whole = (line.strip() for line in joined.splitlines())
    return (line for line in whole if line and not line.startswith("#"))


def _pin(line: str) -> Pin:
    asked, *hashes = line.split(" --hash=")
    return Pin(Requirement(asked.strip()), tuple(f"--hash={value.strip()}" for value in hashes))


def foreign_lines(text: str) -> list[str]:
    """Lines that say where packages come from; that is for each machine to know."""
    return [line for line in _entries(text) if line.startswith("-") or "://" in line]


def unguarded(pins: Iterable[Pin]) -> list[str]:
    """Packages without one exact version, or without a SHA-256 for each file."""
    return [pin.name for pin in pins if not (pin.version and _has_sha256(pin.hashes))]


def _has_sha256(hashes: Sequence[str]) -> bool:
    values = [value.removeprefix(SHA256) for value in hashes if value.startswith(SHA256)]
    return bool(values) and len(values) == len(hashes) and all(len(one) == 64 for one in values)


def unmet(asked: Iterable[str], pins: Sequence[Pin]) -> list[str]:
    """Requirements that have no pin, or a pin that does not satisfy them."""
    return [text for text in asked if not _is_met(Requirement(text), pins)]


def _is_met(asked: Requirement, pins: Sequence[Pin]) -> bool:
    found = [pin for pin in pins if pin.name == canonicalize_name(asked.name)]
    return bool(found) and all(asked.specifier.contains(pin.version) for pin in found)


def differing(pins: Iterable[Pin], others: Sequence[Pin]) -> list[str]:
    """Pins that the other lock file lacks, or has in another version."""
    known = {(pin.name, pin.version) for pin in others}
    return [f"{pin.name}=={pin.version}" for pin in pins if (pin.name, pin.version) not in known]


def needed(asked: Iterable[str]) -> dict[str, str]:
    """Everything that requirements bring with them here: name -> installed version."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    waiting = [Requirement(text) for text in asked]
    while waiting:
        one = waiting.pop()
        if str(one) in seen:
            continue
        seen.add(str(one))
        installed = distribution(one.name)
        found[canonicalize_name(one.name)] = installed.version
        waiting += _brings(installed.requires or (), one.extras)
    return found


def _brings(requires: Iterable[str], extras: Iterable[str]) -> list[Requirement]:
    """What a package needs here, with the extras that are wanted of it."""
    wanted = ("", *extras)
    all_of_it = [Requirement(text) for text in requires]
    return [
        one
        for one in all_of_it
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in wanted)
    ]


def unpinned(installed: Mapping[str, str], pins: Iterable[Pin]) -> list[str]:
    """What is installed and not locked at this version."""
    locked = {(pin.name, pin.version) for pin in pins if pin.is_for_here()}
    return [
        f"{name}=={version}" for name, version in installed.items() if (name, version) not in locked
    ]


PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OPTIONAL: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
FOR_USE: list[str] = [*PROJECT["project"]["dependencies"], *OPTIONAL["speech"]]
EXTRAS: list[str] = [text for extra in OPTIONAL.values() for text in extra]
FOR_DEVELOPERS: list[str] = PROJECT["dependency-groups"]["dev"]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def lock_text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def lock(name: str) -> list[Pin]:
    return read_lock(lock_text(name))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_source_of_packages(name: str) -> None:
    assert foreign_lines(lock_text(name)) == []
    assert "://" not in lock_text(name)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_its_hashes(name: str) -> None:
    assert unguarded(lock(name)) == []


def test_what_the_assistant_needs_is_locked() -> None:
    assert unmet(FOR_USE, lock("requirements.lock")) == []


def test_what_developers_need_is_locked() -> None:
    assert unmet([*FOR_USE, *EXTRAS, *FOR_DEVELOPERS], lock("requirements-dev.lock")) == []


def test_developers_have_the_versions_that_people_have() -> None:
    assert differing(lock("requirements.lock"), lock("requirements-dev.lock")) == []


def test_everything_that_is_brought_along_is_locked_at_the_installed_version() -> None:
    installed = needed(FOR_USE)
    assert {"greenlet", "httpx", "markupsafe"} <= set(installed), "the search stopped early"
    assert unpinned(installed, lock("requirements.lock")) == []


GOOD = f"""\
alpha-package==1.2.0 \\
    {SHA256}{"a" * 64} \\
    {SHA256}{"b" * 64}
    # via hamstring-coach (pyproject.toml)
beta==2.0 ; python_full_version < '3.0' \\
    {SHA256}{"c" * 64}
"""


def test_a_good_lock_file_has_no_faults() -> None:
    pins = read_lock(GOOD)
    assert [(pin.name, pin.version, len(pin.hashes)) for pin in pins] == [
        ("alpha-package", "1.2.0", 2),
        ("beta", "2.0", 1),
    ]
    assert foreign_lines(GOOD) == []
    assert unguarded(pins) == []
    assert unmet(["Alpha_Package>=1.2,<2"], pins) == []
    assert unpinned({"alpha-package": "1.2.0"}, pins) == []
    assert differing(pins, pins) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example.org/simple",
        "-i somewhere",
        "--find-links wheels",
        "-e .",
        "gamma @ https://example.org/gamma.whl",
    ],
)
def test_a_line_that_names_a_source_is_found(line: str) -> None:
    assert foreign_lines(GOOD + line + "\n") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "gamma==1.0",
        f"gamma>=1.0 {SHA256}{'a' * 64}",
        f"gamma==1.* {SHA256}{'a' * 64}",
        f"gamma==1.0 {SHA256}{'a' * 10}",
        f"gamma==1.0 --hash=md5:{'a' * 32}",
        f"gamma==1.0 {SHA256}{'a' * 64} --hash=md5:{'a' * 32}",
    ],
)
def test_a_package_without_version_or_hash_is_found(line: str) -> None:
    assert unguarded(read_lock(GOOD + line + "\n")) == ["gamma"]


@pytest.mark.parametrize(
    "asked", ["alpha-package>=1.3", "alpha-package<1.2", "alphabet", "beta~=1.0"]
)
def test_a_requirement_that_is_not_met_is_found(asked: str) -> None:
    assert unmet([asked], read_lock(GOOD)) == [asked]


@pytest.mark.parametrize(
    ("name", "version"),
    [("alpha-package", "1.2.1"), ("gamma", "1.0"), ("beta", "2.0")],  # beta is for another Python
)
def test_an_installed_package_that_is_not_locked_is_found(name: str, version: str) -> None:
    assert unpinned({name: version}, read_lock(GOOD)) == [f"{name}=={version}"]


def test_lock_files_that_drifted_apart_are_found() -> None:
    drifted = read_lock(GOOD.replace("1.2.0", "1.3.0"))
    assert differing(read_lock(GOOD), drifted) == ["alpha-package==1.2.0"]


def test_an_extra_brings_what_it_needs_and_only_when_it_is_wanted() -> None:
    requires = ["plain", 'greenlet>1; extra == "asyncio"', 'old; python_version < "3"']
    assert [one.name for one in _brings(requires, ())] == ["plain"]
    assert [one.name for one in _brings(requires, {"asyncio"})] == ["plain", "greenlet"]
