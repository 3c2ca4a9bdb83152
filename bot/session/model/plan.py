"""The sets of a session as they stand now, and how they become easier, harder or different."""

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
    """One set."""

    exercise: str
    target: Target
    """On each side."""
    rest: int
    """Seconds after it."""
    order: tuple[Side, ...]
    """The sides in the order they work."""
    short: bool = False
    """With a shorter range, after a cramp or pain."""


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


def first_open(position: Position) -> int:
    """The index of the set that a change begins with: this one, or the next when it is done."""
    return position.set_index + (position.step is Step.CHECK_IN)


def ahead(sets: Sets, position: Position) -> PlannedSet | None:
    """The set that a change begins with; None when all are done."""
    index = first_open(position)
    return sets[index] if index < len(sets) else None


def turned_round(sets: Sets, index: int) -> Sets:
    """The sets, one of them beginning with its other side."""
    one = sets[index]
    return (*sets[:index], replace(one, order=one.order[::-1]), *sets[index + 1 :])


def shortened(sets: Sets, position: Position) -> Sets:
    """All sets ahead with a shorter range."""
    start = first_open(position)
    return (*sets[:start], *(replace(one, short=True) for one in sets[start:]))


def eased(sets: Sets, position: Position, exercises: Exercises) -> Sets:
    """The easier exercise, else a shorter range; the same sets when nothing is easier."""
    now = ahead(sets, position)
    if now is None:
        return sets
    easier = exercises[now.exercise].easier
    changed = swapped(sets, position, easier, exercises) if easier else sets
    index = first_open(position)
    if changed[index] != now:
        return changed
    short = _alike(sets, position, lambda one: replace(one, short=True))
    if changed == sets:
        return short
    return (*changed[:index], short[index], *changed[index + 1 :])


def hardened(sets: Sets, position: Position, exercises: Exercises) -> Sets:
    """The full range again, else the harder exercise; the same sets when nothing is harder."""
    now = ahead(sets, position)
    if now is None:
        return sets
    if now.short:
        return _alike(sets, position, lambda one: replace(one, short=False))
    harder = exercises[now.exercise].harder
    return swapped(sets, position, harder, exercises) if harder else sets


def other_kit(now: PlannedSet, exercises: Exercises, *, gently: bool) -> tuple[str, ...]:
    """The exercises with other kit that may take the place of a set's."""
    exercise = exercises[now.exercise]
    names = (name for name in exercise.other_kit if name != now.exercise)
    return tuple(name for name in names if not gently or exercises[name].level <= exercise.level)


def swapped(sets: Sets, position: Position, name: str, exercises: Exercises) -> Sets:
    """Another exercise in place of the present one, in this set and all alike ahead.

    A set that has one side behind it keeps its exercise when the other works both sides at once.
    """
    begun = position.set_index if position.turn_index else None

    def change(index: int, one: PlannedSet) -> PlannedSet:
        changed = _with(one, name, exercises[name])
        return one if index == begun and len(changed.order) != len(one.order) else changed

    return _alike_at(sets, position, change)


def _with(one: PlannedSet, name: str, exercise: Exercise) -> PlannedSet:
    order = one.order
    if (exercise.sides == "both") != (Side.BOTH in order):
        order = (Side.BOTH,) if exercise.sides == "both" else (Side.LEFT, Side.RIGHT)
    return replace(one, exercise=name, order=order, target=_within(one.target, exercise))


def _within(target: Target, exercise: Exercise) -> Target:
    if target.measure is Measure.SECONDS:
        return target
    fewest, most = exercise.repetitions
    return replace(target, amount=min(max(target.amount, fewest), most))


def _alike(sets: Sets, position: Position, change: Callable[[PlannedSet], PlannedSet]) -> Sets:
    return _alike_at(sets, position, lambda _, one: change(one))


def _alike_at(
    sets: Sets, position: Position, change: Callable[[int, PlannedSet], PlannedSet]
) -> Sets:
    """The sets with those ahead changed that share the exercise of the first of them."""
    now = ahead(sets, position)
    return tuple(
        change(index, one)
        if now and index >= first_open(position) and one.exercise == now.exercise
        else one
        for index, one in enumerate(sets)
    )
