"""How often the right thing is said to questions whose authors had not seen the content."""

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bench.tables import Table
from bot.knowledge.decisions import Decision, DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.semantic.knowledge_base import load_knowledge_base

QUESTIONS = Path(__file__).parent / "fresh.jsonl"
OUT_OF_SCOPE, RED_FLAG = "OUT_OF_SCOPE", "RED_FLAG"
SLIPS = (0, 1, 3, 5)
T = TypeVar("T")
_CAUGHT = {DecisionKind.RED_FLAG, DecisionKind.ASK_BACK}


@dataclass(frozen=True, slots=True)
class Question:
    """A question with every right topic, by one of two authors."""

    text: str
    right: frozenset[str]
    author: int

    @property
    def ours(self) -> bool:
        """Whether a topic of ours answers it."""
        return self.right.isdisjoint({OUT_OF_SCOPE, RED_FLAG})


def quality() -> Iterable[Table]:
    """The tables."""
    knowledge_base, questions = load_knowledge_base(), read_questions(QUESTIONS)
    yield _by_author(knowledge_base, questions)
    yield _with_slips(knowledge_base, [one for one in questions if one.ours])


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file of JSON lines."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(Question(one["q"], frozenset(one["topics"]), one["author"]) for one in lines)


def _by_author(knowledge_base: KnowledgeBase, questions: Sequence[Question]) -> Table:
    rows = []
    for author in sorted({one.author for one in questions}):
        judged = [
            (one, knowledge_base.decide(one.text)) for one in questions if one.author == author
        ]
        rows.append((f"author {author}", *_figures(judged)))
    heads = ("", "first right", "in three", "refused", "answered wrongly", "not ours answered")
    return Table(
        "quality: questions of authors who had not seen the content",
        (*heads, "red flags caught", "stopped", "of those rightly"),
        rows,
        (
            "refused: ours, but not answered at once (choices count as refused)",
            "author 1 was looked at while the bounds were chosen, author 2 was not",
        ),
    )


def _figures(judged: Sequence[tuple[Question, Decision]]) -> tuple[str, ...]:
    ours = [(one, decision) for one, decision in judged if one.ours]
    others = [decision for one, decision in judged if one.right == {OUT_OF_SCOPE}]
    flags = [decision for one, decision in judged if one.right == {RED_FLAG}]
    stopped = [one for one, decision in judged if decision.kind is DecisionKind.RED_FLAG]
    answered = [pair for pair in ours if pair[1].kind is DecisionKind.ANSWER]
    return (
        _share(ours, lambda pair: _rank(*pair) == 1),
        _share(ours, lambda pair: 1 <= _rank(*pair) <= 3),
        _share(ours, lambda pair: pair[1].kind is not DecisionKind.ANSWER),
        _share(answered, lambda pair: _rank(*pair) != 1),
        _share(others, lambda decision: decision.kind is DecisionKind.ANSWER),
        _share(flags, lambda decision: decision.kind in _CAUGHT),
        _share(flags, lambda decision: decision.kind is DecisionKind.RED_FLAG),
        _share(stopped, lambda one: RED_FLAG in one.right),
    )


def _rank(question: Question, decision: Decision) -> int:
    """The place of the first right topic, from 1; 0 when there is none."""
    found = decision.ranking.candidates if decision.ranking else ()
    topics = dict.fromkeys((*decision.topics, *(one.topic for one in found)))
    return next((at for at, topic in enumerate(topics, 1) if topic in question.right), 0)


def _with_slips(knowledge_base: KnowledgeBase, questions: Sequence[Question]) -> Table:
    rows = []
    for count in SLIPS:
        chance = random.Random(count)
        judged = [
            (one, knowledge_base.decide(mistyped(one.text, count, chance))) for one in questions
        ]
        first = _share(judged, lambda pair: _rank(*pair) == 1)
        rows.append(
            (f"{count}", first, _share(judged, lambda pair: pair[1].kind is DecisionKind.ANSWER))
        )
    return Table(
        "quality: the same questions with random typing slips",
        ("slips a question", "first right", "answered"),
        rows,
    )


def mistyped(text: str, slips: int, chance: random.Random) -> str:
    """The text with so many letters lost, doubled, swapped or struck beside."""
    for _ in range(slips):
        places = [at for at in range(len(text) - 1) if text[at : at + 2].isalpha()]
        if not places:
            return text
        at = chance.choice(places)
        pair = text[at : at + 2]
        beside = chance.choice("aeinorst") + pair[1]
        new = chance.choice((pair[1], pair[0] + pair, pair[::-1], beside))
        text = text[:at] + new + text[at + 2 :]
    return text


def _share(items: Sequence[T], holds: Callable[[T], bool]) -> str:
    return f"{sum(map(holds, items)) / len(items):.3f}" if items else "-"
