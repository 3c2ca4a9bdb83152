"""Semantic similarity is asked only when words leave a doubt, and believed as measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import copytree

import pytest

from bot.errors import ContentError
from bot.knowledge.content.loading import Library
from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import (
    KnowledgeBase,
    build_cascade,
    build_knowledge,
    comparable_phrasings,
)
from bot.knowledge.matching.fitted import (
    FITTED,
    SEMANTIC,
    Fitted,
    SemanticCalibration,
    read_fitted,
    unfitted,
)
from bot.knowledge.matching.index import OUT_OF_SCOPE
from bot.knowledge.matching.matching import Matcher
from bot.knowledge.matching.semantic_fallback import SemanticCascade, semantic_signals, standings

SURE = "why do my hamstrings cramp"
UNSURE = "the thing did that thing again halfway"
MEANT = "cramps_why"


@dataclass
class StandIn:
    """Finds one topic near, whatever is asked."""

    model: str = "tried"
    topic: str = MEANT
    cosine: float = 0.9
    ready: bool = True
    asked: list[str] = field(default_factory=list)

    def near(self, text: str) -> Mapping[str, float]:
        self.asked.append(text)
        return {self.topic: self.cosine, OUT_OF_SCOPE: 0.1} if self.ready else {}


Build = Callable[[StandIn], KnowledgeBase]


@pytest.fixture(scope="module")
def calibration(fitted: Fitted) -> SemanticCalibration:
    """Believes a cosine of .5 and more."""
    return unfitted(fitted.calibration).model_copy(
        update={
            "answer_gate": {"meaning": 20.0, "bias": -10.0},
            "choices_gate": {"meaning": 20.0, "bias": -5.0},
            "answer_at": 0.5,
            "choices_at": 0.5,
            "unsure_below": 0.9,
        }
    )


@pytest.fixture
def believing(fitted: Fitted, calibration: SemanticCalibration) -> Fitted:
    return replace(fitted, semantic={"tried": calibration})


@pytest.fixture
def build(knowledge: KnowledgeBase, believing: Fitted) -> Build:
    """What everybody knows, with a sense of meaning."""
    matcher = knowledge.matcher
    assert isinstance(matcher, Matcher)
    return lambda meaning: replace(knowledge, matcher=build_cascade(matcher, meaning, believing))


def test_a_mind_is_built_with_a_sense_of_meaning(
    library: Library, believing: Fitted, build: Build
) -> None:
    built = build_knowledge(library, believing, StandIn())
    assert isinstance(built.matcher, SemanticCascade)
    assert built.decide(UNSURE) == build(StandIn()).decide(UNSURE)
    assert built.decide(UNSURE).topics == (MEANT,)


def test_sure_words_need_no_meaning(build: Build, knowledge: KnowledgeBase) -> None:
    meaning = StandIn(topic="cost")
    assert build(meaning).decide(SURE) == knowledge.decide(SURE)
    assert meaning.asked == []


def test_unsure_words_ask_for_the_meaning_once(build: Build) -> None:
    meaning = StandIn()
    build(meaning).decide(UNSURE)
    assert len(meaning.asked) == 1


def test_meaning_answers_where_words_do_not(build: Build, knowledge: KnowledgeBase) -> None:
    assert knowledge.decide(UNSURE).kind is not DecisionKind.ANSWER
    decision = build(StandIn()).decide(UNSURE)
    assert (decision.kind, decision.topics) == (DecisionKind.ANSWER, (MEANT,))


@pytest.mark.parametrize(
    ("cosine", "kind"),
    [(0.9, DecisionKind.ANSWER), (0.4, DecisionKind.CHOICES), (0.0, DecisionKind.REFUSAL)],
)
def test_the_gates_of_the_meaning_decide(build: Build, cosine: float, kind: DecisionKind) -> None:
    assert build(StandIn(cosine=cosine)).decide(UNSURE).kind is kind


def test_until_it_is_ready_words_decide(build: Build, knowledge: KnowledgeBase) -> None:
    assert build(StandIn(ready=False)).decide(UNSURE) == knowledge.decide(UNSURE)


def test_the_meaning_is_asked_in_words_whose_slips_are_mended(build: Build) -> None:
    meaning = StandIn()
    build(meaning).decide("the thing did that thing agian HALFWAY!!")
    assert meaning.asked == [" ".join(build(meaning).reader.read(UNSURE).words)]


@pytest.mark.parametrize("text", ["", "🦵", "почему болит нога", "?!"])
def test_a_text_without_words_has_no_meaning(build: Build, text: str) -> None:
    meaning = StandIn()
    build(meaning).decide(text)
    assert meaning.asked == []


def test_safety_does_not_listen_to_the_meaning(build: Build, knowledge: KnowledgeBase) -> None:
    text = "I felt a loud pop in my hamstring and cannot walk"
    decision = build(StandIn()).decide(text)
    assert decision.kind is DecisionKind.RED_FLAG
    assert decision.verdict == knowledge.decide(text).verdict


def test_a_model_that_was_not_fitted_reorders_but_never_answers(
    build: Build, knowledge: KnowledgeBase
) -> None:
    decision = build(StandIn(model="unknown", cosine=1.0)).decide(UNSURE)
    assert decision.ranking is not None
    assert decision.ranking.candidates[0].topic == MEANT
    assert decision.kind is not DecisionKind.ANSWER
    assert build(StandIn(model="unknown", topic="cost")).decide(SURE) == knowledge.decide(SURE)


def test_every_way_to_ask_is_among_the_sayings(library: Library) -> None:
    told = comparable_phrasings(library)
    topics = {topic for topic, _ in told}
    assert topics == {*library.topics, OUT_OF_SCOPE}
    assert ("cramps_why", "why do my hamstrings cramp") in told


def test_decoys_and_small_talk_are_sayings_of_elsewhere(library: Library) -> None:
    others = sum(topic == OUT_OF_SCOPE for topic, _ in comparable_phrasings(library))
    talk = sum(len(entry.phrasings) for entry in library.small_talk.values())
    assert others == talk + sum(map(len, library.out_of_scope.values()))


def test_standings_do_not_depend_on_how_near_unlike_texts_are() -> None:
    topics = ["a", "b", "c"]
    one = standings({"a": 0.1, "b": 0.2, "c": 0.6}, topics)
    other = standings({"a": 0.7, "b": 0.75, "c": 0.95}, topics)
    assert one == pytest.approx(other)
    assert sum(one) == pytest.approx(0)


def test_topics_that_are_all_as_near_stand_alike() -> None:
    assert standings({"a": 0.5, "b": 0.5}, ["a", "b"]) == [0, 0]
    assert standings({}, ["a"]) == [0]


def test_signals_compare_the_first_with_the_others_and_with_elsewhere() -> None:
    near = {"a": 0.9, "b": 0.7, OUT_OF_SCOPE: 0.2}
    assert semantic_signals(near, ["a", "b"], [0.8, 0.2]) == pytest.approx(
        {"meaning": 0.9, "meaning_over_others": 0.2, "meaning_over_elsewhere": 0.7}
    )
    assert semantic_signals(near, ["a", "b"], [0.2, 0.8])["meaning_over_others"] < 0


def test_the_shipped_weights_fit_the_words_they_are_blended_with(fitted: Fitted) -> None:
    for sha, weights in fitted.semantic.items():
        assert len(sha) == 64
        assert set(weights.blend) == {*fitted.calibration.blend, "meaning"}
        assert set(weights.answer_gate) > set(fitted.calibration.answer_gate)
        assert weights.choices_at < weights.answer_at < weights.unsure_below


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copytree(FITTED, tmp_path / "fitted")


def test_weights_for_models_may_be_missing(folder: Path) -> None:
    (folder / SEMANTIC).unlink()
    assert read_fitted(folder).semantic == {}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"abc": {}}', '{"abc": 1}'])
def test_spoilt_weights_for_models_name_the_file(folder: Path, text: str) -> None:
    (folder / SEMANTIC).write_text(text)
    with pytest.raises(ContentError, match=r"^semantic\.json: "):
        read_fitted(folder)
