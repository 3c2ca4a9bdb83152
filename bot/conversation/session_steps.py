"""The steps of a session: load it, advance it, save it, and say what came of that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.conversation.session_cards import SessionCards
from bot.conversation.turn import Replies
from bot.domain.alarms import Alarm, AlarmRequest
from bot.domain.people import Person
from bot.domain.replies import Placement, Reply, Utterance
from bot.session.machine import machine
from bot.session.machine.machine import next_alarm
from bot.session.machine.moves import begins_set
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.events import RED_FLAG, Event, StepOutcome
from bot.session.model.session import PainLimits, Session, SessionError, StoredSession
from bot.session.model.steps import Step
from bot.session.model.workouts import Guide
from bot.session.view.menu import WorkoutOrder
from bot.session.view.spoken_count import counted_aloud

_TAPPED_TWICE = timedelta(seconds=2)
"""A second tap within this time is the same one; nobody needs to be told."""
_TRIES = 5
"""How often a change is tried again when somebody was faster."""


class SessionStore(Protocol):
    """Where sessions are kept, each change with its event and its alarm."""

    async def open(self, person: Person) -> StoredSession | None:
        """The session under way."""

    async def begin(
        self, person: Person, session: Session, request: AlarmRequest | None
    ) -> StoredSession:
        """Keep a new one; any other of the person is closed."""

    async def save(
        self,
        person: Person,
        stored: StoredSession,
        after: Session,
        event: Event,
        request: AlarmRequest | None,
    ) -> StoredSession | None:
        """Keep a change; None when the session had been changed meanwhile."""

    async def last(self, person: Person) -> Session | None:
        """The newest one, open or not."""

    async def history(self, person: Person, limit: int) -> Sequence[Session]:
        """Those that have ended, newest first."""


@dataclass(frozen=True, slots=True)
class SessionUpdate:
    """What came of a step."""

    replies: Replies
    under_way: bool
    """Whether a session is open now."""
    red_flag: str | None = None
    """The family of a red flag that the step raised."""
    begins_set: bool = False
    """Whether a set begins with this: the moment to count it aloud."""


@dataclass(frozen=True, slots=True)
class SessionSteps:
    """Advances sessions of anybody; each step is kept before it is told."""

    guide: Guide
    store: SessionStore
    cards: SessionCards
    limits: PainLimits
    """What pain leads to."""
    wake: Callable[[datetime], None]
    """Tells the scheduler that something is due at a moment."""
    rests: Callable[[Person, datetime], None]
    """Tells that somebody rests until a moment."""

    async def start(self, person: Person, order: WorkoutOrder, now: datetime) -> SessionUpdate:
        """A new session; the one under way when there is one."""
        stored = await self.store.open(person)
        if stored:
            return self.show(stored.session, now)
        session = machine.start(self.guide, order.workout, order.choices, now, self.limits)
        request = _alarm_of(session)
        await self.store.begin(person, session, request)
        self._wake(request)
        card = self.cards.card(session, now, place=Placement.NEXT_CARD, before=None)
        return SessionUpdate((Reply(place=Placement.BUTTONS), card), under_way=True)

    async def advance(
        self, person: Person, action: SessionAction, now: datetime
    ) -> SessionUpdate | None:
        """One action on the session under way; None when there is none."""
        for _ in range(_TRIES):
            stored = await self.store.open(person)
            if stored is None:
                return None
            before = stored.session
            if action.kind is SessionVerb.COUNT and not self.cards.speaks:
                return self.show(before, now, StepOutcome.VOICELESS)
            result = machine.advance(self.guide, before, action, now)
            if result.event is None:
                return self.show(before, now, _forgiven(result.outcome, before, now))
            after, request = result.session, _alarm_of(result.session)
            if await self.store.save(person, stored, after, result.event, request):
                self._wake(request)
                if after.rest_until and after.halt is None:
                    self.rests(person, after.rest_until)
                return self._moved(before, after, now, result.outcome)
        raise SessionError("A session is changed by too many at once.")

    async def ring(self, alarm: Alarm, now: datetime) -> SessionUpdate | None:
        """What is due by itself; None when it is not due any more."""
        stored = await self.store.open(alarm.person)
        if stored is None:
            return None
        action = SessionAction(SessionVerb(alarm.kind))
        result = machine.advance(self.guide, stored.session, action, now)
        if result.event is None:
            # It rang before, and nobody knows whether the person was told.
            return self._rung(stored.session, now) if alarm.tries > 1 else None
        same = AlarmRequest(alarm.kind, alarm.due_at)  # until the person was told
        if not await self.store.save(alarm.person, stored, result.session, result.event, same):
            return None
        update = self._rung(result.session, now, result.outcome)
        return replace(update, begins_set=begins_set(stored.session, result.session))

    async def next_alarm(self, alarm: Alarm) -> AlarmRequest | None:
        """The alarm that the session needs after one that has rung."""
        stored = await self.store.open(alarm.person)
        request = _alarm_of(stored.session) if stored else None
        return None if request == AlarmRequest(alarm.kind, alarm.due_at) else request

    async def resting_card(self, person: Person, now: datetime) -> Reply | None:
        """The card with what is left of the rest; None when nobody rests."""
        stored = await self.store.open(person)
        if stored is None or stored.session.rest_until is None or stored.session.halt:
            return None
        session = stored.session
        return self.cards.card(session, now, place=Placement.REFRESH, before=session)

    async def spoken_count(self, person: Person) -> Utterance | None:
        """The set that runs or comes next, counted aloud; None when there is none, or no voice."""
        stored = await self.store.open(person) if self.cards.speaks else None
        return counted_aloud(self.guide, stored.session) if stored else None

    def show(
        self, session: Session, now: datetime, outcome: StepOutcome = StepOutcome.MOVED
    ) -> SessionUpdate:
        """The present card; nothing has changed."""
        card = self.cards.card(session, now, outcome, before=session)
        return SessionUpdate((card,), under_way=session.step is not Step.FINISHED)

    def _moved(
        self, before: Session, after: Session, now: datetime, outcome: StepOutcome
    ) -> SessionUpdate:
        card = self.cards.card(after, now, outcome, before=before)
        under_way = after.step is not Step.FINISHED
        return SessionUpdate((card,), under_way, RED_FLAG.get(outcome), begins_set(before, after))

    def _rung(
        self, session: Session, now: datetime, outcome: StepOutcome = StepOutcome.MOVED
    ) -> SessionUpdate:
        """A new message, so that the person is really told."""
        card = self.cards.card(session, now, outcome, Placement.NEXT_CARD, before=session)
        return SessionUpdate((card,), under_way=True, red_flag=RED_FLAG.get(outcome))

    def _wake(self, request: AlarmRequest | None) -> None:
        """Wakes for an alarm once it is kept: whoever looks earlier does not find it."""
        if request:
            self.wake(request.at)


def _alarm_of(session: Session) -> AlarmRequest | None:
    alarm = next_alarm(session)
    return AlarmRequest(alarm.kind.value, alarm.at) if alarm else None


def _forgiven(outcome: StepOutcome, session: Session, now: datetime) -> StepOutcome:
    """A button tapped twice is not told to be an old one."""
    twice = outcome is StepOutcome.STALE and now - session.changed_at < _TAPPED_TWICE
    return StepOutcome.MOVED if twice else outcome
