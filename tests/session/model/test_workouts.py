from typing import Any

import pytest
import yaml

from bot.errors import ContentError
from bot.knowledge.content.entries import Origin
from bot.knowledge.content.loading import CONTENT, Library
from bot.session.model.choices import Choices, Kit, PracticeLevel, Side
from bot.session.model.workouts import FILE, Guide, Routine, SetPlan, parse_guide, seconds

GONE = object()
"""In place of a value: the key is taken away."""
ROUTINE = ("workouts", "finisher", "routines", 0)
FIRST_SET = (*ROUTINE, "sets", 0)


def shipped() -> Any:  # noqa: ANN401 - any YAML
    return yaml.safe_load((CONTENT / FILE).read_text(encoding="utf-8"))


def spoiled(path: tuple[str | int, ...], value: object) -> str:
    """The shipped file with one value changed, added or taken away."""
    data = place = shipped()
    *way, last = path
    for step in way:
        place = place[step]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    return yaml.safe_dump(data)


def sets(guide: Guide) -> list[tuple[str, Routine, SetPlan]]:
    return [
        (name, routine, one)
        for name, workout in guide.workouts.items()
        for routine in workout.routines
        for one in routine.sets
    ]


def test_the_finisher_is_offered_first(guide: Guide) -> None:
    assert list(guide.workouts) == ["finisher", "primer", "three_minute"]
    assert guide.default == "finisher"


@pytest.mark.parametrize("level", PracticeLevel)
@pytest.mark.parametrize("kit", Kit)
def test_every_kit_and_level_has_sets_that_use_the_kit(
    guide: Guide, kit: Kit, level: PracticeLevel
) -> None:
    for workout in guide.workouts.values():
        routine = workout.routine(Choices(kit, level))
        assert (routine.kit, level in routine.levels) == (kit, True)
        assert kit.value in {guide.exercises[one.exercise].kit for one in routine.sets}


def test_the_primer_is_two_sets_of_fifteen_and_the_guide_says_so(guide: Guide) -> None:
    for routine in guide.workouts["primer"].routines:
        (one,) = routine.sets
        assert one.repetitions
        assert (one.times.value, one.times.origin) == (2, Origin.ARTICLE)
        assert (one.repetitions.value, one.repetitions.origin) == (15, Origin.ARTICLE)


def test_repetitions_are_those_of_the_guide_and_the_rest_is_ours(guide: Guide) -> None:
    for name, _, one in sets(guide):
        assert one.rest.origin is Origin.COACH
        if one.repetitions:
            assert one.repetitions.origin is Origin.ARTICLE
            assert 12 <= one.repetitions.value <= 20
        if one.hold:
            assert one.hold.origin is Origin.COACH
        if name != "primer":
            assert one.times.origin is Origin.COACH
        assert one.first is None or one.first.coach is not None


def test_three_minutes_are_three_minutes(guide: Guide) -> None:
    for routine in guide.workouts["three_minute"].routines:
        assert 60 <= seconds(routine, guide.exercises) <= 180


def test_more_practice_is_never_less_work(guide: Guide) -> None:
    for workout in guide.workouts.values():
        for kit in Kit:
            lengths = [
                seconds(workout.routine(Choices(kit, level)), guide.exercises)
                for level in PracticeLevel
            ]
            assert lengths == sorted(lengths)


def test_a_side_to_begin_with_is_read(guide: Guide) -> None:
    first = guide.workouts["primer"].routines[0].sets[0].first
    assert first
    assert first.side is Side.LEFT


def test_what_is_said_about_cramps_and_pain_names_its_origin(guide: Guide) -> None:
    sayings = guide.sayings
    assert sayings.cramp_reason.origin is Origin.ARTICLE
    for ours in (sayings.pain_low, sayings.pain_easier, sayings.pain_stop, sayings.cramp_check):
        assert ours.origin is Origin.COACH


