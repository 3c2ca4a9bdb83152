"""Sessions and their events as JSON, for storage."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from bot.session.model.choices import Side
from bot.session.model.events import Event
from bot.session.model.plan import PlannedSet
from bot.session.model.session import Session, SessionError, turns_before
from bot.session.model.steps import Position, Step
from bot.session.model.workouts import Guide

_SESSION = TypeAdapter(Session)
_EVENT = TypeAdapter(Event)
_ON_THE_WAY = frozenset({Step.GET_READY, Step.WORK, Step.SWITCH, Step.CHECK_IN, Step.REST})
_ORDERS = {
    "each": ((Side.LEFT, Side.RIGHT), (Side.RIGHT, Side.LEFT)),
    "both": ((Side.BOTH,),),
}


def to_json(session: Session) -> str:
    """The session as text; what is as usual is left out."""
    return _SESSION.dump_json(session, exclude_defaults=True).decode()


def from_json(text: str, guide: Guide) -> Session:
    """The session from its text; keys that are not known are passed over.

    Raises `SessionError` when the text is no session, or the content has no place for it.
    """
    try:
        session = _SESSION.validate_json(text)
    except ValidationError as error:
        raise SessionError(f"A kept session cannot be read: {_first(error)}.") from error
    for complaint in _unsound(session, guide):
        raise SessionError(f"A kept session makes no sense: {complaint}.")
    return session


def event_to_json(event: Event) -> str:
    """The event as text."""
    return _EVENT.dump_json(event, exclude_defaults=True).decode()


def event_from_json(text: str) -> Event:
    """The event from its text. Raises `SessionError`."""
    try:
        return _EVENT.validate_json(text)
    except ValidationError as error:
        raise SessionError(f"A kept event cannot be read: {_first(error)}.") from error


def _first(error: ValidationError) -> str:
    detail = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in detail["loc"]) or "text"
    return f"{where}: {detail['msg']}"


def _unsound(session: Session, guide: Guide) -> Iterator[str]:
    if session.workout not in guide.workouts:
        yield f"there is no workout {session.workout!r}"
    if not session.sets:
        yield "it has no sets"
        return
    for one in session.sets:
        yield from _unsound_set(one, guide)
    for place in (session.position, *(step.position for step in session.trail)):
        yield from _unsound_position(place, session)
    yield from _unsound_times(session)
    yield from _unsound_turns(session)


def _unsound_set(one: PlannedSet, guide: Guide) -> Iterator[str]:
    exercise = guide.exercises.get(one.exercise)
    if exercise is None:
        yield f"there is no exercise {one.exercise!r}"
    elif one.order not in _ORDERS[exercise.sides]:
        yield f"{one.exercise!r} does not work {[side.value for side in one.order]}"
    if one.target.amount < 1 or one.rest < 0:
        yield f"a set of {one.target.amount} with {one.rest} seconds of rest"


def _unsound_position(place: Position, session: Session) -> Iterator[str]:
    if place.step not in _ON_THE_WAY:
        yield f"{place.step.value!r} is no step on the way"
    if not 0 <= place.set_index < len(session.sets):
        yield f"there is no set {place.set_index + 1}"
    elif not 0 <= place.turn_index < len(session.sets[place.set_index].order):
        yield f"set {place.set_index + 1} has no side {place.turn_index + 1}"


def _unsound_times(session: Session) -> Iterator[str]:
    for name in (field.name for field in fields(session)):
        value = getattr(session, name)
        if isinstance(value, datetime) and value.utcoffset() is None:
            yield f"{name} does not say in which time zone"
            return
    if not session.started_at <= session.active_at <= session.changed_at:
        yield "its times are not in order"


def _unsound_turns(session: Session) -> Iterator[str]:
    expected = turns_before(session.sets, session.position)
    written = len(session.turns)
    if session.revision < len(session.trail):
        yield f"{len(session.trail)} steps in {session.revision} changes"
    if written != expected and (session.ending is None or written < expected):
        yield f"{written} sides are written down where {expected} lie behind"
