"""What a message says about symptoms: lexicon classes, negation, and features to score."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from bot.knowledge.matching.reading import MessageReader, Reading
from bot.knowledge.matching.text import WordPause

CONTEXT = "ctx_"
"""Lexicon classes with this prefix speak about the situation, not about a symptom."""
_NEGATIONS = frozenset({"no", "not", "without", "never", "none", "nor", "neither", "noth", "zero"})
_JOINTS = frozenset({"or", "and", "nor"})
"""Stems that join the items of a list."""
_FILLERS = frozenset(
    {"a", "an", "ani", "the", "of", "my", "in", "have", "had", "is", "it"}
    | {"feel", "felt", "real", "realli", "kind", "more", "sign", "at", "all"}
)
"""Stems that may stand between "no" and what it denies."""
_AFTER_AN_ANSWER = frozenset({"it", "is", "my", "the", "a", "an"})
"""After "no" these begin something new: it was an answer."""
_BEFORE_AN_OBJECT = frozenset({"of", "in", "is", "have", "had", "feel", "felt"})
"""Before "it" these go on with what was begun: "none of it". Else "it" begins something new."""
_GLUE = frozenset(
    {"a", "an", "the", "it", "is", "of", "in", "on", "at", "for", "and", "or", "so", "n", "no"}
    | {"not", "to", "be", "am", "are", "was", "with", "that", "this", "by", "as", "my"}
)
"""Stems that say nothing about symptoms by themselves."""
_REACH = 4
"""Symptoms in a row that one "no", or one item of a list, denies at most."""
_NEGATED = "<negated>"
Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Symptoms:
    """Reads symptoms with the lexicon of the content."""

    lexicon: Mapping[str, tuple[tuple[Stems, frozenset[str]], ...]]
    """First stem -> the words and phrases that begin with it, each with its classes."""
    deniable: frozenset[str]
    """Classes that "no ..." denies: symptoms, not places, times or people."""

    def features(self, reading: Reading) -> frozenset[str]:
        """The features of a message or clause: words, pairs of words, classes, pairs of classes.

        What is denied is none of them: "no pain, not numb" leaves one token for each.
        """
        spans = self._spans(reading.plain)
        deniable = {at for at, names in spans.items() if not self.deniable.isdisjoint(names)}
        denied = denied_symptoms(reading.plain, reading.pauses, deniable)
        stems = [_NEGATED if at in denied else stem for at, stem in enumerate(reading.plain)]
        spans = {at: names for at, names in spans.items() if at not in denied}
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


def denied_symptoms(
    stems: Stems, pauses: Sequence[WordPause], symptoms: Collection[int]
) -> frozenset[int]:
    """Positions of the symptoms that a text denies; `symptoms` are the positions of all.

    A denial begins with a word like "no" or "without" and takes the symptoms that follow, up to
    four in a row, or four for each item of a list ("no pain, swelling or numbness"). It ends
    - at a full stop, question mark, colon, dash or line break ("no. chest pain");
    - at a word that is neither a symptom nor a filler ("no rest, and my leg is numb", "but");
    - at a comma, unless a list goes on behind it ("no pain, it is numb");
    - where "no" was an answer ("no, numb", "no it is numb") or "it" begins something new.
    """
    denied: set[int] = set()
    is_open = False
    taken = 0
    before = ""
    for at, (stem, pause) in enumerate(zip(stems, pauses, strict=True)):
        item, joint = at in symptoms, stem in _JOINTS
        if pause is WordPause.STOP or (pause is WordPause.COMMA and before in _NEGATIONS):
            is_open = False
        elif pause is WordPause.COMMA:
            is_open, taken = is_open and (item or joint), 0
        if stem in _NEGATIONS:
            is_open, taken = True, 0
        elif is_open and item and taken < _REACH:
            denied.add(at)
            taken += 1
        elif joint:
            taken = 0
        elif stem not in _FILLERS or _begins_anew(before, stem):
            is_open = False
        before = stem
    return frozenset(denied)


def _begins_anew(before: str, filler: str) -> bool:
    """Whether a filler begins a clause of its own instead of going on with a denial."""
    if before == "no":
        return filler in _AFTER_AN_ANSWER
    return filler == "it" and before not in _BEFORE_AN_OBJECT


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
