"""Easier, harder, other kit: the sets change, the place among them does not."""

from dataclasses import replace
from datetime import datetime

from bot.session.model.actions import Action
from bot.session.model.outcomes import Outcome
from bot.session.model.plan import Sets, ahead, eased, hardened, other_kit, swapped
from bot.session.model.session import Session
from bot.session.model.workouts import Guide


def easier(
    guide: Guide, session: Session, _action: Action, _now: datetime
) -> tuple[Session, Outcome]:
    """The easier exercise, else a shorter range."""
    sets = eased(session.sets, session.position, guide.exercises)
    return _changed(session, sets, Outcome.EASIER, Outcome.NOTHING_EASIER)


def harder(
    guide: Guide, session: Session, _action: Action, _now: datetime
) -> tuple[Session, Outcome]:
    """The full range again, else the harder exercise; never after pain."""
    if session.hurt:
        return session, Outcome.NOT_AFTER_PAIN
    sets = hardened(session.sets, session.position, guide.exercises)
    return _changed(session, sets, Outcome.HARDER, Outcome.NOTHING_HARDER)


def change_kit(
    guide: Guide, session: Session, action: Action, _now: datetime
) -> tuple[Session, Outcome]:
    """The exercise with other kit, by name or the first; after pain no harder one."""
    now = ahead(session.sets, session.position)
    choices = other_kit(now, guide.exercises, gently=session.hurt) if now else ()
    name = action.exercise or next(iter(choices), None)
    if name not in choices:
        return session, Outcome.NO_OTHER_KIT
    sets = swapped(session.sets, session.position, name, guide.exercises)
    return _changed(session, sets, Outcome.OTHER_KIT, Outcome.NO_OTHER_KIT)


def _changed(session: Session, sets: Sets, yes: Outcome, no: Outcome) -> tuple[Session, Outcome]:
    if sets == session.sets:
        return session, no
    changed = replace(session, sets=sets)
    before = ahead(session.sets, session.position)
    after = ahead(sets, session.position)
    assert before is not None
    assert after is not None
    if before == after:
        return changed, Outcome.FROM_NEXT_SET
    if before.exercise == after.exercise:
        return changed, Outcome.SHORTER_RANGE if after.short else Outcome.FULL_RANGE
    return changed, yes
