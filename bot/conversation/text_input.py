"""What to do with words, typed or spoken: who is meant by them, and what was decided."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.conversation.answers import Answers
from bot.conversation.reminders import Reminders
from bot.conversation.safety import SafetyGate
from bot.conversation.sessions import GuidedSessions
from bot.conversation.turn import Response, Turn
from bot.domain.awaited import PainQuestion
from bot.knowledge.decisions import Decision, DecisionKind
from bot.knowledge.knowledge_base import LONGEST_TEXT, KnowledgeBase
from bot.knowledge.view import help_text, safety_text

CONTEXT_LASTS = timedelta(minutes=10)
"""How long "and standing?" still means the last topic."""
_STOPPING = frozenset({DecisionKind.RED_FLAG, DecisionKind.ASK_BACK})


@dataclass(frozen=True, slots=True)
class TextInput:
    """Leads words to the safety gate, an open question, the session or an answer, in this order."""

    knowledge_base: KnowledgeBase = field(repr=False)
    gate: SafetyGate
    reminders: Reminders
    sessions: GuidedSessions
    answers: Answers

    async def read(self, turn: Turn, text: str) -> Response:
        """What to say to a message."""
        if not any(letter.isalnum() for letter in text):
            return turn.say(help_text.empty())
        if len(text) > LONGEST_TEXT:
            return self.gate.skim(turn, text, LONGEST_TEXT)
        question = turn.state.safety_question
        if question and (answer := self.gate.answer(question, text)) is not None:
            return await self.settle(turn, question.family, confirmed=answer)
        if turn.is_locked and self.gate.says_cleared(text):
            return turn.say(safety_text.confirm_clear())
        return await self._read_pending(turn, text)

    async def settle(self, turn: Turn, family: str, *, confirmed: bool) -> Response:
        """A safety question was answered: stop, or go on with what was asked before it."""
        if confirmed:
            return self.gate.stop(turn, family)
        turn = turn.recall(replace(turn.state, safety_question=None))
        text = turn.state.question
        if not text:
            return turn.say(help_text.empty())
        return await self._act(turn, text, self.knowledge_base.decide_safe(text))

    async def _read_pending(self, turn: Turn, text: str) -> Response:
        """Words that may answer what is pending; a red flag in them comes first."""
        decision = self.knowledge_base.decide(text, self.context(turn))
        pending = turn.state.pending
        if isinstance(pending, PainQuestion):
            decision = self._about_pain(decision, text)
            turn, pending = _forget_pending(turn), None
        turn = turn.recall(replace(turn.state, safety_question=None))
        if pending and decision.kind not in _STOPPING:
            response = await self.reminders.setup.answer(turn, pending, text)
            if response:
                return response
            turn = _forget_pending(turn)
        return await self._act(turn, text, decision)

    def _about_pain(self, decision: Decision, text: str) -> Decision:
        """Where it hurts, and since when: "left leg, two days" tells nothing of pain by itself."""
        if decision.kind in _STOPPING or "?" in text:
            return decision
        hurting = self.knowledge_base.decide(f"it hurts: {text}")
        return hurting if hurting.kind in _STOPPING else decision

    async def _act(self, turn: Turn, text: str, decision: Decision) -> Response:
        """Words about the session, else a question; for that the clock of a session stops."""
        if not turn.state.training:
            return await self.answers.respond(turn, text, decision)
        action = self.sessions.understand(text)
        if action and action.may_be_taken(decision.kind):
            response = await self.sessions.act(turn, action)
            if response:
                return response
        if decision.kind is DecisionKind.RED_FLAG:
            return await self.answers.respond(turn, text, decision)
        waiting = await self.sessions.wait(turn)
        if waiting is None:
            turn = turn.recall(replace(turn.state, training=False))
            return await self.answers.respond(turn, text, decision)
        decision = self.answers.about(decision, waiting.exercise)
        return waiting.way_back(await self.answers.respond(turn, text, decision))

    def context(self, turn: Turn) -> str | None:
        """The topic that "and standing?" is about, while it is fresh."""
        state = turn.state
        if state.topic_at is None or turn.now - state.topic_at > CONTEXT_LASTS:
            return None
        return state.topic if state.topic in self.knowledge_base.library.topics else None


def _forget_pending(turn: Turn) -> Turn:
    return turn.recall(replace(turn.state, pending=None))
