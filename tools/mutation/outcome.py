"""What became of one mutant."""

from dataclasses import dataclass

from tools.mutation.known import Change

RESULTS = "results.json"
"""The file in a room's folder that holds the outcomes."""
NOTICED = frozenset({"killed", "timeout", "segfault"})
"""A mutant that never ends is noticed, too."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mutant."""

    name: str
    """As mutmut numbers it."""
    status: str
    """`killed`, `timeout`, `survived`, `no tests`, …"""
    function: str
    was: str
    now: str
    diff: str

    @property
    def change(self) -> Change:
        """What to look for among the known ones."""
        return Change(self.function, self.was, self.now)

    @property
    def noticed(self) -> bool:
        """Whether a test failed; one that no test touches is not noticed."""
        return self.status in NOTICED
