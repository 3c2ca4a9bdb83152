"""Longer, shorter or no rests, as the person wishes."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.session.machine.moves import to_work
from bot.session.machine.rests import LONGEST
from bot.session.model.actions import SessionAction
from bot.session.model.outcomes import StepOutcome
from bot.session.model.session import Session
from bot.session.model.steps import Step
from bot.session.model.workouts import Guide

PACE = 15
"""Seconds that one tap makes a rest longer or shorter."""
_MOST_SHIFT = 300


def _has_rests_ahead(session: Session) -> bool:
    return session.position.step is Step.REST or not session.is_last_set


def more_rest(
    _guide: Guide, session: Session, _action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    """This rest and the following ones are longer, and there is a clock."""
    if not _has_rests_ahead(session) or session.rest_shift >= _MOST_SHIFT:
        return session, StepOutcome.NOTHING
    changed = replace(session, rest_shift=session.rest_shift + PACE, rest_timed=True)
    if session.position.step not in {Step.REST, Step.CHECK_IN}:
        return changed, StepOutcome.MORE_REST
    until = max(session.rest_until or now, now) + timedelta(seconds=PACE)
    until = min(until, now + timedelta(seconds=LONGEST))
    return replace(changed, rest_until=until), StepOutcome.MORE_REST


def less_rest(
    _guide: Guide, session: Session, _action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    """This rest and the following ones are shorter; one may be over at once."""
    if not _has_rests_ahead(session) or session.rest_shift <= -_MOST_SHIFT:
        return session, StepOutcome.NOTHING
    changed = replace(session, rest_shift=session.rest_shift - PACE)
    if session.rest_until is None:
        resting = session.position.step in {Step.REST, Step.CHECK_IN}
        return (session, StepOutcome.NOTHING) if resting else (changed, StepOutcome.LESS_REST)
    until = max(session.rest_until - timedelta(seconds=PACE), now)
    if until == now and session.position.step is Step.REST:
        return to_work(changed), StepOutcome.MOVED
    return replace(changed, rest_until=until), StepOutcome.LESS_REST


def no_rest(
    _guide: Guide, session: Session, _action: SessionAction, _now: datetime
) -> tuple[Session, StepOutcome]:
    """No clock any more: each rest is as long as the person likes."""
    if not session.rest_timed:
        return session, StepOutcome.NOTHING
    return replace(session, rest_timed=False, rest_until=None), StepOutcome.NO_REST
