"""From step to step, and back: begin, done, skip, undo, repeat, the end of a rest."""

from dataclasses import replace
from datetime import datetime

from bot.session.machine.rests import Change, needs_rest, rest_is_over, with_rest
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.choices import Side
from bot.session.model.events import StepOutcome
from bot.session.model.log import Notes, SideLog
from bot.session.model.plan import with_sides_swapped
from bot.session.model.session import Session, sides_before
from bot.session.model.steps import Ending, Position, Step
from bot.session.model.workouts import Guide

LARGEST_AMOUNT = 600
"""Repetitions or seconds of one side; a larger number is taken for a slip."""


def begin(_guide: Guide, session: Session, _action: SessionAction, now: datetime) -> Change:
    """Start working, or go on from a check-in."""
    match session.position.step:
        case Step.WORK:
            return session, StepOutcome.NOTHING
        case Step.CHECK_IN:
            return after_check_in(session, now), _finished_or(session, StepOutcome.MOVED)
        case _:
            return session.at_work(), StepOutcome.MOVED


def after_check_in(session: Session, now: datetime) -> Session:
    """Rest, or work when the rest is over, or the end."""
    if session.is_last_set:
        return finished(session)
    following = Position(Step.REST, session.position.set_index + 1)
    if needs_rest(session, now):
        return session.moved_to(following)
    moved = session.moved_to(replace(following, step=Step.WORK))
    return replace(moved, rest_until=None)


def finished(session: Session, ending: Ending = Ending.COMPLETE) -> Session:
    """The session at its end; no rest runs any more."""
    return replace(session, ending=ending, rest_until=None)


def _finished_or(session: Session, outcome: StepOutcome) -> StepOutcome:
    return StepOutcome.FINISHED if session.is_last_set else outcome


