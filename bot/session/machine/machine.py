"""The guided workout as a pure state machine: start, advance, replay."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.session.machine import interruptions, moves, progressions, rest_length, symptoms
from bot.session.model.actions import ALARMS, SessionAction, SessionVerb
from bot.session.model.choices import Choices, PainLimits
from bot.session.model.events import Event
from bot.session.model.log import SideLog
from bot.session.model.outcomes import StepOutcome
from bot.session.model.plan import plan_sets
from bot.session.model.session import Session, SessionError
from bot.session.model.steps import FINAL, HaltReason, Position, Step
from bot.session.model.workouts import Guide
from bot.session.view import spoken_count

Handler = Callable[[Guide, Session, SessionAction, datetime], tuple[Session, StepOutcome]]


@dataclass(frozen=True, slots=True)
class Result:
    """The session after an action, and what came of it."""

    session: Session
    outcome: StepOutcome
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


def advance(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Result:
    """What an action makes of a session. `now` is aware; time never runs backwards."""
    now = max(_moment(now), session.changed_at)
    if action.revision is not None and action.revision != session.revision:
        return Result(session, StepOutcome.STALE)
    if session.ending is not None:
        return Result(session, StepOutcome.OVER)
    if not _fits(session, action):
        return Result(session, StepOutcome.NOTHING)
    changed, outcome = _handled(guide, session, action, now)
    if changed == session and outcome is not StepOutcome.AGAIN:
        return Result(session, outcome)
    return _stamped(session, changed, action, outcome, now)


def lock(guide: Guide, session: Session, now: datetime) -> Result:
    """A red flag was raised: from here nothing leads to a work step."""
    return advance(guide, session, SessionAction(SessionVerb.LOCK), now)


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


def _fits(session: Session, action: SessionAction) -> bool:
    """Whether an interruption lets the action through."""
    if session.halt is None:
        return True
    why = session.halt.why
    if why in FINAL:
        return action.kind in _FINAL_KINDS
    return why in _LIFTING or action.kind in _ALWAYS | _ALLOWED.get(why, frozenset())


_FINAL_KINDS = frozenset({SessionVerb.SAVE, SessionVerb.DROP, SessionVerb.LOCK})
_LIFTING = frozenset({HaltReason.PAUSED, HaltReason.IDLE})
"""Interruptions that end when the person simply goes on."""
_ALWAYS = _FINAL_KINDS | {
    SessionVerb.HURTS,
    SessionVerb.CRAMP,
    SessionVerb.STOP,
    SessionVerb.BACK,
    SessionVerb.RESUME,
    SessionVerb.IDLE,
}
_ALLOWED: Mapping[HaltReason, frozenset[SessionVerb]] = {
    HaltReason.PAIN_SCALE: frozenset({SessionVerb.DONE}),  # a bare number
    HaltReason.CRAMP: frozenset({SessionVerb.CRAMP_CHECK}),
}


def _handled(
    guide: Guide, session: Session, action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    if session.halt is None:
        return _HANDLERS[action.kind](guide, session, action, now)
    if session.halt.why is HaltReason.PAIN_SCALE and action.kind is SessionVerb.DONE:
        return _pain_by_number(guide, session, action, now)
    if session.halt.why in _LIFTING and action.kind not in _WITHIN_HALT:
        return _after_lifting(guide, session, action, now)
    return _HANDLERS[action.kind](guide, session, action, now)


def _after_lifting(
    guide: Guide, session: Session, action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    """Who goes on has resumed; who asks for what does not fit stays paused."""
    lifted = interruptions.lifted(session, now)
    changed, outcome = _HANDLERS[action.kind](guide, lifted, action, now)
    if changed == lifted and outcome not in _ENOUGH:
        return session, outcome
    return changed, outcome


_ENOUGH = frozenset({StepOutcome.AGAIN, StepOutcome.COUNTED})
"""Who asks for these goes on, though nothing else changes."""


def _pain_by_number(
    guide: Guide, session: Session, action: SessionAction, now: datetime
) -> tuple[Session, StepOutcome]:
    if action.amount is None:
        return session, StepOutcome.NOTHING
    return symptoms.hurts(guide, session, replace(action, kind=SessionVerb.HURTS), now)


_WITHIN_HALT = ALARMS | _ALWAYS | {SessionVerb.PAUSE}
"""What deals with an interruption itself."""

_HANDLERS: Mapping[SessionVerb, Handler] = {
    SessionVerb.BEGIN: moves.begin,
    SessionVerb.DONE: moves.done,
    SessionVerb.NEXT: moves.go_on,
    SessionVerb.SKIP: moves.skip,
    SessionVerb.BACK: interruptions.undo,
    SessionVerb.REPEAT: moves.repeat,
    SessionVerb.PAUSE: interruptions.pause,
    SessionVerb.RESUME: interruptions.resume,
    SessionVerb.EASIER: progressions.easier,
    SessionVerb.HARDER: progressions.harder,
    SessionVerb.OTHER_KIT: progressions.change_kit,
    SessionVerb.MORE_REST: rest_length.more_rest,
    SessionVerb.LESS_REST: rest_length.less_rest,
    SessionVerb.NO_REST: rest_length.no_rest,
    SessionVerb.FELT: symptoms.felt,
    SessionVerb.EFFORT: symptoms.effort,
    SessionVerb.COUNT: spoken_count.count,
    SessionVerb.HURTS: symptoms.hurts,
    SessionVerb.CRAMP: symptoms.cramp,
    SessionVerb.STOP: interruptions.stop,
    SessionVerb.SAVE: interruptions.save,
    SessionVerb.DROP: interruptions.drop,
    SessionVerb.REST_OVER: moves.rest_over,
    SessionVerb.IDLE: interruptions.idle,
    SessionVerb.CRAMP_CHECK: symptoms.cramp_check,
    SessionVerb.LOCK: interruptions.lock,
}


def _stamped(
    before: Session, after: Session, action: SessionAction, outcome: StepOutcome, now: datetime
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


def _concerned(before: Session, after: Session, now: datetime) -> SideLog:
    """The turn that an action was about: the one it recorded, changed or undid, or the open one."""
    if len(after.turns) < len(before.turns):
        return before.turns[-1]
    for turn in reversed(after.turns):
        if turn not in before.turns:
            return turn
    if after.before_work or not after.turns:
        return after.open_turn(now)
    return after.turns[-1]
