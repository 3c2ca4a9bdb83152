"""The safety gate in a conversation: stop, ask back, and open again when the person is cleared."""

from dataclasses import dataclass, field, replace

from bot.domain.replies import Reply
from bot.domain.state import ConversationState
from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.view import help_text, safety_text

Outcome = tuple[tuple[Reply, ...], ConversationState]
"""What to say, and what to remember."""


@dataclass(frozen=True, slots=True)
class Guarding:
    """Stops training at a red flag, in fixed words."""

    knowledge: KnowledgeBase = field(repr=False)
    emergency: str
    """Whom to call when it cannot wait, as read in the middle of a sentence."""

    def stop(self, memory: ConversationState, family: str) -> Outcome:
        """From here on training is locked."""
        reply = safety_text.stop(self.knowledge.library.red_flags.families[family], self.emergency)
        return (reply,), replace(memory, locked=family, asked_back=None)

    def ask_back(self, memory: ConversationState, family: str) -> Outcome:
        """One question before anything else."""
        reply = safety_text.ask_back(self.knowledge.library.red_flags.families[family], family)
        return (reply,), replace(memory, asked_back=family)

    def skim(self, memory: ConversationState, text: str, most: int) -> Outcome:
        """Of a message that is too long only a red flag is read, in its first characters."""
        beginning = text[:most]
        decision = self.knowledge.decide(beginning)
        if decision.zone is DecisionKind.RED_FLAG:
            return self.stop(replace(memory, question=beginning), decision.verdict.family)
        return (help_text.too_long(most),), memory

    def answered(self, memory: ConversationState, text: str) -> bool | None:
        """Yes or no to the question that was asked back; None when it is neither."""
        if memory.asked_back not in self.knowledge.library.red_flags.families:
            return None
        return self.knowledge.safety.answer(text)

    def clears(self, memory: ConversationState, text: str) -> bool:
        """Whether somebody whose training is locked says that they were cleared."""
        return memory.locked is not None and self.knowledge.safety.clears(text)

    def clear(self, memory: ConversationState, choice: str) -> Outcome:
        """A tap on the way back to training; it is asked twice."""
        match choice:
            case "asked" if memory.locked:
                return (safety_text.confirm_clear(),), memory
            case "yes" if memory.locked:
                return (safety_text.cleared(),), replace(memory, locked=None)
            case "no" if memory.locked:
                return (safety_text.still_locked(),), memory
            case _:
                return (), memory
