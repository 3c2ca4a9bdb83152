"""Our own sentences mixed with plain English: likelihoods of words, pairs and triples."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from math import exp, log

from bot.voice.recognition.language_model.english import English
from bot.voice.recognition.language_model.ngrams import BEGIN, END, Domain, Following

OURS = 0.7
"""How much our own sentences count; the rest is plain English."""
WORDS = 10_000
"""So many of the most frequent English words can be heard besides our own."""
RARE = 3e-7
"""Pairs of English words that make up less of all pairs are left out: a third of a second less to
load, and nothing is lost."""
_CRUDE = (
    *("arsehole", "asshole", "bitch", "cunt", "faggot", "fuck", "nigga", "nigger", "pussy"),
    *("shit", "slut", "whore"),
)
"""What is heard is shown to people: nothing is ever taken for a word with one of these in it."""
_FULL = 0.99
"""What is seen leaves at least the rest to what is not."""


@dataclass(frozen=True, slots=True)
class MixtureLevel:
    """How likely words follow a history, and how much of it is left to shorter histories."""

    seen: Following
    rest: float


@dataclass(frozen=True, slots=True)
class Mixture:
    """A model that PocketSphinx can read."""

    singles: Following
    pairs: Mapping[str, MixtureLevel] = field(repr=False)
    triples: Mapping[tuple[str, str], MixtureLevel] = field(repr=False)


def vocabulary(domain: Domain, english: English, known: Mapping[str, object]) -> set[str]:
    """Our own words, and frequent ones that the dictionary knows and nobody minds."""
    common = (word for word in english.words if word in known and not _is_crude(word))
    ours = domain.singles.keys() - {END}
    return {*nlargest(WORDS, common, key=english.words.__getitem__), *ours}


def _is_crude(word: str) -> bool:
    return any(crude in word for crude in _CRUDE)


def mixed(domain: Domain, english: English, words: set[str], ours: float = OURS) -> Mixture:
    """The mixture over some words."""
    plain = _plain(english, words)
    singles = _scaled(
        {
            word: ours * domain.singles.get(word, 0.0) + (1 - ours) * plain.get(word, 0.0)
            for word in sorted(words | {END})
        },
        1.0,
    )
    english_pairs = _english_pairs(english, plain)
    pairs: dict[str, MixtureLevel] = {}
    unseen: dict[str, float] = {}
    for first in [BEGIN, *sorted(words)]:
        usual = _scaled(english_pairs.get(first, {}), _FULL, only_down=True)
        unseen[first] = _left(usual, plain)
        seen = {
            word: ours * domain.after(first, word)
            + (1 - ours) * (usual.get(word) or unseen[first] * plain.get(word, 0.0))
            for word in sorted(usual.keys() | domain.pairs.get(first, {}).keys())
        }
        pairs[first] = _level(seen, singles)
    triples = {}
    for (first, second), following in domain.triples.items():
        usual = english_pairs.get(second, {})
        seen = {
            word: ours * likely
            + (1 - ours) * (usual.get(word) or unseen[second] * plain.get(word, 0.0))
            for word, likely in following.items()
        }
        level = pairs[second]
        lower = {word: level.seen.get(word) or level.rest * singles[word] for word in seen}
        triples[first, second] = _level(seen, lower)
    return Mixture(singles, pairs, triples)


def _plain(english: English, words: set[str]) -> Following:
    known = {word: exp(english.words[word]) for word in words | {END} if word in english.words}
    return _scaled(known, 1.0)


def _scaled(likely: Following, whole: float, *, only_down: bool = False) -> Following:
    total = sum(likely.values())
    if not total or (only_down and total <= whole):
        return likely
    return {word: one * whole / total for word, one in likely.items()}


def _level(seen: Following, lower: Following) -> MixtureLevel:
    seen = _scaled(seen, _FULL, only_down=True)
    return MixtureLevel(seen, _left(seen, lower))


def _left(seen: Following, lower: Following) -> float:
    """By what a shorter history's likelihoods are multiplied for words that were not seen."""
    free = 1 - sum(lower.get(word, 0.0) for word in seen)
    return (1 - sum(seen.values())) / max(free, 1e-9)


def _english_pairs(english: English, plain: Following) -> dict[str, Following]:
    found: dict[str, Following] = {}
    firsts = {word: log(likely) for word, likely in plain.items() if likely > 0} | {BEGIN: 0.0}
    least = log(RARE)
    for word, before in english.pairs.of(firsts.keys()):
        for first, likely in before:
            if likely + firsts[first] > least:
                found.setdefault(first, {})[word] = exp(likely)
    return found
