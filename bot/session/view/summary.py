"""What a session came to, and what would be wise next time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from bot.knowledge.content.entries import Feeling
from bot.session.model.choices import Side
from bot.session.model.log import Effort, Measure, SideLog
from bot.session.model.session import Session
from bot.session.model.steps import CRAMPING, FINAL, Ending, HaltReason
from bot.session.model.workouts import Guide

STEP_UP = 2
"""Repetitions more, next time."""


class Advice(Enum):
    """What would be wise next time."""

    SEE_SOMEBODY = auto()
    EASIER = auto()
    """It hurt."""
    CALMER = auto()
    """There was a cramp."""
    BEGIN_AGAIN = auto()
    """Nothing was done."""
    FINISH = auto()
    """Not all of it was done."""
    SAME = auto()
    """It was hard, or not all repetitions were done."""
    NEXT_RUNG = auto()
    TOP = auto()
    """There is no next rung."""
    MORE = auto()
    ON = auto()
    """The workout is not one that grows."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What one side did."""

    sets: int = 0
    repetitions: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a session came to."""

    sets_done: int
    """Sets of which every side was done."""
    sets_planned: int
    sides: Mapping[Side, Tally]
    """Only sides that did something."""
    efforts: Mapping[Effort, int]
    feelings: Mapping[Feeling, int]
    worst_pain: int | None
    cramps: int
    advice: Advice
    following: str | None = None
    """The exercise to go on with, for the next rung."""
    target: int | None = None
    """Repetitions to go on with."""


def summarise(guide: Guide, session: Session) -> Summary:
    """The sum of a session, also while it goes on."""
    done = [turn for turn in session.turns if turn.done]
    advice, following, target = _advice(guide, session, done)
    return Summary(
        sets_done=_full_sets(session),
        sets_planned=len(session.sets),
        sides={side: _tally(done, side) for side in Side if any(t.side is side for t in done)},
        efforts=Counter(turn.notes.effort for turn in done if turn.notes.effort),
        feelings=Counter(turn.notes.felt for turn in done if turn.notes.felt),
        worst_pain=session.worst_pain,
        cramps=session.cramps,
        advice=advice,
        following=following,
        target=target,
    )


def _tally(done: list[SideLog], side: Side) -> Tally:
    mine = [turn for turn in done if turn.side is side]
    return Tally(len(mine), _total(mine, Measure.REPETITIONS), _total(mine, Measure.SECONDS))


def _total(turns: list[SideLog], measure: Measure) -> int:
    return sum(turn.done or 0 for turn in turns if turn.target.measure is measure)


def _full_sets(session: Session) -> int:
    done = Counter(turn.set_index for turn in session.turns if turn.done)
    return sum(done[at] == len(one.order) for at, one in enumerate(session.sets))


Wise = tuple[Advice, str | None, int | None]


def _advice(guide: Guide, session: Session, done: list[SideLog]) -> Wise:
    """The first advice that fits, most careful first."""
    for advice, fits in (
        (Advice.SEE_SOMEBODY, session.halt is not None and session.halt.why in FINAL),
        (Advice.EASIER, session.hurt),
        (Advice.CALMER, session.cramps > 0 or _is_cramping(session)),
        (Advice.BEGIN_AGAIN, not done),
        (Advice.FINISH, _is_unfinished(session)),
        (Advice.ON, not guide.workouts[session.workout].grows),
        (Advice.SAME, _was_enough(done)),
    ):
        if fits:
            return advice, None, None
    return _growth(guide, done)


def _is_cramping(session: Session) -> bool:
    return session.halt is not None and session.halt.why in CRAMPING | {HaltReason.CRAMP_LONG}


def _is_unfinished(session: Session) -> bool:
    return session.ending is Ending.SAVED or _full_sets(session) < len(session.sets)


def _was_enough(done: list[SideLog]) -> bool:
    hard = any(turn.notes.effort is Effort.HARD for turn in done)
    return hard or any((turn.done or 0) < turn.target.amount or turn.short for turn in done)


def _growth(guide: Guide, done: list[SideLog]) -> Wise:
    """Two repetitions more, or the next rung from the top of the range."""
    counted = [turn for turn in done if turn.target.measure is Measure.REPETITIONS]
    if not counted:
        return Advice.SAME, None, None
    weakest = min(counted, key=lambda turn: turn.done or 0)
    exercise = guide.exercises[weakest.exercise]
    _, most = exercise.repetitions
    reached = weakest.done or 0
    if reached < most:
        return Advice.MORE, None, min(reached + STEP_UP, most)
    if exercise.harder is None:
        return Advice.TOP, None, None
    return Advice.NEXT_RUNG, exercise.harder, None
