from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.errors import ContentError
from bot.knowledge.content.entries import Exercise
from bot.pictures.loading import POSES, parse_poses, read_poses

Data = dict[str, Any]


@pytest.fixture
def data() -> Data:
    """The shipped poses, to be spoilt: plain values without anchors."""
    loaded = yaml.safe_load(POSES.read_text(encoding="utf-8"))
    plain: Data = yaml.safe_load(yaml.dump(loaded, Dumper=_Plain))
    return plain


class _Plain(yaml.SafeDumper):
    """Writes every value out in full."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def complaint(data: Data, exercises: Mapping[str, Exercise]) -> str:
    with pytest.raises(ContentError) as caught:
        parse_poses("poses.yaml", yaml.dump(data, Dumper=_Plain), exercises)
    return str(caught.value)


def test_every_exercise_has_a_pose(exercises: Mapping[str, Exercise]) -> None:
    assert list(read_poses(exercises)) == list(exercises)


def test_unspoilt_data_is_fine(data: Data, exercises: Mapping[str, Exercise]) -> None:
    assert parse_poses("poses.yaml", yaml.dump(data), exercises) == read_poses(exercises)


@pytest.mark.parametrize(
    ("way", "value", "said"),
    [
        (("start", "near_leg", "knee"), 170, ("start.near_leg.knee", "170")),
        (("start", "near_leg", "knee"), "much", ("start.near_leg.knee", "much")),
        (("start", "torso"), None, ("start.torso", "None")),
        (("top", "hips", "y"), 9000, ("top.hips.y", "9000")),
        (("top", "tail"), 1, ("top.tail", "Extra inputs")),
        (("props", "ball"), {"x": 1, "radius": 2}, ("props.ball.radius", "2")),
        (("props", "band"), True, ("props", "a band needs a post")),
        (("arrow", "end"), "nose", ("arrow.end", "nose")),
        (("words", "top", "caption"), "", ("words.top.caption", "''")),
        (("words", "middle"), {"caption": "a", "text": "b"}, ("words", "middle")),
        (("words",), {}, ("no words for lowering, start, top",)),
    ],
)
def test_a_slip_is_named_with_file_entry_key_and_value(
    data: Data,
    exercises: Mapping[str, Exercise],
    way: tuple[str, ...],
    value: object,
    said: tuple[str, ...],
) -> None:
    *path, last = way
    place = data["standing_curl"]
    for step in path:
        place = place[step]
    place[last] = value
    message = complaint(data, exercises)
    for part in ("poses.yaml", "standing_curl", *said):
        assert part in message


def test_an_exercise_without_a_pose_is_named(data: Data, exercises: Mapping[str, Exercise]) -> None:
    del data["standing_curl_band"]
    assert complaint(data, exercises) == "poses.yaml: standing_curl_band: has no pose."


def test_a_pose_of_no_exercise_is_named(data: Data, exercises: Mapping[str, Exercise]) -> None:
    data["handstand"] = data["standing_curl"]
    assert complaint(data, exercises) == "poses.yaml: handstand: is no exercise."


def test_a_missing_file_is_named(exercises: Mapping[str, Exercise], tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"nowhere\.yaml: cannot be read"):
        read_poses(exercises, tmp_path / "nowhere.yaml")
