import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.matching.index import Near, Phrasing, build_index
from bot.knowledge.matching.linear import LinearModel
from bot.knowledge.matching.matching import (
    Evidence,
    Ranking,
    Weights,
    blend,
    gate,
    gate_signals,
    gather,
    ranked,
    word_features,
)
from bot.knowledge.matching.reading import Reading

Rank = Callable[[str], Ranking]
ANY_TEXT = st.text(max_size=300) | st.text(
    alphabet="how oft\u00e9n\u0434\u0430🦵?!.,\n'", max_size=300
)
HARD = ["", "🦵🦵🦵", "почему болит нога", "a" * 2000, "why " * 500, "\x00\ud800", "5" * 2000]


@pytest.fixture(scope="module")
def rank(knowledge: KnowledgeBase) -> Rank:
    return lambda text: knowledge.matcher.rank(knowledge.reader.read(text))


def probable(ranking: Ranking) -> bool:
    """Whether everything that is called a probability is one."""
    shares = [found.probability for found in ranking.candidates]
    return (
        0 <= ranking.score <= 1
        and 0 <= ranking.near_score <= 1
        and all(0 <= share <= 1 for share in shares)
        and 0 < sum(shares) < 1 + 1e-9
    )


@given(text=ANY_TEXT)
def test_any_text_gets_probabilities(rank: Rank, text: str) -> None:
    assert probable(rank(text))


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_odd_texts_get_probabilities_too(rank: Rank, text: str) -> None:
    assert probable(rank(text))


@given(text=ANY_TEXT)
def test_topics_stand_in_order_of_probability(rank: Rank, text: str) -> None:
    probabilities = [found.probability for found in rank(text).candidates]
    assert probabilities == sorted(probabilities, reverse=True)


@pytest.mark.parametrize("text", [*HARD, "why cramps"], ids=range(len(HARD) + 1))
def test_ten_topics_stand_once_each(rank: Rank, knowledge: KnowledgeBase, text: str) -> None:
    topics = {found.topic for found in rank(text).candidates}
    assert len(topics) == len(rank(text).candidates) == 10
    assert topics <= knowledge.library.topics.keys()


@given(text=ANY_TEXT)
def test_the_same_text_gets_the_same_ranking(rank: Rank, text: str) -> None:
    assert rank(text) == rank(text)


FOREIGN = ["", "🦵", "почему болит нога", "asdfgh jkl zxcvb", "how do I bake bread"]


@pytest.mark.parametrize("text", FOREIGN)
def test_what_is_not_ours_scores_low(rank: Rank, knowledge: KnowledgeBase, text: str) -> None:
    assert rank(text).score < knowledge.calibration.answer_at


OURS = [
    ("why do my hamstrings cramp", "cramps_why"),
    ("how heavy should ankle weights be", "ankle_weights"),
    ("WHY DO MY HAMSTRINGS CRAMP???", "cramps_why"),
    ("why do my hamsrtings cramp", "cramps_why"),
]


@pytest.mark.parametrize(("text", "topic"), OURS)
def test_what_is_ours_scores_high(
    rank: Rank, knowledge: KnowledgeBase, text: str, topic: str
) -> None:
    ranking = rank(text)
    assert ranking.candidates[0].topic == topic
    assert ranking.score >= knowledge.calibration.answer_at


def test_a_candidate_names_the_phrasing_that_is_near(rank: Rank) -> None:
    first = rank("what is the posterior chain").candidates[0]
    assert "posterior chain" in first.phrasing.lower()


def test_a_topic_that_shares_no_word_names_none(rank: Rank) -> None:
    assert {found.phrasing for found in rank("zzzzqq").candidates} == {""}


@given(st.lists(st.sampled_from(["knee", "curl", "rest"]), min_size=1, max_size=30))
def test_features_have_length_one(stems: list[str]) -> None:
    assert math.isclose(sum(value**2 for value in word_features(stems).values()), 1)


def test_the_order_of_words_counts() -> None:
    assert word_features(["knee", "curl"]) != word_features(["curl", "knee"])


def test_a_pair_of_words_weighs_less_than_a_word() -> None:
    length = math.sqrt(1 + 2 * 0.7**2)
    assert word_features(["knee"]) == pytest.approx(
        {"w knee": 1 / length, "b ^ knee": 0.7 / length, "b knee $": 0.7 / length}
    )


def reading(*stems: str, text: str = "") -> Reading:
    return Reading(text, stems, (), stems, stems, (), known_share=0.75)


