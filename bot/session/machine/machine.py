"""The guided workout as a pure state machine: start, advance, replay."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.session.machine import interruptions, moves, progressions, rest_length, symptoms
from bot.session.model.actions import ALARMS, Action, Kind
from bot.session.model.choices import Choices, PainLimits
from bot.session.model.events import Event
from bot.session.model.log import Turn
from bot.session.model.outcomes import Outcome
from bot.session.model.plan import plan_sets
from bot.session.model.session import Session, SessionError
from bot.session.model.steps import FINAL, Position, Step, Why
from bot.session.model.workouts import Guide
from bot.session.view import spoken_count

Handler = Callable[[Guide, Session, Action, datetime], tuple[Session, Outcome]]


@dataclass(frozen=True, slots=True)
class Result:
    """The session after an action, and what came of it."""

    session: Session
    outcome: Outcome
    event: Event | None = None
    """None when nothing changed."""


def start(
    guide: Guide,
    workout: str,
    choices: Choices,
    now: datetime,
    limits: PainLimits = PainLimits(),  # noqa: B008 - immutable
) -> Session:
    """A new session at "get ready". `now` is aware; raises `KeyError` for an unknown workout."""
    now = _moment(now)
    sets = plan_sets(guide.workouts[workout].routine(choices), choices)
    return Session(
        workout=workout,
        choices=choices,
        limits=limits,
        started_at=now,
        sets=sets,
        position=Position(Step.GET_READY),
        changed_at=now,
        active_at=now,
    )


def _moment(now: datetime) -> datetime:
    if now.utcoffset() is None:
        raise ValueError(f"{now} does not say in which time zone")
    return now.astimezone(UTC)


def advance(guide: Guide, session: Session, action: Action, now: datetime) -> Result:
    """What an action makes of a session. `now` is aware; time never runs backwards."""
    now = max(_moment(now), session.changed_at)
    if action.revision is not None and action.revision != session.revision:
        return Result(session, Outcome.STALE)
    if session.ending is not None:
        return Result(session, Outcome.OVER)
    if not _fits(session, action):
        return Result(session, Outcome.NOTHING)
    changed, outcome = _handled(guide, session, action, now)
    if changed == session and outcome is not Outcome.AGAIN:
        return Result(session, outcome)
    return _stamped(session, changed, action, outcome, now)


def lock(guide: Guide, session: Session, now: datetime) -> Result:
    """A red flag was raised: from here nothing leads to a work step."""
    return advance(guide, session, Action(Kind.LOCK), now)


def replay(guide: Guide, fresh: Session, events: Iterable[Event]) -> Session:
    """The session that its events lead to, from what `start` gave.

    Raises `SessionError` when an event does not fit.
    """
    session = fresh
    for event in events:
        result = advance(guide, session, event.action, event.at)
        if result.event != event:
            raise SessionError(f"event {event.number} ({event.action.kind}) does not fit")
        session = result.session
    return session


def _fits(session: Session, action: Action) -> bool:
    """Whether an interruption lets the action through."""
    if session.halt is None:
        return True
    why = session.halt.why
    if why in FINAL:
        return action.kind in _FINAL_KINDS
    return why in _LIFTING or action.kind in _ALWAYS | _ALLOWED.get(why, frozenset())


_FINAL_KINDS = frozenset({Kind.SAVE, Kind.DROP, Kind.LOCK})
_LIFTING = frozenset({Why.PAUSED, Why.IDLE})
"""Interruptions that end when the person simply goes on."""
_ALWAYS = _FINAL_KINDS | {Kind.HURTS, Kind.CRAMP, Kind.STOP, Kind.BACK, Kind.RESUME, Kind.IDLE}
_ALLOWED: Mapping[Why, frozenset[Kind]] = {
    Why.PAIN_SCALE: frozenset({Kind.DONE}),  # a bare number
    Why.CRAMP: frozenset({Kind.CRAMP_CHECK}),
}


def _handled(
    guide: Guide, session: Session, action: Action, now: datetime
) -> tuple[Session, Outcome]:
    if session.halt is None:
        return _HANDLERS[action.kind](guide, session, action, now)
    if session.halt.why is Why.PAIN_SCALE and action.kind is Kind.DONE:
        return _pain_by_number(guide, session, action, now)
    if session.halt.why in _LIFTING and action.kind not in _WITHIN_HALT:
        return _after_lifting(guide, session, action, now)
    return _HANDLERS[action.kind](guide, session, action, now)


def _after_lifting(
    guide: Guide, session: Session, action: Action, now: datetime
) -> tuple[Session, Outcome]:
    """Who goes on has resumed; who asks for what does not fit stays paused."""
    lifted = interruptions.lifted(session, now)
    changed, outcome = _HANDLERS[action.kind](guide, lifted, action, now)
    if changed == lifted and outcome not in _ENOUGH:
        return session, outcome
    return changed, outcome


_ENOUGH = frozenset({Outcome.AGAIN, Outcome.COUNTED})
"""Who asks for these goes on, though nothing else changes."""


def _pain_by_number(
    guide: Guide, session: Session, action: Action, now: datetime
) -> tuple[Session, Outcome]:
    if action.amount is None:
        return session, Outcome.NOTHING
    return symptoms.hurts(guide, session, replace(action, kind=Kind.HURTS), now)


_WITHIN_HALT = ALARMS | _ALWAYS | {Kind.PAUSE}
"""What deals with an interruption itself."""

_HANDLERS: Mapping[Kind, Handler] = {
    Kind.BEGIN: moves.begin,
    Kind.DONE: moves.done,
    Kind.NEXT: moves.go_on,
    Kind.SKIP: moves.skip,
    Kind.BACK: interruptions.undo,
    Kind.REPEAT: moves.repeat,
    Kind.PAUSE: interruptions.pause,
    Kind.RESUME: interruptions.resume,
    Kind.EASIER: progressions.easier,
    Kind.HARDER: progressions.harder,
    Kind.OTHER_KIT: progressions.change_kit,
    Kind.MORE_REST: rest_length.more_rest,
    Kind.LESS_REST: rest_length.less_rest,
    Kind.NO_REST: rest_length.no_rest,
    Kind.FELT: symptoms.felt,
    Kind.EFFORT: symptoms.effort,
    Kind.COUNT: spoken_count.count,
    Kind.HURTS: symptoms.hurts,
    Kind.CRAMP: symptoms.cramp,
    Kind.STOP: interruptions.stop,
    Kind.SAVE: interruptions.save,
    Kind.DROP: interruptions.drop,
    Kind.REST_OVER: moves.rest_over,
    Kind.IDLE: interruptions.idle,
    Kind.CRAMP_CHECK: symptoms.cramp_check,
    Kind.LOCK: interruptions.lock,
}


def _stamped(
    before: Session, after: Session, action: Action, outcome: Outcome, now: datetime
) -> Result:
    """The changed session with its new revision, and the event."""
    by_person = action.kind not in ALARMS
    stamped = replace(
        after,
        revision=before.revision + 1,
        changed_at=now,
        active_at=now if by_person else before.active_at,
    )
    told = replace(action, revision=None)
    event = Event(stamped.revision, now, told, outcome, _concerned(before, stamped, now))
    return Result(stamped, outcome, event)


def _concerned(before: Session, after: Session, now: datetime) -> Turn:
    """The turn that an action was about: the one it recorded, changed or undid, or the open one."""
    if len(after.turns) < len(before.turns):
        return before.turns[-1]
    for turn in reversed(after.turns):
        if turn not in before.turns:
            return turn
    if after.before_work or not after.turns:
        return after.open_turn(now)
    return after.turns[-1]
