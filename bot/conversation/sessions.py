"""Walks a person through a session: load, advance, save, describe."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.domain.alarms import Alarm, AlarmRequest
from bot.domain.people import Person
from bot.domain.replies import Button, Picture, Placement, Reply, Utterance, Verb, act
from bot.session.input.command import WorkoutCommands
from bot.session.input.grammar import CommandGrammar
from bot.session.machine import machine
from bot.session.machine.alarms import wanted_alarm
from bot.session.model import actions
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.choices import Choices, PainLimits, Side
from bot.session.model.events import Event
from bot.session.model.outcomes import RED_FLAG, StepOutcome
from bot.session.model.session import SUBJECT, Session, SessionError, StoredSession
from bot.session.model.steps import FINAL, Step
from bot.session.model.workouts import Guide
from bot.session.view import menu
from bot.session.view.buttons import resume_button
from bot.session.view.card_text import Drawn, describe, drawing, movement_drawing
from bot.session.view.closing import history_line
from bot.session.view.spoken_count import aloud, begins_set

RECENT = 10
"""Sessions that the history shows."""
_TAPPED_TWICE = timedelta(seconds=2)
"""A second tap within this time is the same one; nobody needs to be told."""
_TRIES = 5
"""How often a change is tried again when somebody was faster."""

Replies = tuple[Reply, ...]


class Sessions(Protocol):
    """Where sessions are kept, each change with its event and its alarm."""

    async def open(self, person: Person) -> StoredSession | None:
        """The session under way."""

    async def begin(
        self, person: Person, session: Session, wish: AlarmRequest | None
    ) -> StoredSession:
        """Keep a new one; any other of the person is closed."""

    async def save(
        self,
        person: Person,
        kept: StoredSession,
        after: Session,
        event: Event,
        wish: AlarmRequest | None,
    ) -> StoredSession | None:
        """Keep a change; None when the session had been changed meanwhile."""

    async def last(self, person: Person) -> Session | None:
        """The newest one, open or not."""

    async def history(self, person: Person, limit: int) -> Sequence[Session]:
        """Those that have ended, newest first."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What came of a step."""

    replies: Replies
    under_way: bool
    """Whether a session is open now."""
    red_flag: str | None = None
    """The family of a red flag that the step raised."""
    begins_set: bool = False
    """Whether a set begins with this: the moment to count it aloud."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A session that waits while the person asks something else."""

    exercise: str
    resume: Button | None
    """None when it cannot go on."""


