"""Questions that await an answer, written down and read again, also those of an older version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.awaited import (
    PainQuestion,
    Pending,
    ReminderQuestion,
    ZoneQuestion,
    from_text,
    to_text,
)

DRAFTS = st.from_regex(r"[0-6]{1,7}\.([01]\d[0-5]\d|-)\.[a-z0-9]{0,6}", fullmatch=True)
RULES = st.none() | st.integers(0, 10**12)
PENDING = st.one_of(
    st.just(PainQuestion()),
    st.builds(ZoneQuestion, st.just("") | DRAFTS, RULES),
    st.builds(ReminderQuestion, DRAFTS, RULES),
)


@given(PENDING)
def test_a_question_that_was_written_down_is_read_again(pending: Pending) -> None:
    assert from_text(to_text(pending)) == pending


@pytest.mark.parametrize(
    ("text", "pending"),
    [
        ("pain", PainQuestion()),
        ("zone||", ZoneQuestion()),
        ("zone", ZoneQuestion()),
        ("zone|03.1900.|", ZoneQuestion("03.1900.")),
        ("wish|03.1900.s|7", ReminderQuestion("03.1900.s", 7)),
    ],
)
def test_what_is_written_stays_the_same_from_version_to_version(
    text: str, pending: Pending
) -> None:
    assert from_text(text) == pending
    assert to_text(pending).rstrip("|") == text.rstrip("|")


@pytest.mark.parametrize("text", ["", "wish", "wish||7", "mood|x|", "zone|x|seven", "wish|x|-1"])
def test_what_is_not_known_is_no_question(text: str) -> None:
    assert from_text(text) is None
