"""What an editor should know about the workouts.

It stands apart from their model: checking content needs the whole knowledge base.
"""

from collections.abc import Mapping
from pathlib import Path

from bot.domain.number_words import counted
from bot.errors import ContentError
from bot.knowledge.content.checking import Report
from bot.knowledge.content.entries import Exercise
from bot.session.model.workouts import read_guide


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
