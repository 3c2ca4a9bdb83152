from dataclasses import replace
from itertools import pairwise

import pytest

from bot.domain.replies import Cue
from bot.knowledge.content.entries import Exercise, Tempo
from bot.session.input.grammar import CommandGrammar
from bot.session.machine.machine import LONGEST_COUNT, start
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.choices import Choices, Kit, PracticeLevel, Side
from bot.session.model.events import StepOutcome
from bot.session.model.log import Measure, Target
from bot.session.model.plan import PlannedSet
from bot.session.model.workouts import SWITCHING, Guide
from bot.session.view.spoken_count import (
    announcement,
    count_seconds,
    counted_aloud,
    cues,
)
from tests.session.script import NOW, PLACES, WEIGHTS, Script, at

HOLDS = Choices(Kit.NONE, PracticeLevel.STRONG)
LEFT_RIGHT = (Side.LEFT, Side.RIGHT)


def track(script: Script) -> tuple[Cue, ...]:
    said = counted_aloud(script.guide, script.session)
    assert said
    return said.cues


def words(said: tuple[Cue, ...]) -> list[str]:
    return [cue.words for cue in said]


def moment(said: tuple[Cue, ...], spoken: str) -> float:
    return next(cue.at for cue in said if cue.words == spoken)


def of_tempo(guide: Guide, tempo: Tempo, amount: int = 12) -> tuple[Cue, ...]:
    """A set of an exercise with another tempo."""
    exercise: Exercise = guide.exercises["standing_curl"]
    changed = {**guide.exercises, "standing_curl": exercise.model_copy(update={"tempo": tempo})}
    planned = PlannedSet("standing_curl", Target(amount), 45, (Side.BOTH,))
    return cues(replace(guide, exercises=changed), planned, (Side.BOTH,))


def held(guide: Guide, amount: int) -> list[tuple[float, str]]:
    """What is said in a hold, by the seconds that it has lasted."""
    target = Target(amount, Measure.SECONDS)
    said = cues(guide, PlannedSet("standing_curl", target, 45, (Side.BOTH,)), (Side.BOTH,))
    begin = moment(said, "Lift, and hold.")
    return [(cue.at - begin, cue.words) for cue in said if cue.at > begin]


def test_a_set_begins_with_what_is_to_be_done_and_a_count_in(guide: Guide) -> None:
    said = track(at(guide, "get_ready"))
    assert words(said)[:5] == [
        "Standing curl with ankle weight. Left leg, then right leg. 12 repetitions each.",
        *("Get ready.", "three", "two", "one"),
    ]
    first = moment(said, "one, and up")
    assert [cue.at - first for cue in said[1:5]] == [-5, -3, -2, -1]


def test_a_repetition_is_counted_at_the_tempo_of_the_exercise(guide: Guide) -> None:
    said = track(at(guide, "get_ready"))
    begin = moment(said, "two, and up")
    part = [(cue.at - begin, cue.words) for cue in said if begin <= cue.at < begin + 6]
    assert part == [(0, "two, and up"), (2, "squeeze"), (3, "lower"), (4, "two"), (5, "three")]


def test_the_half_and_the_last_ones_are_announced(guide: Guide) -> None:
    said = words(track(at(guide, "get_ready")))
    for announced in ("halfway, seven", "last three, ten", "last one, twelve"):
        assert said.count(announced) == 2
    assert said[-1] == "Done. Well done."


@pytest.mark.parametrize("amount", [1, 2, 5, 7, 8, 12, 15, 20])
def test_every_repetition_is_counted_once(guide: Guide, amount: int) -> None:
    said = words(of_tempo(guide, Tempo(lift=2, hold=1, lower=3), amount))
    assert said.count("squeeze") == amount
    assert ("halfway" in " ".join(said)) is (amount >= 8)
    assert ("last one" in " ".join(said)) is (amount > 1)


def test_changing_sides_has_its_own_time_and_count_in(guide: Guide) -> None:
    said = track(at(guide, "get_ready"))
    change = moment(said, "Change sides. Right leg.")
    after = [(cue.at - change, cue.words) for cue in said if cue.at > change]
    assert after[:4] == [
        *((SWITCHING - 3, "three"), (SWITCHING - 2, "two"), (SWITCHING - 1, "one")),
        (SWITCHING, "one, and up"),
    ]
    assert change == moment(said, "one, and up") + 12 * 6


