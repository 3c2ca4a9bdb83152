"""Poses from poses.yaml, in layers: path, text, dict, poses. Only `read_poses` opens the file."""

from collections.abc import Mapping
from pathlib import Path

from bot.errors import ContentError
from bot.knowledge.content.entries import Exercise
from bot.knowledge.content.loading import parse_yaml, validate
from bot.pictures.pose import Pose

POSES = Path(__file__).parent / "poses.yaml"


def read_poses(exercises: Mapping[str, Exercise], path: Path = POSES) -> dict[str, Pose]:
    """The pose of every exercise.

    Raises `ContentError` naming file, entry, key and value of what is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: cannot be read ({error}).") from error
    return parse_poses(path.name, text, exercises)


def parse_poses(file: str, text: str, exercises: Mapping[str, Exercise]) -> dict[str, Pose]:
    """The poses in a text, one for each exercise and no other. Raises `ContentError`."""
    data = parse_yaml(file, text)
    strangers = [f"{file}: {name}: is no exercise." for name in data if name not in exercises]
    missing = [f"{file}: {name}: has no pose." for name in exercises if name not in data]
    if strangers or missing:
        raise ContentError("\n".join((*strangers, *missing)))
    return {name: validate(f"{file}: {name}", Pose, data[name]) for name in exercises}
