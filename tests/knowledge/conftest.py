"""What the bot makes of every phrasing of the content: worked out once, looked at by many."""

from dataclasses import dataclass

import pytest

from bot.knowledge.content.loading import Library
from bot.knowledge.decisions import Decision
from bot.knowledge.knowledge_base import KnowledgeBase


@dataclass(frozen=True)
class Heard:
    topic: str
    text: str
    canonical: bool
    """Whether it is the question on the topic's button."""
    decision: Decision

    @property
    def first(self) -> str:
        """The topic that is thought of first."""
        ranking = self.decision.ranking
        return ranking.candidates[0].topic if ranking else self.decision.small_talk


@pytest.fixture(scope="session")
def heard(library: Library, knowledge: KnowledgeBase) -> tuple[Heard, ...]:
    return tuple(
        Heard(name, text, text == topic.question, knowledge.decide(text))
        for name, topic in library.topics.items()
        for text in (topic.question, *topic.phrasings)
    )
