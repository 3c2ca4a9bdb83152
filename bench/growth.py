"""Whether the time per question stays small when the content grows, and its vocabulary with it."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from rapidfuzz import fuzz, process

from bench.asking import all_phrasings
from bench.questions import Question, shuffled_questions
from bench.tables import Table, milliseconds, times
from bench.timing import Spent, quantile, spent_on, typical
from bot.knowledge.content.loading import Library, read_library
from bot.knowledge.knowledge_base import KnowledgeBase, build_knowledge
from bot.knowledge.matching.fitted import read_fitted

_ROUNDS = 3
_SEARCHED = 6
"""Questions for the plain search: comparing with all takes a second each at the far end."""
_LARGE = 100_000
"""Phrasings at which the slowest hundredth of the questions should stay below ten milliseconds."""


@dataclass(frozen=True, slots=True)
class _Grown:
    """The knowledge with this many times the phrasings."""

    factor: int
    knowledge_base: KnowledgeBase
    phrasings: list[str]
    build: float
    """Seconds."""


@dataclass(frozen=True, slots=True)
class _Figures:
    """Seconds per question."""

    p50: float
    p99: float
    cpu_p99: float
    searched: float
    """The plain search, p50."""


def growth() -> Iterator[Table]:
    """Real content, ten times as much, and a hundred thousand phrasings."""
    library = read_library()
    yield _table(library, (1, 10, -(-_LARGE // len(all_phrasings(library)))))


def growth_far() -> Iterator[Table]:
    """The same up to a hundred times; building that takes a minute or two."""
    yield _table(read_library(), (1, 10, 100))


def _table(library: Library, factors: Sequence[int]) -> Table:
    sizes = [_grown(library, factor) for factor in factors]
    questions = shuffled_questions()
    for size in sizes:
        _asked(size.knowledge_base, questions[:20])  # warm
    rounds = [[_asked(size.knowledge_base, questions) for size in sizes] for _ in range(_ROUNDS)]
    measured = [
        _figures(size, [found[at] for found in rounds], questions) for at, size in enumerate(sizes)
    ]
    rows = [_row(size, found, measured[0]) for size, found in zip(sizes, measured, strict=True)]
    heads = ("phrasings", "number", "p50 ms", "p99 ms", "CPU p99 ms", "p50 ratio", "p99 ratio")
    return Table(
        f"growth: {len(questions)} questions, {_ROUNDS} rounds in turns, over grown content",
        (*heads, "WRatio p50 ms", "decide / it", "build s"),
        rows,
        (
            "wanted: ten times the phrasings at most 3x; 100,000 phrasings p99 below 10 ms",
            f"WRatio: rapidfuzz comparing with all phrasings, {_SEARCHED} of the questions",
        ),
    )


def _grown(library: Library, factor: int) -> _Grown:
    large = grown_library(library, factor)
    built: list[KnowledgeBase] = []
    spent = spent_on(lambda: built.append(build_knowledge(large, read_fitted())))
    return _Grown(factor, built[0], all_phrasings(large), spent.wall)


def grown_library(library: Library, factor: int) -> Library:
    """A library with made-up phrasings beside the real ones, the same every time."""
    chance = random.Random(factor)
    english = sorted(library.english)
    topics = {
        name: topic.model_copy(
            update={"phrasings": more_phrasings(topic.phrasings, factor, english, chance)}
        )
        for name, topic in library.topics.items()
    }
    return replace(library, topics=topics)


def more_phrasings(
    phrasings: Sequence[str], factor: int, english: Sequence[str], chance: random.Random
) -> tuple[str, ...]:
    """The phrasings and variations of them, `factor` times as many in all."""
    made = (_varied(text, english, chance) for _ in range(factor - 1) for text in phrasings)
    return (*phrasings, *made)


def _varied(text: str, english: Sequence[str], chance: random.Random) -> str:
    """A phrasing with its words shuffled, one dropped or one replaced."""
    words = text.split()
    at = chance.randrange(len(words))
    change = chance.choice(("shuffle", "drop", "replace"))
    if change == "shuffle":
        chance.shuffle(words)
    elif change == "drop" and len(words) > 1:
        del words[at]
    else:
        words[at] = chance.choice(english)
    return " ".join(words)


def _asked(knowledge_base: KnowledgeBase, questions: Sequence[Question]) -> list[Spent]:
    return [_decided(knowledge_base, question.text) for question in questions]


def _decided(knowledge_base: KnowledgeBase, text: str) -> Spent:
    return spent_on(lambda: knowledge_base.decide(text))


def _figures(
    size: _Grown, rounds: Sequence[Sequence[Spent]], questions: Sequence[Question]
) -> _Figures:
    walls = typical([[one.wall for one in found] for found in rounds])
    cpus = typical([[one.cpu for one in found] for found in rounds])
    searched = [_searched(size.phrasings, question.text) for question in questions[:_SEARCHED]]
    return _Figures(
        quantile(walls, 0.5), quantile(walls, 0.99), quantile(cpus, 0.99), median(searched)
    )


def _searched(phrasings: Sequence[str], text: str) -> float:
    return spent_on(lambda: process.extractOne(text, phrasings, scorer=fuzz.WRatio)).wall


def _row(size: _Grown, found: _Figures, real: _Figures) -> tuple[str, ...]:
    return (
        f"{size.factor}x",
        str(len(size.phrasings)),
        milliseconds(found.p50),
        milliseconds(found.p99),
        milliseconds(found.cpu_p99),
        times(found.p50, real.p50),
        times(found.p99, real.p99),
        milliseconds(found.searched),
        f"{found.p50 / found.searched:.3f}x",
        f"{size.build:.1f}",
    )
