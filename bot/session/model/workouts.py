"""The workouts as data: models, parsing and checks of `knowledge/workouts.yaml`."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from bot.errors import ContentError
from bot.knowledge.content.entries import (
    Attributed,
    Entry,
    Exercise,
    Identifier,
    Line,
    Sentence,
    Sentences,
)
from bot.knowledge.content.loading import CONTENT, parse_yaml, validate
from bot.session.model.choices import Choices, Kit, PracticeLevel, Side
from bot.session.model.log import Measure, Target

WORKOUTS = CONTENT / "workouts.yaml"


FILE = "workouts.yaml"
MOST_SETS = 12
"""Sets in one routine: more do not fit a phone, nor a body."""
SWITCHING = 10
"""Seconds that changing sides takes."""

WorkoutId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,19}$")]
"""Short, because a button must hold it besides kit and level."""


class Figured(Attributed):
    """A number with its origin; written as `article: 15` or `coach: 45`."""

    article: Annotated[int, Field(ge=0, le=600)] | None = None
    coach: Annotated[int, Field(ge=0, le=600)] | None = None

    @property
    def value(self) -> int:
        """The number."""
        return self.coach if self.article is None else self.article  # type: ignore[return-value]


class SideFirst(Attributed):
    """The side to begin with and who says so; written as `coach: left`."""

    article: Literal["left", "right"] | None = None
    coach: Literal["left", "right"] | None = None

    @property
    def side(self) -> Side:
        """The side."""
        return Side(self.article or self.coach or "left")


class SetPlan(Entry):
    """A number of equal sets of one exercise."""

    exercise: Identifier
    times: Figured
    """How many sets."""
    repetitions: Figured | None = None
    """On each side; or else `hold`."""
    hold: Figured | None = None
    """Seconds on each side."""
    rest: Figured
    """Seconds after each set."""
    first: SideFirst | None = None
    """The side to begin with; none when both work at once."""

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if (self.repetitions is None) == (self.hold is None):
            raise ValueError("needs either repetitions or hold")
        if self.times.value < 1 or self.amount.value < 1:
            raise ValueError("times, repetitions and hold must be at least 1")
        return self

    @property
    def amount(self) -> Figured:
        """Repetitions or seconds."""
        return self.hold or self.repetitions or self.times

    @property
    def target(self) -> Target:
        """How much to do on one side."""
        measure = Measure.SECONDS if self.hold else Measure.REPETITIONS
        return Target(self.amount.value, measure)


AnyLevel = Annotated[PracticeLevel, Field(strict=False)]


class Routine(Entry):
    """The sets for one kit and some levels."""

    kit: Annotated[Kit, Field(strict=False)]
    levels: Annotated[tuple[AnyLevel, ...], Field(min_length=1, strict=False)]
    sets: Annotated[tuple[SetPlan, ...], Field(min_length=1, strict=False)]

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        count = sum(one.times.value for one in self.sets)
        if count > MOST_SETS:
            raise ValueError(f"{count} sets are over {MOST_SETS}")
        return self


class Workout(Entry):
    """An ordered list of sets, for every kit and level."""

    name: Annotated[Line, StringConstraints(max_length=24)]
    also: Annotated[tuple[Line, ...], Field(strict=False)] = ()
    """Other names people use."""
    when: Sentence
    """What it is for, in a sentence."""
    after: Sentence
    """What to do when it is finished."""
    minutes: Annotated[int, Field(ge=1, le=60)] | None = None
    """It must fit into these."""
    grows: bool
    """Whether the next time may ask for more."""
    origin_note: Line
    """Which figures are the article's and which are ours."""
    routines: Annotated[tuple[Routine, ...], Field(min_length=1, strict=False)]

    def routine(self, choices: Choices) -> Routine:
        """The sets for a kit and level; the checks make sure that there are some."""
        return next(
            one for one in self.routines if one.kit is choices.kit and choices.level in one.levels
        )


class WorkoutSayings(Entry):
    """What is said about pain, cramps and range."""

    hold: Sentence
    short_range: Sentence
    shorten_hold: Sentence
    cramp_reason: Sentence
    cramp_steps: Sentences
    cramp_again: Sentence
    """From the second cramp on."""
    cramp_check: Sentence
    """Ten minutes later."""
    cramp_long: Sentence
    pain_scale: Sentence
    pain_low: Sentence
    pain_easier: Sentence
    pain_stop: Sentence
    after_pain: Sentence
    """Why nothing becomes harder after pain."""


class WorkoutFile(Entry):
    """The whole file."""

    workouts: Annotated[Mapping[WorkoutId, Workout], Field(min_length=1)]
    sayings: WorkoutSayings


