"""Words of a request: folded, repaired, and told from German."""

import pytest

from bot.reminders.input.parsing import parse_request
from bot.reminders.input.request import NotUnderstood, Reason
from bot.reminders.input.tokens import fold, repair, tokenize


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("6 p.m.", "6 pm"),
        ("6 P. M. sharp", "6 pm sharp"),
        ("6 a.m", "6 am"),
        ("M\u00fcnchen", "munchen"),
        ("Mon \u2013 Fri", "mon - fri"),
        ("Mon\u2014Fri", "mon-fri"),
        ("7 o\u2019clock", "7 oclock"),
        ("7 o`clock", "7 oclock"),
    ],
)
def test_spellings_become_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("munnay", "monday"),  # two slips in six letters
        ("fredey", "friday"),
        ("wekand", "weekend"),
        ("frida", "friday"),
        ("todai", "today"),  # one slip in five letters
        ("tudai", "tudai"),  # two
        ("fryda", "fryda"),
        ("frid", "frid"),
        ("mon1", "mon1"),
    ],
)
def test_longer_words_may_have_two_slips(word: str, meant: str) -> None:
    assert repair(word) == meant


GERMAN = [
    (one, other) for one in ("do", "so") for other in ("mo", "mi", "di", "fr", "sa", "so", "do")
]


@pytest.mark.parametrize(("one", "other"), [pair for pair in GERMAN if pair[0] != pair[1]])
def test_short_days_beside_do_or_so_are_german(one: str, other: str) -> None:
    for text in (f"{one} {other} 10:00", f"{other} {one} 10:00"):
        assert parse_request(text) == NotUnderstood(Reason.LANGUAGE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mo we fr", ["mo", "wed", "fr"]),
        ("we fr", ["wed", "fr"]),
        ("mo we", ["mo", "wed"]),
        ("may we train", ["we"]),
        ("so what do i do", ["so", "do", "do"]),
    ],
)
def test_we_is_a_day_beside_days_only(text: str, words: list[str]) -> None:
    found = tokenize(text)
    assert [word for word in found if word in {"mo", "we", "wed", "fr", "so", "do", "uhr"}] == words
