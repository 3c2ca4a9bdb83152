"""On to the next step, and back."""

from dataclasses import replace
from datetime import datetime

from bot.session.machine.rests import rest_is_over, start_rest, wants_rest
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.choices import Side
from bot.session.model.log import Notes, SideLog
from bot.session.model.outcomes import StepOutcome
from bot.session.model.plan import turned_round
from bot.session.model.session import Session, turns_before
from bot.session.model.steps import Ending, Position, Step, UndoEntry
from bot.session.model.workouts import Guide

Change = tuple[Session, StepOutcome]
"""The session afterwards, and what came of it."""
MOST = 600
"""Repetitions or seconds of one turn that are believed."""


def begin(_guide: Guide, session: Session, _action: SessionAction, now: datetime) -> Change:
    """Start working, or go on from a check-in."""
    match session.position.step:
        case Step.WORK:
            return session, StepOutcome.NOTHING
        case Step.CHECK_IN:
            return after_check_in(session, now), _ended_or(session, StepOutcome.MOVED)
        case _:
            return to_work(session), StepOutcome.MOVED


def to_work(session: Session) -> Session:
    """The same turn at work."""
    moved = moved_to(session, replace(session.position, step=Step.WORK))
    return replace(moved, rest_until=None)


def moved_to(session: Session, position: Position) -> Session:
    """The session at another position; the present one can be gone back to."""
    footprint = UndoEntry(session.position, session.open_notes, session.mend)
    return replace(session, position=position, trail=(*session.trail, footprint))


def after_check_in(session: Session, now: datetime) -> Session:
    """Rest, or work when the rest is over, or the end."""
    if session.is_last_set:
        return finished(session)
    following = Position(Step.REST, session.position.set_index + 1)
    if wants_rest(session, now):
        return moved_to(session, following)
    moved = moved_to(session, replace(following, step=Step.WORK))
    return replace(moved, rest_until=None)


def finished(session: Session, ending: Ending = Ending.COMPLETE) -> Session:
    """The session at its end; no clock runs."""
    return replace(session, ending=ending, rest_until=None)


def _ended_or(session: Session, outcome: StepOutcome) -> StepOutcome:
    return StepOutcome.FINISHED if session.is_last_set else outcome


