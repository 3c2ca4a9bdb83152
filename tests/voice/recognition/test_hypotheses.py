import pytest

from bot.knowledge.content.loading import parse_yaml
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.voice.recognition.hypotheses import HOMOPHONES, without_homophones


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("why do my ham strings cramp", "why do my hamstrings cramp"),
        ("my glue it hurts", "my glute hurts"),
        ("dead lift or dead lifts", "deadlift or deadlifts"),
        ("what is active in sufficiency", "what is active insufficiency"),
        ("are dee els for hamstrings", "r d ls for hamstrings"),
        ("tight hips flexes", "tight hip flexors"),
        ("how do i do glue bridge", "how do i do glute bridge"),
        ("post area chain", "posterior chain"),
        ("it went none", "it went numb"),
    ],
)
def test_twins_become_what_was_meant(heard: str, meant: str) -> None:
    assert without_homophones(heard) == meant


@pytest.mark.parametrize(
    "text",
    ["", "my string broke", "we are here", "how do i bridge", "dead tired", "is it in my hip"],
)
def test_words_that_were_meant_stay(text: str) -> None:
    assert without_homophones(text) == text


def test_a_repair_is_never_repaired_again() -> None:
    for ours in parse_yaml(HOMOPHONES.name, HOMOPHONES.read_text(encoding="utf-8")):
        assert without_homophones(ours) == ours


def test_no_way_to_ask_is_taken_for_something_else(knowledge: KnowledgeBase) -> None:
    moved = [
        (text, topic)
        for topic, entry in knowledge.library.topics.items()
        for text in entry.phrasings
        if without_homophones(" ".join(text.lower().split())) != " ".join(text.lower().split())
        and topic not in knowledge.decide(without_homophones(text.lower())).topics
        and topic in knowledge.decide(text).topics
    ]
    assert moved == []
