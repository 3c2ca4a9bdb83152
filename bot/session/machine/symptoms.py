"""What the person feels: where a set was felt, how hard it was, pain and cramps."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.knowledge.content.entries import Fault, Feeling
from bot.session.machine.interruptions import halted, resumed
from bot.session.machine.moves import after_check_in
from bot.session.machine.rests import Change
from bot.session.model.actions import SessionAction
from bot.session.model.choices import WORST_PAIN
from bot.session.model.events import StepOutcome
from bot.session.model.plan import easier_sets, first_open_set, with_shorter_range
from bot.session.model.session import Session
from bot.session.model.steps import CRAMPING, HaltReason, Step
from bot.session.model.workouts import Guide

LONGEST_CRAMP = timedelta(minutes=10)
"""A cramp that lasts as long is a red flag."""


def felt(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Change:
    """Where a set was felt; the correction of a fault that is felt there becomes the next cue."""
    if action.feeling is None:
        return session, StepOutcome.NOTHING
    if action.feeling is Feeling.CRAMP:
        return cramp(guide, session, action, now)
    noted = session.with_notes(replace(session.current_notes, felt=action.feeling))
    is_fault = find_fault(guide, noted, action.feeling) is not None
    outcome = StepOutcome.NEW_CUE if is_fault else StepOutcome.FELT_RIGHT
    if session.position.step is Step.CHECK_IN:
        moved = after_check_in(session, now)
        assert moved.log == session.log
        outcome = StepOutcome.FINISHED if moved.ending else outcome
        noted = replace(moved, log=noted.log)  # undoing the step restores the notes of before
    return replace(noted, fault_felt=action.feeling if is_fault else None), outcome


def find_fault(guide: Guide, session: Session, feeling: Feeling) -> Fault | None:
    """The fault that is felt there in the exercise to come; None for where it belongs."""
    one = first_open_set(session.sets, session.position) or session.planned
    faults = guide.exercises[one.exercise].faults
    return next((fault for fault in faults if fault.felt is feeling), None)


def effort(_guide: Guide, session: Session, action: SessionAction, _now: datetime) -> Change:
    """How hard a set was."""
    if action.effort is None or (session.position.step is Step.GET_READY and not session.log):
        return session, StepOutcome.NOTHING
    notes = replace(session.current_notes, effort=action.effort)
    return session.with_notes(notes), StepOutcome.NOTED


def hurts(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Change:
    """Pain from 0 to 10: go on, easier, or stop. Without a number: ask."""
    pain = action.amount
    if pain is None:
        return _ask_pain(guide, session, action.feeling, now)
    if not 0 <= pain <= WORST_PAIN:
        return session, StepOutcome.NOTHING
    located = _with_location(guide, session, action.feeling)
    noted = located.with_notes(located.current_notes.with_pain(pain))
    noted = replace(noted, worst_pain=max(pain, session.worst_pain or 0))
    if pain >= session.limits.stop_from:
        return halted(noted, HaltReason.PAIN, now), StepOutcome.PAIN_STOP
    if session.halt and session.halt.reason in CRAMPING | {HaltReason.STOPPED}:
        return noted, StepOutcome.NOTED
    noted = resumed(noted, now)
    if pain < session.limits.easier_from:
        return noted, StepOutcome.PAIN_LOW
    return _made_easier(guide, noted, now)


def _ask_pain(guide: Guide, session: Session, feeling: Feeling | None, now: datetime) -> Change:
    if session.halt and session.halt.reason not in {HaltReason.PAUSED, HaltReason.IDLE}:
        return session, StepOutcome.NOTHING
    located = _with_location(guide, session, feeling)
    return halted(located, HaltReason.PAIN_SCALE, now), StepOutcome.ASK_PAIN


def _with_location(guide: Guide, session: Session, feeling: Feeling | None) -> Session:
    """The session with the place that hurts noted, as if the set had been felt there."""
    if feeling is None:
        return session
    noted = session.with_notes(replace(session.current_notes, felt=feeling))
    is_fault = find_fault(guide, noted, feeling) is not None
    return replace(noted, fault_felt=feeling if is_fault else session.fault_felt)


def _made_easier(guide: Guide, session: Session, now: datetime) -> Change:
    """The session with easier sets to come; stopped when there is nothing easier."""
    if first_open_set(session.sets, session.position) is None:
        return session, StepOutcome.NOTED
    sets = easier_sets(session.sets, session.position, guide.exercises)
    if sets == session.sets:
        return halted(session, HaltReason.PAIN, now), StepOutcome.PAIN_STOP
    return replace(session, sets=sets), StepOutcome.PAIN_EASIER


def cramp(_guide: Guide, session: Session, _action: SessionAction, now: datetime) -> Change:
    """Interrupt, with a shorter range in the sets to come; one of `LONGEST_CRAMP` is a red flag."""
    if session.halt and session.halt.reason in CRAMPING:
        if now < session.halt.since + LONGEST_CRAMP:
            return session, StepOutcome.CRAMP_WAIT
        return halted(session, HaltReason.CRAMP_LONG, now), StepOutcome.CRAMP_LONG
    noted = session.with_notes(replace(session.current_notes, felt=Feeling.CRAMP))
    shortened = replace(
        noted,
        sets=with_shorter_range(session.sets, session.position),
        fault_felt=Feeling.CRAMP,
        cramps=session.cramps + 1,
    )
    return halted(shortened, HaltReason.CRAMP, now), StepOutcome.CRAMP


def cramp_check(_guide: Guide, session: Session, _action: SessionAction, now: datetime) -> Change:
    """The alarm `LONGEST_CRAMP` after a cramp began: ask whether it still holds."""
    halt = session.halt
    if halt is None or halt.reason is not HaltReason.CRAMP or now < halt.since + LONGEST_CRAMP:
        return session, StepOutcome.NOTHING
    asked = replace(halt, reason=HaltReason.CRAMP_ASKED)
    return replace(session, halt=asked), StepOutcome.CRAMP_ASK
