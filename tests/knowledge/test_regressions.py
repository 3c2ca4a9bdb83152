"""Questions that were once answered wrongly and were taught: they stay answered."""

import json
from pathlib import Path

from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase


def test_every_taught_question_is_answered_by_its_topic(knowledge: KnowledgeBase) -> None:
    lines = (Path(__file__).parent / "regressions.jsonl").read_text("utf-8").splitlines()
    taught = [json.loads(line) for line in lines]
    assert taught
    wrong = [
        question["q"]
        for question in taught
        if (decision := knowledge.decide(question["q"])).kind is not DecisionKind.ANSWER
        or question["topic"] not in decision.topics
    ]
    assert wrong == []
