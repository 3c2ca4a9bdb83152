import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.errors import ContentError
from bot.knowledge.matching.linear import (
    LinearModel,
    format_model,
    log_softmax,
    parse_model,
    sigmoid,
)

FEATURES = st.text(alphabet="abc <>^$_", min_size=1, max_size=8)
WEIGHTS = st.integers(-999, 999).map(lambda value: value / 100)


@st.composite
def models(draw: st.DrawFn) -> LinearModel:
    classes = draw(st.lists(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), min_size=1, unique=True))
    pairs = st.tuples(st.integers(0, len(classes) - 1), WEIGHTS)
    return LinearModel(
        fingerprint=draw(st.from_regex(r"[0-9a-f]{16}", fullmatch=True)),
        classes=tuple(classes),
        bias=tuple(draw(WEIGHTS) for _ in classes),
        weights=draw(st.dictionaries(FEATURES, st.lists(pairs, min_size=1).map(tuple))),
    )


@given(models())
def test_a_model_survives_being_written_and_read(model: LinearModel) -> None:
    assume(not {"fingerprint", "classes", "bias"} & model.weights.keys())
    assert parse_model("head.tsv", format_model(model)) == model


@given(models(), st.dictionaries(FEATURES, st.floats(-10, 10)))
def test_probabilities_sum_to_one(model: LinearModel, features: dict[str, float]) -> None:
    logs = model.log_probabilities(features)
    assert tuple(logs) == model.classes
    assert math.isclose(sum(map(math.exp, logs.values())), 1)


MODEL = LinearModel("f" * 16, ("a", "b"), (0.0, 0.0), {"w x": ((0, 2.0), (1, -1.0))})


def test_features_move_the_probabilities() -> None:
    logs = MODEL.log_probabilities({"w x": 1.0})
    assert logs["a"] == pytest.approx(-math.log(1 + math.exp(-3)))
    assert logs["a"] - logs["b"] == pytest.approx(3)


def test_unknown_features_do_not() -> None:
    assert MODEL.log_probabilities({"w y": 5.0}) == MODEL.log_probabilities({})


GOOD = "fingerprint\tf00\nclasses\ta b\nbias\t0 1\nw x\t0:1 1:-1\n"


def test_a_good_text_is_read() -> None:
    model = parse_model("head.tsv", GOOD)
    assert model == LinearModel("f00", ("a", "b"), (0.0, 1.0), {"w x": ((0, 1.0), (1, -1.0))})


REFUSED = [
    "",
    "\n\n\n",
    "classes\ta b\nbias\t0 1\n",
    GOOD.replace("bias", "basis"),
    GOOD.replace("0 1", "0 one"),
    GOOD.replace("0:1", "0=1"),
    GOOD.replace("0:1", "first:1"),
    GOOD.replace("w x\t", "w x "),
    f"{GOOD}w y\t0:1\t1:1\n",
]


@pytest.mark.parametrize("text", REFUSED)
def test_a_bad_text_is_refused_with_the_name_of_its_file(text: str) -> None:
    with pytest.raises(ContentError, match=r"^head\.tsv: "):
        parse_model("head.tsv", text)


INCONSISTENT = [
    GOOD.replace("0 1", "0"),
    GOOD.replace("1:-1", "2:-1"),
    GOOD.replace("1:-1", "-1:-1"),
    GOOD.replace("0 1", "0 nan"),
    "fingerprint\nclasses\nbias\n",
]


@pytest.mark.parametrize("text", INCONSISTENT)
def test_a_text_that_does_not_fit_together_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match=r"^head\.tsv: "):
        parse_model("head.tsv", text)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_log_softmax_keeps_the_order(scores: list[float]) -> None:
    shifted = log_softmax(scores)
    assert max(shifted) <= 0
    assert shifted[scores.index(max(scores))] == max(shifted)


@given(st.floats(allow_nan=False))
def test_the_sigmoid_is_a_probability(score: float) -> None:
    assert 0 < sigmoid(score) < 1
    assert sigmoid(score) + sigmoid(-score) == pytest.approx(1)


def test_the_sigmoid_grows() -> None:
    assert sigmoid(-1) < sigmoid(0) == 0.5 < sigmoid(1)


@pytest.mark.parametrize("sign", [-1, 1])
def test_the_sigmoid_stands_still_from_a_score_of_thirty(sign: int) -> None:
    assert sigmoid(sign * 31) == sigmoid(sign * 1e9) == sigmoid(sign * 30)
    assert sigmoid(sign * 29) != sigmoid(sign * 30)
