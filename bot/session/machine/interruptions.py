"""Interruptions: pause, stop, idle, lock; and how they are lifted or end the session."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.session.machine.moves import back, begin, finished
from bot.session.model.actions import Action
from bot.session.model.outcomes import Outcome
from bot.session.model.session import Session
from bot.session.model.steps import CRAMPING, Ending, Halt, Why
from bot.session.model.workouts import Guide

IDLE_AFTER = timedelta(minutes=45)
"""Silence after which it is asked whether to go on."""


def halted(session: Session, why: Why, now: datetime) -> Session:
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
    _guide: Guide, session: Session, _action: Action, now: datetime
) -> tuple[Session, Outcome]:
    """The clock stops until the person goes on."""
    if session.halt:
        return session, Outcome.NOTHING
    return halted(session, Why.PAUSED, now), Outcome.PAUSED


def resume(
    guide: Guide, session: Session, action: Action, now: datetime
) -> tuple[Session, Outcome]:
    """Go on; after a cramp without a clock. Where nothing is interrupted: the next step."""
    if session.halt is None:
        return begin(guide, session, action, now)
    if session.halt.why in CRAMPING:
        return replace(session, halt=None), Outcome.CRAMP_GONE
    return lifted(session, now), Outcome.RESUMED


def undo(guide: Guide, session: Session, action: Action, now: datetime) -> tuple[Session, Outcome]:
    """Take back the interruption, else the step."""
    if session.halt is None:
        return back(guide, session, action, now)
    cramps = session.cramps - (session.halt.why in CRAMPING)
    return replace(lifted(session, now), cramps=cramps), Outcome.RESUMED


def stop(
    _guide: Guide, session: Session, _action: Action, now: datetime
) -> tuple[Session, Outcome]:
    """The person stops; they may still save, drop, or change their mind."""
    if session.halt and session.halt.why is Why.STOPPED:
        return session, Outcome.NOTHING
    return halted(session, Why.STOPPED, now), Outcome.STOPPED


def idle(
    _guide: Guide, session: Session, _action: Action, now: datetime
) -> tuple[Session, Outcome]:
    """The alarm after a long silence."""
    quiet = session.halt and session.halt.why in {Why.IDLE, Why.STOPPED}
    if quiet or now < session.active_at + IDLE_AFTER:
        return session, Outcome.NOTHING
    return halted(session, Why.IDLE, now), Outcome.IDLE


def lock(
    _guide: Guide, session: Session, _action: Action, now: datetime
) -> tuple[Session, Outcome]:
    """A red flag: nothing leads back to work."""
    if session.halt and session.halt.why is Why.LOCKED:
        return session, Outcome.NOTHING
    return halted(session, Why.LOCKED, now), Outcome.LOCKED


def save(
    _guide: Guide, session: Session, _action: Action, _now: datetime
) -> tuple[Session, Outcome]:
    """End here; what was done counts."""
    return finished(session, Ending.SAVED), Outcome.SAVED


def drop(
    _guide: Guide, session: Session, _action: Action, _now: datetime
) -> tuple[Session, Outcome]:
    """End here; nothing counts."""
    return finished(session, Ending.DROPPED), Outcome.DROPPED
