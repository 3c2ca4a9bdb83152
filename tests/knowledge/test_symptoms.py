"""What a message denies, and what it does not."""

import pytest

from bot.knowledge.content.entries import Vocabulary
from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.matching.reading import MessageReader, build_reader
from bot.knowledge.matching.text import WordPause
from bot.knowledge.symptoms import build_symptoms, denied_symptoms

CAUGHT = {DecisionKind.RED_FLAG, DecisionKind.ASK_BACK}

DENIED = [
    "no chest pain",
    "No chest pain!",
    "not numb",
    "without any pain",
    "never any swelling",
    "nothing hurts",
    "neither numb nor swollen",
    "not numb, no swelling",
    "not at all numb",
    "none of it is numb",
    "never felt it pop",
    "no real pain",
    "no pain, no numbness or tingling",
    "no pain, numbness or tingling",
    "no pain, swelling, bruising, numbness or tingling",
    "no sharp stabbing burning pain or numbness",
    "no pain and no swelling",
    "no pain, and no swelling",
    "No pain. No swelling. Not numb.",
    "No. No chest pain.",
    "no, no chest pain",
    "no, not numb",
    "no pain; no numbness",
    "no pain - no numbness",
    "no pain\nno numbness",
]


@pytest.mark.parametrize("text", DENIED)
def test_what_is_denied_neither_alarms_nor_asks(knowledge: KnowledgeBase, text: str) -> None:
    assert knowledge.decide(text).kind not in CAUGHT


NOT_DENIED = [
    "No. Chest pain",
    "No.Chest pain",
    "no! it is numb",
    "no. my leg is numb",
    "no my leg is numb",
    "no, my leg is numb",
    "no, it is numb",
    "no it is numb",
    "no the numbness is worse",
    "no my numb leg",
    "no, numb",
    "No. Numb.",
    "no... chest pain",
    "no\u2026 chest pain",
    "no? chest pain",
    "no; chest pain",
    "no: chest pain",
    "no - chest pain",
    "no -chest pain",
    "no -- chest pain",
    "no \u2013 chest pain",
    "no\u2014chest pain",
    "no\nchest pain",
    "no\r\nchest pain",
    "no it isn't, I have chest pain",
    "no chest pain but numb",
    "no pain but numb",
    "no pain, it is numb",
    "no pain, feel numb",
    "no pain and it is numb",
    "no pain. Numb toes",
    "no pain - numb toes",
    "without pain, but the toes are numb",
    "no rest this week and my leg is numb",
]


@pytest.mark.parametrize("text", NOT_DENIED)
def test_what_is_not_denied_alarms_or_asks(knowledge: KnowledgeBase, text: str) -> None:
    assert knowledge.decide(text).kind in CAUGHT


REACH: list[str] = [
    "no (*pain)",
    "*pain no (*numb)",
    "no (*pain) or (*numb)",
    "no (*a) (*b) (*c) (*d) *e",
    "no (*a) (*b) (*c) or (*d) (*e) (*f) (*g) *h",
    "no (*a) , (*b) (*c) (*d) (*e) *f",
    "no ani real kind of (*pain)",
    "no way *pain",
    "no (*pain) way *numb",
    "no . *pain",
    "no , *pain",
    "no (*pain) . *numb",
    "no (*pain) , (*numb)",
    "no (*pain) , or (*numb)",
    "no (*pain) , the *numb",
    "no (*pain) , no (*numb)",
    "way , *pain , *numb",
    "no way , *pain",
    "no way or *pain",
    "no it *pain",
    "no is *pain",
    "no my *pain",
    "no the *pain",
    "no a *pain",
    "no an *pain",
    "not the (*pain)",
    "without my (*pain)",
    "no (*pain) it *numb",
    "no (*pain) and it *numb",
    "not have it (*pain)",
    "none of it is (*numb)",
    "nor is it (*numb)",
]
"""Stems and pauses; `*` marks a symptom, and brackets that it is denied."""

