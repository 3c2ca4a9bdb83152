import math
from collections import Counter
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.matching.linear import LinearModel
from bot.knowledge.matching.reading import MessageReading, Reading, SentenceReading
from bot.knowledge.matching.text import WordPause
from bot.knowledge.safety import Bounds, Phrases, Safety, SafetyLevel, Verdict, likeness
from bot.knowledge.symptoms import Symptoms


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


def said(*stems: str) -> Reading:
    return Reading("", stems, (), stems, stems, (WordPause.NONE,) * len(stems), known_share=1.0)


def gate(ask_at: float = 0.2, alarm_at: float = 0.5) -> Safety:
    """Judges by single words: each says how likely a red flag is."""
    shares = {"low": 0.1, "some": 0.2, "half": 0.5, "most": 0.9}
    model = LinearModel(
        "",
        ("fine", "pop"),
        (0.0, 0.0),
        {f"w {word}": ((1, math.log(p / (1 - p))),) for word, p in shares.items()},
    )
    phrases = Phrases(("yes",), ("no",), (), ())
    return Safety(Symptoms({}, frozenset()), model, Bounds(ask_at, alarm_at), phrases)


def judged_as(gate: Safety, whole: str, *sentences: tuple[str, ...]) -> float:
    """How likely a message is a red flag, of sentences with their clauses."""
    message = MessageReading(
        said(whole),
        tuple(
            SentenceReading(said(first), tuple(said(clause) for clause in clauses))
            for first, *clauses in sentences
        ),
    )
    return gate.judge(message).probability


LEVELS = [
    (0.5, 0.9, SafetyLevel.UNSURE),
    (0.501, 0.9, SafetyLevel.SAFE),
    (0.2, 0.5, SafetyLevel.ALARM),
    (0.2, 0.501, SafetyLevel.UNSURE),
]


@pytest.mark.parametrize(("ask_at", "alarm_at", "level"), LEVELS)
def test_a_probability_that_reaches_a_bound_counts(
    ask_at: float, alarm_at: float, level: SafetyLevel
) -> None:
    message = MessageReading(said("half"), ())
    assert gate(ask_at - 1e-12, alarm_at - 1e-12).judge(message).level is level


PARTS = [
    (("low",), 0.1),  # the whole alone
    (("low", ("half",)), 0.5),  # the worst sentence
    (("low", ("low",), ("half",)), 0.5),
    (("half", ("low",)), 0.5),
    (("some", ("some", "most")), 0.8),  # a clause makes it at most four times as likely
    (("half", ("half", "most")), 0.81),  # and counts nine tenths
    (("low", ("half", "low")), 0.5),
]


@pytest.mark.parametrize(("message", "probability"), PARTS)
def test_the_worst_part_of_a_message_counts(
    message: tuple[str, *tuple[tuple[str, ...], ...]], probability: float
) -> None:
    whole, *sentences = message
    assert judged_as(gate(), whole, *sentences) == pytest.approx(probability)


@pytest.mark.parametrize(("ask_at", "probability"), [(0.399, 0.4), (0.401, 0.1)])
def test_a_clause_that_can_raise_no_doubt_is_not_read(ask_at: float, probability: float) -> None:
    assert judged_as(gate(ask_at), "low", ("low", "most")) == pytest.approx(probability)


LIKE = [("yes", ("yes", "no"), 100.0), ("Yes!", ("yes",), 100.0), ("", ("yes",), 0.0)]
LIKE += [("yes", (), 0.0), ("yep", ("yes",), 200 / 3)]


@pytest.mark.parametrize(("text", "phrases", "likeness_is"), LIKE)
def test_how_near_a_text_is_to_phrases(
    text: str, phrases: tuple[str, ...], likeness_is: float
) -> None:
    assert likeness(text, phrases) == pytest.approx(likeness_is)


NEAR_ENOUGH: list[tuple[str, bool | None]] = [
    ("abcdefghijklmnopqrstuv", True),
    ("abcdefghijklmnopqrst", True),
    ("abcdefghijklmnopqrs", None),
]


@pytest.mark.parametrize(("text", "answer"), NEAR_ENOUGH)
def test_an_answer_must_be_near_to_a_phrase(text: str, answer: bool | None) -> None:  # noqa: FBT001 - a table
    long = Phrases(("abcdefghijklmnopqrstuvwxy",), ("no",), (), ())
    assert replace(gate(), phrases=long).answer(text) is answer


DENYING = "no not never nothing something without cant cannot dont didnt doesnt hasnt havent isnt"
DENYING += " wasnt wont shouldnt mustnt wouldnt"


@pytest.mark.parametrize("word", DENYING.split())
def test_a_word_that_turns_the_meaning_round_does_not_clear(word: str) -> None:
    cleared = "the doctor and the physiotherapist have both told me that i am clear to train again"
    phrases = Phrases((), (), (cleared,), ())
    other = replace(gate(), phrases=phrases)
    assert other.clears(cleared)
    assert not other.clears(f"{cleared} {word}")
