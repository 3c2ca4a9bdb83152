"""What a message says about symptoms: lexicon classes, negation, and features to score."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from bot.knowledge.matching.reading import MessageReader

CONTEXT = "ctx_"
"""Lexicon classes with this prefix speak about the situation, not about a symptom."""
_NEGATIONS = frozenset({"no", "not", "without", "never", "none", "nor", "neither", "noth", "zero"})
_BETWEEN = frozenset(
    {"a", "an", "ani", "the", "of", "my", "in", "or", "and", "nor", "have", "had", "is", "it"}
    | {"feel", "felt", "real", "realli", "kind", "more", "sign", "at", "all"}
)
"""Stems that may stand between "no" and what it denies."""
_GLUE = frozenset(
    {"a", "an", "the", "it", "is", "of", "in", "on", "at", "for", "and", "or", "so", "n", "no"}
    | {"not", "to", "be", "am", "are", "was", "with", "that", "this", "by", "as", "my"}
)
"""Stems that say nothing about symptoms by themselves."""
_REACH = 4
"""Words after a negation within which a symptom counts as denied."""
_NEGATED = "<negated>"
Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Symptoms:
    """Reads symptoms with the lexicon of the content."""

    lexicon: Mapping[str, tuple[tuple[Stems, frozenset[str]], ...]]
    """First stem -> the words and phrases that begin with it, each with its classes."""
    deniable: frozenset[str]
    """Classes that "no ..." denies: symptoms, not places, times or people."""

    def features(self, stems: Stems) -> frozenset[str]:
        """The features of a message or clause: words, pairs of words, classes, pairs of classes."""
        spans = self._spans(stems)
        stems, spans = self._scrubbed(stems, spans)
        classes = sorted({name for names in spans.values() for name in names})
        return frozenset(
            [f"w {stem}" for stem in stems if stem not in _GLUE]
            + [f"b {a} {b}" for a, b in pairwise(("^", *stems, "$"))]
            + [f"c {name}" for name in classes]
            + [f"p {a} {b}" for a, b in combinations(classes, 2)]
        )

    def _spans(self, stems: Stems) -> dict[int, frozenset[str]]:
        """Position -> classes of the lexicon phrases that start there."""
        starts = [at for at, stem in enumerate(stems) if stem in self.lexicon]
        return {at: found for at in starts if (found := self._classes_at(stems, at))}

    def _classes_at(self, stems: Stems, at: int) -> frozenset[str]:
        phrases = self.lexicon[stems[at]]
        return frozenset().union(
            *(names for said, names in phrases if stems[at : at + len(said)] == said)
        )

    def _scrubbed(
        self, stems: Stems, spans: dict[int, frozenset[str]]
    ) -> tuple[Stems, dict[int, frozenset[str]]]:
        """The same without what is denied: "no pain, not numb" becomes one token each."""
        denied = self._denied(stems, spans)
        kept = tuple(_NEGATED if at in denied else stem for at, stem in enumerate(stems))
        return kept, {at: names for at, names in spans.items() if at not in denied}

    def _denied(self, stems: Stems, spans: Mapping[int, frozenset[str]]) -> set[int]:
        denied: set[int] = set()
        reach = 0
        for at, stem in enumerate(stems):
            if stem in _NEGATIONS:
                reach = _REACH
            elif reach and self.deniable.intersection(spans.get(at, ())):
                denied.add(at)
                reach = _REACH
            elif stem not in _BETWEEN:
                reach = 0
        return denied


def build_symptoms(reader: MessageReader, lexicon: Mapping[str, Iterable[str]]) -> Symptoms:
    """Symptoms read with a lexicon of classes."""
    entries: dict[Stems, set[str]] = {}
    for name, phrases in lexicon.items():
        for phrase in phrases:
            stems = reader.plain_stems(phrase)
            entries.setdefault(stems, set()).add(name)
    entries.pop((), None)
    return Symptoms(
        lexicon=_by_first_stem(entries),
        deniable=frozenset(name for name in lexicon if is_symptom(name)),
    )


def _by_first_stem(
    entries: Mapping[Stems, Iterable[str]],
) -> dict[str, tuple[tuple[Stems, frozenset[str]], ...]]:
    groups: dict[str, list[tuple[Stems, frozenset[str]]]] = defaultdict(list)
    for stems, names in entries.items():
        groups[stems[0]].append((stems, frozenset(names)))
    return {first: tuple(group) for first, group in groups.items()}


def is_symptom(name: str) -> bool:
    """Whether a class of the lexicon names a symptom: not a place, a time or a person."""
    place_or_time = ("body_", CONTEXT, "now", "recent", "third_person", "one_side", "immobile")
    return not name.startswith(place_or_time)
