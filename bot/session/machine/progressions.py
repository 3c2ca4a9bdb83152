"""Easier, harder, other kit: the sets to come change, the position does not."""

from dataclasses import replace
from datetime import datetime

from bot.session.machine.rests import Change
from bot.session.model.actions import SessionAction
from bot.session.model.events import StepOutcome
from bot.session.model.plan import (
    Sets,
    easier_sets,
    first_open_set,
    harder_sets,
    other_kit,
    with_exercise,
)
from bot.session.model.session import Session
from bot.session.model.workouts import Guide


def easier(guide: Guide, session: Session, _action: SessionAction, _now: datetime) -> Change:
    """The easier exercise, else a shorter range."""
    sets = easier_sets(session.sets, session.position, guide.exercises)
    return _changed(session, sets, StepOutcome.EASIER, StepOutcome.NOTHING_EASIER)


def harder(guide: Guide, session: Session, _action: SessionAction, _now: datetime) -> Change:
    """The full range again, else the harder exercise; never after pain."""
    if session.had_pain:
        return session, StepOutcome.NOT_AFTER_PAIN
    sets = harder_sets(session.sets, session.position, guide.exercises)
    return _changed(session, sets, StepOutcome.HARDER, StepOutcome.NOTHING_HARDER)


def change_kit(guide: Guide, session: Session, action: SessionAction, _now: datetime) -> Change:
    """Another exercise, with other kit: the one named, else the first; after pain no harder one."""
    planned = first_open_set(session.sets, session.position)
    choices = other_kit(planned, guide.exercises, gently=session.had_pain) if planned else ()
    name = action.exercise or next(iter(choices), None)
    if name not in choices:
        return session, StepOutcome.NO_OTHER_KIT
    sets = with_exercise(session.sets, session.position, name, guide.exercises)
    return _changed(session, sets, StepOutcome.OTHER_KIT, StepOutcome.NO_OTHER_KIT)


def _changed(session: Session, sets: Sets, success: StepOutcome, failure: StepOutcome) -> Change:
    if sets == session.sets:
        return session, failure
    changed = replace(session, sets=sets)
    before = first_open_set(session.sets, session.position)
    after = first_open_set(sets, session.position)
    assert before is not None
    assert after is not None
    if before == after:
        return changed, StepOutcome.FROM_NEXT_SET
    if before.exercise == after.exercise:
        return changed, StepOutcome.SHORTER_RANGE if after.short else StepOutcome.FULL_RANGE
    return changed, success
