"""The sets of a session as they become easier, harder or different."""

from collections.abc import Iterator

import pytest

from bot.session.model.choices import Choices, Kit, PracticeLevel
from bot.session.model.plan import (
    Sets,
    easier_sets,
    harder_sets,
    other_kit,
    plan_sets,
    with_exercise,
)
from bot.session.model.steps import Position, Step
from bot.session.model.workouts import Guide

READY = Position(Step.GET_READY)
STEADY = Choices(Kit.ANKLE_WEIGHT, PracticeLevel.STEADY)


def changes(guide: Guide, sets: Sets) -> Iterator[Sets]:
    """What a plan may become at its beginning."""
    yield easier_sets(sets, READY, guide.exercises)
    yield harder_sets(sets, READY, guide.exercises)
    for name in other_kit(sets[0], guide.exercises, gently=False):
        yield with_exercise(sets, READY, name, guide.exercises)


@pytest.mark.parametrize(("repetitions", "asked"), [((2, 3), 3), ((40, 50), 40), ((1, 99), None)])
def test_another_exercise_is_done_in_its_own_range(
    guide: Guide, repetitions: tuple[int, int], asked: int | None
) -> None:
    sets = plan_sets(guide.workouts["finisher"].routine(STEADY), STEADY)
    name = guide.exercises[sets[0].exercise].easier
    assert name
    easier = guide.exercises[name].model_copy(update={"repetitions": repetitions})
    first, *_ = easier_sets(sets, READY, {**guide.exercises, name: easier})
    assert (first.exercise, first.target.amount) == (name, asked or sets[0].target.amount)


@pytest.mark.parametrize("kit", Kit)
def test_a_change_keeps_what_a_set_has_besides_its_exercise(guide: Guide, kit: Kit) -> None:
    choices = Choices(kit, PracticeLevel.STEADY)
    sets = plan_sets(guide.workouts["finisher"].routine(choices), choices)
    for changed in changes(guide, sets):
        assert [one.rest for one in changed] == [one.rest for one in sets]
        assert [one.target.measure for one in changed] == [one.target.measure for one in sets]
