"""All drawings on one sheet, to be looked at: a row for each exercise, frames of both sides."""

from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from bot.errors import CoachError
from bot.knowledge.content.entries import Exercise
from bot.knowledge.content.loading import read_library
from bot.pictures.drawing import Drawing, sides
from bot.pictures.loading import read_poses
from bot.pictures.paper import Grain
from bot.pictures.pose import Frame, Pose

GRAIN = Grain(scale=0.5)
GAP = 10
"""Dots between two drawings."""
GROUND = "#30363D"


def contact_sheet(path: Path) -> None:
    """Draw all movements of the shipped content on one PNG file.

    Raises `CoachError` when the content cannot be used or the file cannot be written.
    """
    exercises = read_library().exercises
    sheet = draw_sheet(exercises, read_poses(exercises))
    try:
        sheet.save(path, "PNG", optimize=True)
    except OSError as error:
        raise CoachError(f"{path}: cannot be written ({error}).") from error


def draw_sheet(exercises: Mapping[str, Exercise], poses: Mapping[str, Pose]) -> Image.Image:
    """One row for each exercise: start, top and lowering, of each side."""
    rows = [_row(exercise, poses[name]) for name, exercise in exercises.items()]
    wide, high = rows[0][0].size
    columns = max(len(row) for row in rows)
    size = (columns * (wide + GAP) + GAP, len(rows) * (high + GAP) + GAP)
    sheet = Image.new("RGB", size, GROUND)
    for down, row in enumerate(rows):
        for across, image in enumerate(row):
            sheet.paste(image, (GAP + across * (wide + GAP), GAP + down * (high + GAP)))
    return sheet


def _row(exercise: Exercise, pose: Pose) -> list[Image.Image]:
    return [
        Drawing(exercise, pose, side).still(frame, GRAIN)
        for side in sides(exercise)
        for frame in Frame
    ]
