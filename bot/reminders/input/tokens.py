"""A request for a reminder cut into words, with typing slips repaired."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.reminders.input.request import Reason
from bot.reminders.input.times import WORDS, Words
from bot.reminders.input.vocabulary import (
    DAY_WORDS,
    EXPANDED,
    FREQUENCIES,
    PHRASES,
    RANGES,
    SHORT_DAYS,
    UNITS,
)

MOST_WORDS = 30
"""Words in the longest request."""
DATE = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?/\d\d?(?:/\d+)?|\d+(?:st|nd|rd|th)")
"""A word that is a date, or a part of one."""
_WORD = re.compile(
    rf"2mor[a-z]+|(?:{DATE.pattern})(?![a-z\d])|\d+(?:[:.]\d+)+|\d+h\d*(?![a-z])|\d+x(?![a-z])|\d+|[a-z]+|-"
)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_HALVES = re.compile(r"\b([ap])\s?\.\s?m\b\.?")
_APOSTROPHES = re.compile(r"['\u2019\u2018\u00b4`]")

_LONG_ENOUGH = 5
"""Letters; shorter words have too many neighbours."""
_KNOWN = (
    frozenset(word for phrase in PHRASES for word in phrase)
    | WORDS
    | UNITS
    | RANGES
    | frozenset((*FREQUENCIES, *EXPANDED))
)
_FOREIGN = {phrase[0] for phrase, meaning in PHRASES.items() if meaning is Reason.LANGUAGE}
_TARGETS = tuple(sorted(word for word in _KNOWN - _FOREIGN if len(word) >= _LONG_ENOUGH))
"""Words that a slip may hide."""


def fold(text: str) -> str:
    """Lower case and plain letters; dashes and "p.m." in one form."""
    text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _HALVES.sub(r"\1m", _DASHES.sub("-", text.casefold()))


def is_latin(text: str) -> bool:
    """Whether all letters of a folded text are plain ones."""
    return not any(letter.isalpha() and not letter.isascii() for letter in text)


def tokenize(folded: str) -> Words:
    """The words of a text, repaired; of a long text at most one more than a request may have."""
    found = _WORD.findall(folded)[: MOST_WORDS + 1]
    return tuple(_expanded(_calendar_days(tuple(map(repair, found)))))


def repair(word: str) -> str:
    """The word that was probably meant; the same word when none is near, or two are."""
    if len(word) < 4 or not word.isalpha() or word in _KNOWN:  # noqa: PLR2004 - letters
        return word
    most = 1 if len(word) < 6 else 2  # noqa: PLR2004 - letters
    near = process.extract(word, _TARGETS, scorer=OSA.distance, score_cutoff=most, limit=None)
    ranked = sorted(((_distance(word, one, slips), one) for one, slips, _ in near))
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return word
    return ranked[0][1]


def _distance(word: str, target: str, slips: float) -> tuple[float, bool, int]:
    """The first letter is rarely wrong; days are what is mostly written here."""
    unlike = word[0] != target[0] and word[1::-1] != target[:2]
    return slips + unlike / 2, target not in DAY_WORDS, abs(len(word) - len(target))


def _calendar_days(words: Words) -> Iterator[str]:
    """As in "mo we fr" is Wednesday too; "mo do" and "sa so" are German."""
    for at, word in enumerate(words):
        beside = {*words[max(at - 1, 0) : at], *words[at + 1 : at + 2]} - {word}
        if word == "we" and beside & (SHORT_DAYS - {"we"}):
            yield "wed"
        elif word in {"do", "so"} and beside & {"mo", "mi", "di", "fr", "sa", "so", "do"}:
            yield "uhr"
        else:
            yield word


def _expanded(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield from EXPANDED.get(word, (word,))
