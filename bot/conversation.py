"""From what a person sends to what they get: it only orders the steps."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.commands import COMMANDS
from bot.feedback import Feedback
from bot.knowledge import browsing, introducing, safety_wording, wording
from bot.knowledge.decisions import Decision, Zone
from bot.knowledge.knowledge import Knowledge
from bot.memory import Memory
from bot.people import Person
from bot.replies import Action, Place, Reply, Verb

CONTEXT_LASTS = timedelta(minutes=10)
"""How long "and standing?" still means the last topic."""
CONSENT = "keep_questions"
"""The setting that says whether unanswered questions may be kept: yes, no, or not asked yet."""
LONGEST_TEXT = 2000
"""Characters of one message that are read; Telegram allows 4096."""

Replies = tuple[Reply, ...]
Outcome = tuple[Replies, Memory]
"""What to say, and what to remember."""


class Memories(Protocol):
    """Where the state of a conversation is kept."""

    async def load(self, person: Person) -> Memory:
        """What is remembered; an empty memory for somebody new."""

    async def save(self, person: Person, memory: Memory, now: datetime) -> None:
        """Keep it for next time."""


class Preferences(Protocol):
    """What a person has chosen."""

    async def get(self, person: Person, name: str) -> str | None:
        """The value, or None when nothing was chosen."""

    async def put(self, person: Person, name: str, value: str) -> None:
        """Choose."""


class FeedbackBook(Protocol):
    """Whether answers helped."""

    async def add(self, person: Person, feedback: Feedback, now: datetime) -> None:
        """Note one verdict; its question only with consent."""


class QuestionBook(Protocol):
    """Questions that found no answer, for the editor; only with consent."""

    async def keep(self, person: Person, text: str, zone: str, now: datetime) -> None:
        """Keep one for thirty days."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation with anybody, on any channel."""

    knowledge: Knowledge
    memories: Memories
    preferences: Preferences
    feedback: FeedbackBook
    questions: QuestionBook
    emergency: str
    """Whom to call when it cannot wait, as read in the middle of a sentence."""

    async def read(self, person: Person, text: str, now: datetime) -> Replies:
        """What to say to a typed message. `now` is aware."""
        text = text.strip()
        if text.startswith("/"):
            return await self._command(person, text)
        if not any(letter.isalnum() for letter in text):
            return (introducing.empty(),)
        memory = await self.memories.load(person)
        if len(text) > LONGEST_TEXT:
            replies, changed = self._skim(memory, text[:LONGEST_TEXT])
        else:
            replies, changed = await self._reply(person, memory, text, now)
        if changed != memory:
            await self.memories.save(person, changed, now)
        return replies

    def _skim(self, memory: Memory, text: str) -> Outcome:
        """Of a message that is too long only a red flag is read."""
        decision = self.knowledge.decide(text)
        if decision.zone is Zone.RED_FLAG:
            return self._stop(replace(memory, question=text), decision.verdict.family)
        return (introducing.too_long(LONGEST_TEXT),), memory

    async def _reply(self, person: Person, memory: Memory, text: str, now: datetime) -> Outcome:
        families = self.knowledge.library.red_flags.families
        if memory.asked_back is not None and memory.asked_back in families:
            answered = self.knowledge.safety.answer(text)
            if answered is not None:
                return await self._settle(person, memory, memory.asked_back, now, answered=answered)
        if memory.locked is not None and self.knowledge.safety.clears(text):
            return (safety_wording.confirm_clear(),), memory
        decision = self.knowledge.decide(text, self._context(memory, now))
        return await self._decided(person, replace(memory, asked_back=None), text, decision, now)

    def _context(self, memory: Memory, now: datetime) -> str | None:
        """The topic that "and standing?" is about, while it is fresh."""
        if memory.topic_at is None or now - memory.topic_at > CONTEXT_LASTS:
            return None
        return memory.topic if memory.topic in self.knowledge.library.topics else None

    async def _decided(
        self, person: Person, memory: Memory, text: str, decision: Decision, now: datetime
    ) -> Outcome:
        library = self.knowledge.library
        asked = replace(memory, question=text)
        match decision.zone:
            case Zone.RED_FLAG:
                return self._stop(asked, decision.verdict.family)
            case Zone.ASK_BACK:
                family = decision.verdict.family
                reply = safety_wording.ask_back(library.red_flags.families[family], family)
                return (reply,), replace(asked, asked_back=family)
            case Zone.SMALL_TALK:
                return (wording.small_talk(library, decision.small_talk),), memory
            case Zone.ANSWER:
                return self._answers(decision), _moved_to(asked, decision.topics[-1], now)
            case Zone.CHOICES:
                return (wording.choices(library, decision.topics),), asked
            case Zone.REFUSAL:
                consent = await self._offer_up(person, text, decision.zone, now)
                reply = wording.refusal(library, text, may_ask_to_keep=consent is None)
                return (reply,), asked

    def _answers(self, decision: Decision) -> Replies:
        """One answer each; what else was asked hangs on the last one."""
        library = self.knowledge.library
        *first, last = decision.topics
        replies = [wording.answer(library, name) for name in first]
        return (*replies, wording.answer(library, last, decision.others))

    def _stop(self, memory: Memory, family: str) -> Outcome:
        reply = safety_wording.stop(
            self.knowledge.library.red_flags.families[family], self.emergency
        )
        return (reply,), replace(memory, locked=family, asked_back=None)

    async def _offer_up(self, person: Person, text: str, zone: str, now: datetime) -> str | None:
        """Keep an unanswered question if the person agreed; returns the agreement."""
        consent = await self.preferences.get(person, CONSENT)
        if consent == "yes":
            await self.questions.keep(person, text, zone, now)
        return consent

    async def _settle(
        self, person: Person, memory: Memory, family: str, now: datetime, *, answered: bool
    ) -> Outcome:
        """A safety question was answered: stop, or go on with what was asked."""
        if answered:
            return self._stop(memory, family)
        memory = replace(memory, asked_back=None)
        if not memory.question:
            return (introducing.empty(),), memory
        decision = self.knowledge.decide_safe(memory.question)
        return await self._decided(person, memory, memory.question, decision, now)

    async def _command(self, person: Person, text: str) -> Replies:
        name = text[1:].split(maxsplit=1)[0].casefold() if text[1:].split() else ""
        library = self.knowledge.library
        match name:
            case "start":
                return (introducing.hello(library),)
            case "help":
                return (introducing.help_page(COMMANDS),)
            case "topics":
                return (browsing.sections(library),)
            case "exercises":
                return (browsing.exercises(library),)
            case "privacy":
                return (introducing.privacy(await self.preferences.get(person, CONSENT)),)
            case _:
                return (introducing.unknown_command(name),)

    async def tap(self, person: Person, data: str, now: datetime) -> Replies:
        """What happens on a tapped button. `data` comes from outside and is not trusted."""
        action = Action.decode(data)
        if action is None:
            return (wording.stale(),)
        if action.verb is Verb.DONE:
            return ()
        memory = await self.memories.load(person)
        replies, changed = await self._tapped(person, memory, action, now)
        if changed != memory:
            await self.memories.save(person, changed, now)
        return replies or (wording.stale(),)

    async def _tapped(
        self, person: Person, memory: Memory, action: Action, now: datetime
    ) -> Outcome:
        match action.verb:
            case Verb.TOPIC | Verb.PICK | Verb.ORIGIN:
                return self._show_topic(memory, action, now)
            case Verb.GOOD | Verb.BAD | Verb.REASON:
                return await self._rate(person, memory, action, now), memory
            case Verb.SAFETY | Verb.CLEAR:
                return await self._safety_tap(person, memory, action, now)
            case Verb.NONE_OF_THESE:
                consent = await self._offer_up(person, memory.question, "none_of_these", now)
                reply = wording.none_of_these(
                    self.knowledge.library, memory.question, may_ask_to_keep=consent is None
                )
                return (reply,), memory
            case Verb.KEEP:
                return await self._keep(person, memory, action, now), memory
            case _:
                return self._browse(action), memory

    def _show_topic(self, memory: Memory, action: Action, now: datetime) -> Outcome:
        library = self.knowledge.library
        topic = action.arguments[0] if len(action.arguments) == 1 else ""
        if topic not in library.topics:
            return (), memory
        if action.verb is Verb.ORIGIN:
            return (wording.origins(library, topic),), memory
        reply = wording.answer(library, topic)
        if action.verb is Verb.PICK:
            return (replace(reply, place=Place.INSTEAD),), _moved_to(memory, topic, now)
        return (reply,), _moved_to(replace(memory, question=""), topic, now)

    async def _rate(self, person: Person, memory: Memory, action: Action, now: datetime) -> Replies:
        topic, *rest = action.arguments or ("",)
        if topic not in self.knowledge.library.topics:
            return ()
        if action.verb is Verb.GOOD:
            await self.feedback.add(person, Feedback(topic, helpful=True), now)
            return (wording.thanks(topic),)
        if action.verb is Verb.BAD:
            question = await self._kept_question(person, memory, topic)
            await self.feedback.add(person, Feedback(topic, helpful=False, question=question), now)
            return (wording.ask_reason(topic),)
        if not rest or rest[0] not in wording.REASONS:
            return ()
        await self.feedback.add(person, Feedback(topic, helpful=False, reason=rest[0]), now)
        return (wording.reason_noted(topic),)

    async def _kept_question(self, person: Person, memory: Memory, topic: str) -> str | None:
        """The words that led to an answer, if they may be kept."""
        if memory.topic != topic or not memory.question:
            return None
        allowed = await self.preferences.get(person, CONSENT) == "yes"
        return memory.question if allowed else None

    async def _safety_tap(
        self, person: Person, memory: Memory, action: Action, now: datetime
    ) -> Outcome:
        match (action.verb, *action.arguments):
            case (Verb.SAFETY, "yes" | "no" as said, str(family)) if family == memory.asked_back:
                return await self._settle(person, memory, family, now, answered=said == "yes")
            case (Verb.CLEAR, "asked") if memory.locked:
                return (safety_wording.confirm_clear(),), memory
            case (Verb.CLEAR, "yes") if memory.locked:
                return (safety_wording.cleared(),), replace(memory, locked=None)
            case (Verb.CLEAR, "no") if memory.locked:
                return (safety_wording.still_locked(),), memory
            case _:
                return (), memory

    async def _keep(self, person: Person, memory: Memory, action: Action, now: datetime) -> Replies:
        """The choice about keeping questions; a yes keeps the one that was just asked."""
        if action.arguments not in {("yes",), ("no",)}:
            return ()
        choice = action.arguments[0]
        before = await self.preferences.get(person, CONSENT)
        await self.preferences.put(person, CONSENT, choice)
        if choice == "yes" and before != "yes" and self._unanswered(memory):
            await self.questions.keep(person, memory.question, "refusal", now)
        return (wording.consent(given=choice == "yes"),)

    def _unanswered(self, memory: Memory) -> bool:
        """Whether the last question is one that found no sure answer."""
        zone = self.knowledge.decide(memory.question).zone
        return bool(memory.question) and zone in {Zone.CHOICES, Zone.REFUSAL}

    def _browse(self, action: Action) -> Replies:
        library = self.knowledge.library
        match (action.verb, *action.arguments):
            case (Verb.TOPICS,):
                return (browsing.sections(library, Place.INSTEAD),)
            case (Verb.TOPICS, str(name)):
                found = browsing.section(library, name)
                return (found,) if found else ()
            case (Verb.EXERCISES,):
                return (browsing.exercises(library, Place.INSTEAD),)
            case (Verb.EXERCISE, str(name)) if name in library.exercises:
                return (browsing.exercise(library, name),)
            case (Verb.HELP,):
                return (introducing.help_page(COMMANDS),)
            case _:
                return ()


def _moved_to(memory: Memory, topic: str, now: datetime) -> Memory:
    return replace(memory, topic=topic, topic_at=now)
