"""Troubles a test asks for: the next calls of a method go wrong in a certain way."""

from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.telegram_server.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, and whether the method has done its work by then."""

    refusal: Refusal | None = None
    drops: bool = False
    """The connection is closed without an answer."""
    delay: float = 0.0
    """Seconds before the answer."""
    after_effect: bool = False


@dataclass(slots=True)
class Faults:
    """Waiting faults, for each method in order."""

    waiting: defaultdict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    def add(self, method: str, *faults: Fault | Refusal) -> None:
        for fault in faults:
            ready = Fault(fault) if isinstance(fault, Refusal) else fault
            self.waiting[method.lower()].append(ready)

    def take(self, method: str) -> Fault:
        queue = self.waiting[method]
        return queue.popleft() if queue else Fault()
