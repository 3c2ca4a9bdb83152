"""What people leave for the editor: verdicts, and with consent questions that found no answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.conversation.ports import Preferences
from bot.domain.people import Feedback, Person
from bot.domain.replies import Action, Reply, Verb
from bot.domain.state import ConversationState
from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.view import answer_text

CONSENT = "keep_questions"
"""The setting that says whether unanswered questions may be kept: yes, no, or not asked yet."""

Replies = tuple[Reply, ...]


class FeedbackStore(Protocol):
    """Whether answers helped."""

    async def add(self, person: Person, feedback: Feedback, now: datetime) -> None:
        """Note one verdict; its question only with consent."""


class QuestionStore(Protocol):
    """Questions that found no answer, for the editor; only with consent."""

    async def keep(self, person: Person, text: str, zone: str, now: datetime) -> None:
        """Keep one for thirty days."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Keeps verdicts and questions; questions only of people who agreed."""

    knowledge: KnowledgeBase
    preferences: Preferences
    feedback: FeedbackStore
    questions: QuestionStore

    async def offer_up(self, person: Person, text: str, zone: str, now: datetime) -> str | None:
        """Keep an unanswered question if the person agreed; returns the agreement."""
        consent = await self.consent(person)
        if consent == "yes":
            await self.questions.keep(person, text, zone, now)
        return consent

    async def consent(self, person: Person) -> str | None:
        """Whether questions may be kept: yes, no, or None when it was not asked yet."""
        return await self.preferences.get(person, CONSENT)

    async def tap(
        self, person: Person, memory: ConversationState, action: Action, now: datetime
    ) -> Replies:
        """A button about an answer, or about a question without one."""
        rates = action.verb in {Verb.GOOD, Verb.BAD, Verb.REASON}
        step = self.rate if rates else self.unmatched
        return await step(person, memory, action, now)

    async def rate(
        self, person: Person, memory: ConversationState, action: Action, now: datetime
    ) -> Replies:
        """Whether an answer helped, and why not."""
        topic, *rest = action.arguments or ("",)
        if topic not in self.knowledge.library.topics:
            return ()
        if action.verb is Verb.GOOD:
            await self.feedback.add(person, Feedback(topic, helpful=True), now)
            return (answer_text.thanks(topic),)
        if action.verb is Verb.BAD:
            question = await self._kept_question(person, memory, topic)
            await self.feedback.add(person, Feedback(topic, helpful=False, question=question), now)
            return (answer_text.ask_reason(topic),)
        if not rest or rest[0] not in answer_text.REASONS:
            return ()
        await self.feedback.add(person, Feedback(topic, helpful=False, reason=rest[0]), now)
        return (answer_text.reason_noted(topic),)

    async def _kept_question(
        self, person: Person, memory: ConversationState, topic: str
    ) -> str | None:
        """The words that led to an answer, if they may be kept."""
        if memory.topic != topic or not memory.question:
            return None
        allowed = await self.consent(person) == "yes"
        return memory.question if allowed else None

    async def unmatched(
        self, person: Person, memory: ConversationState, action: Action, now: datetime
    ) -> Replies:
        """A question that found no answer."""
        if action.verb is Verb.KEEP:
            return await self._keep(person, memory, action, now)
        consent = await self.offer_up(person, memory.question, "none_of_these", now)
        library = self.knowledge.library
        may_ask = consent is None
        return (answer_text.none_of_these(library, memory.question, may_ask_to_keep=may_ask),)

    async def _keep(
        self, person: Person, memory: ConversationState, action: Action, now: datetime
    ) -> Replies:
        """The choice about keeping questions; a yes keeps the one that was just asked."""
        if action.arguments not in {("yes",), ("no",)}:
            return ()
        choice = action.arguments[0]
        before = await self.consent(person)
        await self.preferences.put(person, CONSENT, choice)
        if choice == "yes" and before != "yes" and self._unanswered(memory):
            await self.questions.keep(person, memory.question, "refusal", now)
        return (answer_text.consent(given=choice == "yes"),)

    def _unanswered(self, memory: ConversationState) -> bool:
        """Whether the last question is one that found no sure answer."""
        zone = self.knowledge.decide(memory.question).zone
        return bool(memory.question) and zone in {DecisionKind.CHOICES, DecisionKind.REFUSAL}
