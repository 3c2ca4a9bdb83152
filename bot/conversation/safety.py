"""The safety gate in a conversation: stop, ask back, and open again when the person is cleared."""

from dataclasses import dataclass, field, replace

from bot.conversation.turn import Response, Turn
from bot.domain.awaited import SafetyQuestion
from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.view import help_text, safety_text


@dataclass(frozen=True, slots=True)
class SafetyGate:
    """Stops training at a red flag, in fixed words."""

    knowledge_base: KnowledgeBase = field(repr=False)
    emergency: str
    """Whom to call when it cannot wait, as read in the middle of a sentence."""

    def stop(self, turn: Turn, family: str) -> Response:
        """From here on training is locked."""
        red_flag = self.knowledge_base.library.red_flags.families[family]
        state = replace(turn.state, locked=family, safety_question=None)
        return Response((safety_text.stop(red_flag, self.emergency),), state)

    def ask_back(self, turn: Turn, family: str) -> Response:
        """One question before anything else."""
        red_flag = self.knowledge_base.library.red_flags.families[family]
        state = replace(turn.state, safety_question=SafetyQuestion(family))
        return Response((safety_text.ask_back(red_flag, family),), state)

    def skim(self, turn: Turn, text: str, longest: int) -> Response:
        """Of a message that is too long only a red flag is read, in its first characters."""
        beginning = text[:longest]
        decision = self.knowledge_base.decide(beginning)
        if decision.kind is DecisionKind.RED_FLAG:
            asked = turn.recall(replace(turn.state, question=beginning))
            return self.stop(asked, decision.verdict.family)
        return turn.say(help_text.too_long(longest))

    def answer(self, question: SafetyQuestion, text: str) -> bool | None:
        """Yes or no to a safety question; None when it is neither, or the family is not known."""
        if question.family not in self.knowledge_base.library.red_flags.families:
            return None
        return self.knowledge_base.safety.answer(text)

    def says_cleared(self, text: str) -> bool:
        """Whether somebody says that a professional has cleared them."""
        return self.knowledge_base.safety.clears(text)

    def clear(self, turn: Turn, choice: str) -> Response:
        """A tap on the way back to training; it is asked twice."""
        match choice:
            case "asked" if turn.is_locked:
                return turn.say(safety_text.confirm_clear())
            case "yes" if turn.is_locked:
                return Response((safety_text.cleared(),), replace(turn.state, locked=None))
            case "no" if turn.is_locked:
                return turn.say(safety_text.still_locked())
            case _:
                return turn.say()