NEGATIONS = ["no", "not", "without", "never", "none", "nor", "neither", "noth", "zero"]
FILLERS = [
    *("ani", "of", "in", "have", "had", "feel", "felt"),
    *("real", "realli", "kind", "more", "sign", "at", "all"),
]
REACH += [f"{word} (*pain)" for word in NEGATIONS]
REACH += [f"no {word} (*pain)" for word in FILLERS]
REACH += [f"not {word} (*pain)" for word in ("a", "an", "the", "my", "is", *FILLERS)]
REACH += [f"not {word} it (*pain)" for word in ("of", "in", "is", "have", "had", "feel", "felt")]
REACH += [f"not {word} it *pain" for word in ("ani", "real", "kind", "more", "at", "all")]
REACH += [f"no (*a) (*b) (*c) (*d) {word} (*e)" for word in ("or", "and", "nor")]


@pytest.mark.parametrize("line", REACH)
def test_how_far_a_denial_reaches(line: str) -> None:
    marks = {",": WordPause.COMMA, ".": WordPause.STOP}
    tokens = line.split()
    before = ["", *tokens]
    told = [(token, marks.get(before[at], WordPause.NONE)) for at, token in enumerate(tokens)]
    told = [(token, pause) for token, pause in told if token not in marks]
    found = denied_symptoms(
        stems=tuple(token.strip("(*)") for token, _ in told),
        pauses=[pause for _, pause in told],
        symptoms={at for at, (token, _) in enumerate(told) if "*" in token},
    )
    assert found == {at for at, (token, _) in enumerate(told) if token.startswith("(")}


@pytest.fixture(scope="module")
def reader() -> MessageReader:
    return build_reader(Vocabulary(phrases={}, synonyms={}, anchors=("knee",)), (), frozenset())


LEXICON = {
    "numb": ["numb", "pins and needles"],
    "knee": ["knee"],
    "body_leg": ["leg", "pins and legs"],
    "ctx_past": ["years ago"],
    "now": ["just now"],
}


def features(reader: MessageReader, text: str) -> set[str]:
    return set(build_symptoms(reader, LEXICON).features(reader.read(text)))


def test_the_features_are_words_pairs_of_words_classes_and_pairs_of_classes(
    reader: MessageReader,
) -> None:
    assert features(reader, "a numb knee") == {
        *("w numb", "w knee"),
        *("b ^ a", "b a numb", "b numb knee", "b knee $"),
        *("c numb", "c knee", "p knee numb"),
    }


def test_a_phrase_of_the_lexicon_counts_as_a_whole_only(reader: MessageReader) -> None:
    assert "c numb" in features(reader, "it is pins and needles now")
    assert "c numb" not in features(reader, "pins")
    assert "c numb" not in features(reader, "needles and pins")
    assert features(reader, "pins and legs") >= {"c body_leg"}


def test_what_is_denied_leaves_one_token(reader: MessageReader) -> None:
    assert features(reader, "no numb leg") == {
        *("w <negated>", "w leg", "b ^ no", "b no <negated>", "b <negated> leg", "b leg $"),
        "c body_leg",
    }


def test_places_times_and_the_situation_are_not_denied(reader: MessageReader) -> None:
    told = features(reader, "no leg, not years ago, not just now")
    assert {"c body_leg", "c ctx_past", "c now"} <= told
    assert "w <negated>" not in told


GLUE = "a an the it is of in on at for and or so n no not to be am are was with that this by as my"


@pytest.mark.parametrize("word", GLUE.split())
def test_a_word_that_says_nothing_by_itself_is_no_feature(reader: MessageReader, word: str) -> None:
    assert not any(one.startswith("w ") for one in features(reader, word))


def test_any_other_word_is_a_feature(reader: MessageReader) -> None:
    assert "w band" in features(reader, "band")
