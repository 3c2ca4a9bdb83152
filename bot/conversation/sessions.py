"""Guided sessions in a conversation: begin one, walk through it, wait while something is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from bot.conversation.safety import SafetyGate
from bot.conversation.session_steps import SessionSteps, SessionUpdate
from bot.conversation.speech_output import SpeechOutput
from bot.conversation.turn import Replies, Response, Turn
from bot.domain.people import Person
from bot.domain.replies import Button, Placement, Reply, Verb, act
from bot.knowledge.view import safety_text
from bot.session.input.command import WorkoutCommands
from bot.session.input.grammar import CommandGrammar
from bot.session.model import actions
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.choices import Choices
from bot.session.model.steps import FINAL
from bot.session.view import menu
from bot.session.view.buttons import resume_button
from bot.session.view.closing import history_line
from bot.session.view.menu import WorkoutOrder

RECENT = 10
"""Sessions that the history shows."""
_CLOSING = {(SessionVerb.SAVE.value,), (SessionVerb.DROP.value,)}
"""What can be done with a session while training is locked."""
_OVER = Reply(text="That session is over.", buttons=((act("Start a session", Verb.SESSION),),))


@dataclass(frozen=True, slots=True)
class WaitingSession:
    """A session that waits while the person asks something else."""

    exercise: str
    resume: Button | None
    """None when it cannot go on."""

    def way_back(self, response: Response) -> Response:
        """The last reply leads back to the session."""
        if self.resume is None or not response.replies:
            return response
        *first, last = response.replies
        last = replace(last, buttons=((self.resume,), *last.buttons))
        return replace(response, replies=(*first, last))


@dataclass(frozen=True, slots=True)
class GuidedSessions:
    """Guided sessions of anybody, on any channel."""

    steps: SessionSteps
    grammar: CommandGrammar
    commands: WorkoutCommands
    gate: SafetyGate
    speech: SpeechOutput

    async def begin(self, turn: Turn, words: str = "") -> Response:
        """`/session` with the words behind it, unless training is locked."""
        if turn.is_locked:
            return turn.say(safety_text.locked())
        return await self.respond(turn, await self._begin(turn, words))

    async def _begin(self, turn: Turn, words: str) -> SessionUpdate:
        """The session under way, a new one, or the menu."""
        stored = await self.steps.store.open(turn.person)
        if stored:
            return self.steps.show(stored.session, turn.now)
        last = await self.steps.store.last(turn.person)
        usual = replace(last.choices, first=None) if last else Choices()
        order = self.commands.parse(words, usual)
        if order is None:
            return SessionUpdate((menu.workouts(self.steps.guide, usual),), under_way=False)
        return await self._order(turn, order, Placement.NEW)

    async def _order(self, turn: Turn, order: WorkoutOrder, place: Placement) -> SessionUpdate:
        """Start what was chosen, or show what else there is to choose."""
        if order.starts:
            return await self.steps.start(turn.person, order, turn.now)
        choosing = replace(menu.choosing(self.steps.guide, order), place=place)
        return SessionUpdate((choosing,), under_way=False)

    async def tap(self, turn: Turn, arguments: Sequence[str]) -> Response:
        """A button of the menu or of a card; while training is locked it only saves or drops."""
        if turn.is_locked and tuple(arguments[:1]) not in _CLOSING:
            stopped = await self.lock(turn)
            return turn.say(*stopped, safety_text.locked())
        update = await self._tapped(turn, arguments)
        return await self.respond(turn, update) if update else turn.say()

    async def _tapped(self, turn: Turn, arguments: Sequence[str]) -> SessionUpdate | None:
        if not arguments:
            return await self._begin(turn, "")
        action = actions.from_arguments(arguments)
        if action is None:
            order = menu.from_arguments(arguments, self.steps.guide)
            return await self._order(turn, order, Placement.INSTEAD) if order else None
        update = await self.steps.advance(turn.person, action, turn.now)
        return update or SessionUpdate((_OVER,), under_way=False)

    def understand(self, text: str) -> SessionAction | None:
        """What words ask of a session; None when they are about something else."""
        return self.grammar.parse(text)

    async def act(self, turn: Turn, action: SessionAction) -> Response | None:
        """One action on the session under way; None when there is none."""
        update = await self.steps.advance(turn.person, action, turn.now)
        return await self.respond(turn, update) if update else None

    async def respond(self, turn: Turn, update: SessionUpdate) -> Response:
        """The card, and the stop when the step raised a red flag."""
        turn = turn.recall(replace(turn.state, training=update.under_way))
        if update.begins_set:
            return turn.say(*await self.speech.count_set(turn.person, update.replies))
        if update.red_flag is None:
            return turn.say(*update.replies)
        return self.gate.stop(turn, update.red_flag).then(*update.replies)

    async def lock(self, turn: Turn) -> Replies:
        """Stop the session under way because training was locked."""
        update = await self.steps.advance(turn.person, SessionAction(SessionVerb.LOCK), turn.now)
        return update.replies if update else ()

    async def wait(self, turn: Turn) -> WaitingSession | None:
        """Stop the clock for a question; None when no session is open."""
        await self.steps.advance(turn.person, SessionAction(SessionVerb.PAUSE), turn.now)
        stored = await self.steps.store.open(turn.person)
        if stored is None:
            return None
        session = stored.session
        over = session.halt is not None and session.halt.reason in FINAL
        exercise = session.planned.exercise
        return WaitingSession(exercise, None if over else resume_button(session))

    async def history(self, person: Person) -> Reply:
        """The last sessions."""
        found = await self.steps.store.history(person, RECENT)
        if not found:
            return replace(_OVER, text="There is no finished session yet.")
        lines = [history_line(self.steps.guide, session, UTC) for session in found]
        return Reply(title="Your last sessions", text="\n".join(lines), note="Times are in UTC.")
