"""The sets of a session, and how those still to come become easier, harder or different."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.knowledge.content.entries import Exercise
from bot.session.model.choices import Choices, Side
from bot.session.model.log import Measure, Target
from bot.session.model.steps import Position, Step
from bot.session.model.workouts import Routine, SetPlan

Exercises = Mapping[str, Exercise]


@dataclass(frozen=True, slots=True)
class PlannedSet:
    """One set of a session."""

    exercise: str
    target: Target
    """On each side."""
    rest: int
    """Seconds after it."""
    order: tuple[Side, ...]
    """The sides in the order they work."""
    short: bool = False
    """With a shorter range of movement, after a cramp or pain."""


Sets = tuple[PlannedSet, ...]


def plan_sets(routine: Routine, choices: Choices) -> Sets:
    """Every set of a routine, one by one."""
    return tuple(
        PlannedSet(one.exercise, one.target, one.rest.value, _order(one, choices))
        for one in routine.sets
        for _ in range(one.times.value)
    )


def _order(one: SetPlan, choices: Choices) -> tuple[Side, ...]:
    if one.first is None:
        return (Side.BOTH,)
    first = choices.first or one.first.side
    return (first, first.other)


def first_open_index(position: Position) -> int:
    """The index of the first set that a change applies to: this one, once it is done the next."""
    return position.set_index + (position.step is Step.CHECK_IN)


def first_open_set(sets: Sets, position: Position) -> PlannedSet | None:
    """The first set that a change applies to; None when all are done."""
    index = first_open_index(position)
    return sets[index] if index < len(sets) else None


def with_sides_swapped(sets: Sets, index: int) -> Sets:
    """The sets, with one of them beginning with its other side."""
    one = sets[index]
    return (*sets[:index], replace(one, order=one.order[::-1]), *sets[index + 1 :])


def with_shorter_range(sets: Sets, position: Position) -> Sets:
    """The sets, with a shorter range in all that are not done."""
    start = first_open_index(position)
    return (*sets[:start], *(replace(one, short=True) for one in sets[start:]))


def easier_sets(sets: Sets, position: Position, exercises: Exercises) -> Sets:
    """The easier exercise, else a shorter range; the same sets when nothing is easier."""
    present = first_open_set(sets, position)
    if present is None:
        return sets
    easier = exercises[present.exercise].easier
    swapped = with_exercise(sets, position, easier, exercises) if easier else sets
    index = first_open_index(position)
    if swapped[index] != present:
        return swapped
    shorter = _each_alike(sets, position, lambda one: replace(one, short=True))
    if swapped == sets:
        return shorter
    return (*swapped[:index], shorter[index], *swapped[index + 1 :])


def harder_sets(sets: Sets, position: Position, exercises: Exercises) -> Sets:
    """The full range again, else the harder exercise; the same sets when nothing is harder."""
    present = first_open_set(sets, position)
    if present is None:
        return sets
    if present.short:
        return _each_alike(sets, position, lambda one: replace(one, short=False))
    harder = exercises[present.exercise].harder
    return with_exercise(sets, position, harder, exercises) if harder else sets


def other_kit(planned: PlannedSet, exercises: Exercises, *, gently: bool) -> tuple[str, ...]:
    """The exercises with other kit that may replace that of a set; `gently`: no harder one."""
    exercise = exercises[planned.exercise]
    names = (name for name in exercise.other_kit if name != planned.exercise)
    return tuple(name for name in names if not gently or exercises[name].level <= exercise.level)


def with_exercise(sets: Sets, position: Position, name: str, exercises: Exercises) -> Sets:
    """The sets with another exercise in place of the present one, wherever it is still to come.

    A set of which one side is done keeps its exercise when the other one works both sides at once.
    """
    begun = position.set_index if position.side_index else None

    def change(index: int, one: PlannedSet) -> PlannedSet:
        changed = _with_exercise(one, name, exercises[name])
        return one if index == begun and len(changed.order) != len(one.order) else changed

    return _each_alike_at(sets, position, change)


def _with_exercise(one: PlannedSet, name: str, exercise: Exercise) -> PlannedSet:
    order = one.order
    if (exercise.sides == "both") != (Side.BOTH in order):
        order = (Side.BOTH,) if exercise.sides == "both" else (Side.LEFT, Side.RIGHT)
    return replace(one, exercise=name, order=order, target=_within(one.target, exercise))


def _within(target: Target, exercise: Exercise) -> Target:
    if target.measure is Measure.SECONDS:
        return target
    fewest, most = exercise.repetitions
    return replace(target, amount=min(max(target.amount, fewest), most))


def _each_alike(sets: Sets, position: Position, change: Callable[[PlannedSet], PlannedSet]) -> Sets:
    return _each_alike_at(sets, position, lambda _, one: change(one))


def _each_alike_at(
    sets: Sets, position: Position, change: Callable[[int, PlannedSet], PlannedSet]
) -> Sets:
    """The sets, with a change in all that are not done and have the same exercise as the first."""
    present = first_open_set(sets, position)
    return tuple(
        change(index, one)
        if present and index >= first_open_index(position) and one.exercise == present.exercise
        else one
        for index, one in enumerate(sets)
    )
