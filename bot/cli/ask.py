"""`ask`: the reply to a question, the decision as data, or the way to it."""

import json
import os
import sys
import textwrap
from collections.abc import Iterable
from typing import Any

from bot.config import EMERGENCY, read_settings
from bot.domain.replies import Reply
from bot.errors import CoachError
from bot.knowledge.decisions import Decision, DecisionKind
from bot.knowledge.knowledge_base import LONGEST_TEXT, KnowledgeBase
from bot.knowledge.view import answer_text, safety_text
from bot.semantic.knowledge_base import load_knowledge_base

_TOPICS = 10
"""Topics listed in a machine-readable answer."""
_WIDTH = 88


class QuestionError(CoachError):
    """A line that should hold a question does not."""


def ask(question: str, *, explained: bool) -> int:
    """Print the reply to a question, or how it was decided. Returns the exit code."""
    if not question:
        print('Ask something: python -m bot ask "why do my hamstrings cramp"', file=sys.stderr)
        return 2
    knowledge_base = load_knowledge_base(read_settings(os.environ), wait=True)
    print((explain if explained else reply_text)(knowledge_base, question))
    return 0


def ask_lines(lines: Iterable[str]) -> int:
    """Print the decision on each `{"q": ...}` line, flushed. Returns the exit code.

    Raises `QuestionError` at the first line that holds no question.
    """
    knowledge_base = load_knowledge_base(read_settings(os.environ), wait=True)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            decided = as_json(knowledge_base, question_in(line, number))
            print(json.dumps(decided), flush=True)
    return 0


def question_in(line: str, number: int) -> str:
    """The question in a JSON line. Raises `QuestionError` naming the line."""
    try:
        question = json.loads(line.removeprefix("\ufeff"))["q"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise QuestionError(f'Line {number}: must be a JSON object like {{"q": "..."}}.') from error
    if not isinstance(question, str):
        raise QuestionError(f"Line {number}: q must be a text, not {type(question).__name__}.")
    return question


def as_json(knowledge_base: KnowledgeBase, question: str) -> dict[str, Any]:
    """The decision as data: its kind as `zone`, topics best first, score from 0 to 1."""
    decision = knowledge_base.decide(question[:LONGEST_TEXT])
    return {
        "q": question,
        "zone": decision.kind.value,
        "topics": _topics(decision)[:_TOPICS],
        "score": round(decision.ranking.score, 4) if decision.ranking else 0.0,
        "answered": decision.kind is DecisionKind.ANSWER,
        "red_flag": decision.kind is DecisionKind.RED_FLAG,
    }


def _topics(decision: Decision) -> list[str]:
    ranked = decision.ranking.candidates if decision.ranking else ()
    return list(dict.fromkeys((*decision.topics, *(found.topic for found in ranked))))


def reply_text(knowledge_base: KnowledgeBase, question: str) -> str:
    """The reply as plain text."""
    replies = _replies(knowledge_base, question, knowledge_base.decide(question[:LONGEST_TEXT]))
    return "\n\n".join(_plain(reply) for reply in replies)


def _replies(knowledge_base: KnowledgeBase, question: str, decision: Decision) -> list[Reply]:
    library = knowledge_base.library
    family = library.red_flags.families[decision.verdict.family]
    match decision.kind:
        case DecisionKind.ANSWER:
            return [answer_text.answer(library, topic) for topic in decision.topics]
        case DecisionKind.CHOICES:
            return [answer_text.choices(library, decision.topics)]
        case DecisionKind.REFUSAL:
            return [answer_text.refusal(library, question, may_ask_to_keep=False)]
        case DecisionKind.SMALL_TALK:
            return [answer_text.small_talk(library, decision.small_talk)]
        case DecisionKind.RED_FLAG:
            return [safety_text.stop(family, EMERGENCY)]
        case DecisionKind.ASK_BACK:
            return [safety_text.ask_back(family, decision.verdict.family)]


def _plain(reply: Reply) -> str:
    paragraphs = [reply.title, *reply.text.split("\n\n"), reply.note]
    wrapped = [textwrap.fill(text, _WIDTH) for text in paragraphs if text]
    asks = [f"  - {button.label}" for row in reply.buttons for button in row]
    return "\n\n".join(wrapped) + ("\n\n" + "\n".join(asks) if asks else "")


def explain(knowledge_base: KnowledgeBase, question: str) -> str:
    """How a decision came about: words, repairs, candidates, signals, gate, kind."""
    decision = knowledge_base.decide(question[:LONGEST_TEXT])
    verdict = decision.verdict
    lines = [
        f"zone       {decision.kind.value}",
        f"safety     {verdict.level.value}, {verdict.probability:.3f}, nearest {verdict.family}",
    ]
    ranking = decision.ranking
    if ranking is None:
        return "\n".join([*lines, f"small talk {decision.small_talk}"])
    repairs = ", ".join(f"{slip} -> {meant}" for slip, meant in ranking.reading.repairs)
    signals = ", ".join(f"{name} {value:.2f}" for name, value in ranking.signals.items())
    found = [
        f"  {found.probability:.3f}  {found.topic}  (near: {found.phrasing})"
        for found in ranking.candidates[:5]
    ]
    return "\n".join(
        [
            *lines,
            f"words      {' '.join(ranking.reading.words)}",
            f"repairs    {repairs or 'none'}",
            f"stems      {' '.join(ranking.reading.stems)}",
            f"signals    {signals}",
            f"score      {ranking.score:.3f}, one of three {ranking.near_score:.3f}",
            "topics",
            *found,
        ]
    )
