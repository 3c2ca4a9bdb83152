import math
from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.matching.index import Phrasing, build_index

STEMS = st.sampled_from(["knee", "back", "curl", "band", "rep", "rest"])
TOPICS = st.sampled_from(["one", "two", "three"])
PHRASINGS = st.lists(
    st.builds(Phrasing, TOPICS, st.uuids().map(str), st.frozensets(STEMS, min_size=1)), max_size=20
)
ASKED = st.frozensets(STEMS | st.just("unheard"))
BAGS = st.dictionaries(
    TOPICS, st.dictionaries(STEMS, st.sampled_from([0.5, 1.0, 2.0, 7.5]), min_size=1)
)


def dice(asked: frozenset[str], phrasing: Phrasing, corpus: list[Phrasing]) -> float:
    """The similarity, straight from its definition."""

    def rarity(stem: str) -> float:
        holding = sum(stem in other.stems for other in corpus)
        return math.log(1 + len(corpus) / holding) if holding else math.log(1 + len(corpus))

    shared = sum(map(rarity, asked & phrasing.stems))
    return 2 * shared / (sum(map(rarity, asked)) + sum(map(rarity, phrasing.stems)))


@given(PHRASINGS, ASKED)
def test_the_nearest_phrasing_is_the_one_that_comparing_all_would_find(
    phrasings: list[Phrasing], asked: frozenset[str]
) -> None:
    near = build_index(phrasings, {}).nearest(asked)
    best = {
        topic: max(dice(asked, one, phrasings) for one in phrasings if one.topic == topic)
        for topic in {one.topic for one in phrasings if asked & one.stems}
    }
    assert {topic: found.similarity for topic, found in near.items()} == pytest.approx(best)
    by_text = {one.text: one for one in phrasings}
    for topic, found in near.items():
        assert by_text[found.text].topic == topic
        assert dice(asked, by_text[found.text], phrasings) == pytest.approx(found.similarity)


@given(PHRASINGS.filter(bool))
def test_a_phrasing_is_nearest_to_itself(phrasings: list[Phrasing]) -> None:
    index = build_index(phrasings, {})
    for one in phrasings:
        assert index.nearest(one.stems)[one.topic].similarity == pytest.approx(1)


def okapi(asked: frozenset[str], bags: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """BM25 with its authors' values, straight from its definition.

    Words that stand in more than seven of ten topics do not count.
    """
    average = sum(sum(bag.values()) for bag in bags.values()) / max(1, len(bags))
    holding = Counter(stem for bag in bags.values() for stem in bag)
    telling = {stem for stem in asked if holding[stem] <= 0.7 * len(bags)}
    scores = {}
    for topic, bag in bags.items():
        length = sum(bag.values()) / average
        scores[topic] = sum(
            math.log(1 + (len(bags) - holding[stem] + 0.5) / (holding[stem] + 0.5))
            * bag[stem]
            * 2.2
            / (bag[stem] + 1.2 * (0.25 + 0.75 * length))
            for stem in telling & bag.keys()
        )
    return {topic: score for topic, score in scores.items() if score}


@given(BAGS, ASKED)
def test_bm25_follows_its_definition(
    bags: dict[str, dict[str, float]], asked: frozenset[str]
) -> None:
    assert build_index([], bags).bm25(tuple(asked)) == pytest.approx(okapi(asked, bags))


def test_a_word_said_twice_counts_once() -> None:
    index = build_index([], {"one": {"knee": 1.0}, "two": {"back": 1.0}})
    assert index.bm25(("knee", "knee")) == index.bm25(("knee",))


def test_a_rare_word_says_more_than_a_common_one() -> None:
    common = [Phrasing("one", f"{at}", frozenset({"leg", f"x{at}"})) for at in range(50)]
    index = build_index([*common, Phrasing("two", "cramp", frozenset({"leg", "cramp"}))], {})
    near = index.nearest({"leg", "cramp", "unheard"})
    assert near["two"].similarity > near["one"].similarity > 0


COVERAGE = [({"knee"}, 1.0), ({"unheard"}, 0.0), (set(), 0.0)]


@pytest.mark.parametrize(("asked", "share"), COVERAGE)
def test_coverage(asked: set[str], share: float) -> None:
    index = build_index([Phrasing("one", "knee", frozenset({"knee"}))], {})
    assert index.coverage(asked) == share


@given(PHRASINGS, ASKED)
def test_coverage_is_a_share(phrasings: list[Phrasing], asked: frozenset[str]) -> None:
    assert 0 <= build_index(phrasings, {}).coverage(asked) <= 1 + 1e-9


def test_an_empty_index_finds_nothing() -> None:
    index = build_index([], {})
    assert index.nearest({"knee"}) == {}
    assert index.bm25(("knee",)) == {}


@pytest.mark.parametrize("size", [10, 1000, 5000])
def test_a_rare_word_is_found_among_any_number_of_phrasings(size: int) -> None:
    crowd = [Phrasing("crowd", f"{at}", frozenset({"leg", "knee", f"x{at}"})) for at in range(size)]
    index = build_index([*crowd, Phrasing("one", "pinch", frozenset({"leg", "pinch"}))], {})
    assert index.nearest({"leg", "knee", "pinch"})["one"].text == "pinch"


COLLECTED = [
    # a rarer word holds so many phrasings, a commoner one so many; are the latter collected?
    (1, 200, True),
    (1, 201, False),
    (59, 150, True),
    (60, 150, False),
]


@pytest.mark.parametrize(("rare", "common", "collected"), COLLECTED)
def test_a_common_word_collects_only_where_rarer_ones_found_little(
    *, rare: int, common: int, collected: bool
) -> None:
    few = [Phrasing("few", f"few {at}", frozenset({"pinch", f"f{at}"})) for at in range(rare)]
    many = [Phrasing("many", f"many {at}", frozenset({"leg", f"m{at}"})) for at in range(common)]
    near = build_index([*few, *many], {}).nearest({"pinch", "leg"})
    assert set(near) == ({"few", "many"} if collected else {"few"})


def test_the_first_word_collects_however_common_it_is() -> None:
    many = [Phrasing("many", f"many {at}", frozenset({"leg", f"m{at}"})) for at in range(300)]
    assert set(build_index(many, {}).nearest({"leg", "unheard"})) == {"many"}


def test_a_common_word_counts_for_what_a_rare_one_found() -> None:
    many = [Phrasing("many", f"many {at}", frozenset({"leg", f"m{at}"})) for at in range(300)]
    index = build_index([*many, Phrasing("one", "pinch", frozenset({"leg", "pinch"}))], {})
    assert index.nearest({"leg", "pinch"})["one"].similarity == pytest.approx(1)


@pytest.mark.parametrize(("topics", "counts"), [(7, True), (8, False)])
def test_a_word_of_more_than_seven_topics_in_ten_tells_none_from_another(
    *, topics: int, counts: bool
) -> None:
    bags = {f"{at}": {"leg" if at < topics else "curl": 1.0} for at in range(10)}
    assert bool(build_index([], bags).bm25(("leg",))) == counts
