"""Figures as words, for the ear."""

import re

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_FIGURE = re.compile(r"\d+")
_RANGE = re.compile(r"(?<=\d)\s?[\u2013-]\s?(?=\d)")
_LARGEST = 999


def in_words(number: int) -> str:
    """A whole number from 0 to 999 as it is spoken; figures beyond that."""
    if not 0 <= number <= _LARGEST:
        return str(number)
    if number < len(_SMALL):
        return _SMALL[number]
    hundreds, rest = divmod(number, 100)
    if hundreds:
        return f"{_SMALL[hundreds]} hundred" + (f" and {in_words(rest)}" if rest else "")
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[ones]}" if ones else "")


def spelled(text: str) -> str:
    """The text with its figures as words: "12-20" is "twelve to twenty"."""
    text = _RANGE.sub(" to ", text)
    return _FIGURE.sub(lambda found: in_words(int(found[0])), text)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 set", "3 sets"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


NUMBERS = {
    **{word: at for at, word in enumerate(_SMALL)},
    **{word: 10 * at for at, word in enumerate(_TENS, start=2)},
    "hundred": 100,
}
"""The words of figures -> their value."""
