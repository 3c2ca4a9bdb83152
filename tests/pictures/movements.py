"""Every drawing there is, by name: what the tests go through."""

from itertools import product

from bot.knowledge.content.entries import Exercise
from bot.knowledge.content.loading import CONTENT, parse_yaml
from bot.pictures.drawing import sides
from bot.pictures.pose import Frame
from bot.session.model.choices import Side


def _exercises() -> dict[str, Exercise]:
    file = CONTENT / "exercises.yaml"
    data = parse_yaml(file.name, file.read_text(encoding="utf-8"))
    return {name: Exercise.model_validate(entry) for name, entry in data.items()}


EXERCISES = _exercises()
SEEN: list[tuple[str, Side]] = [
    (name, side) for name, exercise in EXERCISES.items() for side in sides(exercise)
]
"""Each exercise from each side."""
STILLS = [(name, side, frame) for (name, side), frame in product(SEEN, Frame)]
