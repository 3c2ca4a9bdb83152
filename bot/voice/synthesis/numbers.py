"""Figures in words: amounts, places in an order, years, and numbers read digit by digit."""

from bot.domain.number_words import in_words

_THOUSAND, _MILLION = 1000, 1_000_000
_LONGEST = 9
"""Digits of the longest number that is read as an amount."""
_YEARS = range(1900, 2100)
_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def cardinal(digits: str) -> str:
    """A whole number without a sign; what starts with a zero or is too long, digit by digit."""
    if len(digits) > _LONGEST or (len(digits) > 1 and digits.startswith("0")):
        return one_by_one(digits)
    return _amount(int(digits))


def _amount(number: int) -> str:
    for size, name in ((_MILLION, "million"), (_THOUSAND, "thousand")):
        if number >= size:
            large, rest = divmod(number, size)
            words = f"{in_words(large)} {name}"
            joint = " and " if rest < 100 else " "  # noqa: PLR2004 - "two thousand and five"
            return f"{words}{joint}{_amount(rest)}" if rest else words
    return in_words(number)


def ordinal(digits: str) -> str:
    """A place in an order: "21" is "twenty-first"."""
    words = cardinal(digits)
    at = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[at:]
    if last in _IRREGULAR:
        return words[:at] + _IRREGULAR[last]
    return f"{words[:-1]}ieth" if last.endswith("y") else f"{words}th"


def decimal(whole: str, fraction: str) -> str:
    """A number with digits behind the point: "two point five"."""
    return f"{cardinal(whole)} point {one_by_one(fraction)}"


def one_by_one(digits: str) -> str:
    """Each digit by itself, as telephone numbers are read."""
    return " ".join(in_words(int(digit)) for digit in digits)


def year(digits: str) -> str:
    """Four digits as a year of our time: "2026" is "twenty twenty-six"; else as an amount."""
    number = int(digits)
    century, rest = divmod(number, 100)
    if number not in _YEARS or (rest < 10 and century % 10 == 0):  # noqa: PLR2004 - "2005"
        return cardinal(digits)
    if not rest:
        return f"{in_words(century)} hundred"
    return f"{in_words(century)} {'oh ' if rest < 10 else ''}{in_words(rest)}"  # noqa: PLR2004
