"""What must alarm, what must not, and what deserves a question back: line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.matching.text import fold, words

CAUGHT = {DecisionKind.RED_FLAG, DecisionKind.ASK_BACK}
BEFORE = (
    "",
    "Hello, quick question.",
    "So I started with the standing curl last month and it went well.",
    "I usually train on Monday and Thursday after work.",
    "My coach told me to do two sets of fifteen before squats.",
    "I like the prone one best because I can do it at home.",
)
AFTER = (
    "",
    "How many reps should I do?",
    "Should I use a band or ankle weights next?",
    "What is the posterior chain anyway?",
    "Can I still do the finisher today?",
    "Thanks for the help.",
)


@dataclass(frozen=True)
class Line:
    """One line of the matrix."""

    expected: str
    family: str
    text: str


def read_matrix() -> Iterator[Line]:
    text = (Path(__file__).parent / "safety_matrix.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        yield Line(*line.split("\t"))


MATRIX = tuple(read_matrix())
SLIPS = ("swapped", "lost", "doubled")
ALARMS = tuple(line.text for line in MATRIX if line.expected == "alarm")


def test_the_matrix_is_large_and_says_what_it_expects() -> None:
    assert len(MATRIX) >= 400
    assert {line.expected for line in MATRIX} == {"alarm", "ask", "pass"}
    assert len({line.text for line in MATRIX}) == len(MATRIX)


@pytest.mark.parametrize("line", MATRIX, ids=lambda line: f"{line.expected}: {line.text[:60]}")
def test_every_line_of_the_matrix_is_judged_right(line: Line, knowledge: KnowledgeBase) -> None:
    kind = knowledge.decide(line.text).kind
    assert (kind in CAUGHT) == (line.expected != "pass")


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("after", AFTER)
def test_a_red_flag_inside_a_story_is_never_answered(
    before: str, after: str, knowledge: KnowledgeBase
) -> None:
    stories = [f"{before} {text}. {after}".strip() for text in ALARMS]
    assert [story for story in stories if knowledge.decide(story).kind is DecisionKind.ANSWER] == []


@given(text=st.sampled_from(ALARMS), place=st.integers(0), kind=st.sampled_from(SLIPS))
def test_a_red_flag_with_a_typing_slip_is_never_answered(
    text: str, place: int, kind: str, knowledge: KnowledgeBase
) -> None:
    slipped = with_slip(text, place, kind)
    real = set(words(fold(slipped))) - set(words(fold(text)))
    assume(not any(knowledge.reader.speller.knows(word) for word in real))  # "foot" for "root"
    assert knowledge.decide(slipped).kind is not DecisionKind.ANSWER


def with_slip(text: str, place: int, kind: str) -> str:
    """The text with two letters swapped, or one lost or doubled, at one of its places."""
    places = [at for at in range(len(text) - 1) if text[at : at + 2].isalpha()]
    at = places[place % len(places)]
    pair = text[at : at + 2]
    return (
        text[:at]
        + {"swapped": pair[::-1], "lost": pair[1], "doubled": pair[0] + pair}[kind]
        + text[at + 2 :]
    )
