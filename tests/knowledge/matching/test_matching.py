import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.matching.matching import Ranking, word_features

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
