"""The rest between two sets: its length, its end, and how a person changes both."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.session.model.actions import SessionAction
from bot.session.model.events import StepOutcome
from bot.session.model.session import Session
from bot.session.model.steps import Step
from bot.session.model.workouts import Guide

LONGEST_REST = 600
"""Seconds."""
REST_CHANGE = 15
"""Seconds that one tap makes each rest longer or shorter."""
LARGEST_SHIFT = 300
"""Seconds that all taps together make a rest longer or shorter, at most."""
_RESTING = frozenset({Step.REST, Step.CHECK_IN})
"""Where a rest runs; at the check-in it runs while the person answers."""

Change = tuple[Session, StepOutcome]
"""The session afterwards, and what came of the action."""


def rest_seconds(session: Session) -> int:
    """How long the rest after the present set is."""
    return min(max(session.planned.rest + session.rest_shift, 0), LONGEST_REST)


def with_rest(session: Session, now: datetime) -> Session:
    """The session with a rest that begins now; without one where none follows, or it has no end."""
    length = rest_seconds(session)
    if session.is_last_set or not session.rest_timed or not length:
        return replace(session, rest_until=None)
    return replace(session, rest_until=now + timedelta(seconds=length))


def needs_rest(session: Session, now: datetime) -> bool:
    """Whether a check-in leads to a rest, and not to the next set at once."""
    if session.rest_until is None:
        return rest_seconds(session) > 0
    return now < session.rest_until


def rest_is_over(session: Session, now: datetime) -> bool:
    """Whether a rest with an end has reached it."""
    resting = session.halt is None and session.position.step in _RESTING
    return resting and session.rest_until is not None and now >= session.rest_until


def more_rest(_guide: Guide, session: Session, _action: SessionAction, now: datetime) -> Change:
    """This rest and the following ones are longer, and have an end again."""
    if not _has_rest_ahead(session) or session.rest_shift >= LARGEST_SHIFT:
        return session, StepOutcome.NOTHING
    changed = replace(session, rest_shift=session.rest_shift + REST_CHANGE, rest_timed=True)
    if session.position.step not in _RESTING:
        return changed, StepOutcome.MORE_REST
    until = max(session.rest_until or now, now) + timedelta(seconds=REST_CHANGE)
    until = min(until, now + timedelta(seconds=LONGEST_REST))
    return replace(changed, rest_until=until), StepOutcome.MORE_REST


def less_rest(_guide: Guide, session: Session, _action: SessionAction, now: datetime) -> Change:
    """This rest and the following ones are shorter; this one may end with it."""
    if not _has_rest_ahead(session) or session.rest_shift <= -LARGEST_SHIFT:
        return session, StepOutcome.NOTHING
    changed = replace(session, rest_shift=session.rest_shift - REST_CHANGE)
    if session.rest_until is None:
        resting = session.position.step in _RESTING
        return (session, StepOutcome.NOTHING) if resting else (changed, StepOutcome.LESS_REST)
    until = max(session.rest_until - timedelta(seconds=REST_CHANGE), now)
    if until == now and session.position.step is Step.REST:
        return changed.at_work(), StepOutcome.MOVED
    return replace(changed, rest_until=until), StepOutcome.LESS_REST


def _has_rest_ahead(session: Session) -> bool:
    return session.position.step is Step.REST or not session.is_last_set


def no_rest(_guide: Guide, session: Session, _action: SessionAction, _now: datetime) -> Change:
    """Rests have no end any more: each is as long as the person likes."""
    if not session.rest_timed:
        return session, StepOutcome.NOTHING
    return replace(session, rest_timed=False, rest_until=None), StepOutcome.NO_REST
