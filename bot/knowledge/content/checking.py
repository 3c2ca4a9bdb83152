"""What an editor should know about the content: what loaded, what to mend, what could be better."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.errors import ContentError
from bot.knowledge.content.entries import Exercise, Topic
from bot.knowledge.content.loading import CONTENT, Library, read_library
from bot.knowledge.knowledge_base import library_reader
from bot.knowledge.matching.fitted import Fitted, read_fitted
from bot.knowledge.matching.index import Near, Phrasing, build_index
from bot.knowledge.matching.spelling import Speller
from bot.knowledge.matching.text import fold, words
from bot.knowledge.view import catalogue
from bot.knowledge.view.answer_text import EXAMPLES

FEW_PHRASINGS = 24
"""Fewer ways to ask than this leave a topic hard to find."""
LONG_ANSWER = 450
"""Characters from which an answer is a lot to read between two sets."""
SHOWN = 20
"""Pieces of advice of one kind that are shown."""
_NEAR = 0.7
"""Two phrasings that are less alike than this say nothing about their topics, 0 to 1."""
_NEARER = 0.1
"""How much nearer to another topic a phrasing must be to be worth a look."""
_USED = 5
"""A word of ours that was written at least this often is not a slip itself."""
_ENDINGS = (".", "?", "!", ":", '."', ".\u201d", ".)")


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found."""

    lines: tuple[str, ...]
    broken: bool
    """Whether something must be mended before the content can be used."""


class AskedPhrasing(NamedTuple):
    """One way to ask for a topic."""

    topic: str
    text: str


def check(content: Path = CONTENT, *, semantic: str = "not configured") -> Report:
    """Look through a content folder; faq.yaml is one above it. Takes a few seconds.

    `semantic` says whether meaning is looked at; the edges know.
    """
    try:
        library = read_library(content)
        fitted = read_fitted(content / "fitted") if (content / "fitted").is_dir() else None
    except ContentError as error:
        return Report(tuple(str(error).splitlines()), broken=True)
    clashes = list(find_clashes(library))
    mend = [*clashes, *broken_links(library), *broken_words(library, fitted)]
    advice = [line for kind in _ADVICE for line in _shortened(kind(library))]
    advice += stale_weights(library, fitted)
    return Report(
        lines=(
            f"{_counts(library)}; {len(clashes)} clash{'es' * (len(clashes) != 1)}",
            f"semantic matching: {semantic}",
            *_headed(f"To mend ({len(mend)}):", mend),
            *_headed("Advice:", advice),
        ),
        broken=bool(mend),
    )


def _counts(library: Library) -> str:
    topics = library.topics.values()
    counts = {
        "topics": len(topics),
        "phrasings": sum(len(topic.phrasings) for topic in topics),
        "exercises": len(library.exercises),
        "out-of-scope examples": sum(map(len, library.out_of_scope.values())),
        "lines of small talk": sum(len(one.phrasings) for one in library.small_talk.values()),
        "red-flag families": len(library.red_flags.families),
        "common words": len(library.english),
    }
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())


def _headed(title: str, lines: list[str]) -> list[str]:
    return [title, *(f"  {line}" for line in lines)] if lines else []


def _shortened(lines: Iterable[str]) -> list[str]:
    found = list(lines)
    more = len(found) - SHOWN
    return found if more <= 0 else [*found[:SHOWN], f"... and {more:,} more of this kind"]


def find_clashes(library: Library) -> Iterator[str]:
    """The same words, whatever their case and signs, in places that contradict each other."""
    places: dict[str, dict[str, str]] = defaultdict(dict)
    for place, text in _sayings(library):
        places[_folded(text)].setdefault(place, text)
    places.pop("", None)  # words in another script
    for found in places.values():
        for (place, text), (other, _) in combinations(found.items(), 2):
            if place.startswith("faq.yaml"):
                yield f"{place}: phrasings: {text!r} is also in {other}"


def _sayings(library: Library) -> Iterator[tuple[str, str]]:
    """Where something is said -> what; topics come first."""
    for topic, text in _asked(library):
        yield f"faq.yaml: {topic}", text
    for name, lines in library.out_of_scope.items():
        yield from ((f"out_of_scope.yaml: {name}", line) for line in lines)
    for name, talk in library.small_talk.items():
        yield from ((f"small_talk.yaml: {name}", line) for line in talk.phrasings)
    for name, family in library.red_flags.families.items():
        yield from ((f"red_flags.yaml: families.{name}", line) for line in family.prototypes)


