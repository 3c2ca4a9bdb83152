import pytest

from bot.session.model.choices import Choices, Kit, PracticeLevel, Side
from bot.session.model.events import StepOutcome
from bot.session.model.log import Measure
from bot.session.model.steps import Step
from bot.session.model.workouts import Guide
from tests.session.walking import Walk, at

ON_THE_WAY = ["get_ready", "work", "switch", "work_second", "check_in", "rest"]
BALL = Choices(Kit.BALL, PracticeLevel.STEADY)


def names(walk: Walk) -> list[str]:
    return [one.exercise for one in walk.session.sets]


@pytest.mark.parametrize("word", ["easier", "harder", "kit"])
@pytest.mark.parametrize("place", ON_THE_WAY)
def test_a_change_keeps_the_place_and_the_sets(guide: Guide, place: str, word: str) -> None:
    walk = at(guide, place)
    before = walk.session
    after = walk.go(word).session
    assert (after.position, after.log) == (before.position, before.log)
    assert len(after.sets) == len(before.sets)


def test_easier_changes_this_set_and_those_ahead(guide: Guide) -> None:
    assert names(at(guide, "get_ready").go("easier")) == ["standing_curl"] * 3


def test_easier_leaves_what_is_done(guide: Guide) -> None:
    walk = at(guide, "rest").go("easier")
    assert names(walk) == ["standing_curl_ankle_weight", "standing_curl", "standing_curl"]
    assert walk.session.log[0].exercise == "standing_curl_ankle_weight"


def test_a_change_at_the_check_in_begins_with_the_next_set(guide: Guide) -> None:
    assert names(at(guide, "check_in").go("easier"))[0] == "standing_curl_ankle_weight"


def test_below_the_easiest_exercise_the_range_gets_shorter(guide: Guide) -> None:
    walk = Walk(guide, "easier easier easier")
    assert (walk.outcome, walk.session.planned.short) == (StepOutcome.SHORTER_RANGE, True)
    assert walk.take("easier").outcome is StepOutcome.NOTHING_EASIER


def test_harder_gives_the_full_range_first(guide: Guide) -> None:
    walk = Walk(guide, "easier easier easier harder")
    assert (walk.outcome, walk.session.planned.short) == (StepOutcome.FULL_RANGE, False)
    assert walk.go("harder").outcome is StepOutcome.HARDER


def test_the_ladder_ends_with_the_ball(guide: Guide) -> None:
    walk = Walk(guide, "harder")
    assert names(walk) == ["stability_ball_curl"] * 3
    assert walk.session.planned.order == (Side.BOTH,)
    assert walk.take("harder").outcome is StepOutcome.NOTHING_HARDER


def test_a_begun_set_keeps_its_exercise_when_the_new_one_works_both_sides(guide: Guide) -> None:
    walk = at(guide, "switch").go("harder")
    assert walk.outcome is StepOutcome.FROM_NEXT_SET
    assert names(walk) == [
        "standing_curl_ankle_weight",
        "stability_ball_curl",
        "stability_ball_curl",
    ]


def test_from_both_legs_to_one_after_the_other(guide: Guide) -> None:
    walk = Walk(guide, "begin easier", BALL)
    assert walk.session.planned.order == (Side.LEFT, Side.RIGHT)
    assert walk.go("done").session.step is Step.SWITCH


def test_other_kit_goes_round_or_by_name(guide: Guide) -> None:
    assert names(Walk(guide, "kit"))[0] == "standing_curl_band"
    assert names(Walk(guide, "kit kit"))[0] == "standing_curl_ankle_weight"
    assert names(Walk(guide, "kit:standing_curl"))[0] == "standing_curl"


@pytest.mark.parametrize("name", ["stability_ball_curl", "nothing_such"])
def test_kit_that_does_not_fit_is_refused(guide: Guide, name: str) -> None:
    assert Walk(guide).take(f"kit:{name}").outcome is StepOutcome.NO_OTHER_KIT


def test_nothing_changes_after_the_last_set(guide: Guide) -> None:
    for word in ("easier", "harder", "kit"):
        assert at(guide, "last_check_in").take(word).event is None


def test_only_sets_of_the_same_exercise_change(guide: Guide) -> None:
    walk = Walk(guide, "harder", Choices(Kit.NONE, PracticeLevel.STEADY))
    assert names(walk) == [
        "standing_curl_ankle_weight",
        "standing_curl_ankle_weight",
        "prone_hip_extension",
    ]


def test_a_hold_stays_a_hold(guide: Guide) -> None:
    walk = Walk(guide, "skip " * 6 + "harder", Choices(Kit.NONE, PracticeLevel.STRONG))
    target = walk.session.planned.target
    assert (target.amount, target.measure) == (20, Measure.SECONDS)
