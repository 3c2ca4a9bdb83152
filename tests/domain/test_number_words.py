import subprocess
import sys

import pytest

from bot.domain.number_words import NUMBER_VALUES, cardinal, counted, ordinal, spelled, year


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (7, "seven"),
        (12, "twelve"),
        (19, "nineteen"),
        (20, "twenty"),
        (45, "forty-five"),
        (100, "one hundred"),
        (115, "one hundred and fifteen"),
        (600, "six hundred"),
        (999, "nine hundred and ninety-nine"),
        (1000, "one thousand"),
        (1001, "one thousand and one"),
        (1100, "one thousand one hundred"),
        (2345, "two thousand three hundred and forty-five"),
        (1_002_005, "one million two thousand and five"),
        (-3, "minus three"),
    ],
)
def test_an_amount_is_spoken(number: int, words: str) -> None:
    assert cardinal(number) == words


def test_every_amount_below_ten_thousand_can_be_read_back() -> None:
    for number in range(10_000):
        words = cardinal(number)
        assert read(words) == number, words
        assert hyphens(words) == (number % 100 > 20 and number % 10 != 0), words
        assert (" and " in words) == (number > 100 and number % 100 > 0), words


def read(words: str) -> int:
    """A number below a million, read word by word."""
    total = group = 0
    for word in words.replace("-", " ").split():
        if word == "thousand":
            total, group = 1000 * group, 0
        elif word == "hundred":
            group *= 100
        elif word != "and":
            group += NUMBER_VALUES[word]
    return total + group


def hyphens(words: str) -> int:
    return words.count("-")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zeroth"),
        (1, "first"),
        (2, "second"),
        (3, "third"),
        (5, "fifth"),
        (8, "eighth"),
        (9, "ninth"),
        (12, "twelfth"),
        (20, "twentieth"),
        (21, "twenty-first"),
        (31, "thirty-first"),
        (100, "one hundredth"),
        (1112, "one thousand one hundred and twelfth"),
    ],
)
def test_a_place_in_an_order_is_spoken(number: int, words: str) -> None:
    assert ordinal(number) == words


def test_no_two_places_share_their_words() -> None:
    words = [ordinal(number) for number in range(1000)]
    assert len(set(words)) == len(words)
    assert all(word.endswith(("st", "nd", "rd", "th")) for word in words)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1899, "one thousand eight hundred and ninety-nine"),
        (1900, "nineteen hundred"),
        (1905, "nineteen oh five"),
        (1984, "nineteen eighty-four"),
        (2000, "two thousand"),
        (2005, "two thousand and five"),
        (2010, "twenty ten"),
        (2026, "twenty twenty-six"),
        (2099, "twenty ninety-nine"),
        (2100, "two thousand one hundred"),
    ],
)
def test_a_year_of_our_time_is_read_in_two_halves(number: int, words: str) -> None:
    assert year(number) == words


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("12\u201320 repetitions", "twelve to twenty repetitions"),
        ("2 - 3 times", "two to three times"),
        ("set 2 of 3", "set two of three"),
        ("none at all", "none at all"),
    ],
)
def test_figures_in_a_text_are_spoken(text: str, spoken: str) -> None:
    assert spelled(text) == spoken


def test_one_is_not_many() -> None:
    assert [counted(number, "set") for number in (0, 1, 2)] == ["0 sets", "1 set", "2 sets"]


def test_every_word_has_its_value() -> None:
    words = {word for number in range(1000) for word in cardinal(number).replace("-", " ").split()}
    assert words == {*NUMBER_VALUES, "and"}
    assert all(cardinal(value) == word for word, value in NUMBER_VALUES.items() if value < 100)


def test_a_question_is_answered_without_the_words_of_fifty_languages() -> None:
    code = "import sys, bot.conversation.router; print('num2words' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
