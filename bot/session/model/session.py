"""One person doing one workout, at one step."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.errors import CoachError
from bot.knowledge.content.entries import Feeling
from bot.session.model.choices import Choices, PainLimits, Side
from bot.session.model.log import Notes, SideLog
from bot.session.model.plan import PlannedSet, Sets
from bot.session.model.steps import STEP_OF, Ending, Halt, Position, Step, UndoEntry


class SessionError(CoachError):
    """A kept session cannot be used: its text or its events do not fit together."""


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
    """The latest moment that changed something."""
    active_at: datetime
    """The latest moment that the person did something."""
    trail: tuple[UndoEntry, ...] = ()
    """The steps that led here, for going back."""
    turns: tuple[SideLog, ...] = ()
    """What was done and skipped, in order."""
    notes: Notes = field(default_factory=Notes)
    """What was said about the turn that is not done yet."""
    mend: Feeling | None = None
    """Where it was felt, when that calls for another cue."""
    halt: Halt | None = None
    ending: Ending | None = None
    rest_until: datetime | None = None
    """When a timed rest ends."""
    rest_shift: int = 0
    """Seconds that each rest is longer or shorter than planned."""
    rest_timed: bool = True
    cramps: int = 0
    worst_pain: int | None = None
    """0 to 10; stays when a step is undone."""
    revision: int = 0
    """Of the card: one more with every change."""

    @property
    def step(self) -> Step:
        """What the person does now."""
        if self.ending is not None:
            return Step.FINISHED
        return STEP_OF[self.halt.why] if self.halt else self.position.step

    @property
    def planned(self) -> PlannedSet:
        """The set at this position."""
        return self.sets[self.position.set_index]

    @property
    def side(self) -> Side:
        """The side at this position."""
        return self.planned.order[self.position.turn_index]

    @property
    def is_last_set(self) -> bool:
        """Whether no set follows."""
        return self.position.set_index == len(self.sets) - 1

    @property
    def before_work(self) -> bool:
        """Whether the turn at this position is still open for notes."""
        return self.position.step in {Step.GET_READY, Step.WORK}

    @property
    def hurt(self) -> bool:
        """Whether pain was told that calls for an easier workout."""
        return self.worst_pain is not None and self.worst_pain >= self.limits.easier_from

    @property
    def open_notes(self) -> Notes:
        """What was said about the turn that the person now speaks of."""
        return self.notes if self.before_work or not self.turns else self.turns[-1].notes

    def noted(self, notes: Notes) -> "Session":
        """The session with other notes about the turn that the person now speaks of."""
        if self.before_work or not self.turns:
            return replace(self, notes=notes)
        return replace(self, turns=(*self.turns[:-1], replace(self.turns[-1], notes=notes)))

    def open_turn(self, at: datetime) -> SideLog:
        """The turn at this position, not done yet."""
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


def turns_before(sets: Sets, position: Position) -> int:
    """How many turns lie behind a position."""
    behind = sum(len(one.order) for one in sets[: position.set_index]) + position.turn_index
    return behind + (position.step is Step.CHECK_IN)


SUBJECT = "session"
"""What the alarm of the open session belongs to."""


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session with the id it is kept under."""

    id: int
    session: Session
