"""The sums of a session, and the advice for next time that follows from them."""

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
"""Repetitions that are added next time."""


class Advice(Enum):
    """What to do next time, by what happened this time."""

    SEE_SOMEBODY = auto()
    EASIER = auto()
    """It hurt."""
    SHORTER_RANGE = auto()
    """There was a cramp."""
    SHORTER_WORKOUT = auto()
    """Nothing was done."""
    FINISH = auto()
    """Not all of it was done."""
    SAME = auto()
    """It was hard, or not all repetitions were done."""
    NEXT_EXERCISE = auto()
    TOP = auto()
    """There is no harder exercise."""
    MORE = auto()
    NO_PROGRESSION = auto()
    """The workout is not one that grows."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was done on one side."""

    sets: int = 0
    repetitions: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """The sums of a session."""

    sets_done: int
    """Sets of which every side was done."""
    sets_planned: int
    sides: Mapping[Side, Tally]
    """Only sides on which something was done."""
    efforts: Mapping[Effort, int]
    feelings: Mapping[Feeling, int]
    worst_pain: int | None
    cramps: int
    advice: Advice
    next_exercise: str | None = None
    """The exercise for next time, with `NEXT_EXERCISE`."""
    target: int | None = None
    """Repetitions for next time, with `MORE`."""


def summarise(guide: Guide, session: Session) -> Summary:
    """The sums of a session, also of one that is not over."""
    done = [side_log for side_log in session.log if side_log.done]
    advice, next_exercise, target = _advice(guide, session, done)
    return Summary(
        sets_done=_full_sets(session),
        sets_planned=len(session.sets),
        sides={side: _tally(done, side) for side in Side if any(t.side is side for t in done)},
        efforts=Counter(side_log.notes.effort for side_log in done if side_log.notes.effort),
        feelings=Counter(side_log.notes.felt for side_log in done if side_log.notes.felt),
        worst_pain=session.worst_pain,
        cramps=session.cramps,
        advice=advice,
        next_exercise=next_exercise,
        target=target,
    )


def _tally(done: list[SideLog], side: Side) -> Tally:
    mine = [side_log for side_log in done if side_log.side is side]
    return Tally(len(mine), _total(mine, Measure.REPETITIONS), _total(mine, Measure.SECONDS))


def _total(log: list[SideLog], measure: Measure) -> int:
    return sum(side_log.done or 0 for side_log in log if side_log.target.measure is measure)


def _full_sets(session: Session) -> int:
    done = Counter(side_log.set_index for side_log in session.log if side_log.done)
    return sum(done[at] == len(one.order) for at, one in enumerate(session.sets))


Suggestion = tuple[Advice, str | None, int | None]
"""The advice, with the exercise and the repetitions for next time."""


def _advice(guide: Guide, session: Session, done: list[SideLog]) -> Suggestion:
    """The first advice that fits, most careful first."""
    for advice, fits in (
        (Advice.SEE_SOMEBODY, session.halt is not None and session.halt.reason in FINAL),
        (Advice.EASIER, session.had_pain),
        (Advice.SHORTER_RANGE, session.cramps > 0 or _is_cramping(session)),
        (Advice.SHORTER_WORKOUT, not done),
        (Advice.FINISH, _is_unfinished(session)),
        (Advice.NO_PROGRESSION, not guide.workouts[session.workout].grows),
        (Advice.SAME, _was_enough(done)),
    ):
        if fits:
            return advice, None, None
    return _progression(guide, done)


def _is_cramping(session: Session) -> bool:
    return session.halt is not None and session.halt.reason in CRAMPING | {HaltReason.CRAMP_LONG}


def _is_unfinished(session: Session) -> bool:
    return session.ending is Ending.SAVED or _full_sets(session) < len(session.sets)


def _was_enough(done: list[SideLog]) -> bool:
    hard = any(side_log.notes.effort is Effort.HARD for side_log in done)
    return hard or any(
        (side_log.done or 0) < side_log.target.amount or side_log.short for side_log in done
    )


def _progression(guide: Guide, done: list[SideLog]) -> Suggestion:
    """More repetitions, or the harder exercise at the top of the range."""
    counted = [side_log for side_log in done if side_log.target.measure is Measure.REPETITIONS]
    if not counted:
        return Advice.SAME, None, None
    weakest = min(counted, key=lambda side_log: side_log.done or 0)
    exercise = guide.exercises[weakest.exercise]
    _, most = exercise.repetitions
    reached = weakest.done or 0
    if reached < most:
        return Advice.MORE, None, min(reached + STEP_UP, most)
    if exercise.harder is None:
        return Advice.TOP, None, None
    return Advice.NEXT_EXERCISE, exercise.harder, None
