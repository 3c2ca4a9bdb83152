"""Answers: what was decided about a question as replies, and pages to look through."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.conversation.feedback import FeedbackCollector
from bot.conversation.safety import SafetyGate
from bot.conversation.turn import Replies, Response, Turn
from bot.domain.commands import COMMANDS
from bot.domain.replies import Action, Button, Picture, Placement, Reply, Verb
from bot.domain.state import ConversationState
from bot.knowledge.content.loading import Library
from bot.knowledge.decisions import Decision, DecisionKind
from bot.knowledge.view import answer_text, catalogue, help_text


class Movements(Protocol):
    """What training adds to the answer that explains a movement."""

    def picture(self, exercise: str) -> Picture | None:
        """Its drawing; None when it has none."""

    def invitation(self, exercise: str) -> Button | None:
        """A button to a workout with it; None when no workout has it."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Says what was decided about a question."""

    library: Library
    movements: Movements
    gate: SafetyGate
    feedback: FeedbackCollector

    async def respond(self, turn: Turn, text: str, decision: Decision) -> Response:
        """What to say to a question, by what was decided about it."""
        asked = turn.recall(replace(turn.state, question=text))
        match decision.kind:
            case DecisionKind.RED_FLAG:
                return self.gate.stop(asked, decision.verdict.family)
            case DecisionKind.ASK_BACK:
                return self.gate.ask_back(asked, decision.verdict.family)
            case DecisionKind.SMALL_TALK:
                return turn.say(answer_text.small_talk(self.library, decision.small_talk))
            case DecisionKind.ANSWER:
                state = moved_to(asked.state, decision.topics[-1], turn.now)
                return Response(self._answers(decision), state)
            case DecisionKind.CHOICES:
                return asked.say(answer_text.choices(self.library, decision.topics))
            case DecisionKind.REFUSAL:
                consent = await self.feedback.offer(turn, text, decision.kind.value)
                may_ask = consent is None
                return asked.say(answer_text.refusal(self.library, text, may_ask_to_keep=may_ask))

    def _answers(self, decision: Decision) -> Replies:
        """One answer for each topic; what else was asked hangs on the last one."""
        *first, last = decision.topics
        return (*map(self.answer, first), self.answer(last, decision.others))

    def answer(self, topic: str, others: Sequence[str] = ()) -> Reply:
        """The answer to a topic; one that explains a movement has its drawing."""
        reply = answer_text.answer(self.library, topic, others)
        movements = self.library.exercises.items()
        explained = [name for name, one in movements if one.explains == topic]
        return self._illustrated(reply, explained[0]) if explained else reply

    def _illustrated(self, reply: Reply, exercise: str) -> Reply:
        invitation = self.movements.invitation(exercise)
        buttons = ((invitation,), *reply.buttons) if invitation else reply.buttons
        return replace(reply, picture=self.movements.picture(exercise), buttons=buttons)

    def about(self, decision: Decision, exercise: str) -> Decision:
        """Of several near topics, the one about the movement that is trained just now."""
        if decision.kind is not DecisionKind.CHOICES:
            return decision
        explains = self.library.exercises[exercise].explains
        for name in decision.topics:
            if name == explains or self.library.topics[name].exercise == exercise:
                return replace(decision, kind=DecisionKind.ANSWER, topics=(name,))
        return decision

    def tap(self, turn: Turn, action: Action) -> Response:
        """A button that leads to a topic, or to who says so."""
        topic = action.arguments[0] if len(action.arguments) == 1 else ""
        if topic not in self.library.topics:
            return turn.say()
        if action.verb is Verb.ORIGIN:
            return turn.say(answer_text.origins(self.library, topic))
        reply = self.answer(topic)
        if action.verb is Verb.PICK:
            state = moved_to(turn.state, topic, turn.now)
            return Response((replace(reply, place=Placement.INSTEAD),), state)
        state = moved_to(replace(turn.state, question=""), topic, turn.now)
        return Response((reply,), state)

    def page(self, command: str) -> Reply:
        """What a command shows that is the same for everybody."""
        match command:
            case "start":
                return help_text.hello(self.library)
            case "help":
                return help_text.help_page(COMMANDS)
            case "topics":
                return catalogue.sections(self.library)
            case "exercises":
                return catalogue.exercises(self.library)
            case _:
                return help_text.unknown_command(command)

    def browse(self, action: Action) -> Replies:
        """The page behind a button; nothing for a button that leads nowhere."""
        match (action.verb, *action.arguments):
            case (Verb.TOPICS,):
                return (catalogue.sections(self.library, Placement.INSTEAD),)
            case (Verb.TOPICS, str(name)):
                found = catalogue.section(self.library, name)
                return (found,) if found else ()
            case (Verb.EXERCISES,):
                return (catalogue.exercises(self.library, Placement.INSTEAD),)
            case (Verb.EXERCISE, str(name)) if name in self.library.exercises:
                return (self._illustrated(catalogue.exercise(self.library, name), name),)
            case (Verb.HELP,):
                return (help_text.help_page(COMMANDS),)
            case _:
                return ()


def moved_to(state: ConversationState, topic: str, now: datetime) -> ConversationState:
    """From now on this is what was talked about last."""
    return replace(state, topic=topic, topic_at=now)
