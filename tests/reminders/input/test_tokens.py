"""Words as they are cut out of a text, at the bounds of what counts as a slip."""

import pytest

from bot.reminders.input.tokens import MOST_WORDS, fold, is_latin, repair, tokenize


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("MON", "mon"),
        ("t\u00e4glich", "taglich"),
        ("7 p.m.", "7 pm"),
        ("7 A. M.", "7 am"),
        ("mon\u2013fri", "mon-fri"),
        ("mon\u2212fri", "mon-fri"),
        ("o\u2019clock o'clock", "oclock oclock"),
    ],
)
def test_a_text_is_folded(text: str, plain: str) -> None:
    assert fold(text) == plain


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [("mon 19:00", True), ("", True), ("\u043f\u043d 19:00", False), ("mon \u6708", False)],
)
def test_other_scripts_are_told_apart(text: str, *, is_plain: bool) -> None:
    assert is_latin(text) is is_plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mon,thu/fri", ["mon", "thu", "fri"]),
        ("mon-fri", ["mon", "-", "fri"]),
        ("7pm", ["7", "pm"]),
        ("19h30", ["19h30"]),
        ("19h", ["19h"]),
        ("19:30:15", ["19:30:15"]),
        ("7.30", ["7.30"]),
        ("3x week", ["3x", "week"]),
        ("2026-03-01", ["2026-03-01"]),
        ("3/4/26", ["3/4/26"]),
        ("2nd", ["2nd"]),
        ("2moro 2morrow", ["2moro", "2morrow"]),
        # two letters of a calendar
        ("mo we fr", ["mo", "wed", "fr"]),
        ("we train mo", ["we", "train", "mo"]),
        ("fr we", ["fr", "wed"]),
        ("we we", ["we", "we"]),
        ("mo do", ["mo", "uhr"]),
        ("do mo", ["uhr", "mo"]),
        ("sa so", ["sa", "uhr"]),
        ("do it mo", ["do", "it", "mo"]),
        # words that stand for others
        ("weeknights", ["weekdays", "evening"]),
        ("midday", ["noon"]),
    ],
)
def test_a_text_is_cut_into_words(text: str, words: list[str]) -> None:
    assert list(tokenize(fold(text))) == words


def test_of_a_long_text_one_word_more_than_allowed_is_kept() -> None:
    assert MOST_WORDS == 30
    assert len(tokenize("mon " * 29)) == 29
    assert len(tokenize("mon " * 31)) == 31
    assert len(tokenize("mon " * 99)) == 31


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        # three letters are never repaired, four may be
        ("mno", "mno"),
        ("tusday", "tuesday"),
        # up to five letters one slip, then two
        ("mondy", "monday"),
        ("mnody", "mnody"),
        ("mnoday", "monday"),
        ("mnodya", "monday"),
        ("xxnday", "xxnday"),
        # short words have too many neighbours to be what was meant
        ("tues", "tues"),
        ("tuse", "tuse"),
        # a day rather than another word
        ("fridy", "friday"),
        # two are equally near
        ("smonday", "monday"),
        ("aturday", "saturday"),
        # figures are no slips
        ("mond4y", "mond4y"),
        ("19h30", "19h30"),
        # German words are not what anybody meant in English
        ("montag", "montag"),
    ],
)
def test_a_slip_is_repaired_when_one_word_is_near(word: str, meant: str) -> None:
    assert repair(word) == meant
