"""Whole numbers as English words, spelled the British way."""

import re
from functools import lru_cache
from typing import Literal

_FIGURE = re.compile(r"\d+")
_RANGE = re.compile(r"(?<=\d)\s?[\u2013-]\s?(?=\d)")
_CACHED = 1024
"""Numbers whose words are kept: a set that is counted aloud says the same ones again and again."""
_YEARS = range(1900, 2100)
"""What is read in two halves, "nineteen ninety"; anything else is read as an amount."""

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_VALUES = {
    **{word: value for value, word in enumerate(_SMALL.split())},
    **{word: 10 * value for value, word in enumerate(_TENS.split(), start=2)},
    "hundred": 100,
}
"""Each word of a number below a thousand -> its value, for whoever reads numbers."""


def cardinal(number: int) -> str:
    """An amount: 115 is "one hundred and fifteen", -3 is "minus three"."""
    return _words(number, "cardinal")


def ordinal(number: int) -> str:
    """A place in an order, from 0: 21 is "twenty-first"."""
    return _words(number, "ordinal")


def year(number: int) -> str:
    """A year of our time: 2026 is "twenty twenty-six", 1905 "nineteen oh five"."""
    return _words(number, "year").replace("oh-", "oh ") if number in _YEARS else cardinal(number)


@lru_cache(_CACHED)
def _words(number: int, kind: Literal["cardinal", "ordinal", "year"]) -> str:
    # Importing it takes a tenth of a second for its fifty languages: not at every start.
    from num2words import num2words  # noqa: PLC0415

    words: str = num2words(number, lang="en", to=kind)
    return words.replace(",", "")


def spelled(text: str) -> str:
    """The text with its figures as words: "12-20" is "twelve to twenty"."""
    text = _RANGE.sub(" to ", text)
    return _FIGURE.sub(lambda found: cardinal(int(found[0])), text)


def counted(number: int, noun: str) -> str:
    """Figures with a noun: "1 set", "3 sets"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
