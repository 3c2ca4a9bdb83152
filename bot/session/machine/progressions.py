"""Easier, harder, other kit: the sets change, the place among them does not."""

from dataclasses import replace
from datetime import datetime

from bot.session.model.actions import SessionAction
from bot.session.model.outcomes import StepOutcome
from bot.session.model.plan import Sets, ahead, eased, hardened, other_kit, swapped
from bot.session.model.session import Session
from bot.session.model.workouts import Guide


def easier(
    guide: Guide, session: Session, _action: SessionAction, _now: datetime
) -> tuple[Session, StepOutcome]:
    """The easier exercise, else a shorter range."""
    sets = eased(session.sets, session.position, guide.exercises)
    return _changed(session, sets, StepOutcome.EASIER, StepOutcome.NOTHING_EASIER)


def harder(
    guide: Guide, session: Session, _action: SessionAction, _now: datetime
) -> tuple[Session, StepOutcome]:
    """The full range again, else the harder exercise; never after pain."""
    if session.hurt:
        return session, StepOutcome.NOT_AFTER_PAIN
    sets = hardened(session.sets, session.position, guide.exercises)
    return _changed(session, sets, StepOutcome.HARDER, StepOutcome.NOTHING_HARDER)


def change_kit(
    guide: Guide, session: Session, action: SessionAction, _now: datetime
) -> tuple[Session, StepOutcome]:
    """The exercise with other kit, by name or the first; after pain no harder one."""
    now = ahead(session.sets, session.position)
    choices = other_kit(now, guide.exercises, gently=session.hurt) if now else ()
    name = action.exercise or next(iter(choices), None)
    if name not in choices:
        return session, StepOutcome.NO_OTHER_KIT
    sets = swapped(session.sets, session.position, name, guide.exercises)
    return _changed(session, sets, StepOutcome.OTHER_KIT, StepOutcome.NO_OTHER_KIT)


def _changed(
    session: Session, sets: Sets, yes: StepOutcome, no: StepOutcome
) -> tuple[Session, StepOutcome]:
    if sets == session.sets:
        return session, no
    changed = replace(session, sets=sets)
    before = ahead(session.sets, session.position)
    after = ahead(sets, session.position)
    assert before is not None
    assert after is not None
    if before == after:
        return changed, StepOutcome.FROM_NEXT_SET
    if before.exercise == after.exercise:
        return changed, StepOutcome.SHORTER_RANGE if after.short else StepOutcome.FULL_RANGE
    return changed, yes
