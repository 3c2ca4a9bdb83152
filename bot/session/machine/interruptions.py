"""Interruptions: pause, stop, idle, lock; and how they are lifted or end the session."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.session.machine.moves import back, begin, finished
from bot.session.model.actions import SessionAction
from bot.session.model.outcomes import StepOutcome
from bot.session.model.session import Session
from bot.session.model.steps import CRAMPING, Ending, Halt, HaltReason
from bot.session.model.workouts import Guide

IDLE_AFTER = timedelta(minutes=45)
"""Silence after which it is asked whether to go on."""


def halted(session: Session, why: HaltReason, now: datetime) -> Session:
    """The session with its clock stopped."""
    left = session.rest_until - now if session.rest_until else None
    if session.halt:
        left = session.halt.rest_left
    left = max(left, timedelta()) if left is not None else None
    return replace(session, halt=Halt(why, now, left), rest_until=None)


def lifted(session: Session, now: datetime) -> Session:
    """The session on its way again; a rest goes on where it stopped."""
    if session.halt is None:
        return session
    left = session.halt.rest_left
    until = now + left if left is not None and session.rest_timed else None
    return replace(session, halt=None, rest_until=until)


def pause(
    _guide: Guide, session: Session, _action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    """The clock stops until the person goes on."""
    if session.halt:
        return session, StepOutcome.NOTHING
    return halted(session, HaltReason.PAUSED, now), StepOutcome.PAUSED


def resume(
    guide: Guide, session: Session, action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    """Go on; after a cramp without a clock. Where nothing is interrupted: the next step."""
    if session.halt is None:
        return begin(guide, session, action, now)
    if session.halt.why in CRAMPING:
        return replace(session, halt=None), StepOutcome.CRAMP_GONE
    return lifted(session, now), StepOutcome.RESUMED


def undo(
    guide: Guide, session: Session, action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    """Take back the interruption, else the step."""
    if session.halt is None:
        return back(guide, session, action, now)
    cramps = session.cramps - (session.halt.why in CRAMPING)
    return replace(lifted(session, now), cramps=cramps), StepOutcome.RESUMED


def stop(
    _guide: Guide, session: Session, _action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    """The person stops; they may still save, drop, or change their mind."""
    if session.halt and session.halt.why is HaltReason.STOPPED:
        return session, StepOutcome.NOTHING
    return halted(session, HaltReason.STOPPED, now), StepOutcome.STOPPED


def idle(
    _guide: Guide, session: Session, _action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    """The alarm after a long silence."""
    quiet = session.halt and session.halt.why in {HaltReason.IDLE, HaltReason.STOPPED}
    if quiet or now < session.active_at + IDLE_AFTER:
        return session, StepOutcome.NOTHING
    return halted(session, HaltReason.IDLE, now), StepOutcome.IDLE


def lock(
    _guide: Guide, session: Session, _action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    """A red flag: nothing leads back to work."""
    if session.halt and session.halt.why is HaltReason.LOCKED:
        return session, StepOutcome.NOTHING
    return halted(session, HaltReason.LOCKED, now), StepOutcome.LOCKED


def save(
    _guide: Guide, session: Session, _action: SessionAction, _now: datetime
) -> tuple[Session, StepOutcome]:
    """End here; what was done counts."""
    return finished(session, Ending.SAVED), StepOutcome.SAVED


def drop(
    _guide: Guide, session: Session, _action: SessionAction, _now: datetime
) -> tuple[Session, StepOutcome]:
    """End here; nothing counts."""
    return finished(session, Ending.DROPPED), StepOutcome.DROPPED
