"""What a person reads: one line a room, then each mutant that was not noticed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tools.mutation.known import Change
from tools.mutation.outcome import Outcome


@dataclass(frozen=True, slots=True)
class RoomReport:
    """The outcomes of one room's sample."""

    room: str
    mutants: int
    """How many there are in all."""
    outcomes: tuple[Outcome, ...]

    @classmethod
    def read(cls, room: str, path: Path) -> Self:
        """Read what a room's process has left."""
        kept = json.loads(path.read_text("utf-8"))
        return cls(room, kept["mutants"], tuple(Outcome(**one) for one in kept["outcomes"]))

    @property
    def unnoticed(self) -> list[Outcome]:
        """Survivors, those that no test touches included."""
        return [one for one in self.outcomes if not one.noticed]

    def count(self, *statuses: str) -> int:
        """How many ended so."""
        return sum(one.status in statuses for one in self.outcomes)

    def share(self) -> float:
        """Noticed mutants among all that were tried, from 0 to 1."""
        return share(len(self.outcomes) - len(self.unnoticed), len(self.outcomes))

    def fair_share(self, known: Mapping[Change, str]) -> float:
        """The same without those that nobody can notice."""
        lost = [one for one in self.unnoticed if one.change in known]
        tried = len(self.outcomes) - len(lost)
        return share(len(self.outcomes) - len(self.unnoticed), tried)


def share(part: int, whole: int) -> float:
    """A part of a whole; of nothing, everything."""
    return part / whole if whole else 1.0


def table(reports: Iterable[RoomReport], known: Mapping[Change, str]) -> list[str]:
    """A line for each room."""
    head = f"{'room':20}{'mutants':>8}{'tried':>7}{'killed':>8}{'timeouts':>10}{'survived':>10}"
    return [f"{head}{'share':>8}{'without known':>15}", *(_row(one, known) for one in reports)]


def _row(report: RoomReport, known: Mapping[Change, str]) -> str:
    figures = f"{report.mutants:>8}{len(report.outcomes):>7}{report.count('killed'):>8}"
    ends = f"{report.count('timeout', 'segfault'):>10}{len(report.unnoticed):>10}"
    shares = f"{report.share():>8.1%}{report.fair_share(known):>15.1%}"
    return f"{report.room:20}{figures}{ends}{shares}"


def survivors(report: RoomReport, known: Mapping[Change, str]) -> list[str]:
    """Each mutant that was not noticed, with what it changes and, where known, why."""
    lines = []
    for one in report.unnoticed:
        lines.append(f"\n{one.status}: {one.name}")
        lines.extend(f"    {line}" for line in one.diff.splitlines()[2:])
        if reason := known.get(one.change):
            lines.append(f"    known: {reason}")
    return lines
