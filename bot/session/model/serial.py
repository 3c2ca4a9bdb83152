"""Sessions and their events as JSON, for storage."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from bot.session.model.choices import Side
from bot.session.model.events import Event
from bot.session.model.plan import PlannedSet
from bot.session.model.session import Session, SessionError, sides_before
from bot.session.model.steps import Position, Step
from bot.session.model.workouts import Guide

_SESSION = TypeAdapter(Session)
_EVENT = TypeAdapter(Event)
_OF_A_POSITION = frozenset({Step.GET_READY, Step.WORK, Step.SWITCH, Step.CHECK_IN, Step.REST})
_ORDERS = {
    "each": ((Side.LEFT, Side.RIGHT), (Side.RIGHT, Side.LEFT)),
    "both": ((Side.BOTH,),),
}


def to_json(session: Session) -> str:
    """The session as JSON; fields that have their default are left out."""
    return _SESSION.dump_json(session, by_alias=True, exclude_defaults=True).decode()


def from_json(text: str, guide: Guide) -> Session:
    """The session from its JSON; unknown keys are ignored.

    Raises `SessionError` when the text is no session, or does not fit the workouts of the guide.
    """
    try:
        session = _SESSION.validate_json(text)
    except ValidationError as error:
        raise SessionError(f"A kept session cannot be read: {_first_detail(error)}.") from error
    for complaint in _contradictions(session, guide):
        raise SessionError(f"A kept session makes no sense: {complaint}.")
    return session


def event_to_json(event: Event) -> str:
    """The event as JSON; fields that have their default are left out."""
    return _EVENT.dump_json(event, by_alias=True, exclude_defaults=True).decode()


def event_from_json(text: str) -> Event:
    """The event from its JSON. Raises `SessionError`."""
    try:
        return _EVENT.validate_json(text)
    except ValidationError as error:
        raise SessionError(f"A kept event cannot be read: {_first_detail(error)}.") from error


def _first_detail(error: ValidationError) -> str:
    detail = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in detail["loc"]) or "text"
    return f"{where}: {detail['msg']}"


def _contradictions(session: Session, guide: Guide) -> Iterator[str]:
    if session.workout not in guide.workouts:
        yield f"there is no workout {session.workout!r}"
    if not session.sets:
        yield "it has no sets"
        return
    for one in session.sets:
        yield from _impossible_set(one, guide)
    for place in (session.position, *(step.position for step in session.undo_history)):
        yield from _impossible_position(place, session)
    yield from _impossible_times(session)
    yield from _impossible_log(session)


def _impossible_set(one: PlannedSet, guide: Guide) -> Iterator[str]:
    exercise = guide.exercises.get(one.exercise)
    if exercise is None:
        yield f"there is no exercise {one.exercise!r}"
    elif one.order not in _ORDERS[exercise.sides]:
        yield f"{one.exercise!r} does not work {[side.value for side in one.order]}"
    if one.target.amount < 1 or one.rest < 0:
        yield f"a set of {one.target.amount} with {one.rest} seconds of rest"


def _impossible_position(place: Position, session: Session) -> Iterator[str]:
    if place.step not in _OF_A_POSITION:
        yield f"{place.step.value!r} is no step on the way"
    if not 0 <= place.set_index < len(session.sets):
        yield f"there is no set {place.set_index + 1}"
    elif not 0 <= place.side_index < len(session.sets[place.set_index].order):
        yield f"set {place.set_index + 1} has no side {place.side_index + 1}"


def _impossible_times(session: Session) -> Iterator[str]:
    for name in (field.name for field in fields(session)):
        value = getattr(session, name)
        if isinstance(value, datetime) and value.utcoffset() is None:
            yield f"{name} does not say in which time zone"
            return
    if not session.started_at <= session.active_at <= session.changed_at:
        yield "its times are not in order"


def _impossible_log(session: Session) -> Iterator[str]:
    expected = sides_before(session.sets, session.position)
    logged = len(session.log)
    if session.revision < len(session.undo_history):
        yield f"{len(session.undo_history)} steps in {session.revision} changes"
    if logged != expected and (session.ending is None or logged < expected):
        yield f"{logged} sides are written down where {expected} lie behind"
