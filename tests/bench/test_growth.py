"""Content that grows for a measurement."""

import random

from bench.growth import more_phrasings

ENGLISH = ["apple", "house"]


def grown(*phrasings: str, factor: int = 50) -> tuple[str, ...]:
    return more_phrasings(phrasings, factor, ENGLISH, random.Random(3))


def test_the_real_phrasings_come_first() -> None:
    assert grown("why does it cramp", "cramps")[:2] == ("why does it cramp", "cramps")


def test_there_are_so_many_times_as_many() -> None:
    assert len(grown("why does it cramp", "cramps", factor=10)) == 20


def test_new_words_come_in() -> None:
    words = {word for text in grown("why does it cramp") for word in text.split()}
    assert set(ENGLISH) < words


def test_no_phrasing_is_empty() -> None:
    assert all(grown("cramps"))
