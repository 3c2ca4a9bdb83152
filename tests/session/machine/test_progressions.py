import pytest

from bot.session.model.choices import Choices, Kit, PracticeLevel, Side
from bot.session.model.events import StepOutcome
from bot.session.model.log import Measure
from bot.session.model.steps import Step
from bot.session.model.workouts import Guide
from tests.session.script import Script, at

ON_THE_WAY = ["get_ready", "work", "switch", "work_second", "check_in", "rest"]
BALL = Choices(Kit.BALL, PracticeLevel.STEADY)


def names(script: Script) -> list[str]:
    return [one.exercise for one in script.session.sets]


@pytest.mark.parametrize("word", ["easier", "harder", "kit"])
@pytest.mark.parametrize("place", ON_THE_WAY)
def test_a_change_keeps_the_place_and_the_sets(guide: Guide, place: str, word: str) -> None:
    script = at(guide, place)
    before = script.session
    after = script.go(word).session
    assert (after.position, after.log) == (before.position, before.log)
    assert len(after.sets) == len(before.sets)


def test_easier_changes_this_set_and_those_ahead(guide: Guide) -> None:
    assert names(at(guide, "get_ready").go("easier")) == ["standing_curl"] * 3


def test_easier_leaves_what_is_done(guide: Guide) -> None:
    script = at(guide, "rest").go("easier")
    assert names(script) == ["standing_curl_ankle_weight", "standing_curl", "standing_curl"]
    assert script.session.log[0].exercise == "standing_curl_ankle_weight"


def test_a_change_at_the_check_in_begins_with_the_next_set(guide: Guide) -> None:
    assert names(at(guide, "check_in").go("easier"))[0] == "standing_curl_ankle_weight"


def test_below_the_easiest_exercise_the_range_gets_shorter(guide: Guide) -> None:
    script = Script(guide, "easier easier easier")
    assert (script.outcome, script.session.planned.short) == (StepOutcome.SHORTER_RANGE, True)
    assert script.take("easier").outcome is StepOutcome.NOTHING_EASIER


def test_harder_gives_the_full_range_first(guide: Guide) -> None:
    script = Script(guide, "easier easier easier harder")
    assert (script.outcome, script.session.planned.short) == (StepOutcome.FULL_RANGE, False)
    assert script.go("harder").outcome is StepOutcome.HARDER


def test_the_ladder_ends_with_the_ball(guide: Guide) -> None:
    script = Script(guide, "harder")
    assert names(script) == ["stability_ball_curl"] * 3
    assert script.session.planned.order == (Side.BOTH,)
    assert script.take("harder").outcome is StepOutcome.NOTHING_HARDER


def test_a_begun_set_keeps_its_exercise_when_the_new_one_works_both_sides(guide: Guide) -> None:
    script = at(guide, "switch").go("harder")
    assert script.outcome is StepOutcome.FROM_NEXT_SET
    assert names(script) == [
        "standing_curl_ankle_weight",
        "stability_ball_curl",
        "stability_ball_curl",
    ]


def test_from_both_legs_to_one_after_the_other(guide: Guide) -> None:
    script = Script(guide, "begin easier", BALL)
    assert script.session.planned.order == (Side.LEFT, Side.RIGHT)
    assert script.go("done").session.step is Step.SWITCH


def test_other_kit_goes_round_or_by_name(guide: Guide) -> None:
    assert names(Script(guide, "kit"))[0] == "standing_curl_band"
    assert names(Script(guide, "kit kit"))[0] == "standing_curl_ankle_weight"
    assert names(Script(guide, "kit:standing_curl"))[0] == "standing_curl"


@pytest.mark.parametrize("name", ["stability_ball_curl", "nothing_such"])
def test_kit_that_does_not_fit_is_refused(guide: Guide, name: str) -> None:
    assert Script(guide).take(f"kit:{name}").outcome is StepOutcome.NO_OTHER_KIT


def test_nothing_changes_after_the_last_set(guide: Guide) -> None:
    for word in ("easier", "harder", "kit"):
        assert at(guide, "last_check_in").take(word).event is None


def test_only_sets_of_the_same_exercise_change(guide: Guide) -> None:
    script = Script(guide, "harder", Choices(Kit.NONE, PracticeLevel.STEADY))
    assert names(script) == [
        "standing_curl_ankle_weight",
        "standing_curl_ankle_weight",
        "prone_hip_extension",
    ]


def test_a_hold_stays_a_hold(guide: Guide) -> None:
    script = Script(guide, "skip " * 6 + "harder", Choices(Kit.NONE, PracticeLevel.STRONG))
    target = script.session.planned.target
    assert (target.amount, target.measure) == (20, Measure.SECONDS)
