"""What was decided about a message."""

from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.matching.matching import Ranking
from bot.knowledge.safety import Verdict


class DecisionKind(StrEnum):
    """What kind of reply a message gets."""

    ANSWER = "answer"
    CHOICES = "choices"
    """Three topics are near: ask which one."""
    REFUSAL = "refusal"
    """Nothing fits: say so, and offer real questions."""
    SMALL_TALK = "small_talk"
    RED_FLAG = "red_flag"
    ASK_BACK = "ask_back"
    """It may be a red flag: one safety question."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The kind of reply a message gets, with what is needed to word it."""

    kind: DecisionKind
    verdict: Verdict
    ranking: Ranking | None = None
    """None when the message was not matched: small talk."""
    topics: tuple[str, ...] = ()
    """Of an answer: the topics to answer, one or two. Of choices: those to offer."""
    others: tuple[str, ...] = ()
    """Topics that were asked for beyond the answered ones."""
    small_talk: str = ""
