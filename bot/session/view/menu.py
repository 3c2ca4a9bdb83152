"""The menu before a session: which workout, which kit, which level."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.number_words import counted, spelled
from bot.domain.replies import Button, Reply, Rows, Verb, act, column, grid
from bot.session.model.choices import Choices, Kit, PracticeLevel
from bot.session.model.workouts import Guide, Routine, Workout, seconds
from bot.session.view.closing import KITS

SHOW, START = "menu", "start"
"""The first argument of a button of the menu; workout, kit and level follow."""
LEVELS = {
    PracticeLevel.NEW: "New to it",
    PracticeLevel.STEADY: "Some practice",
    PracticeLevel.STRONG: "Strong",
}


@dataclass(frozen=True, slots=True)
class WorkoutOrder:
    """A workout with choices; `starts`: begin it now, else show it."""

    workout: str
    choices: Choices
    starts: bool = False


def from_arguments(arguments: Sequence[str], guide: Guide) -> WorkoutOrder | None:
    """What a button of the menu carries; None for anything else."""
    match arguments:
        case ["menu" | "start" as what, str(workout), kit, level] if workout in guide.workouts:
            try:
                return WorkoutOrder(
                    workout, Choices(Kit(kit), PracticeLevel(level)), starts=what == START
                )
            except ValueError:
                return None
        case _:
            return None


def with_exercise(guide: Guide, exercise: str) -> WorkoutOrder | None:
    """The first workout that trains a movement, for the least practised; None when none does."""
    for name, workout in guide.workouts.items():
        for level in PracticeLevel:
            for kit in Kit:
                choices = Choices(kit, level)
                if any(one.exercise == exercise for one in workout.routine(choices).sets):
                    return WorkoutOrder(name, choices)
    return None


def opening(order: WorkoutOrder) -> Button:
    """A button that shows a workout."""
    return _button("Do it now", SHOW, order)


def shortest(guide: Guide) -> Button:
    """Starts the shortest workout, for the least practised, without kit."""
    choices = Choices()

    def length(name: str) -> int:
        return seconds(guide.workouts[name].routine(choices), guide.exercises)

    name = min(guide.workouts, key=length)
    return _button(guide.workouts[name].name, START, WorkoutOrder(name, choices))


def workouts(guide: Guide, choices: Choices) -> Reply:
    """Which workout? `choices` are the person's last ones."""
    title = "Which workout?"
    lines = [
        f"{one.name}: {one.when.text} About {_minutes(guide, one.routine(choices))}."
        for one in guide.workouts.values()
    ]
    names = [
        _button(one.name, SHOW, WorkoutOrder(name, choices)) for name, one in guide.workouts.items()
    ]
    return Reply(
        title=title,
        text="\n".join(lines),
        speech=spelled(" ".join((title, *lines))),
        buttons=column(names),
    )


def choosing(guide: Guide, order: WorkoutOrder) -> Reply:
    """One workout with its kit and level; a tap changes them, another starts."""
    workout = guide.workouts[order.workout]
    routine = workout.routine(order.choices)
    lines = (workout.when.text, *_sets(guide, routine), f"About {_minutes(guide, routine)}.")
    return Reply(
        title=workout.name,
        text="\n".join(lines),
        speech=spelled(" ".join((f"{workout.name}.", *lines))),
        buttons=_choices(workout, order),
        note=workout.origin_note,
    )


def _sets(guide: Guide, routine: Routine) -> list[str]:
    return [
        f"{counted(one.times.value, 'set')} of {one.amount.value}"
        f"{' seconds' if one.hold else ''}{' on each side' if one.first else ''}: "
        f"{guide.exercises[one.exercise].name}."
        for one in routine.sets
    ]


def _minutes(guide: Guide, routine: Routine) -> str:
    return counted(max(1, round(seconds(routine, guide.exercises) / 60)), "minute")


def _choices(workout: Workout, order: WorkoutOrder) -> Rows:
    choices = order.choices
    kits = [
        _button(_marked(label, kit is choices.kit), SHOW, _with(order, replace(choices, kit=kit)))
        for kit, label in KITS.items()
    ]
    levels = [
        _button(
            _marked(label, level is choices.level),
            SHOW,
            _with(order, replace(choices, level=level)),
        )
        for level, label in LEVELS.items()
    ]
    same = set(workout.routine(choices).levels) == set(PracticeLevel)
    start = (_button("Start", START, order),)
    return (start, *grid(kits, 2), *(() if same else grid(levels, 3)))


def _with(order: WorkoutOrder, choices: Choices) -> WorkoutOrder:
    return replace(order, choices=choices)


def _marked(label: str, chosen: bool) -> str:  # noqa: FBT001 - named by its callers
    return f"{label} (chosen)" if chosen else label


def _button(label: str, what: str, order: WorkoutOrder) -> Button:
    choices = order.choices
    arguments = (what, order.workout, choices.kit.value, choices.level.value)
    return act(label, Verb.SESSION, *arguments)
