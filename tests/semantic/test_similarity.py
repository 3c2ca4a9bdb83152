import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from bot.semantic.loading import ModelKind, SemanticModel, load_model
from bot.semantic.similarity import TopicSimilarity, grouped, topic_similarity
from bot.semantic.tensors import Floats
from tests.semantic.models import static_folder

SAYINGS = [
    ("resting", "how long should i rest"),
    ("breathing", "how should i breathe"),
    ("resting", "how long a pause"),
    ("elsewhere", "why bake bread"),
    ("resting", "rest"),
    ("resting", "lunch"),
]


@pytest.fixture(scope="module")
def near(tmp_path_factory: pytest.TempPathFactory) -> TopicSimilarity:
    model = load_model(static_folder(tmp_path_factory.mktemp("static")))
    return topic_similarity(model, SAYINGS, tmp_path_factory.mktemp("cache")).wait()


def test_every_topic_has_a_cosine(near: TopicSimilarity) -> None:
    found = near.near("how long should i rest")
    assert set(found) == {"resting", "breathing", "elsewhere"}
    assert all(-1 <= cosine <= 1 for cosine in found.values())


def test_a_topic_with_one_way_to_ask_is_as_near_as_that(near: TopicSimilarity) -> None:
    assert near.near("how should i breathe")["breathing"] == pytest.approx(1)


def test_a_topic_is_as_near_as_the_mean_of_its_three_nearest(near: TopicSimilarity) -> None:
    asked, *ways = near.encoder.encode(
        ["how long should i rest", *(text for topic, text in SAYINGS if topic == "resting")]
    )
    cosines = sorted(float(way @ asked) for way in ways)
    assert near.near("how long should i rest")["resting"] == pytest.approx(sum(cosines[-3:]) / 3)


def test_the_same_text_is_always_as_near(near: TopicSimilarity) -> None:
    assert near.near("a long rest") == near.near("a long rest")


def test_it_does_not_matter_in_which_order_sayings_come(
    near: TopicSimilarity, tmp_path: Path
) -> None:
    model = load_model(static_folder(tmp_path))
    other = topic_similarity(model, reversed(SAYINGS), tmp_path).wait()
    assert other.near("a long rest") == near.near("a long rest")


def test_rows_of_a_topic_stand_together() -> None:
    assert grouped(["a", "a", "b"]) == {"a": slice(0, 2), "b": slice(2, 3)}
    assert grouped([]) == {}


@dataclass
class Slow:
    """An encoder that waits for a sign."""

    go: Event = field(default_factory=Event)

    def encode(self, texts: Sequence[str]) -> Floats:
        assert self.go.wait(20)
        return np.ones((len(texts), 1), np.float32)


@dataclass
class Broken:
    """An encoder that fails."""

    def encode(self, texts: Sequence[str]) -> Floats:
        raise MemoryError(f"no room for {len(texts)} texts")


def test_nothing_is_near_until_the_work_is_done(tmp_path: Path) -> None:
    encoder = Slow()
    soon = topic_similarity(
        SemanticModel(tmp_path, ModelKind.STATIC, "a" * 64, encoder), SAYINGS, tmp_path
    )
    assert soon.near("rest") == {}
    encoder.go.set()
    assert soon.wait().near("rest")["resting"] == pytest.approx(1)


def test_work_that_fails_is_logged_and_nothing_is_ever_near(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        never = topic_similarity(
            SemanticModel(tmp_path, ModelKind.STATIC, "a" * 64, Broken()), SAYINGS, tmp_path
        )
        with pytest.raises(MemoryError):
            never.wait()
    assert never.near("rest") == {}
    assert "words alone must do" in caplog.text
