"""What an editor should know about the workouts."""

from collections.abc import Mapping
from pathlib import Path

from bot.errors import ContentError
from bot.knowledge.checking import Report
from bot.knowledge.entries import Exercise
from bot.session.loading import read_guide
from bot.session.numbers import counted


def check_workouts(exercises: Mapping[str, Exercise], path: Path) -> Report:
    """Look through the workouts of a content folder; it may do without."""
    if not path.exists():
        return Report((f"no workouts: {path.name} is missing",), broken=False)
    try:
        guide = read_guide(exercises, path)
    except ContentError as error:
        return Report(tuple(str(error).splitlines()), broken=True)
    routines = sum(len(workout.routines) for workout in guide.workouts.values())
    found = f"{counted(len(guide.workouts), 'workout')} with {counted(routines, 'routine')}"
    return Report((found,), broken=False)
