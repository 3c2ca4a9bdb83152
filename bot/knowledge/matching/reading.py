"""From a message to the stems that matching compares."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from Stemmer import Stemmer

from bot.knowledge.content.entries import Vocabulary
from bot.knowledge.matching.spelling import Speller
from bot.knowledge.matching.text import WordPause, clauses, fold, runs, sentences, words


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
    pauses: tuple[WordPause, ...]
    """What stands before each word."""
    known_share: float
    """Share of words that the content or common English knows before any repair, 0 to 1."""


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """One sentence of a message."""

    reading: Reading
    clauses: tuple[Reading, ...]
    """Clauses of two words and more; empty when there is only one."""


@dataclass(frozen=True, slots=True)
class MessageReading:
    """A message, read as a whole, sentence by sentence, and clause by clause."""

    whole: Reading
    sentences: tuple[SentenceReading, ...]

    @property
    def parts(self) -> tuple[Reading, ...]:
        """The smallest parts that can ask something, when there are several."""
        parts = [part for one in self.sentences for part in one.clauses or (one.reading,)]
        return tuple(parts) if len(parts) > 1 else ()


Phrases = Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
"""First word -> the phrases that begin with it, longest first, each with its replacement."""


@dataclass(frozen=True, slots=True)
class MessageReader:
    """Reads messages with the vocabulary of the content."""

    phrases: Phrases
    synonyms: Mapping[str, str]
    """Stem -> stem of the word that stands for all of its kind."""
    stems: Mapping[str, str]
    """Word -> stem, worked out beforehand for speed."""
    speller: Speller

    def read(self, text: str) -> Reading:
        """Understand a message; any text is allowed."""
        return self._read(text, self.speller.repair)

    def _read(self, text: str, repair: Callable[[str], str]) -> Reading:
        written = self._runs(text)
        raw = [word for _, run in written for word in run]
        repairs = {word: repair(word) for word in raw if not self.speller.knows(word)}
        if repairs:
            written = tuple(
                (pause, map_phrases(tuple(repairs.get(word, word) for word in run), self.phrases))
                for pause, run in written
            )
        mapped = tuple(word for _, run in written for word in run)
        plain = tuple(self.stem(word) for word in mapped)
        return Reading(
            text=text,
            words=mapped,
            repairs=tuple((slip, meant) for slip, meant in repairs.items() if slip != meant),
            plain=plain,
            stems=self.shared(plain),
            pauses=tuple(
                WordPause.NONE if at else pause for pause, run in written for at in range(len(run))
            ),
            known_share=1 - sum(word in repairs for word in raw) / len(raw) if raw else 0.0,
        )

    def read_message(self, text: str) -> MessageReading:
        """Understand a message and its parts."""
        repair = cache(self.speller.repair)  # each slip once, though its parts are read again
        whole = self._read(text, repair)
        found = [one for one in sentences(text) if len(one.split()) > 1]
        alone = len(found) == 1
        return MessageReading(
            whole,
            tuple(
                SentenceReading(
                    whole if alone else self._read(one, repair), self._clauses(one, repair)
                )
                for one in found
            ),
        )

    def _clauses(self, sentence: str, repair: Callable[[str], str]) -> tuple[Reading, ...]:
        parts = [part for part in clauses(sentence) if len(part.split()) > 1]
        return tuple(self._read(part, repair) for part in parts) if len(parts) > 1 else ()

    def as_written(self, text: str) -> tuple[str, ...]:
        """The words of a text with phrases mapped and slips left alone."""
        return tuple(word for _, run in self._runs(text) for word in run)

    def _runs(self, text: str) -> tuple[tuple[WordPause, tuple[str, ...]], ...]:
        return tuple((pause, map_phrases(run, self.phrases)) for pause, run in runs(fold(text)))

    def stem(self, word: str) -> str:
        """The stem of a word."""
        return self.stems.get(word) or Stemmer("english").stemWord(word)

    def shared(self, plain: tuple[str, ...]) -> tuple[str, ...]:
        """Stems with one for all words that mean the same."""
        return tuple([self.synonyms.get(stem, stem) for stem in plain])

    def shared_stems(self, text: str) -> tuple[str, ...]:
        """The shared stems of a text of our own, which needs no repair."""
        return self.shared(self.plain_stems(text))

    def plain_stems(self, text: str) -> tuple[str, ...]:
        """The stems of a text of our own, which needs no repair."""
        return tuple(map(self.stem, self.as_written(text)))


def map_phrases(tokens: tuple[str, ...], phrases: Phrases) -> tuple[str, ...]:
    """Words with phrases replaced, from left to right, the longest phrase first."""
    out: list[str] = []
    done = 0
    for at in [at for at, token in enumerate(tokens) if token in phrases]:
        for said, ours in phrases[tokens[at]] if at >= done else ():
            if tokens[at : at + len(said)] == said:
                out += tokens[done:at]
                out += ours
                done = at + len(said)
                break
    return (*out, *tokens[done:]) if done else tokens


def build_reader(
    vocabulary: Vocabulary,
    texts: Iterable[str],
    english: frozenset[str],
    grave: Iterable[str] = (),
) -> MessageReader:
    """A reader that knows the words of some texts; `grave` phrases hold words of symptoms."""
    stemmer = Stemmer("english")
    phrases = _by_first_word(vocabulary)
    synonyms = {
        stemmer.stemWord(other): stemmer.stemWord(ours)
        for ours, others in vocabulary.synonyms.items()
        for other in others
    }
    counts = Counter(word for text in texts for word in map_phrases(words(fold(text)), phrases))
    counts.update(word for group in phrases.values() for said, _ in group for word in said)
    stems = dict(zip(counts, stemmer.stemWords(list(counts)), strict=True))
    symptoms = frozenset(word for phrase in grave for word in words(fold(phrase)))
    return MessageReader(phrases, synonyms, stems, Speller.of(counts, english, symptoms))


def _by_first_word(vocabulary: Vocabulary) -> Phrases:
    pairs = [(words(fold(said)), words(fold(ours))) for said, ours in vocabulary.phrases.items()]
    groups: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
    for said, ours in sorted(pairs, key=lambda pair: -len(pair[0])):
        groups[said[0]].append((said, ours))
    return {first: tuple(group) for first, group in groups.items()}
