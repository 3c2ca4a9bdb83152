"""How long one decision takes, beside the plainest way to find a phrasing: compare with all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bench.questions import Question, shuffled_questions
from bench.tables import Table, milliseconds, times
from bench.timing import Spent, quantile, ratio, spent_on, typical
from bot.knowledge.content.loading import Library
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.semantic.knowledge_base import load_knowledge_base

_ROUNDS = 5
_SEARCHED_EVERY = 2 * _ROUNDS
"""In each round one question of so many is searched plainly, for that is slow."""
_EVERYTHING = "all questions"


@dataclass(frozen=True, slots=True)
class _Columns:
    """Seconds per question: on the wall and of the CPU."""

    walls: Sequence[float]
    cpus: Sequence[float]

    def figures(self) -> tuple[float, ...]:
        """p50, p99 and the largest on the wall, p50 and p99 of the CPU."""
        return (*_spread(self.walls), *_spread(self.cpus)[:2])


def _spread(values: Sequence[float]) -> tuple[float, float, float]:
    return quantile(values, 0.5), quantile(values, 0.99), max(values)


@dataclass(frozen=True, slots=True)
class _Round:
    """One pass over the questions."""

    ours: list[Spent]
    theirs: dict[int, Spent]
    """Position of a question -> the plain search, for the share that this round searched."""


def asking() -> Iterator[Table]:
    """Time per question of the whole decision, safety included."""
    questions = shuffled_questions()
    knowledge_base = load_knowledge_base()
    phrasings = all_phrasings(knowledge_base.library)
    _round(knowledge_base, phrasings, questions[:20], 0)  # warm
    rounds = [_round(knowledge_base, phrasings, questions, turn) for turn in range(_ROUNDS)]
    yield _beside_search(rounds, len(questions), len(phrasings))
    yield _by_kind(rounds, questions)


def all_phrasings(library: Library) -> list[str]:
    """Every phrasing of every topic."""
    return [text for topic in library.topics.values() for text in topic.ways_to_ask]


def _round(
    knowledge_base: KnowledgeBase,
    phrasings: Sequence[str],
    questions: Sequence[Question],
    turn: int,
) -> _Round:
    """Both ways in turns."""
    ours: list[Spent] = []
    theirs: dict[int, Spent] = {}
    for at, question in enumerate(questions):
        ours.append(_decide(knowledge_base, question.text))
        if at % _SEARCHED_EVERY == turn:
            theirs[at] = _search(phrasings, question.text)
    return _Round(ours, theirs)


def _decide(knowledge_base: KnowledgeBase, text: str) -> Spent:
    return spent_on(lambda: knowledge_base.decide(text))


def _search(phrasings: Sequence[str], text: str) -> Spent:
    return spent_on(lambda: process.extractOne(text, phrasings, scorer=fuzz.WRatio))


def _beside_search(rounds: Sequence[_Round], questions: int, phrasings: int) -> Table:
    decided = [one for found in rounds for one in found.ours]
    searched = [one for found in rounds for one in found.theirs.values()]
    ours = [found.ours[at].wall for found in rounds for at in found.theirs]
    usual = _Columns(
        typical([[one.wall for one in found.ours] for found in rounds]),
        typical([[one.cpu for one in found.ours] for found in rounds]),
    )
    plain = _Columns([one.wall for one in searched], [one.cpu for one in searched])
    rows = [
        ("decide", *map(milliseconds, usual.figures()), _cpu_share(decided)),
        ("rapidfuzz WRatio", *map(milliseconds, plain.figures()), _cpu_share(searched)),
        ("decide / rapidfuzz", *map(times, usual.figures(), plain.figures()), ""),
    ]
    slowest = milliseconds(max(one.wall for one in decided))
    return Table(
        f"asking: {questions} questions over {phrasings} phrasings, {_ROUNDS} rounds in turns",
        ("ms per question", "p50", "p99", "max", "CPU p50", "CPU p99", "CPU of wall"),
        rows,
        (
            f"question by question, decide / rapidfuzz is {ratio(ours, plain.walls):.3f}x",
            f"decide: median of the rounds of each question; the slowest call took {slowest} ms",
            "rapidfuzz: process.extractOne over the same phrasings, half of the questions once",
        ),
    )


def _cpu_share(spent: Sequence[Spent]) -> str:
    return f"{sum(one.cpu for one in spent) / sum(one.wall for one in spent):.0%}"


def _by_kind(rounds: Sequence[_Round], questions: Sequence[Question]) -> Table:
    decided = typical([[one.wall for one in found.ours] for found in rounds])
    kinds = dict.fromkeys(question.kind for question in questions)
    groups = {
        kind: [decided[at] for at, question in enumerate(questions) if question.kind == kind]
        for kind in kinds
    }
    rows = [
        (kind, str(len(values)), *map(milliseconds, _spread(values)))
        for kind, values in [*sorted(groups.items()), (_EVERYTHING, decided)]
    ]
    return Table("asking: by kind of question", ("ms", "questions", "p50", "p99", "max"), rows)