def go_on(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Change:
    """Done while a set runs, else begin."""
    if session.position.step is Step.WORK:
        return done(guide, session, SessionAction(SessionVerb.DONE), now)
    return begin(guide, session, action, now)


def done(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Change:
    """One side is done; at other steps an amount corrects the side before."""
    if action.amount is not None and not 0 <= action.amount <= LARGEST_AMOUNT:
        return session, StepOutcome.NOTHING
    if session.position.step is Step.WORK:
        return _done_while_working(session, action, now)
    if action.amount is None:
        return _done_without_number(guide, session, action, now)
    if session.position.step is Step.GET_READY:
        return _done_while_working(session, action, now)
    if session.position.step is Step.SWITCH and action.side is session.side:
        return record(session, action, now)
    return correct(session, action)


def _done_without_number(
    guide: Guide, session: Session, action: SessionAction, now: datetime
) -> Change:
    """The next step, but never past a check-in or a rest: the word may still be about the set."""
    if session.position.step is Step.SWITCH and action.side is session.side:
        return record(session, action, now)
    if action.effort and not session.has_open_side:
        notes = replace(session.current_notes, effort=action.effort)
        return session.with_notes(notes), StepOutcome.NOTED
    if session.position.step in {Step.CHECK_IN, Step.REST}:
        return session, StepOutcome.NOTHING
    return begin(guide, session, action, now)


def _done_while_working(session: Session, action: SessionAction, now: datetime) -> Change:
    if action.side is Side.BOTH and not session.position.side_index:
        return _done_on_each_side(session, action, now)
    if action.side not in session.planned.order or action.side is session.side:
        return record(session, action, now)
    if session.position.side_index:  # the person speaks of the side before
        return correct(session, action)
    swapped = with_sides_swapped(session.sets, session.position.set_index)
    return record(replace(session, sets=swapped), action, now)


def _done_on_each_side(session: Session, action: SessionAction, now: datetime) -> Change:
    """Every side of the set is done with the same amount; undone as one step."""
    first, outcome = record(session, action, now)
    if first.position.step is not Step.SWITCH:
        return first, outcome
    both, outcome = record(first, action, now)
    return replace(both, undo_history=first.undo_history), outcome


def record(session: Session, action: SessionAction, now: datetime) -> Change:
    """The side at this position is done; an amount of 0 skips it."""
    entry = session.open_side_log(now)
    amount = entry.target.amount if action.amount is None else action.amount
    if amount == 0:
        return skip_side(session, now)
    notes = replace(entry.notes, effort=action.effort or entry.notes.effort)
    logged = _logged(session, replace(entry, done=amount, notes=notes), now)
    return logged, StepOutcome.RECORDED


def skip_side(session: Session, now: datetime) -> Change:
    """The side at this position is skipped; that may be the end."""
    changed = _logged(session, replace(session.open_side_log(now), skipped=True), now)
    return changed, StepOutcome.FINISHED if changed.ending else StepOutcome.SKIPPED


def _logged(session: Session, entry: SideLog, now: datetime) -> Session:
    """The session with the side at this position logged, at the step that follows."""
    following = _position_after(session, entry)
    moved = replace(session.moved_to(following), log=(*session.log, entry), notes=Notes())
    if following.step is Step.CHECK_IN:
        return with_rest(moved, now)
    if following == session.position:
        return finished(replace(moved, undo_history=session.undo_history))
    return replace(moved, rest_until=None)


def _position_after(session: Session, entry: SideLog) -> Position:
    """The other side, the check-in, or the next set; the same position when there is none."""
    at = session.position
    if at.side_index + 1 < len(session.planned.order):
        return Position(Step.SWITCH, at.set_index, at.side_index + 1)
    others = session.log[len(session.log) - at.side_index :]
    if any(not one.skipped for one in (*others, entry)):
        return replace(at, step=Step.CHECK_IN)
    return at if session.is_last_set else Position(Step.GET_READY, at.set_index + 1)


def correct(session: Session, action: SessionAction) -> Change:
    """Another amount for a side of the set that was logged last."""
    if not session.log or not action.amount:
        return session, StepOutcome.NOTHING
    last_set = session.log[-1].set_index
    for index in range(len(session.log) - 1, -1, -1):
        entry = session.log[index]
        if entry.set_index == last_set and action.side in {None, Side.BOTH, entry.side}:
            return _with_correction(session, index, action), StepOutcome.CORRECTED
    return session, StepOutcome.NOTHING


def _with_correction(session: Session, index: int, action: SessionAction) -> Session:
    entry = session.log[index]
    notes = replace(entry.notes, effort=action.effort or entry.notes.effort)
    corrected = replace(entry, done=action.amount, skipped=False, notes=notes)
    return replace(session, log=(*session.log[:index], corrected, *session.log[index + 1 :]))


def skip(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Change:
    """Leave out this side, this check-in, or what is left of this rest."""
    if session.position.step in {Step.CHECK_IN, Step.REST}:
        return begin(guide, session, action, now)
    return skip_side(session, now)


def undo(_guide: Guide, session: Session, _action: SessionAction, _now: datetime) -> Change:
    """Back to the step before."""
    if not session.undo_history:
        return session, StepOutcome.NOTHING
    return undone(session), StepOutcome.WENT_BACK


def undone(session: Session) -> Session:
    """The session without its last step; changes of the sets and of rests stay."""
    *earlier, last = session.undo_history
    resting = last.position.step in {Step.CHECK_IN, Step.REST}
    before = replace(
        session,
        position=last.position,
        undo_history=tuple(earlier),
        log=session.log[: sides_before(session.sets, last.position)],
        notes=Notes(),
        fault_felt=last.fault_felt,
        rest_until=session.rest_until if resting else None,
    )
    return before.with_notes(last.notes)


def repeat(_guide: Guide, session: Session, _action: SessionAction, _now: datetime) -> Change:
    """This side again; the one before when this one has not begun."""
    if session.position.step is Step.WORK:
        return session, StepOutcome.AGAIN
    while session.undo_history:
        session = undone(session)
        if session.position.step is Step.WORK:
            return session, StepOutcome.AGAIN
    return session, StepOutcome.NOTHING


def rest_over(_guide: Guide, session: Session, _action: SessionAction, now: datetime) -> Change:
    """The alarm at the end of a rest."""
    if not rest_is_over(session, now):
        return session, StepOutcome.NOTHING
    if session.position.step is Step.CHECK_IN:
        return after_check_in(session, now), StepOutcome.REST_OVER
    return session.at_work(), StepOutcome.REST_OVER


def begins_set(before: Session, after: Session) -> bool:
    """Whether a change begins a set: the moment to count it aloud."""
    at_work = after.step is Step.WORK and not after.position.side_index
    return at_work and (before.step is not Step.WORK or before.position != after.position)