def _asked(library: Library) -> list[AskedPhrasing]:
    topics = library.topics.items()
    return [AskedPhrasing(name, text) for name, topic in topics for text in topic.ways_to_ask]


def _folded(text: str) -> str:
    return " ".join(words(fold(text)))


def broken_links(library: Library) -> Iterator[str]:
    """Names that lead nowhere."""
    for place, name in topic_links(library):
        if name not in library.topics:
            yield f"{place}: there is no topic {name!r}"
    for place, name in _exercise_links(library):
        if name not in library.exercises:
            yield f"{place}: there is no exercise {name!r}"
    for name, topic in library.topics.items():
        if catalogue.chapter(topic.section) == topic.section:
            yield f"faq.yaml: {name}: section: there is no chapter {topic.section!r}"


def topic_links(library: Library) -> Iterator[tuple[str, str]]:
    """Where a topic is named -> its name."""
    for name, topic in library.topics.items():
        yield from ((f"faq.yaml: {name}: followups", other) for other in topic.followups)
    for name, exercise in library.exercises.items():
        yield f"exercises.yaml: {name}: explains", exercise.explains
        for fault in exercise.faults:
            yield f"exercises.yaml: {name}: faults.{fault.id}.topic", fault.topic
    yield from (("wording.py: EXAMPLES", name) for name in EXAMPLES)


def _exercise_links(library: Library) -> Iterator[tuple[str, str]]:
    for name, topic in library.topics.items():
        if topic.exercise:
            yield f"faq.yaml: {name}: exercise", topic.exercise
    for name, exercise in library.exercises.items():
        for key, other in _neighbours(exercise):
            yield f"exercises.yaml: {name}: {key}", other


def _neighbours(exercise: Exercise) -> Iterator[tuple[str, str]]:
    if exercise.easier:
        yield "easier", exercise.easier
    if exercise.harder:
        yield "harder", exercise.harder
    yield from (("other_kit", name) for name in exercise.other_kit)


def broken_words(library: Library, fitted: Fitted | None) -> Iterator[str]:
    """Advice that cannot be worded, and families that the safety scorer means but nobody words."""
    families = library.red_flags.families
    for name, family in families.items():
        try:
            family.advice.format(emergency="112")
        except (LookupError, ValueError) as error:
            yield f"red_flags.yaml: families.{name}: advice: only {{emergency}} fits ({error})"
    known = fitted.safety.classes if fitted else ()
    for name in set(known) - families.keys() - {"fine"}:
        yield f"fitted/safety.tsv: classes: there is no family {name!r}; run `make fit`"


def stale_weights(library: Library, fitted: Fitted | None) -> Iterator[str]:
    """Fitted weights that do not know the content as it is now."""
    if fitted is None:
        yield "fitted: there are no weights for this content; run `make fit`"
        return
    for name, model in (("head.tsv", fitted.head), ("safety.tsv", fitted.safety)):
        if model.fingerprint != library.fingerprint:
            yield f"fitted/{name}: older than the content; run `make fit`"


def _few_phrasings(library: Library) -> Iterator[str]:
    for name, topic in library.topics.items():
        if len(topic.phrasings) < FEW_PHRASINGS:
            yield (
                f"faq.yaml: {name}: phrasings: {len(topic.phrasings)} are few; "
                f"{FEW_PHRASINGS} or more find it better"
            )


def _unlinked(library: Library) -> Iterator[str]:
    elsewhere = {
        name for place, name in topic_links(library) if not place.startswith(f"faq.yaml: {name}:")
    }
    for name in library.topics:
        if name not in elsewhere:
            yield f"faq.yaml: {name}: no follow-up, exercise or example leads here"


def _long_answers(library: Library) -> Iterator[str]:
    for name, topic in library.topics.items():
        if len(topic.text) > LONG_ANSWER:
            yield f"faq.yaml: {name}: answer: {len(topic.text)} characters are a lot to read"


def _unfinished(library: Library) -> Iterator[str]:
    for place, text in _sentences(library):
        if not text.endswith(_ENDINGS):
            yield f"{place}: {text[-40:]!r} does not end like a sentence"


