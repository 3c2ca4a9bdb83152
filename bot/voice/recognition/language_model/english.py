"""General English: unigrams and bigrams, from the language model in the wheel of PocketSphinx.

The file is a trie of n-grams whose entries are packed bit by bit. Its own library can look up
single probabilities but not list them, so the pairs of words are read here.
"""

import struct
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import VoiceError

_MAGIC = b"Trie Language Model"
_ORDER = 3
"""Its order: it has unigrams, bigrams and trigrams."""
_NATURAL = 9.9995e-5
"""One step of its logarithms, as a natural one: they have the base 1.0001."""
_TABLE = 1 << 16
"""Probabilities and weights of pairs are numbered: so many different ones there are."""
_NUMBER_BITS = 16
_UNIGRAM = struct.Struct("=ffI")


@dataclass(frozen=True, slots=True)
class English:
    """Probabilities of words and of pairs of words."""

    words: dict[str, float]
    """Word -> natural logarithm of its probability."""
    pairs: "Pairs" = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The bigrams, still packed."""

    content: bytes
    begin: int
    """Byte of the first entry."""
    firsts: tuple[int, ...]
    """Number of a word -> number of its first entry; the next word's is where they end."""
    names: tuple[str, ...]
    values: tuple[float, ...]
    """Number of a probability -> its natural logarithm."""
    word_bits: int
    entry_bits: int

    def of(self, words: Container[str]) -> Iterator[tuple[str, Iterator[tuple[str, float]]]]:
        """Each of some words with the words before it, which are of them, too.

        Beside each one before stands the natural logarithm of how likely it leads to the word.
        """
        numbers = {at: name for at, name in enumerate(self.names) if name in words}
        for at, name in numbers.items():
            yield name, self._before(at, numbers)

    def _before(self, word: int, names: Mapping[int, str]) -> Iterator[tuple[str, float]]:
        mask = (1 << self.word_bits) - 1
        size, begin, content, values = self.entry_bits, self.begin, self.content, self.values
        shift = self.word_bits + _NUMBER_BITS
        for at in range(self.firsts[word] * size, self.firsts[word + 1] * size, size):
            byte = begin + (at >> 3)
            packed = int.from_bytes(content[byte : byte + 8], "little") >> (at & 7)
            name = names.get(packed & mask)
            if name is not None:
                yield name, values[packed >> shift & _TABLE - 1]


NO_ENGLISH = English({}, Pairs(b"", 0, (), (), (), 0, 0))
"""For a model of our own sentences alone."""


def read_english(path: Path) -> English:
    """The model in a file. Raises `VoiceError` when it is not of the expected kind."""
    try:
        content = path.read_bytes()
        return _parse(content)
    except (OSError, struct.error, ValueError) as error:
        raise VoiceError(f"The English of PocketSphinx cannot be read from {path}.") from error


def _parse(content: bytes) -> English:
    if not content.startswith(_MAGIC) or content[len(_MAGIC)] != _ORDER:
        raise ValueError
    at = len(_MAGIC) + 1
    words, pairs, triples = struct.unpack_from("=3I", content, at)
    at += 4 * _ORDER + 4  # the counts, and the kind of numbering
    values = struct.unpack_from(f"={_TABLE}f", content, at)
    at += _ORDER * _TABLE * 4  # probabilities and weights of pairs, probabilities of triples
    unigrams = list(_UNIGRAM.iter_unpack(content[at : at + (words + 1) * _UNIGRAM.size]))
    at += (words + 1) * _UNIGRAM.size
    word_bits = words.bit_length()
    entry_bits = word_bits + 2 * _NUMBER_BITS + triples.bit_length()
    end = at + ((pairs + 1) * entry_bits + 7) // 8 + 8
    end += ((triples + 1) * (word_bits + _NUMBER_BITS) + 7) // 8 + 8
    (length,) = struct.unpack_from("=I", content, end)
    names = tuple(content[end + 4 : end + 4 + length].decode().split("\0")[:words])
    return English(
        {name: one[0] * _NATURAL for name, one in zip(names, unigrams, strict=False)},
        Pairs(
            content,
            at,
            tuple(one[2] for one in unigrams),
            names,
            tuple(value * _NATURAL for value in values),
            word_bits,
            entry_bits,
        ),
    )
