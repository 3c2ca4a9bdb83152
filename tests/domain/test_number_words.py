import pytest

from bot.domain.number_words import NUMBERS, counted, in_words, spelled


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
        (1000, "1000"),
        (-3, "-3"),
    ],
)
def test_a_number_is_spoken(number: int, words: str) -> None:
    assert in_words(number) == words


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


def test_words_and_figures_agree() -> None:
    assert all(in_words(value) == word for word, value in NUMBERS.items() if value < 100)
