"""Repair of typing slips against the words of the content."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4
"""Shorter words have too many neighbours to repair; one of three letters may have lost the fourth
of a word of symptoms: "can't eel my toes"."""


def allowed_slips(length: int) -> int:
    """How many slips a word of this many letters may hold."""
    if length < _SHORTEST:
        return 0
    if length <= 5:  # noqa: PLR2004 - measured bounds
        return 1
    return 2 if length <= 9 else 3  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Speller:
    """Corrects words that neither the content nor common English knows."""

    counts: Mapping[str, int]
    """Words of the content with how often they stand there."""
    english: frozenset[str]
    grave: frozenset[str]
    """Words of symptoms: of two words equally near, the one that must not be missed is meant."""
    by_length: Mapping[int, tuple[str, ...]]
    """The words that may be meant, by number of letters."""

    @classmethod
    def of(
        cls, counts: Mapping[str, int], english: frozenset[str], grave: frozenset[str] = frozenset()
    ) -> "Speller":
        """A speller for the words of the content."""
        return cls(counts, english, grave, _by_length(word for word in counts if word.isalpha()))

    def knows(self, word: str) -> bool:
        """Whether a word needs no repair."""
        return word in self.counts or word in self.english or not word.isalpha()

    def repair(self, word: str) -> str:
        """The word that was probably meant; the same word when none is near."""
        most = allowed_slips(len(word))
        if self.knows(word):
            return word
        if most == 0:
            return self._restored(word)
        near = [
            (
                slips + _unlike_start(word, candidate),
                candidate not in self.grave,
                -self.counts[candidate],
                candidate,
            )
            for length in range(len(word) - most, len(word) + most + 1)
            for candidate, slips, _ in process.extract(
                word,
                self.by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=most,
                limit=None,
            )
        ]
        return min(near)[-1] if near else word

    def _restored(self, word: str) -> str:
        """The word of symptoms that a short word is, but for one lost letter."""
        if len(word) != _SHORTEST - 1:
            return word
        whole = [
            (-self.counts[candidate], candidate)
            for candidate in self.by_length.get(_SHORTEST, ())
            if candidate in self.grave and OSA.distance(word, candidate) == 1
        ]
        return min(whole)[-1] if whole else word


def _unlike_start(word: str, candidate: str) -> float:
    """The first letter is rarely wrong, unless it changed places with the second."""
    return 0.0 if word[0] == candidate[0] or word[1::-1] == candidate[:2] else 0.5


def _by_length(known: Iterable[str]) -> dict[int, tuple[str, ...]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for word in sorted(known):
        if len(word) >= _SHORTEST - 1:
            groups[len(word)].append(word)
    return {length: tuple(group) for length, group in groups.items()}
