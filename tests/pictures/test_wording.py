from collections.abc import Mapping

import pytest

from bot.knowledge.content.entries import Tempo
from bot.pictures.motion import Phase
from bot.pictures.pose import Frame, Pose
from bot.pictures.wording import caption, phase_caption, seconds, tag, text_twin
from bot.session.model.choices import Side
from tests.pictures.movements import EXERCISES, SEEN, STILLS


@pytest.mark.parametrize(("name", "side", "frame"), STILLS)
def test_a_text_twin_is_plain_words_that_name_movement_and_side(
    name: str, side: Side, frame: Frame, poses: Mapping[str, Pose]
) -> None:
    twin = text_twin(EXERCISES[name], poses[name], side, frame)
    assert twin.startswith(f"{EXERCISES[name].name}, {tag(side)}. ")
    assert caption(EXERCISES[name], poses[name], frame) in twin
    assert not any(sign in twin for sign in "{}0123456789")
    assert 60 < len(twin) < 400
    assert twin.endswith(".")


def test_no_two_drawings_have_the_same_text_twin(poses: Mapping[str, Pose]) -> None:
    twins = {text_twin(EXERCISES[name], poses[name], side, frame) for name, side, frame in STILLS}
    assert len(twins) == len(STILLS)


@pytest.mark.parametrize(("name", "side"), SEEN)
def test_the_text_names_the_working_leg_at_the_top(
    name: str, side: Side, poses: Mapping[str, Pose]
) -> None:
    if side is not Side.BOTH:
        text = text_twin(EXERCISES[name], poses[name], side, Frame.TOP).partition(". ")[2]
        assert side.value in text


def test_the_resting_leg_is_the_other_one(poses: Mapping[str, Pose]) -> None:
    twin = text_twin(EXERCISES["standing_curl"], poses["standing_curl"], Side.RIGHT, Frame.START)
    assert "the left knee slightly bent" in twin


def test_an_animation_says_what_to_do_now(poses: Mapping[str, Pose]) -> None:
    exercise, pose = EXERCISES["standing_curl"], poses["standing_curl"]
    assert [phase_caption(exercise, pose, phase) for phase in Phase] == [
        "Curl the heel up",
        "Top: squeeze one second",
        "Lower slowly",
    ]


def test_the_caption_follows_the_tempo(poses: Mapping[str, Pose]) -> None:
    slower = EXERCISES["standing_curl"].model_copy(update={"tempo": Tempo(lift=2, hold=2, lower=3)})
    assert caption(slower, poses["standing_curl"], Frame.TOP) == "Top: squeeze two seconds"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "one second"),
        (3, "three seconds"),
        (10, "ten seconds"),
        (11, "11 seconds"),
        (45, "45 seconds"),
    ],
)
def test_seconds_in_words(count: int, words: str) -> None:
    assert seconds(count) == words


@pytest.mark.parametrize(
    ("side", "sign"),
    [(Side.LEFT, "left leg"), (Side.RIGHT, "right leg"), (Side.BOTH, "both legs")],
)
def test_the_sign_of_a_side(side: Side, sign: str) -> None:
    assert tag(side) == sign