@pytest.mark.parametrize("place", ["switch", "work_second"])
def test_only_the_side_that_is_left_is_counted(guide: Guide, place: str) -> None:
    said = words(track(at(guide, place)))
    assert said[0].endswith("Right leg. 12 repetitions.")
    assert not any("Change sides" in one for one in said)


def test_the_side_that_the_person_begins_with_comes_first(guide: Guide) -> None:
    script = Script(guide, "", Choices(Kit.ANKLE_WEIGHT, PracticeLevel.STEADY, Side.RIGHT))
    assert "Right leg, then left leg." in words(track(script))[0]


def test_both_legs_are_counted_once(guide: Guide) -> None:
    said = words(track(Script(guide, "", Choices(Kit.BALL, PracticeLevel.STEADY))))
    assert "Both legs. 12 repetitions." in said[0]
    assert said.count("one, and up") == 1


def test_a_shorter_range_is_said(guide: Guide) -> None:
    said = words(track(at(guide, "cramp").go("resume")))
    assert said[0].endswith("Shorter range today.")


def test_a_hold_is_counted_sparsely(guide: Guide) -> None:
    assert held(guide, 20) == [
        *((10, "halfway"), (17, "three"), (18, "two"), (19, "one"), (20, "Done. Well done.")),
    ]
    assert held(guide, 60)[:5] == [
        *((10, "ten seconds"), (20, "twenty seconds"), (30, "halfway")),
        *((40, "forty seconds"), (50, "fifty seconds")),
    ]
    assert held(guide, 3) == [(2, "one"), (3, "Done. Well done.")]
    countdown = ["three", "two", "one", "Done. Well done."]
    assert [words for _, words in held(guide, 9)] == countdown
    assert held(guide, 10)[:2] == [(5, "halfway"), (7, "three")]
    assert held(guide, 16)[:2] == [(8, "halfway"), (13, "three")]
    assert held(guide, 26)[:4] == [
        *((10, "ten seconds"), (13, "halfway"), (20, "twenty seconds"), (23, "three")),
    ]
    assert held(guide, 25)[:2] == [(12.5, "halfway"), (22, "three")]


def test_a_short_hold_at_the_top_is_counted_second_by_second(guide: Guide) -> None:
    said = words(of_tempo(guide, Tempo(lift=2, hold=5, lower=3), 1))
    assert said[said.index("squeeze") :][:5] == ["squeeze", "two", "three", "four", "five"]
    said = words(of_tempo(guide, Tempo(lift=2, hold=6, lower=3), 1))
    assert said[said.index("squeeze") :][:4] == ["squeeze", "three", "two", "one"]


def test_the_first_side_begins_when_the_opening_can_have_been_said(guide: Guide) -> None:
    for choices, way, begins in (
        (WEIGHTS, "", 13),
        (Choices(Kit.BAND), "begin done", 10),
    ):
        said = track(Script(guide, way, choices))
        assert moment(said, "one, and up") == begins


@pytest.mark.parametrize("lift", [0, 1, 2, 4])
@pytest.mark.parametrize("hold", [0, 1, 3, 20])
@pytest.mark.parametrize("lower", [0, 1, 3, 6])
def test_no_two_words_share_a_moment_at_any_tempo(
    guide: Guide, lift: int, hold: int, lower: int
) -> None:
    if lift + hold + lower:
        moments = [cue.at for cue in of_tempo(guide, Tempo(lift=lift, hold=hold, lower=lower))]
        assert all(before < after for before, after in pairwise(moments))


def test_a_number_has_no_word_beside_it_where_there_is_no_room(guide: Guide) -> None:
    said = words(of_tempo(guide, Tempo(lift=1, hold=1, lower=1)))
    assert {"four", "halfway", "last three", "last one"} <= set(said)
    assert not any("," in one for one in said[1:])


SILENT = (
    set(PLACES)
    - {"get_ready", "work", "switch", "work_second", "check_in"}
    - {
        *("rest", "rest_untimed", "last_work"),
    }
)