def go_on(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Change:
    """Whatever comes next."""
    if session.position.step is Step.WORK:
        return done(guide, session, SessionAction(SessionVerb.DONE), now)
    return begin(guide, session, action, now)


def done(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Change:
    """A turn is done; at other steps a number corrects the turn before."""
    if action.amount is not None and not 0 <= action.amount <= MOST:
        return session, StepOutcome.NOTHING
    if session.position.step is Step.WORK:
        return _done_at_work(session, action, now)
    if action.amount is None:
        return _done_without_number(guide, session, action, now)
    if session.position.step is Step.GET_READY:
        return _done_at_work(session, action, now)
    if session.position.step is Step.SWITCH and action.side is session.side:
        return recorded(session, action, now)
    return _corrected(session, action)


def _done_without_number(
    guide: Guide, session: Session, action: SessionAction, now: datetime
) -> Change:
    """On, but not past a question or a rest: the word may be an echo of the set."""
    if session.position.step is Step.SWITCH and action.side is session.side:
        return recorded(session, action, now)
    if action.effort and not session.before_work:
        return session.noted(replace(session.open_notes, effort=action.effort)), StepOutcome.NOTED
    if session.position.step in {Step.CHECK_IN, Step.REST}:
        return session, StepOutcome.NOTHING
    return begin(guide, session, action, now)


def _done_at_work(session: Session, action: SessionAction, now: datetime) -> Change:
    if action.side is Side.BOTH and not session.position.turn_index:
        return _done_on_each(session, action, now)
    if action.side not in session.planned.order or action.side is session.side:
        return recorded(session, action, now)
    if session.position.turn_index:  # they speak of the side before
        return _corrected(session, action)
    other_first = replace(session, sets=turned_round(session.sets, session.position.set_index))
    return recorded(other_first, action, now)


def _done_on_each(session: Session, action: SessionAction, now: datetime) -> Change:
    """Every side of the set is done, each with the number that was told; it is one step."""
    changed, outcome = recorded(session, action, now)
    if changed.position.step is not Step.SWITCH:
        return changed, outcome
    trail = changed.trail
    changed, outcome = recorded(changed, action, now)
    return replace(changed, trail=trail), outcome


def recorded(session: Session, action: SessionAction, now: datetime) -> Change:
    """The turn at this position is done; none of it is as good as skipped."""
    turn = session.open_turn(now)
    amount = turn.target.amount if action.amount is None else action.amount
    if amount == 0:
        return skipped(session, now)
    notes = replace(turn.notes, effort=action.effort or turn.notes.effort)
    return _behind(session, replace(turn, done=amount, notes=notes), now), StepOutcome.RECORDED


def skipped(session: Session, now: datetime) -> Change:
    """The turn at this position is left out; that may be the end."""
    changed = _behind(session, replace(session.open_turn(now), skipped=True), now)
    return changed, StepOutcome.FINISHED if changed.ending else StepOutcome.SKIPPED


def _behind(session: Session, turn: SideLog, now: datetime) -> Session:
    """The turn lies behind: the other side, the check-in, the next set, or the end."""
    position = session.position
    turns = (*session.turns, turn)
    moved = replace(moved_to(session, _following(session, turn)), turns=turns, notes=Notes())
    if moved.position.step is Step.CHECK_IN:
        return start_rest(moved, now)
    if moved.position == position:
        return finished(replace(moved, trail=session.trail))
    return replace(moved, rest_until=None)


def _following(session: Session, turn: SideLog) -> Position:
    """Where the way leads after a turn; the same position at the very end."""
    position, index = session.position, session.position.turn_index
    if index + 1 < len(session.planned.order):
        return Position(Step.SWITCH, position.set_index, index + 1)
    others = session.turns[len(session.turns) - index :]
    if any(not one.skipped for one in (*others, turn)):
        return replace(position, step=Step.CHECK_IN)
    if session.is_last_set:
        return position
    return Position(Step.GET_READY, position.set_index + 1)


def _corrected(session: Session, action: SessionAction) -> Change:
    """Another number for a turn of the set that was done last."""
    if not session.turns or not action.amount:
        return session, StepOutcome.NOTHING
    last_set = session.turns[-1].set_index
    for index in range(len(session.turns) - 1, -1, -1):
        turn = session.turns[index]
        if turn.set_index == last_set and action.side in {None, Side.BOTH, turn.side}:
            return _rewritten(session, index, action), StepOutcome.CORRECTED
    return session, StepOutcome.NOTHING


def _rewritten(session: Session, index: int, action: SessionAction) -> Session:
    turn = session.turns[index]
    notes = replace(turn.notes, effort=action.effort or turn.notes.effort)
    turn = replace(turn, done=action.amount, skipped=False, notes=notes)
    return replace(session, turns=(*session.turns[:index], turn, *session.turns[index + 1 :]))


def skip(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Change:
    """Leave out this turn, this question, or this rest."""
    if session.position.step in {Step.CHECK_IN, Step.REST}:
        return begin(guide, session, action, now)
    return skipped(session, now)


def back(_guide: Guide, session: Session, _action: SessionAction, _now: datetime) -> Change:
    """The step before."""
    if not session.trail:
        return session, StepOutcome.NOTHING
    return went_back(session), StepOutcome.WENT_BACK


def went_back(session: Session) -> Session:
    """Exactly one step undone; changes of the plan stay."""
    *trail, last = session.trail
    kept = session.turns[: turns_before(session.sets, last.position)]
    resting = last.position.step in {Step.CHECK_IN, Step.REST}
    returned = replace(
        session,
        position=last.position,
        trail=tuple(trail),
        turns=kept,
        notes=Notes(),
        mend=last.mend,
        rest_until=session.rest_until if resting else None,
    )
    return returned.noted(last.notes)


def repeat(_guide: Guide, session: Session, _action: SessionAction, _now: datetime) -> Change:
    """This turn again, or the one before when this one has not begun."""
    if session.position.step is Step.WORK:
        return session, StepOutcome.AGAIN
    while session.trail:
        session = went_back(session)
        if session.position.step is Step.WORK:
            return session, StepOutcome.AGAIN
    return session, StepOutcome.NOTHING


def rest_over(_guide: Guide, session: Session, _action: SessionAction, now: datetime) -> Change:
    """The alarm at the end of a rest."""
    if not rest_is_over(session, now):
        return session, StepOutcome.NOTHING
    if session.position.step is Step.CHECK_IN:
        return after_check_in(session, now), StepOutcome.REST_OVER
    return to_work(session), StepOutcome.REST_OVER
