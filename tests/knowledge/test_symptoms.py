"""What a message denies, and what it does not."""

import pytest

from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.matching.text import WordPause
from bot.knowledge.symptoms import denied_symptoms

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


REACH = [
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
