"""The guided workout as a pure state machine: start, advance, replay, next alarm."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.session.machine import interruptions, moves, progressions, rests, symptoms
from bot.session.machine.interruptions import IDLE_AFTER
from bot.session.machine.rests import Change
from bot.session.machine.symptoms import LONGEST_CRAMP
from bot.session.model.actions import ALARMS, SessionAction, SessionVerb
from bot.session.model.choices import Choices
from bot.session.model.events import Event, StepOutcome
from bot.session.model.log import SideLog
from bot.session.model.plan import first_open_set, plan_sets
from bot.session.model.session import PainLimits, Session, SessionError
from bot.session.model.steps import FINAL, HaltReason, Position, Step
from bot.session.model.workouts import Guide, set_seconds

Handler = Callable[[Guide, Session, SessionAction, datetime], Change]

LONGEST_COUNT = 600
"""Seconds of the longest set that is counted aloud; the shipped ones take half of it at most."""


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
    """A new session at its first step. `now` is aware; raises `KeyError` for an unknown workout."""
    now = _in_utc(now)
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


def _in_utc(now: datetime) -> datetime:
    if now.utcoffset() is None:
        raise ValueError(f"{now} does not say in which time zone")
    return now.astimezone(UTC)


def advance(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Result:
    """The session after an action. `now` is aware; one before the last change counts as that."""
    now = max(_in_utc(now), session.changed_at)
    if action.revision is not None and action.revision != session.revision:
        return Result(session, StepOutcome.STALE)
    if session.ending is not None:
        return Result(session, StepOutcome.OVER)
    if not _is_allowed(session, action):
        return Result(session, StepOutcome.NOTHING)
    changed, outcome = _handle(guide, session, action, now)
    if changed == session and outcome is not StepOutcome.AGAIN:
        return Result(session, outcome)
    return _with_event(session, changed, action, outcome, now)


def lock(guide: Guide, session: Session, now: datetime) -> Result:
    """The session after a red flag: it can only be saved or dropped."""
    return advance(guide, session, SessionAction(SessionVerb.LOCK), now)


def replay(guide: Guide, fresh: Session, events: Iterable[Event]) -> Session:
    """The session that events lead to from a new one.

    Raises `SessionError` when an event does not fit.
    """
    session = fresh
    for event in events:
        result = advance(guide, session, event.action, event.at)
        if result.event != event:
            raise SessionError(f"event {event.number} ({event.action.kind}) does not fit")
        session = result.session
    return session


def _is_allowed(session: Session, action: SessionAction) -> bool:
    """Whether an interruption lets the action through."""
    if session.halt is None:
        return True
    reason = session.halt.reason
    if reason in FINAL:
        return action.kind in _ALWAYS
    allowed = _ALWAYS | _UNLESS_FINAL | _ALLOWED.get(reason, frozenset())
    return reason in _PASSING or action.kind in allowed


_ALWAYS = frozenset({SessionVerb.SAVE, SessionVerb.DROP, SessionVerb.LOCK})
"""What every interruption allows."""
_UNLESS_FINAL = frozenset(
    {
        *(SessionVerb.HURTS, SessionVerb.CRAMP, SessionVerb.STOP),
        *(SessionVerb.BACK, SessionVerb.RESUME, SessionVerb.IDLE),
    }
)
"""What every interruption allows besides, unless nothing leads back from it."""
_PASSING = frozenset({HaltReason.PAUSED, HaltReason.IDLE})
"""Interruptions that any action of the workout ends."""
_ALLOWED: Mapping[HaltReason, frozenset[SessionVerb]] = {
    HaltReason.PAIN_SCALE: frozenset({SessionVerb.DONE}),  # a number alone is the pain
    HaltReason.CRAMP: frozenset({SessionVerb.CRAMP_CHECK}),
}


def _handle(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Change:
    halt, kind = session.halt, action.kind
    if halt and halt.reason is HaltReason.PAIN_SCALE and kind is SessionVerb.DONE:
        return _handle_pain_number(guide, session, action, now)
    if halt and halt.reason in _PASSING and kind not in _ABOUT_INTERRUPTIONS:
        return _handle_resumed(guide, session, action, now)
    return _HANDLERS[kind](guide, session, action, now)


def _handle_resumed(guide: Guide, session: Session, action: SessionAction, now: datetime) -> Change:
    """An action of the workout resumes the session, unless it changes nothing."""
    resumed = interruptions.resumed(session, now)
    changed, outcome = _HANDLERS[action.kind](guide, resumed, action, now)
    if changed == resumed and outcome not in _RESUMING:
        return session, outcome
    return changed, outcome


_RESUMING = frozenset({StepOutcome.AGAIN, StepOutcome.COUNTED})
"""What resumes a session although it changes nothing else."""


def _handle_pain_number(
    guide: Guide, session: Session, action: SessionAction, now: datetime
) -> Change:
    if action.amount is None:
        return session, StepOutcome.NOTHING
    return symptoms.hurts(guide, session, replace(action, kind=SessionVerb.HURTS), now)


_ABOUT_INTERRUPTIONS = ALARMS | _ALWAYS | _UNLESS_FINAL | {SessionVerb.PAUSE}
"""What deals with an interruption itself, and does not end it by the way."""


def _count(guide: Guide, session: Session, _action: SessionAction, _now: datetime) -> Change:
    return session, StepOutcome.COUNTED if can_be_counted(guide, session) else StepOutcome.NOTHING


def can_be_counted(guide: Guide, session: Session) -> bool:
    """Whether there is a set to count aloud, of `LONGEST_COUNT` seconds at most."""
    planned, sides = first_open_set(session.sets, session.position), session.sides_to_count
    if planned is None or not sides:
        return False
    exercise = guide.exercises[planned.exercise]
    return 0 < set_seconds(planned.target, exercise, len(sides)) <= LONGEST_COUNT


_HANDLERS: Mapping[SessionVerb, Handler] = {
    SessionVerb.BEGIN: moves.begin,
    SessionVerb.DONE: moves.done,
    SessionVerb.NEXT: moves.go_on,
    SessionVerb.SKIP: moves.skip,
    SessionVerb.BACK: interruptions.cancel,
    SessionVerb.REPEAT: moves.repeat,
    SessionVerb.PAUSE: interruptions.pause,
    SessionVerb.RESUME: interruptions.resume,
    SessionVerb.EASIER: progressions.easier,
    SessionVerb.HARDER: progressions.harder,
    SessionVerb.OTHER_KIT: progressions.change_kit,
    SessionVerb.MORE_REST: rests.more_rest,
    SessionVerb.LESS_REST: rests.less_rest,
    SessionVerb.NO_REST: rests.no_rest,
    SessionVerb.FELT: symptoms.felt,
    SessionVerb.EFFORT: symptoms.effort,
    SessionVerb.COUNT: _count,
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


def _with_event(
    before: Session, after: Session, action: SessionAction, outcome: StepOutcome, now: datetime
) -> Result:
    """The changed session with its next revision, and the event of the change."""
    by_person = action.kind not in ALARMS
    revised = replace(
        after,
        revision=before.revision + 1,
        changed_at=now,
        active_at=now if by_person else before.active_at,
    )
    lasting = replace(action, revision=None)
    about = _side_concerned(before, revised, now)
    event = Event(revised.revision, now, lasting, outcome, about)
    return Result(revised, outcome, event)


def _side_concerned(before: Session, after: Session, now: datetime) -> SideLog:
    """The entry that an action was about: the one it logged, changed or undid, or the open one."""
    if len(after.log) < len(before.log):
        return before.log[-1]
    for side_log in reversed(after.log):
        if side_log not in before.log:
            return side_log
    if after.has_open_side or not after.log:
        return after.open_side_log(now)
    return after.log[-1]


@dataclass(frozen=True, slots=True)
class SessionAlarm:
    """The action that is due by itself, and when."""

    kind: SessionVerb
    at: datetime


_WITHOUT_ALARM = FINAL | {HaltReason.IDLE, HaltReason.STOPPED}


def next_alarm(session: Session) -> SessionAlarm | None:
    """The alarm that a session needs, if any; the same until the session changes."""
    halt = session.halt
    if session.step is Step.FINISHED or (halt and halt.reason in _WITHOUT_ALARM):
        return None
    idle = SessionAlarm(SessionVerb.IDLE, session.active_at + IDLE_AFTER)
    if halt and halt.reason is HaltReason.CRAMP:
        return SessionAlarm(SessionVerb.CRAMP_CHECK, halt.since + LONGEST_CRAMP)
    if session.rest_until is None:
        return idle
    rest_over = SessionAlarm(SessionVerb.REST_OVER, session.rest_until)
    return min(rest_over, idle, key=lambda alarm: alarm.at)