def _sentences(library: Library) -> Iterator[tuple[str, str]]:
    """Where the bot says something -> what."""
    for name, topic in library.topics.items():
        yield from ((f"faq.yaml: {name}: {key}", text) for key, text in _topic_says(topic))
    for name, exercise in library.exercises.items():
        for key, text in _exercise_says(exercise):
            yield f"exercises.yaml: {name}: {key}", text
    for name, talk in library.small_talk.items():
        yield f"small_talk.yaml: {name}: reply", talk.reply
    for name, family in library.red_flags.families.items():
        yield f"red_flags.yaml: families.{name}: advice", family.advice
        yield f"red_flags.yaml: families.{name}: ask_back", family.ask_back


def _topic_says(topic: Topic) -> Iterator[tuple[str, str]]:
    yield "question", topic.question
    yield from (("answer", sentence.text) for sentence in topic.answer)
    if topic.say:
        yield "say", topic.say


def _exercise_says(exercise: Exercise) -> Iterator[tuple[str, str]]:
    yield from (("steps", step.text) for step in exercise.steps)
    yield from (("cues", cue.text) for cue in exercise.cues)
    for fault in exercise.faults:
        yield f"faults.{fault.id}.seen", fault.seen
        yield f"faults.{fault.id}.mend", fault.mend.text
    yield "picture_text", exercise.picture_text
    yield "origin_note", exercise.origin_note


def _slips(library: Library) -> Iterator[str]:
    """Words written once that are one letter from a word written often."""
    asked = _asked(library)
    counts = Counter(word for one in asked for word in words(fold(one.text)))
    often = {word: count for word, count in counts.items() if count >= _USED}
    speller = Speller.of(often, library.english)
    for one in asked:
        for word in words(fold(one.text)):
            meant = speller.repair(word)
            if counts[word] == 1 and _one_letter_off(word, meant):
                yield f"faq.yaml: {one.topic}: phrasings: {word!r} in {one.text!r}: {meant!r}?"


def _one_letter_off(word: str, meant: str) -> bool:
    """Whether it may be a slip, and is not just an ending: "budge" for "budget"."""
    ending = word.startswith(meant) or meant.startswith(word)
    return not ending and OSA.distance(word, meant, score_cutoff=1) == 1


def _said_twice(library: Library) -> Iterator[str]:
    for name, topic in library.topics.items():
        counts = Counter(map(_folded, topic.ways_to_ask))
        for text, count in counts.items():
            if text and count > 1:
                yield f"faq.yaml: {name}: phrasings: {text!r} is given {count} times"


def _nearer_elsewhere(library: Library) -> list[str]:
    """Phrasings that are more like those of another topic than like the others of their own."""
    asked = _asked(library)
    reader = library_reader(library)
    stems = [frozenset(reader.shared_stems(one.text)) for one in asked]
    index = build_index(
        (Phrasing(str(at), asked[at].text, stems[at]) for at in range(len(asked))), {}
    )
    found = [
        (gap, f"faq.yaml: {one.topic}: phrasings: {one.text!r} is nearer to {other}")
        for at, one in enumerate(asked)
        for gap, other in _pull(at, asked, index.nearest(stems[at]))
    ]
    return [line for _, line in sorted(found, key=lambda pair: -pair[0])]


def _pull(
    at: int, asked: list[AskedPhrasing], near: dict[str, Near]
) -> Iterator[tuple[float, str]]:
    """By how much another topic is nearer than the own one, and which, if it is worth a look."""
    best: dict[str, tuple[float, str]] = {}
    for position, found in near.items():
        if int(position) != at:
            topic = asked[int(position)].topic
            best[topic] = max(best.get(topic, (0.0, "")), (found.similarity, found.text))
    own, _ = best.pop(asked[at].topic, (0.0, ""))
    if not best:
        return
    topic, (similarity, text) = max(best.items(), key=lambda pair: pair[1])
    if similarity >= _NEAR and similarity - own >= _NEARER:
        yield similarity - own, f"{topic}: {text!r}"


_ADVICE: tuple[Callable[[Library], Iterable[str]], ...] = (
    _few_phrasings,
    _unlinked,
    _said_twice,
    _nearer_elsewhere,
    _slips,
    _unfinished,
    _long_answers,
)
"""Everything that could be better, most useful first."""
