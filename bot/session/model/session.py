"""One person doing one workout: the state of the session, and what can be read off it.

The alias of a field is its key in storage.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated

from pydantic import Field

from bot.errors import CoachError
from bot.knowledge.content.entries import Feeling
from bot.session.model.choices import WORST_PAIN, Choices, Side
from bot.session.model.log import Notes, SideLog
from bot.session.model.plan import PlannedSet, Sets, first_open_set
from bot.session.model.steps import STEP_OF, Ending, Halt, Position, Step, UndoEntry


class SessionError(CoachError):
    """A stored session cannot be used: its JSON is malformed, or contradicts itself."""


@dataclass(frozen=True, slots=True)
class PainLimits:
    """What a pain of 0 to 10 leads to."""

    easier_from: int = 4
    """From here on the workout becomes easier; below it goes on."""
    stop_from: int = 6
    """From here on it stops."""

    def __post_init__(self) -> None:
        """Raises `ValueError` when the limits make no sense."""
        if not 1 <= self.easier_from <= self.stop_from <= WORST_PAIN:
            raise ValueError(f"pain limits must be 1 <= easier <= stop <= {WORST_PAIN}: {self}")


_WITH_A_SET_TO_COUNT = frozenset({Step.GET_READY, Step.WORK, Step.SWITCH, Step.REST, Step.CHECK_IN})


@dataclass(frozen=True, slots=True)
class Session:
    """The whole state of a guided workout; one small row in storage."""

    workout: str
    choices: Choices
    limits: PainLimits
    started_at: datetime
    sets: Sets
    position: Position
    changed_at: datetime
    """Of the latest change, by the person or by an alarm."""
    active_at: datetime
    """Of the latest action of the person."""
    undo_history: Annotated[tuple[UndoEntry, ...], Field(alias="trail")] = ()
    """The steps before this one, oldest first."""
    log: Annotated[tuple[SideLog, ...], Field(alias="turns")] = ()
    """Every side that was done or skipped, in order."""
    notes: Notes = field(default_factory=Notes)
    """What was said about the side at this position, before it is logged."""
    fault_felt: Annotated[Feeling | None, Field(alias="mend")] = None
    """Where the last set was felt, when that is a fault: its correction becomes the next cue."""
    halt: Halt | None = None
    ending: Ending | None = None
    rest_until: datetime | None = None
    """When the timed rest that is running ends."""
    rest_shift: int = 0
    """Seconds that each rest is longer or shorter than planned."""
    rest_timed: bool = True
    """Whether rests have an end."""
    cramps: int = 0
    """How many there were."""
    worst_pain: int | None = None
    """0 to 10; stays when a step is undone."""
    revision: int = 0
    """The number of changes so far; buttons of a card with another revision are refused."""

    @property
    def step(self) -> Step:
        """What the person does now."""
        if self.ending is not None:
            return Step.FINISHED
        return STEP_OF[self.halt.reason] if self.halt else self.position.step

    @property
    def planned(self) -> PlannedSet:
        """The set at this position."""
        return self.sets[self.position.set_index]

    @property
    def side(self) -> Side:
        """The side at this position."""
        return self.planned.order[self.position.side_index]

    @property
    def is_last_set(self) -> bool:
        """Whether no set follows."""
        return self.position.set_index == len(self.sets) - 1

    @property
    def has_open_side(self) -> bool:
        """Whether notes are about the side at this position, and not about the last one logged."""
        return self.position.step in {Step.GET_READY, Step.WORK}

    @property
    def sides_to_count(self) -> tuple[Side, ...]:
        """The sides that are left of the set at work, or of the next one; often none."""
        if self.step not in _WITH_A_SET_TO_COUNT:
            return ()
        planned = first_open_set(self.sets, self.position)
        done = 0 if self.step is Step.CHECK_IN else self.position.side_index
        return planned.order[done:] if planned else ()

    @property
    def had_pain(self) -> bool:
        """Whether there was pain that calls for an easier workout."""
        return self.worst_pain is not None and self.worst_pain >= self.limits.easier_from

    @property
    def current_notes(self) -> Notes:
        """The notes that the next word about a set adds to."""
        return self.notes if self.has_open_side or not self.log else self.log[-1].notes

    def with_notes(self, notes: Notes) -> "Session":
        """The session with other notes in place of the current ones."""
        if self.has_open_side or not self.log:
            return replace(self, notes=notes)
        return replace(self, log=(*self.log[:-1], replace(self.log[-1], notes=notes)))

    def open_side_log(self, at: datetime) -> SideLog:
        """The entry for the side at this position, neither done nor skipped yet."""
        one = self.planned
        return SideLog(
            self.position.set_index,
            self.side,
            one.exercise,
            one.target,
            at,
            short=one.short,
            notes=self.notes,
        )

    def moved_to(self, position: Position) -> "Session":
        """The session at another position; the step can be undone."""
        entry = UndoEntry(self.position, self.current_notes, self.fault_felt)
        return replace(self, position=position, undo_history=(*self.undo_history, entry))

    def at_work(self) -> "Session":
        """The session with the side at this position at work; no rest runs any more."""
        moved = self.moved_to(replace(self.position, step=Step.WORK))
        return replace(moved, rest_until=None)


def sides_before(sets: Sets, position: Position) -> int:
    """How many sides are done or skipped when a session is at a position."""
    earlier = sum(len(one.order) for one in sets[: position.set_index])
    return earlier + position.side_index + (position.step is Step.CHECK_IN)


SUBJECT = "session"
"""The subject of the alarm of an open session."""


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session with its id in storage."""

    id: int
    session: Session
