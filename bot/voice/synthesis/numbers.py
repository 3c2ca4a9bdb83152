"""Figures as a voice reads them: amounts, places in an order, years, and digit by digit."""

from bot.domain import number_words

_LONGEST = 9
"""Digits of the longest number that is read as an amount."""


def cardinal(digits: str) -> str:
    """A whole number without a sign; what starts with a zero or is too long, digit by digit."""
    return one_by_one(digits) if _is_a_code(digits) else number_words.cardinal(int(digits))


def ordinal(digits: str) -> str:
    """A place in an order: "21" is "twenty-first"."""
    if not _is_a_code(digits):
        return number_words.ordinal(int(digits))
    return f"{one_by_one(digits[:-1])} {number_words.ordinal(int(digits[-1]))}"


def _is_a_code(digits: str) -> bool:
    return len(digits) > _LONGEST or (len(digits) > 1 and digits.startswith("0"))


def decimal(whole: str, fraction: str) -> str:
    """A number with digits behind the point: "two point five"."""
    return f"{cardinal(whole)} point {one_by_one(fraction)}"


def one_by_one(digits: str) -> str:
    """Each digit by itself, as telephone numbers are read."""
    return " ".join(number_words.cardinal(int(digit)) for digit in digits)


def year(digits: str) -> str:
    """Four digits as a year of our time: "2026" is "twenty twenty-six"; else as an amount."""
    number = int(digits)
    return cardinal(digits) if _is_a_code(digits) else number_words.year(number)
