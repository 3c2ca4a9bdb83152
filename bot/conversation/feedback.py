"""What people leave for the editor: verdicts, and with consent questions that found no answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.conversation.ports import Preferences
from bot.conversation.turn import Replies, Turn
from bot.domain.people import Feedback, Person
from bot.domain.replies import Action, Verb
from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.view import answer_text

CONSENT = "keep_questions"
"""The setting that says whether unanswered questions may be kept: yes, no, or not asked yet."""


class FeedbackStore(Protocol):
    """Whether answers helped."""

    async def add(self, person: Person, feedback: Feedback, now: datetime) -> None:
        """Note one verdict; its question only with consent."""


class QuestionStore(Protocol):
    """Questions that found no answer, for the editor; only with consent."""

    async def keep(self, person: Person, text: str, reason: str, now: datetime) -> None:
        """Keep one for thirty days."""


@dataclass(frozen=True, slots=True)
class FeedbackCollector:
    """Keeps verdicts and questions; questions only of people who agreed."""

    knowledge_base: KnowledgeBase
    preferences: Preferences
    feedback: FeedbackStore
    questions: QuestionStore

    async def offer(self, turn: Turn, text: str, reason: str) -> str | None:
        """Keep an unanswered question if the person agreed; returns the agreement.

        `reason` says why it found no answer, for the editor.
        """
        consent = await self.consent(turn.person)
        if consent == "yes":
            await self.questions.keep(turn.person, text, reason, turn.now)
        return consent

    async def consent(self, person: Person) -> str | None:
        """Whether questions may be kept: yes, no, or None when it was not asked yet."""
        return await self.preferences.get(person, CONSENT)

    async def tap(self, turn: Turn, action: Action) -> Replies:
        """A button about an answer, or about a question without one."""
        if action.verb is Verb.KEEP:
            return await self._choose(turn, action)
        if action.verb is Verb.NONE_OF_THESE:
            return await self._none_of_these(turn)
        return await self._rate(turn, action)

    async def _rate(self, turn: Turn, action: Action) -> Replies:
        """Whether an answer helped, and why not."""
        topic, *reasons = action.arguments or ("",)
        if topic not in self.knowledge_base.library.topics:
            return ()
        if action.verb is Verb.GOOD:
            await self._add(turn, Feedback(topic, helpful=True))
            return (answer_text.thanks(topic),)
        if action.verb is Verb.BAD:
            question = await self._question_for(turn, topic)
            await self._add(turn, Feedback(topic, helpful=False, question=question))
            return (answer_text.ask_reason(topic),)
        if not reasons or reasons[0] not in answer_text.REASONS:
            return ()
        await self._add(turn, Feedback(topic, helpful=False, reason=reasons[0]))
        return (answer_text.reason_noted(topic),)

    async def _add(self, turn: Turn, feedback: Feedback) -> None:
        await self.feedback.add(turn.person, feedback, turn.now)

    async def _question_for(self, turn: Turn, topic: str) -> str | None:
        """The words that led to an answer, if they may be kept."""
        if turn.state.topic != topic or not turn.state.question:
            return None
        allowed = await self.consent(turn.person) == "yes"
        return turn.state.question if allowed else None

    async def _none_of_these(self, turn: Turn) -> Replies:
        """None of the topics that were offered was meant."""
        question = turn.state.question
        consent = await self.offer(turn, question, "none_of_these")
        library = self.knowledge_base.library
        may_ask = consent is None
        return (answer_text.none_of_these(library, question, may_ask_to_keep=may_ask),)

    async def _choose(self, turn: Turn, action: Action) -> Replies:
        """The choice about keeping questions; a yes keeps the one that was just asked."""
        if action.arguments not in {("yes",), ("no",)}:
            return ()
        choice = action.arguments[0]
        before = await self.consent(turn.person)
        await self.preferences.put(turn.person, CONSENT, choice)
        if choice == "yes" and before != "yes" and self._found_no_answer(turn.state.question):
            await self.questions.keep(turn.person, turn.state.question, "refusal", turn.now)
        return (answer_text.consent(given=choice == "yes"),)

    def _found_no_answer(self, question: str) -> bool:
        """Whether a question is one that found no sure answer."""
        kind = self.knowledge_base.decide(question).kind
        return bool(question) and kind in {DecisionKind.CHOICES, DecisionKind.REFUSAL}
