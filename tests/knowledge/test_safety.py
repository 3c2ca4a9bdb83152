from collections import Counter
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.safety import Safety, SafetyLevel, Verdict


@pytest.fixture(scope="module")
def safety(knowledge: KnowledgeBase) -> Safety:
    return knowledge.safety


@dataclass(frozen=True)
class Judged:
    family: str
    harmless: bool
    verdict: Verdict


@pytest.fixture(scope="module")
def judged(knowledge: KnowledgeBase) -> tuple[Judged, ...]:
    """The verdicts on every third message of the safety content."""
    return tuple(
        Judged(name, harmless, knowledge.decide(text).verdict)
        for name, family in knowledge.library.red_flags.families.items()
        for harmless, texts in ((False, family.prototypes), (True, family.hard_negatives))
        for text in texts[::3]
    )


def test_what_must_alarm_is_hardly_ever_missed(judged: tuple[Judged, ...]) -> None:
    found = [one.verdict.level for one in judged if not one.harmless]
    assert found.count(SafetyLevel.SAFE) <= len(found) * 0.02
    assert found.count(SafetyLevel.ALARM) >= len(found) * 0.96


def test_what_sounds_alike_seldom_alarms(judged: tuple[Judged, ...]) -> None:
    found = [one.verdict.level for one in judged if one.harmless]
    assert found.count(SafetyLevel.ALARM) <= len(found) * 0.08


def test_every_family_is_recognised_as_what_it_is(judged: tuple[Judged, ...]) -> None:
    alarming = [one for one in judged if not one.harmless]
    right = Counter(one.family for one in alarming if one.verdict.family == one.family)
    of_all = Counter(one.family for one in alarming)
    assert {name for name in of_all if right[name] < of_all[name] * 0.8} == set()


def test_another_script_does_not_alarm(knowledge: KnowledgeBase) -> None:
    assert knowledge.decide("почему болит нога").verdict.level is SafetyLevel.SAFE


@pytest.mark.parametrize("slip", ["my leg is nunb", "my calf is swolen and warm", "chset pain"])
def test_a_slip_does_not_hide_a_red_flag(knowledge: KnowledgeBase, slip: str) -> None:
    assert knowledge.decide(slip).kind in {DecisionKind.RED_FLAG, DecisionKind.ASK_BACK}


YES_NO = [
    ("yes", True),
    ("Yes!", True),
    ("yeah", True),
    ("I'm afraid so", True),
    ("no", False),
    ("No.", False),
    ("no!", False),
    ("No. Chest pain", None),
    ("Nope.", False),
    ("not at all", False),
    ("no, just curious", False),
    ("maybe", None),
    ("why do my hamstrings cramp", None),
    ("yes, and how often should I train my hamstrings per week", None),
    ("no, but now the whole foot is numb as well", None),
    ("", None),
    ("да", None),
]


@pytest.mark.parametrize(("text", "answer"), YES_NO)
def test_an_answer_to_a_safety_question(safety: Safety, text: str, answer: bool | None) -> None:  # noqa: FBT001 - a table
    assert safety.answer(text) is answer


def test_every_way_to_say_yes_or_no_is_understood(safety: Safety) -> None:
    assert {safety.answer(text) for text in safety.phrases.yes} == {True}
    assert {safety.answer(text) for text in safety.phrases.no} == {False}


def test_every_way_to_be_cleared_is_understood(safety: Safety) -> None:
    assert [text for text in safety.phrases.clear if not safety.clears(text)] == []
    assert [text for text in safety.phrases.not_clear if safety.clears(text)] == []


def test_what_is_nearer_to_not_being_clear_does_not_clear(safety: Safety) -> None:
    phrases = replace(safety.phrases, clear=("it is all clear",), not_clear=("is it all clear",))
    other = replace(safety, phrases=phrases)
    assert other.clears("It is all clear!")
    assert not other.clears("Is it all clear?")


NOT_CLEAR = [
    "",
    "ok",
    "нет",
    "why do my hamstrings cramp",
    "I feel fine",
    "my doctor said I can't train again",
    "not cleared by my doctor",
    "doctor says it's not fine to exercise",
    "the physio has not cleared me",
    "they did a scan and there's something wrong",
]


@pytest.mark.parametrize("text", NOT_CLEAR)
def test_nothing_else_clears(safety: Safety, text: str) -> None:
    assert not safety.clears(text)


@given(text=st.text(max_size=100).filter(lambda text: not any(map(str.isascii, text))))
def test_what_is_not_latin_is_neither_yes_nor_no(safety: Safety, text: str) -> None:
    assert safety.answer(text) is None
    assert not safety.clears(text)
