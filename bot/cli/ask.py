"""One question on the command line: the reply, the decision as data, or the way to it."""

import json
import textwrap
from typing import Any

from bot.config import EMERGENCY
from bot.domain.replies import Reply
from bot.errors import CoachError
from bot.knowledge.decisions import Decision, DecisionKind
from bot.knowledge.knowledge_base import LONGEST_TEXT, KnowledgeBase
from bot.knowledge.view import answer_text, safety_text

_TOPICS = 10
"""Topics listed in a machine-readable answer."""
_WIDTH = 88


class QuestionError(CoachError):
    """A line that should hold a question does not."""


def question_in(line: str, number: int) -> str:
    """The question in a JSON line. Raises `QuestionError` naming the line."""
    try:
        question = json.loads(line.removeprefix("\ufeff"))["q"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise QuestionError(f'Line {number}: must be a JSON object like {{"q": "..."}}.') from error
    if not isinstance(question, str):
        raise QuestionError(f"Line {number}: q must be a text, not {type(question).__name__}.")
    return question


def as_json(mind: KnowledgeBase, question: str) -> dict[str, Any]:
    """The decision as data: zone, topics best first, score from 0 to 1."""
    decision = mind.decide(question[:LONGEST_TEXT])
    return {
        "q": question,
        "zone": decision.zone.value,
        "topics": _topics(decision)[:_TOPICS],
        "score": round(decision.ranking.score, 4) if decision.ranking else 0.0,
        "answered": decision.zone is DecisionKind.ANSWER,
        "red_flag": decision.zone is DecisionKind.RED_FLAG,
    }


def _topics(decision: Decision) -> list[str]:
    ranked = decision.ranking.candidates if decision.ranking else ()
    return list(dict.fromkeys((*decision.topics, *(found.topic for found in ranked))))


def tell(mind: KnowledgeBase, question: str) -> str:
    """The reply as plain text."""
    replies = _replies(mind, question, mind.decide(question[:LONGEST_TEXT]))
    return "\n\n".join(_plain(reply) for reply in replies)


def _replies(mind: KnowledgeBase, question: str, decision: Decision) -> list[Reply]:
    library = mind.library
    family = library.red_flags.families[decision.verdict.family]
    match decision.zone:
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


def explain(mind: KnowledgeBase, question: str) -> str:
    """How a decision came about: words, repairs, candidates, signals, gate, zone."""
    decision = mind.decide(question[:LONGEST_TEXT])
    verdict = decision.verdict
    lines = [
        f"zone       {decision.zone.value}",
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