@dataclass(frozen=True, slots=True)
class Training:
    """Guided sessions of anybody, on any channel."""

    guide: Guide
    grammar: CommandGrammar
    orders: WorkoutCommands
    sessions: Sessions
    drawn: Drawn
    limits: PainLimits
    """What pain leads to."""
    wake: Callable[[datetime], None]
    """Tells the clock that something is due at a moment."""
    rests: Callable[[Person, datetime], None]
    """Tells that somebody rests until a moment."""
    speaks: bool = False
    """Whether there is a voice: without one nothing is counted aloud."""

    async def order(self, person: Person, words: str, now: datetime) -> Walked:
        """`/session` with the words behind it: the session under way, a new one, or the menu."""
        kept = await self.sessions.open(person)
        if kept:
            return self._told(kept.session, now, StepOutcome.MOVED)
        last = await self.sessions.last(person)
        usual = replace(last.choices, first=None) if last else Choices()
        order = self.orders.read(words, usual)
        if order is None:
            return Walked((menu.workouts(self.guide, usual),), under_way=False)
        return await self._ordered(person, order, now, Placement.NEW)

    async def tap(self, person: Person, arguments: Sequence[str], now: datetime) -> Walked | None:
        """A button of the menu or of a card; None for one that means nothing (any more)."""
        if not arguments:
            return await self.order(person, "", now)
        order = menu.from_arguments(arguments, self.guide)
        if order:
            return await self._ordered(person, order, now, Placement.INSTEAD)
        action = actions.from_arguments(arguments)
        if action is None:
            return None
        return await self.step(person, action, now) or Walked((_OVER,), under_way=False)

    async def _ordered(
        self, person: Person, order: menu.WorkoutOrder, now: datetime, place: Placement
    ) -> Walked:
        if not order.starts:
            card = replace(menu.choosing(self.guide, order), place=place)
            return Walked((card,), under_way=False)
        kept = await self.sessions.open(person)
        if kept:
            return self._told(kept.session, now, StepOutcome.MOVED)
        session = machine.start(self.guide, order.workout, order.choices, now, self.limits)
        wish = _wish(session)
        await self.sessions.begin(person, session, wish)
        self._set(wish)
        first = self._card(session, now, StepOutcome.MOVED, Placement.NEXT_CARD, shown=None)
        return Walked((Reply(place=Placement.BUTTONS), first), under_way=True)

    def understand(self, text: str) -> SessionAction | None:
        """What words ask of a session; None when they are about something else."""
        return self.grammar.understand(text)

    async def step(self, person: Person, action: SessionAction, now: datetime) -> Walked | None:
        """One action on the session under way; None when there is none."""
        for _ in range(_TRIES):
            kept = await self.sessions.open(person)
            if kept is None:
                return None
            if action.kind is SessionVerb.COUNT and not self.speaks:
                return self._told(kept.session, now, StepOutcome.VOICELESS)
            result = machine.advance(self.guide, kept.session, action, now)
            if result.event is None:
                return self._told(kept.session, now, _patient(result.outcome, kept.session, now))
            after, event = result.session, result.event
            wish = _wish(after)
            if await self.sessions.save(person, kept, after, event, wish):
                self._set(wish)
                if after.rest_until and after.halt is None:
                    self.rests(person, after.rest_until)
                return self._moved(kept.session, after, now, result.outcome)
        raise SessionError("A session is changed by too many at once.")

    async def aside(self, person: Person, now: datetime) -> Aside | None:
        """Stop the clock for a question; None when no session is open."""
        await self.step(person, SessionAction(SessionVerb.PAUSE), now)
        kept = await self.sessions.open(person)
        if kept is None:
            return None
        session = kept.session
        over = session.halt is not None and session.halt.why in FINAL
        return Aside(session.planned.exercise, None if over else resume_button(session))

    async def ring(self, alarm: Alarm, now: datetime) -> Walked | None:
        """What is due by itself; None when it is not due any more."""
        kept = await self.sessions.open(alarm.person) if alarm.subject == SUBJECT else None
        if kept is None:
            return None
        result = machine.advance(
            self.guide, kept.session, SessionAction(SessionVerb(alarm.kind)), now
        )
        if result.event is None:
            # It rang before, and nobody knows whether the person was told.
            return self._rung(kept.session, now, StepOutcome.MOVED) if alarm.tries > 1 else None
        same = AlarmRequest(alarm.kind, alarm.due_at)  # until the person was told
        if not await self.sessions.save(alarm.person, kept, result.session, result.event, same):
            return None
        walked = self._rung(result.session, now, result.outcome)
        return replace(walked, begins_set=begins_set(kept.session, result.session))

    async def track(self, person: Person) -> Utterance | None:
        """The set that runs or comes next, counted aloud; None when there is none, or no voice."""
        kept = await self.sessions.open(person) if self.speaks else None
        return aloud(self.guide, kept.session) if kept else None

    async def resting_card(self, person: Person, now: datetime) -> Reply | None:
        """The card with what is left of the rest; None when nobody rests."""
        kept = await self.sessions.open(person)
        if kept is None or kept.session.rest_until is None or kept.session.halt:
            return None
        return self._card(
            kept.session, now, StepOutcome.MOVED, Placement.REFRESH, shown=kept.session
        )

    async def next_alarm(self, alarm: Alarm) -> AlarmRequest | None:
        """The alarm that the session needs after one that has rung."""
        kept = await self.sessions.open(alarm.person) if alarm.subject == SUBJECT else None
        wish = _wish(kept.session) if kept else None
        return None if wish == AlarmRequest(alarm.kind, alarm.due_at) else wish

    async def history(self, person: Person) -> Reply:
        """The last sessions."""
        found = await self.sessions.history(person, RECENT)
        if not found:
            return replace(_OVER, text="There is no finished session yet.")
        lines = [history_line(self.guide, session, UTC) for session in found]
        return Reply(title="Your last sessions", text="\n".join(lines), note="Times are in UTC.")

    def _set(self, wish: AlarmRequest | None) -> None:
        """Wakes for an alarm once it is kept: whoever looks earlier does not find it."""
        if wish:
            self.wake(wish.at)

    def _told(self, session: Session, now: datetime, outcome: StepOutcome) -> Walked:
        """The present card; nothing has changed."""
        card = self._card(session, now, outcome, Placement.CARD, shown=session)
        return Walked((card,), under_way=session.step is not Step.FINISHED)

    def _moved(
        self, before: Session, after: Session, now: datetime, outcome: StepOutcome
    ) -> Walked:
        card = self._card(after, now, outcome, Placement.CARD, shown=before)
        under_way = after.step is not Step.FINISHED
        return Walked((card,), under_way, RED_FLAG.get(outcome), begins_set(before, after))

    def _rung(self, session: Session, now: datetime, outcome: StepOutcome) -> Walked:
        """A new message, so that the person is really told."""
        card = self._card(session, now, outcome, Placement.NEXT_CARD, shown=session)
        return Walked((card,), under_way=True, red_flag=RED_FLAG.get(outcome))

    def _card(
        self,
        session: Session,
        now: datetime,
        outcome: StepOutcome,
        place: Placement,
        *,
        shown: Session | None,
    ) -> Reply:
        """The card; with the drawing when the person has not seen this movement yet."""
        picture = movement_drawing(session, self.drawn) if _is_new(shown, session) else None
        return replace(
            self._voiced(describe(self.guide, session, now, outcome)),
            place=Placement.NEXT_CARD if picture else place,
            picture=picture,
            utterance=aloud(self.guide, session) if outcome is StepOutcome.COUNTED else None,
        )

    def _voiced(self, reply: Reply) -> Reply:
        """The card without the button that needs a voice where there is none."""
        if self.speaks:
            return reply
        rows = (tuple(one for one in row if not _counts(one)) for row in reply.buttons)
        return replace(reply, buttons=tuple(row for row in rows if row))

    def picture(self, exercise: str) -> Picture | None:
        """The drawing of a movement, on the side that is shown first; None when it has none."""
        both = drawing(exercise, Side.BOTH, self.drawn)
        return both or drawing(exercise, Side.LEFT, self.drawn)

    @property
    def short(self) -> Button:
        """A button that starts the shortest workout."""
        return menu.shortest(self.guide)

    def invitation(self, exercise: str) -> Button | None:
        """A button to a workout with a movement; None when no workout has it."""
        order = menu.with_exercise(self.guide, exercise)
        return menu.opening(order) if order else None


_OVER = Reply(text="That session is over.", buttons=((act("Start a session", Verb.SESSION),),))


def _wish(session: Session) -> AlarmRequest | None:
    alarm = wanted_alarm(session)
    return AlarmRequest(alarm.kind.value, alarm.at) if alarm else None


def _is_new(before: Session | None, session: Session) -> bool:
    """Whether the person has not seen this movement on this side yet."""
    movement = (session.planned.exercise, session.side)
    if any((turn.exercise, turn.side) == movement for turn in session.turns):
        return False
    if before is None or before.position.step is Step.CHECK_IN:
        return True
    return movement != (before.planned.exercise, before.side)


def _patient(outcome: StepOutcome, session: Session, now: datetime) -> StepOutcome:
    twice = outcome is StepOutcome.STALE and now - session.changed_at < _TAPPED_TWICE
    return StepOutcome.MOVED if twice else outcome


def _counts(button: Button) -> bool:
    return button.action.arguments[:1] == (SessionVerb.COUNT.value,)