@pytest.mark.parametrize("place", sorted(SILENT))
def test_nothing_is_counted_without_a_set_ahead(guide: Guide, place: str) -> None:
    session = at(guide, place).session
    assert counted_aloud(guide, session) is None
    assert announcement(guide, session) == ""
    assert count_seconds(guide, session) == 0


@pytest.mark.parametrize("place", ["check_in", "rest"])
def test_after_a_set_the_next_one_is_counted_from_its_first_side(guide: Guide, place: str) -> None:
    assert "Left leg, then right leg." in words(track(at(guide, place)))[0]


@pytest.mark.parametrize("kit", Kit)
@pytest.mark.parametrize("level", PracticeLevel)
def test_every_set_of_every_workout_has_a_track_below_the_bound(
    guide: Guide, kit: Kit, level: PracticeLevel
) -> None:
    for workout in guide.workouts:
        session = start(guide, workout, Choices(kit, level), NOW)
        for index in range(len(session.sets)):
            there = replace(session, position=replace(session.position, set_index=index))
            said = counted_aloud(guide, there)
            assert said
            assert said.cues[-1].at == count_seconds(guide, there) < LONGEST_COUNT / 2


def test_a_set_that_lasts_too_long_is_not_counted(guide: Guide) -> None:
    session = at(guide, "get_ready").session
    endless = replace(session.planned, target=Target(100))
    session = replace(session, sets=(endless, *session.sets[1:]))
    assert count_seconds(guide, session) > LONGEST_COUNT
    assert counted_aloud(guide, session) is None


@pytest.mark.parametrize(
    ("seconds", "sides", "is_counted"),
    [
        (600, (Side.BOTH,), True),
        (601, (Side.BOTH,), False),
        (295, LEFT_RIGHT, True),
        (296, LEFT_RIGHT, False),
    ],
)
def test_a_set_of_ten_minutes_is_the_longest_that_is_counted(
    guide: Guide, seconds: int, sides: tuple[Side, ...], *, is_counted: bool
) -> None:
    session = at(guide, "get_ready").session
    hold = replace(session.planned, target=Target(seconds, Measure.SECONDS), order=sides)
    session = replace(session, sets=(hold, *session.sets[1:]))
    assert (counted_aloud(guide, session) is not None) is is_counted


def test_the_track_is_promised_in_a_sentence(guide: Guide) -> None:
    assert announcement(guide, at(guide, "get_ready").session) == (
        "I count this set aloud: left, then right, 12 repetitions each, about 3 minutes."
    )
    assert announcement(guide, at(guide, "switch").session) == (
        "I count this set aloud: right, 12 repetitions, about 1 minute."
    )
    held = Script(guide, "skip " * 6, HOLDS)
    assert "20 seconds each" in announcement(guide, held.session)


def test_counting_changes_nothing(guide: Guide) -> None:
    script = at(guide, "work")
    before = script.session
    assert script.take("count").outcome is StepOutcome.COUNTED
    assert script.session == before


def test_who_asks_for_the_count_in_a_pause_goes_on(guide: Guide) -> None:
    script = at(guide, "paused").go("count")
    assert script.session.halt is None
    assert counted_aloud(guide, script.session)


@pytest.mark.parametrize("text", ["count", "count for me", "please count aloud", "count with me?"])
def test_words_ask_for_the_count(grammar: CommandGrammar, text: str) -> None:
    asked = grammar.parse(text.replace("?", ""))
    assert asked == SessionAction(SessionVerb.COUNT)


@pytest.mark.parametrize("text", ["how do i count a set", "counting sheep", "i lost count"])
def test_other_words_do_not(grammar: CommandGrammar, text: str) -> None:
    asked = grammar.parse(text)
    assert asked is None or asked.kind is not SessionVerb.COUNT


@pytest.mark.parametrize(("length", "is_said"), [(25, False), (26, True), (30, True)])
def test_tens_of_seconds_are_said_as_long_as_the_last_three_leave_room(
    guide: Guide, length: int, *, is_said: bool
) -> None:
    assert ((20, "twenty seconds") in held(guide, length)) is is_said
