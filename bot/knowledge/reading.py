"""From a message to the stems that matching compares."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from Stemmer import Stemmer

from bot.knowledge.entries import Vocabulary
from bot.knowledge.spelling import Speller
from bot.knowledge.text import fold, words


@dataclass(frozen=True, slots=True)
class Reading:
    """One message, understood word by word."""

    text: str
    words: tuple[str, ...]
    """After phrases were mapped and slips repaired."""
    repairs: tuple[tuple[str, str], ...]
    """Slips with what they were taken for."""
    plain: tuple[str, ...]
    """The stem of each word."""
    stems: tuple[str, ...]
    """The same, but words that mean the same in training share a stem."""
    known_share: float
    """Share of words that the content or common English knows before any repair, 0 to 1."""


Phrases = Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
"""First word -> the phrases that begin with it, longest first, each with its replacement."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads messages with the vocabulary of the content."""

    phrases: Phrases
    synonyms: Mapping[str, str]
    """Stem -> stem of the word that stands for all of its kind."""
    stems: Mapping[str, str]
    """Word -> stem, worked out beforehand for speed."""
    speller: Speller

    def read(self, text: str) -> Reading:
        """Understand a message; any text is allowed."""
        raw = self.as_written(text)
        repairs = {word: self.speller.repair(word) for word in raw if not self.speller.knows(word)}
        repaired = tuple(repairs.get(word, word) for word in raw)
        mapped = map_phrases(repaired, self.phrases) if repairs else repaired
        plain = tuple(self.stem(word) for word in mapped)
        return Reading(
            text=text,
            words=mapped,
            repairs=tuple((slip, meant) for slip, meant in repairs.items() if slip != meant),
            plain=plain,
            stems=self.shared(plain),
            known_share=1 - sum(word in repairs for word in raw) / len(raw) if raw else 0.0,
        )

    def as_written(self, text: str) -> tuple[str, ...]:
        """The words of a text with phrases mapped and slips left alone."""
        return map_phrases(words(fold(text)), self.phrases)

    def stem(self, word: str) -> str:
        """The stem of a word."""
        return self.stems.get(word) or Stemmer("english").stemWord(word)

    def shared(self, plain: tuple[str, ...]) -> tuple[str, ...]:
        """Stems with one for all words that mean the same."""
        return tuple(self.synonyms.get(stem, stem) for stem in plain)

    def shared_stems(self, text: str) -> tuple[str, ...]:
        """The shared stems of a text of our own, which needs no repair."""
        return self.shared(self.plain_stems(text))

    def plain_stems(self, text: str) -> tuple[str, ...]:
        """The stems of a text of our own, which needs no repair."""
        return tuple(self.stem(word) for word in self.as_written(text))


def map_phrases(tokens: tuple[str, ...], phrases: Phrases) -> tuple[str, ...]:
    """Words with phrases replaced, from left to right, the longest phrase first."""
    if phrases.keys().isdisjoint(tokens):
        return tokens
    out: list[str] = []
    at = 0
    while at < len(tokens):
        for said, ours in phrases.get(tokens[at], ()):
            if tokens[at : at + len(said)] == said:
                out.extend(ours)
                at += len(said)
                break
        else:
            out.append(tokens[at])
            at += 1
    return tuple(out)


def build_reader(vocabulary: Vocabulary, texts: Iterable[str], english: frozenset[str]) -> Reader:
    """A reader that knows the words of some texts."""
    stemmer = Stemmer("english")
    phrases = _by_first_word(vocabulary)
    synonyms = {
        stemmer.stemWord(other): stemmer.stemWord(ours)
        for ours, others in vocabulary.synonyms.items()
        for other in others
    }
    counts = Counter(word for text in texts for word in map_phrases(words(fold(text)), phrases))
    stems = dict(zip(counts, stemmer.stemWords(list(counts)), strict=True))
    return Reader(phrases, synonyms, stems, Speller.of(counts, english))


def _by_first_word(vocabulary: Vocabulary) -> Phrases:
    pairs = [(words(fold(said)), words(fold(ours))) for said, ours in vocabulary.phrases.items()]
    groups: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
    for said, ours in sorted(pairs, key=lambda pair: -len(pair[0])):
        groups[said[0]].append((said, ours))
    return {first: tuple(group) for first, group in groups.items()}
