"""What the body says: where a set was felt, how hard it was, pain and cramps."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.knowledge.content.entries import Fault, Feeling
from bot.session.machine.interruptions import halted, lifted
from bot.session.machine.moves import after_check_in
from bot.session.model.actions import SessionAction
from bot.session.model.choices import WORST_PAIN
from bot.session.model.outcomes import StepOutcome
from bot.session.model.plan import ahead, eased, shortened
from bot.session.model.session import Session
from bot.session.model.steps import CRAMPING, HaltReason, Step
from bot.session.model.workouts import Guide

CRAMP_LASTS = timedelta(minutes=10)
"""A cramp that holds so long needs help."""


def felt(
    guide: Guide, session: Session, action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    """Where a set was felt: what that calls for becomes the next cue."""
    if action.feeling is None:
        return session, StepOutcome.NOTHING
    if action.feeling is Feeling.CRAMP:
        return cramp(guide, session, action, now)
    noted = session.noted(replace(session.open_notes, felt=action.feeling))
    called = fault(guide, noted, action.feeling) is not None
    outcome = StepOutcome.NEW_CUE if called else StepOutcome.FELT_RIGHT
    if session.position.step is Step.CHECK_IN:
        moved = after_check_in(session, now)
        moved = _annotated(moved, session, noted)
        outcome = StepOutcome.FINISHED if moved.ending else outcome
        return replace(moved, mend=action.feeling if called else None), outcome
    return replace(noted, mend=action.feeling if called else None), outcome


def _annotated(moved: Session, before: Session, noted: Session) -> Session:
    """The moved session with the new note; the footprint keeps the old one."""
    assert moved.turns == before.turns
    return replace(moved, turns=noted.turns)


def fault(guide: Guide, session: Session, feeling: Feeling) -> Fault | None:
    """What goes wrong in the exercise ahead when it is felt there."""
    one = ahead(session.sets, session.position) or session.planned
    faults = guide.exercises[one.exercise].faults
    return next((fault for fault in faults if fault.felt is feeling), None)


def effort(
    _guide: Guide, session: Session, action: SessionAction, _now: datetime
) -> tuple[Session, StepOutcome]:
    """How hard a set was."""
    if action.effort is None or (session.position.step is Step.GET_READY and not session.turns):
        return session, StepOutcome.NOTHING
    return session.noted(replace(session.open_notes, effort=action.effort)), StepOutcome.NOTED


def hurts(
    guide: Guide, session: Session, action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    """Pain from 0 to 10: go on, easier, or stop. Without a number: ask."""
    pain = action.amount
    if pain is None:
        return _asked_pain(guide, session, action.feeling, now)
    if not 0 <= pain <= WORST_PAIN:
        return session, StepOutcome.NOTHING
    pointed = _pointed(guide, session, action.feeling)
    told = pointed.noted(pointed.open_notes.hurting(pain))
    told = replace(told, worst_pain=max(pain, session.worst_pain or 0))
    if pain >= session.limits.stop_from:
        return halted(told, HaltReason.PAIN, now), StepOutcome.PAIN_STOP
    if session.halt and session.halt.why in CRAMPING | {HaltReason.STOPPED}:
        return told, StepOutcome.NOTED
    told = lifted(told, now)
    if pain < session.limits.easier_from:
        return told, StepOutcome.PAIN_LOW
    return _made_easier(guide, told, now)


def _asked_pain(
    guide: Guide, session: Session, feeling: Feeling | None, now: datetime
) -> tuple[Session, StepOutcome]:
    if session.halt and session.halt.why not in {HaltReason.PAUSED, HaltReason.IDLE}:
        return session, StepOutcome.NOTHING
    return halted(
        _pointed(guide, session, feeling), HaltReason.PAIN_SCALE, now
    ), StepOutcome.ASK_PAIN


def _pointed(guide: Guide, session: Session, feeling: Feeling | None) -> Session:
    """The place that hurts is noted like one that was felt."""
    if feeling is None:
        return session
    noted = session.noted(replace(session.open_notes, felt=feeling))
    called = fault(guide, noted, feeling) is not None
    return replace(noted, mend=feeling if called else session.mend)


def _made_easier(guide: Guide, told: Session, now: datetime) -> tuple[Session, StepOutcome]:
    """Easier sets ahead; when there is nothing easier left, stop."""
    if ahead(told.sets, told.position) is None:
        return told, StepOutcome.NOTED
    sets = eased(told.sets, told.position, guide.exercises)
    if sets == told.sets:
        return halted(told, HaltReason.PAIN, now), StepOutcome.PAIN_STOP
    return replace(told, sets=sets), StepOutcome.PAIN_EASIER


def cramp(
    _guide: Guide, session: Session, _action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    """The clock stops and the sets ahead get a shorter range; a long one is a red flag."""
    if session.halt and session.halt.why in CRAMPING:
        if now < session.halt.since + CRAMP_LASTS:
            return session, StepOutcome.CRAMP_WAIT
        return halted(session, HaltReason.CRAMP_LONG, now), StepOutcome.CRAMP_LONG
    noted = session.noted(replace(session.open_notes, felt=Feeling.CRAMP))
    eased_off = replace(
        noted,
        sets=shortened(session.sets, session.position),
        mend=Feeling.CRAMP,
        cramps=session.cramps + 1,
    )
    return halted(eased_off, HaltReason.CRAMP, now), StepOutcome.CRAMP


def cramp_check(
    _guide: Guide, session: Session, _action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    """The alarm ten minutes after a cramp began: ask."""
    halt = session.halt
    if halt is None or halt.why is not HaltReason.CRAMP or now < halt.since + CRAMP_LASTS:
        return session, StepOutcome.NOTHING
    return replace(session, halt=replace(halt, why=HaltReason.CRAMP_ASKED)), StepOutcome.CRAMP_ASK
