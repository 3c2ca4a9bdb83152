import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.knowledge.matching.text import (
    WordPause,
    clauses,
    fold,
    foreign_share,
    runs,
    sentences,
    words,
)

FOLDED = [
    ("Hello", "hello"),
    ("Don't", "dont"),
    ("don\u2019t", "dont"),
    ("don\u2018t", "dont"),
    ("don\u00b4t", "dont"),
    ("Pâté à Zoë", "pate a zoe"),
    ("STRASSE und Straße", "strasse und strasse"),
    ("2\u00d715", "2x15"),
    ("½ cup", "1\u20442 cup"),
    ("ﬁnisher", "finisher"),
    ("\uff46\uff55\uff4c\uff4c width", "full width"),
    ("soooo gooood", "soo good"),
    ("hiii!!!", "hii!!!"),
    ("glutes", "glutes"),
    ("1000000", "1000000"),
    ("", ""),
    ("  two  spaces ", "  two  spaces "),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
@example("İİİ")
@example("aa'a")
@example("\u1e9e\u1e9e")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())


WORDS = [
    ("how many reps?", ("how", "many", "reps")),
    ("2x15, 5lb", ("2", "x", "15", "5", "lb")),
    ("warm-up", ("warm", "up")),
    ("12\u201320", ("12", "20")),
    ("нога hurts", ("hurts",)),
    ("!?…", ()),
    ("", ()),
]


@pytest.mark.parametrize(("folded", "found"), WORDS)
def test_cutting_into_words(folded: str, found: tuple[str, ...]) -> None:
    assert words(folded) == found


@given(st.text())
def test_words_are_latin_letters_or_digits(text: str) -> None:
    assert all(re.fullmatch(r"[a-z]+|[0-9]+", word) for word in words(fold(text)))


@given(st.lists(st.sampled_from(["knee", "back", "12", "x"])))
def test_no_word_is_lost(spoken: list[str]) -> None:
    assert words(" ".join(spoken)) == tuple(spoken)


NONE, COMMA, STOP = WordPause

RUNS = [
    ("how often", [(NONE, "how often")]),
    ("no, it hurts", [(NONE, "no"), (COMMA, "it hurts")]),
    *[(f"no{mark} pain", [(NONE, "no"), (STOP, "pain")]) for mark in ".!?:;\n\r\u2014\u2015"],
    *[(f"no{mark}pain", [(NONE, "no"), (STOP, "pain")]) for mark in (".", "...", "\n", "--", " -")],
    *[(f"no{mark}pain", [(NONE, "no"), (STOP, "pain")]) for mark in ("- ", "\u2013 ", " \u2013 ")],
    ("no,. pain", [(NONE, "no"), (STOP, "pain")]),
    ("no., pain", [(NONE, "no"), (STOP, "pain")]),
    ("- no", [(STOP, "no")]),
    ("38.5 1,000 19:00", [(NONE, "38 5 1 000 19 00")]),
    ("5.no no,5", [(NONE, "5"), (STOP, "no no"), (COMMA, "5")]),
    ("5. 6", [(NONE, "5"), (STOP, "6")]),
    ("warm-up 12\u201320 and/or", [(NONE, "warm up 12 20 and or")]),
    ("...", []),
    ("", []),
]


@pytest.mark.parametrize(("folded", "found"), RUNS)
def test_cutting_at_pauses(folded: str, found: list[tuple[WordPause, str]]) -> None:
    assert [(pause, " ".join(run)) for pause, run in runs(folded)] == found


@given(st.text(alphabet="ab1 .,:;-\n") | st.text())
def test_cutting_at_pauses_loses_no_word(text: str) -> None:
    found = runs(fold(text))
    assert [word for _, run in found for word in run] == list(words(fold(text)))
    assert all(run for _, run in found)


SENTENCES = [
    ("How often? And how heavy!", ("how often", "and how heavy")),
    ("why cramps; do I stretch", ("why cramps", "do i stretch")),
    ("one\ntwo", ("one", "two")),
    ("it hurts, but where", ("it hurts, but where",)),
    ("...", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "parts"), SENTENCES)
def test_cutting_into_sentences(text: str, parts: tuple[str, ...]) -> None:
    assert sentences(text) == parts


CLAUSES = [
    ("it hurts, but how many reps", ("it hurts", "how many reps")),
    ("why cramps, also, do I stretch", ("why cramps", "do i stretch")),
    ("the knee \u2013 is it safe", ("the knee", "is it safe")),
    ("a warm-up and a push-up", ("a warm-up and a push-up",)),
    ("because I said so", ("i said so",)),
    ("butter is no clause", ("butter is no clause",)),
    (",,", ()),
    ("", ()),
]


@pytest.mark.parametrize(("sentence", "parts"), CLAUSES)
def test_cutting_into_clauses(sentence: str, parts: tuple[str, ...]) -> None:
    assert clauses(sentence) == parts


_JOINTS = {"but", "and", "also", "plus", "however", "because", "so", "now"}


@given(st.text(alphabet="ab ,.;!?\n-") | st.text())
def test_parts_are_never_empty_and_cover_every_word(text: str) -> None:
    parts = [clause for sentence in sentences(text) for clause in clauses(sentence)]
    assert all(part and part == part.strip() for part in parts)
    kept = [word for part in parts for word in words(part)]
    spoken = [word for word in words(text.casefold()) if word not in _JOINTS]
    assert [word for word in kept if word not in _JOINTS] == spoken


SHARES = [("abc", 0.0), ("нога", 1.0), ("ab да", 0.5), ("Zoë", 0.0), ("12 ?!", 0.0), ("", 0.0)]


@pytest.mark.parametrize(("text", "share"), SHARES)
def test_the_share_of_foreign_letters(text: str, share: float) -> None:
    assert foreign_share(text) == share


@given(st.text())
def test_the_share_of_foreign_letters_is_a_share(text: str) -> None:
    assert 0 <= foreign_share(text) <= 1