INDEX = build_index(
    [Phrasing("a", "the knee", frozenset({"knee"})), Phrasing("b", "curl", frozenset({"curl"}))], {}
)
EVIDENCE = Evidence(
    reading=reading("knee", "unheard", "curl", "rest"),
    head=(-2.0, -0.5),
    similarity=(0.5, 0.8),
    bm25=(1.0, 4.0),
    near={"b": Near(0.8, "curl")},
    out_of_scope=-1.0,
    near_out_of_scope=0.3,
)


def signals(evidence: Evidence, *anchors: str) -> dict[str, float]:
    return gate_signals(evidence, [0.25, 0.75], INDEX, frozenset(anchors))


def test_the_gates_look_at_the_first_topic_and_what_rivals_it() -> None:
    rare = math.log(1 + 2 / 1)
    assert signals(EVIDENCE, "knee") == pytest.approx(
        {
            "top": 0.75,
            "margin": math.log(3),
            "elsewhere": -0.5,
            "none": math.exp(-1),
            "similarity": 0.8,
            "over_decoy": 0.5,
            "bm25": 2.0,
            "coverage": 2 * rare / (2 * rare + 2 * math.log(1 + 2)),
            "known": 0.75,
            "anchor": 1.0,
            "length": math.log(4),
            "short": 0.0,
            "foreign": 0.0,
        },
        abs=1e-5,
    )


def test_a_text_without_an_anchor_has_none() -> None:
    assert signals(EVIDENCE, "back")["anchor"] == 0.0


SHORT = [((), 1.0, 0.0), (("knee",), 1.0, 0.0), (("knee", "rest"), 1.0, math.log(2))]
SHORT += [(("knee", "rest", "curl"), 0.0, math.log(3))]


@pytest.mark.parametrize(("stems", "short", "length"), SHORT)
def test_one_or_two_words_are_short(stems: tuple[str, ...], short: float, length: float) -> None:
    found = signals(replace(EVIDENCE, reading=reading(*stems)))
    assert found["short"] == short
    assert found["length"] == pytest.approx(length)
    assert found["bm25"] == pytest.approx(4.0 / math.sqrt(max(1, len(stems))))


@pytest.mark.parametrize(("log", "signal"), [(-100.0, -8.0), (-8.4, -7.9), (7.4, 7.9), (99.0, 8.0)])
def test_how_far_a_topic_is_out_of_scope_has_bounds(log: float, signal: float) -> None:
    assert signals(replace(EVIDENCE, out_of_scope=log))["elsewhere"] == pytest.approx(signal)


def test_a_script_that_is_not_latin_is_foreign() -> None:
    foreign = replace(EVIDENCE, reading=reading("knee", text="knee \u043d\u043e\u0433\u0430"))
    assert signals(foreign)["foreign"] == 0.5


def test_evidence_is_weighed_topic_by_topic() -> None:
    weights = {"head": 2.0, "similarity": 3.0, "bm25": 0.5}
    scores = [2 * -2.0 + 3 * 0.5 + 0.5 * 1.0, 2 * -0.5 + 3 * 0.8 + 0.5 * 4.0]
    odds = math.exp(scores[1] - scores[0])
    assert blend(EVIDENCE, weights) == pytest.approx([1 / (1 + odds), odds / (1 + odds)])


def test_a_topic_that_was_not_fitted_is_unlikely_not_impossible() -> None:
    head = LinearModel("", ("a", "b"), (0.0, 0.0), {})
    found = gather(reading("knee"), INDEX, head, ["a", "new"])
    assert found.head == pytest.approx((math.log(0.5), -12.0))
    assert (found.similarity, found.bm25) == ((1.0, 0.0), (0.0, 0.0))
    assert (found.out_of_scope, found.near_out_of_scope) == (-12.0, 0.0)


def test_a_gate_adds_what_it_knows_to_its_bias() -> None:
    assert gate({"x": 2.0, "unknown": 9.0}, {"x": 1.5, "bias": -3.0}) == 0.5
    assert gate({}, {}) == 0.5


@pytest.mark.parametrize(("bound", "reached"), [(0.5, True), (0.501, False)])
def test_a_score_that_is_just_enough_is_enough(*, bound: float, reached: bool) -> None:
    both = ranked(EVIDENCE, ["a", "b"], [0.25, 0.75], {}, Weights({}, {}, {}, bound, bound))
    assert (both.sure, both.near) == (reached, reached)
    assert [(one.topic, one.phrasing) for one in both.candidates] == [("b", "curl"), ("a", "")]