BROKEN: list[tuple[tuple[str | int, ...], object, tuple[str, ...]]] = [
    ((*FIRST_SET, "exercise"), "hopping", ("finisher.routines.0.sets.0.exercise", "'hopping'")),
    ((*FIRST_SET, "exercise"), "Bad Name", ("finisher.routines.0.sets.0.exercise", "'Bad Name'")),
    ((*FIRST_SET, "rest"), GONE, ("sets.0.rest: Field required",)),
    ((*FIRST_SET, "rest"), 45, ("sets.0.rest", "45")),
    ((*FIRST_SET, "rest"), {"coach": 45, "article": 45}, ("sets.0.rest", "either")),
    ((*FIRST_SET, "rest"), {}, ("sets.0.rest", "either")),
    ((*FIRST_SET, "rest"), {"coach": 601}, ("sets.0.rest.coach", "601")),
    ((*FIRST_SET, "rest"), {"coach": -1}, ("sets.0.rest.coach", "-1")),
    ((*FIRST_SET, "rest"), {"coach": "long"}, ("sets.0.rest.coach", "'long'")),
    ((*FIRST_SET, "repetitions"), GONE, ("sets.0", "repetitions or hold")),
    ((*FIRST_SET, "hold"), {"coach": 20}, ("sets.0", "repetitions or hold")),
    ((*FIRST_SET, "repetitions"), {"article": 0}, ("sets.0", "at least 1")),
    ((*FIRST_SET, "times"), {"coach": 0}, ("sets.0", "at least 1")),
    ((*FIRST_SET, "times"), {"coach": 13}, ("routines.0", "13 sets")),
    ((*FIRST_SET, "repetitions"), {"article": 11}, ("sets.0: repetitions: 11", "12 to 20")),
    ((*FIRST_SET, "repetitions"), {"article": 21}, ("sets.0: repetitions: 21", "12 to 20")),
    ((*FIRST_SET, "first"), GONE, ("sets.0: first: missing",)),
    ((*FIRST_SET, "first"), {"coach": "both"}, ("sets.0.first.coach", "'both'")),
    ((*FIRST_SET, "first"), {}, ("sets.0.first", "either")),
    ((*FIRST_SET, "speed"), 3, ("sets.0.speed", "Extra")),
    ((*FIRST_SET, "exercise"), "stability_ball_curl", ("sets.0: first: 'left'", "both sides")),
    ((*FIRST_SET, "exercise"), "standing_curl_band", ("sets: need the kit 'band'",)),
    ((*ROUTINE, "kit"), "barbell", ("routines.0.kit", "'barbell'")),
    ((*ROUTINE, "kit"), "band", ("nothing uses the kit 'band'", "0 for kit 'none', level 'new'")),
    ((*ROUTINE, "levels"), ["steady"], ("2 for kit 'none', level 'steady'",)),
    ((*ROUTINE, "levels"), ["olympic"], ("routines.0.levels.0", "'olympic'")),
    ((*ROUTINE, "sets"), [], ("routines.0.sets",)),
    (("workouts", "finisher", "minutes"), 3, ("finisher.routines.0: sets: take 353 seconds",)),
    (("workouts", "finisher", "minutes"), 0, ("finisher.minutes", "0")),
    (("workouts", "finisher", "minutes"), 1, ("take 353 seconds, over 1 minutes",)),
    (("workouts", "finisher", "minutes"), 61, ("finisher.minutes", "61")),
    (("workouts", "finisher", "name"), "N" * 25, ("finisher.name", "24")),
    (("workouts", "x"), shipped()["workouts"]["primer"], ("workouts.x", "pattern")),
    (("workouts", "finisher", "when"), {"guide": "Later."}, ("finisher.when",)),
    (("workouts", "x" * 21), shipped()["workouts"]["primer"], ("workouts." + "x" * 21, "pattern")),
    (("workouts",), {}, ("workouts:",)),
    (("sayings", "pain_stop"), GONE, ("sayings.pain_stop: Field required",)),
    (("sayings", "cramp_steps"), [], ("sayings.cramp_steps",)),
    (("more",), {}, ("more: Extra",)),
]


@pytest.mark.parametrize(("path", "value", "told"), BROKEN)
def test_what_is_wrong_is_named_with_its_place(
    library: Library, path: tuple[str | int, ...], value: object, told: tuple[str, ...]
) -> None:
    with pytest.raises(ContentError) as error:
        parse_guide(spoiled(path, value), library.exercises)
    assert str(error.value).startswith(FILE)
    for words in told:
        assert words in str(error.value)


FITTING: list[tuple[tuple[str | int, ...], object]] = [
    ((*FIRST_SET, "rest"), {"coach": 600}),
    ((*FIRST_SET, "rest"), {"coach": 0}),
    ((*FIRST_SET, "times"), {"coach": 12}),
    (("workouts", "finisher", "name"), "N" * 24),
    (("workouts", "finisher", "minutes"), 60),
    (("workouts", "three_minute", "minutes"), 3),
    (("workouts", "x" * 20), shipped()["workouts"]["primer"]),
    (("workouts", "xy"), shipped()["workouts"]["primer"]),
]


@pytest.mark.parametrize(("path", "value"), FITTING)
def test_what_just_fits_is_taken(
    library: Library, path: tuple[str | int, ...], value: object
) -> None:
    assert parse_guide(spoiled(path, value), library.exercises).workouts


def test_a_workout_may_take_its_minutes_to_the_second(library: Library, guide: Guide) -> None:
    routines = guide.workouts["primer"].routines  # two sets with one rest between them
    longest = max(seconds(routine, library.exercises) for routine in routines)
    fitting = routines[0].sets[0].rest.value + 420 - longest
    assert parse_guide(primer_of_seven_minutes(rest=fitting), library.exercises).workouts
    with pytest.raises(ContentError, match="take 421 seconds, over 7 minutes"):
        parse_guide(primer_of_seven_minutes(rest=fitting + 1), library.exercises)


def primer_of_seven_minutes(rest: int) -> str:
    data = shipped()
    data["workouts"]["primer"]["minutes"] = 7
    for routine in data["workouts"]["primer"]["routines"]:
        routine["sets"][0]["rest"] = {"coach": rest}
    return yaml.safe_dump(data)


def test_all_complaints_come_at_once(library: Library) -> None:
    data = shipped()
    for at in (0, 1):
        data["workouts"]["finisher"]["routines"][at]["sets"][0]["exercise"] = "hopping"
    with pytest.raises(ContentError) as error:
        parse_guide(yaml.safe_dump(data), library.exercises)
    assert len(str(error.value).splitlines()) == 2


def test_a_key_given_twice_is_found(library: Library) -> None:
    text = (CONTENT / FILE).read_text(encoding="utf-8")
    with pytest.raises(ContentError, match="given twice"):
        parse_guide(f"{text}\nsayings: {{}}\n", library.exercises)
