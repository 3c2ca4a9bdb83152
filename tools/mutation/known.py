"""Mutants that nobody can notice, as a person has judged them; `known.toml` says why."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

KNOWN = Path(__file__).with_name("known.toml")


@dataclass(frozen=True, slots=True)
class Change:
    """What one mutant changes: a name that outlives the numbers that mutmut gives to mutants."""

    function: str
    """Module, class and function: `bot.session.model.plan.Plan.step`."""
    was: str
    now: str

    @classmethod
    def from_diff(cls, function: str, diff: str) -> Self:
        """Read the changed lines of a unified diff."""
        lines = diff.splitlines()[2:]
        return cls(function, _changed(lines, "-"), _changed(lines, "+"))


def _changed(lines: list[str], sign: str) -> str:
    return "\n".join(line[1:].strip() for line in lines if line.startswith(sign))


def read_known(path: Path = KNOWN) -> dict[Change, str]:
    """Each known mutant with the reason why no test can notice it.

    Raises:
        KeyError: An entry lacks `in`, `was`, `now` or `why`.
        ValueError: A reason is empty.
    """
    entries = tomllib.loads(path.read_text("utf-8")).get("mutant", [])
    return {_change(entry): _reason(entry) for entry in entries}


def _change(entry: Mapping[str, str]) -> Change:
    return Change(entry["in"], entry["was"].strip(), entry["now"].strip())


def _reason(entry: Mapping[str, str]) -> str:
    if not entry["why"].strip():
        raise ValueError(f"No reason is given for a mutant in {entry['in']}.")
    return entry["why"]
