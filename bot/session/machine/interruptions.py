"""Interruptions: pause, stop, idle, lock; and how a session resumes from them or ends in them."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.session.machine.moves import begin, finished, undo
from bot.session.machine.rests import Change
from bot.session.model.actions import SessionAction
from bot.session.model.events import StepOutcome
from bot.session.model.session import Session
from bot.session.model.steps import CRAMPING, Ending, Halt, HaltReason
from bot.session.model.workouts import Guide

IDLE_AFTER = timedelta(minutes=45)
"""Time without an action of the person after which the session asks whether to go on."""


def halted(session: Session, reason: HaltReason, now: datetime) -> Session:
    """The session interrupted; what was left of a rest is kept."""
    left = session.rest_until - now if session.rest_until else None
    if session.halt:
        left = session.halt.rest_left
    left = max(left, timedelta()) if left is not None else None
    return replace(session, halt=Halt(reason, now, left), rest_until=None)


def resumed(session: Session, now: datetime) -> Session:
    """The session without its interruption; a rest has as much left as when it was stopped."""
    if session.halt is None:
        return session
    left = session.halt.rest_left
    until = now + left if left is not None and session.rest_timed else None
    return replace(session, halt=None, rest_until=until)


def pause(_guide: Guide, session: Session, _action: SessionAction, now: datetime) -> Change:
    """Interrupt until the person goes on."""
    if session.halt:
        return session, StepOutcome.NOTHING
    return halted(session, HaltReason.PAUSED, now), StepOutcome.PAUSED


def resume(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Change:
    """Go on; after a cramp without the rest of before. Without an interruption: begin."""
    if session.halt is None:
        return begin(guide, session, action, now)
    if session.halt.reason in CRAMPING:
        return replace(session, halt=None), StepOutcome.CRAMP_GONE
    return resumed(session, now), StepOutcome.RESUMED


def cancel(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Change:
    """Undo the interruption; without one, the last step."""
    if session.halt is None:
        return undo(guide, session, action, now)
    cramps = session.cramps - (session.halt.reason in CRAMPING)
    return replace(resumed(session, now), cramps=cramps), StepOutcome.RESUMED


def stop(_guide: Guide, session: Session, _action: SessionAction, now: datetime) -> Change:
    """The person stops; they can still save, drop, or resume."""
    if session.halt and session.halt.reason is HaltReason.STOPPED:
        return session, StepOutcome.NOTHING
    return halted(session, HaltReason.STOPPED, now), StepOutcome.STOPPED


def idle(_guide: Guide, session: Session, _action: SessionAction, now: datetime) -> Change:
    """The alarm `IDLE_AFTER` the last action of the person."""
    asked = session.halt and session.halt.reason in {HaltReason.IDLE, HaltReason.STOPPED}
    if asked or now < session.active_at + IDLE_AFTER:
        return session, StepOutcome.NOTHING
    return halted(session, HaltReason.IDLE, now), StepOutcome.IDLE


def lock(_guide: Guide, session: Session, _action: SessionAction, now: datetime) -> Change:
    """A red flag was raised: the session can only be saved or dropped."""
    if session.halt and session.halt.reason is HaltReason.LOCKED:
        return session, StepOutcome.NOTHING
    return halted(session, HaltReason.LOCKED, now), StepOutcome.LOCKED


def save(_guide: Guide, session: Session, _action: SessionAction, _now: datetime) -> Change:
    """End here; what was done counts."""
    return finished(session, Ending.SAVED), StepOutcome.SAVED


def drop(_guide: Guide, session: Session, _action: SessionAction, _now: datetime) -> Change:
    """End here; nothing counts."""
    return finished(session, Ending.DROPPED), StepOutcome.DROPPED