@dataclass(frozen=True, slots=True)
class Guide:
    """What a guided workout is made of."""

    workouts: Mapping[str, Workout]
    exercises: Mapping[str, Exercise]
    sayings: WorkoutSayings

    @property
    def default(self) -> str:
        """The workout that is offered first."""
        return next(iter(self.workouts))


def parse_guide(text: str, exercises: Mapping[str, Exercise]) -> Guide:
    """The guide from the text of `workouts.yaml`.

    Raises `ContentError` naming entry, key and value of what is wrong.
    """
    book: WorkoutFile = validate(FILE, WorkoutFile, parse_yaml(FILE, text))
    guide = Guide(book.workouts, exercises, book.sayings)
    if complaints := list(broken_workouts(guide)):
        raise ContentError("\n".join(complaints))
    return guide


def broken_workouts(guide: Guide) -> Iterator[str]:
    """What is wrong between the workouts and the exercises."""
    for name, workout in guide.workouts.items():
        place = f"{FILE}: workouts.{name}"
        yield from _gaps(place, workout)
        for at, routine in enumerate(workout.routines):
            yield from _broken_routine(f"{place}.routines.{at}", workout, routine, guide.exercises)


def _gaps(place: str, workout: Workout) -> Iterator[str]:
    """Each kit and level has exactly one routine."""
    given = Counter((one.kit, level) for one in workout.routines for level in one.levels)
    for pair in product(Kit, PracticeLevel):
        if given[pair] != 1:
            kit, level = pair
            yield f"{place}: routines: {given[pair]} for kit {kit.value!r}, level {level.value!r}"


def _broken_routine(
    place: str, workout: Workout, routine: Routine, exercises: Mapping[str, Exercise]
) -> Iterator[str]:
    unknown = [
        f"{place}.sets.{at}.exercise: there is no exercise {one.exercise!r}"
        for at, one in enumerate(routine.sets)
        if one.exercise not in exercises
    ]
    if unknown:
        yield from unknown
        return
    for at, one in enumerate(routine.sets):
        yield from _broken_set(f"{place}.sets.{at}", one, exercises[one.exercise])
    yield from _wrong_kit(place, routine, exercises)
    yield from _too_long(place, workout, routine, exercises)


def _broken_set(place: str, one: SetPlan, exercise: Exercise) -> Iterator[str]:
    if one.first is None and exercise.sides == "each":
        yield f"{place}: first: missing, and {one.exercise!r} is done side by side"
    if one.first is not None and exercise.sides == "both":
        yield f"{place}: first: {one.first.side.value!r}, but {one.exercise!r} works both sides"
    fewest, most = exercise.repetitions
    if one.repetitions and not fewest <= one.repetitions.value <= most:
        yield (
            f"{place}: repetitions: {one.repetitions.value} is not within {fewest} to {most}, "
            f"the range of {one.exercise!r}"
        )


def _wrong_kit(place: str, routine: Routine, exercises: Mapping[str, Exercise]) -> Iterator[str]:
    used = {exercises[one.exercise].kit for one in routine.sets}
    for kit in sorted(used - {"none", routine.kit.value}):
        yield f"{place}: sets: need the kit {kit!r}, but the routine is for {routine.kit.value!r}"
    if routine.kit.value not in used:
        yield f"{place}: sets: nothing uses the kit {routine.kit.value!r}"


def _too_long(
    place: str, workout: Workout, routine: Routine, exercises: Mapping[str, Exercise]
) -> Iterator[str]:
    needed = seconds(routine, exercises)
    if workout.minutes is not None and needed > workout.minutes * 60:
        yield f"{place}: sets: take {needed} seconds, over {workout.minutes} minutes"


def seconds(routine: Routine, exercises: Mapping[str, Exercise]) -> int:
    """How long a routine takes, from tempo, switches and rests."""
    sets = [one for one in routine.sets for _ in range(one.times.value)]
    work = sum(_set_seconds(one, exercises[one.exercise]) for one in sets)
    return work + sum(one.rest.value for one in sets[:-1])


def _set_seconds(one: SetPlan, exercise: Exercise) -> int:
    return set_seconds(one.target, exercise, 2 if exercise.sides == "each" else 1)


def set_seconds(target: Target, exercise: Exercise, sides: int) -> int:
    """How long a set takes on so many sides, one after the other."""
    return sides * side_seconds(target, exercise) + (sides - 1) * SWITCHING


def side_seconds(target: Target, exercise: Exercise) -> int:
    """How long one side of one set takes."""
    if target.measure is Measure.SECONDS:
        return target.amount
    tempo = exercise.tempo
    return target.amount * (tempo.lift + tempo.hold + tempo.lower)


def read_guide(exercises: Mapping[str, Exercise], path: Path = WORKOUTS) -> Guide:
    """The guide for these exercises. Raises `ContentError` naming file, entry and key."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: cannot be read ({error}).") from error
    return parse_guide(text, exercises)
