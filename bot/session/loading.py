"""The workouts from their file."""

from collections.abc import Mapping
from pathlib import Path

from bot.errors import ContentError
from bot.knowledge.entries import Exercise
from bot.knowledge.loading import CONTENT
from bot.session.workouts import Guide, parse_guide

WORKOUTS = CONTENT / "workouts.yaml"


def read_guide(exercises: Mapping[str, Exercise], path: Path = WORKOUTS) -> Guide:
    """The guide for these exercises. Raises `ContentError` naming file, entry and key."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: cannot be read ({error}).") from error
    return parse_guide(text, exercises)
