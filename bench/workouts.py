"""A whole finisher as most people walk through it: the first button of each card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app import utc_now
from bot.domain.alarms import AlarmRequest
from bot.domain.people import Person
from bot.domain.replies import Utterance
from bot.knowledge.content.loading import read_library
from bot.session.machine.machine import advance, next_alarm, start
from bot.session.model.actions import SessionAction, from_arguments
from bot.session.model.choices import Choices
from bot.session.model.events import Event
from bot.session.model.session import Session, StoredSession
from bot.session.model.workouts import Guide, read_guide
from bot.session.view.buttons import card_buttons
from bot.session.view.spoken_count import counted_aloud
from bot.storage.sessions import SessionRepository

_PACE = timedelta(seconds=20)
"""From one tap to the next."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one tap made of the session."""

    after: Session
    event: Event


@dataclass(frozen=True, slots=True)
class Workout:
    """A session from its beginning."""

    fresh: Session
    steps: Sequence[Step]


def shipped_guide() -> Guide:
    """The workouts that the bot has."""
    return read_guide(read_library().exercises)


def counted_set() -> Utterance:
    """A set of twelve repetitions of each side, counted aloud."""
    guide = shipped_guide()
    session = start(guide, "finisher", Choices(), utc_now())
    track = counted_aloud(guide, session)
    assert track
    return track


def whole_finisher(guide: Guide, now: datetime) -> Workout:
    """The one for somebody new without kit, from now on to the end."""
    fresh = session = start(guide, "finisher", Choices(), now)
    steps = []
    while (action := _first_button(guide, session, now)) is not None:
        now += _PACE
        result = advance(guide, session, action, now)
        assert result.event
        session = result.session
        steps.append(Step(session, result.event))
    return Workout(fresh, steps)


def _first_button(guide: Guide, session: Session, now: datetime) -> SessionAction | None:
    rows = card_buttons(guide, session, now)
    return from_arguments(rows[0][0].action.arguments) if rows else None


async def keep(book: SessionRepository, person: Person, workout: Workout) -> StoredSession:
    """Save it as the bot does: each step in a transaction of its own."""
    kept = await book.begin(person, workout.fresh, _wish(workout.fresh))
    for step in workout.steps:
        saved = await book.save(person, kept, step.after, step.event, _wish(step.after))
        assert saved
        kept = saved
    return kept


def _wish(session: Session) -> AlarmRequest | None:
    alarm = next_alarm(session)
    return AlarmRequest(alarm.kind.value, alarm.at) if alarm else None
