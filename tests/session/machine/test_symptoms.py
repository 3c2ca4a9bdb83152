import pytest

from bot.knowledge.content.entries import Feeling
from bot.knowledge.content.loading import Library
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.choices import Choices, Kit, PracticeLevel
from bot.session.model.events import RED_FLAG, StepOutcome
from bot.session.model.steps import HaltReason, Step
from bot.session.model.workouts import Guide
from tests.session.script import Script, at


@pytest.mark.parametrize(
    ("feeling", "outcome", "fault_felt"),
    [
        (Feeling.HAMSTRING, StepOutcome.FELT_RIGHT, None),
        (Feeling.GLUTE, StepOutcome.NEW_CUE, Feeling.GLUTE),
        (Feeling.LOW_BACK, StepOutcome.NEW_CUE, Feeling.LOW_BACK),
        (Feeling.KNEE, StepOutcome.NEW_CUE, Feeling.KNEE),
        (Feeling.NOWHERE, StepOutcome.NEW_CUE, Feeling.NOWHERE),
        (Feeling.CRAMP, StepOutcome.CRAMP, Feeling.CRAMP),
    ],
)
def test_where_it_was_felt_changes_the_next_cue(
    guide: Guide, feeling: Feeling, outcome: StepOutcome, fault_felt: Feeling | None
) -> None:
    script = at(guide, "check_in")
    result = script.act(SessionAction(SessionVerb.FELT, feeling=feeling))
    assert (result.outcome, result.session.fault_felt) == (outcome, fault_felt)
    assert result.session.log[-1].notes.felt is feeling
    expected = Step.CRAMP_PAUSE if feeling is Feeling.CRAMP else Step.REST
    assert result.session.step is expected


def test_a_feeling_in_the_middle_of_a_set_changes_the_cue_and_not_the_step(guide: Guide) -> None:
    script = at(guide, "work").go("felt:low_back")
    assert (script.session.step, script.session.fault_felt) == (Step.WORK, Feeling.LOW_BACK)
    assert script.go("done").session.log[0].notes.felt is Feeling.LOW_BACK


def test_a_good_set_brings_the_usual_cues_back(guide: Guide) -> None:
    script = at(guide, "check_in").go("felt:low_back skip done begin done")
    assert script.session.fault_felt is Feeling.LOW_BACK
    assert script.go("felt:hamstring").session.fault_felt is None


@pytest.mark.parametrize("pain", [0, 1, 2, 3])
def test_little_pain_goes_on(guide: Guide, pain: int) -> None:
    script = at(guide, "work").go(f"hurts:{pain}")
    assert (script.outcome, script.session.step) == (StepOutcome.PAIN_LOW, Step.WORK)
    assert script.session.sets == at(guide, "work").session.sets
    assert script.session.notes.pain == pain


@pytest.mark.parametrize("pain", [4, 5])
def test_some_pain_makes_it_easier(guide: Guide, pain: int) -> None:
    script = at(guide, "work").go(f"hurts:{pain}")
    assert (script.outcome, script.session.step) == (StepOutcome.PAIN_EASIER, Step.WORK)
    assert {one.exercise for one in script.session.sets} == {"standing_curl"}


@pytest.mark.parametrize("pain", [6, 7, 8, 9, 10])
@pytest.mark.parametrize("place", ["get_ready", "work", "rest", "paused", "scale", "cramp"])
def test_much_pain_stops_for_good(guide: Guide, place: str, pain: int) -> None:
    script = at(guide, place).go(f"hurts:{pain}")
    assert (script.outcome, script.session.step) == (StepOutcome.PAIN_STOP, Step.STOPPED)
    for word in ("resume", "begin", "back", "done", "next"):
        assert script.take(word).event is None


def test_pain_that_stays_is_eased_until_nothing_is_easier_and_then_stops(guide: Guide) -> None:
    script = at(guide, "work").go("hurts:4 hurts:4")
    assert {one.exercise for one in script.session.sets} == {"prone_hip_extension"}
    assert {one.short for one in script.go("hurts:4").session.sets} == {True}
    assert script.go("hurts:4").outcome is StepOutcome.PAIN_STOP


def test_pain_with_nothing_easier_left_stops_at_that_moment(guide: Guide) -> None:
    script = at(guide, "rest").go("hurts:4 hurts:4 hurts:4 hurts:4")
    halt = script.session.halt
    assert halt
    assert (halt.reason, halt.since) == (HaltReason.PAIN, script.now)


@pytest.mark.parametrize("pain", [-1, 11, 100])
def test_pain_beyond_the_scale_is_not_believed(guide: Guide, pain: int) -> None:
    assert at(guide, "work").take(f"hurts:{pain}").event is None


def test_a_bare_number_answers_the_scale(guide: Guide) -> None:
    assert at(guide, "scale").go("done:2").outcome is StepOutcome.PAIN_LOW
    assert at(guide, "scale").take("done:12").event is None


def test_pain_after_the_last_set_is_noted(guide: Guide) -> None:
    script = at(guide, "last_check_in").go("hurts:5")
    assert (script.outcome, script.session.step) == (StepOutcome.NOTED, Step.CHECK_IN)
    assert script.session.log[-1].notes.pain == 5


def test_pain_on_the_second_side_eases_that_side_at_once(guide: Guide) -> None:
    ball = Choices(Kit.BALL, PracticeLevel.STEADY)
    script = Script(guide, "begin hurts:4", ball)
    assert script.session.planned.exercise == "standing_curl_ankle_weight"
    assert len(script.session.planned.order) == 2


def test_nothing_becomes_harder_after_pain(guide: Guide) -> None:
    script = at(guide, "work").go("hurts:4")
    assert script.take("harder").outcome is StepOutcome.NOT_AFTER_PAIN
    assert script.take("kit").outcome is StepOutcome.NO_OTHER_KIT


def test_little_pain_forbids_nothing(guide: Guide) -> None:
    assert at(guide, "get_ready").go("hurts:3").take("harder").outcome is StepOutcome.HARDER


def test_pain_stays_told_when_the_step_is_undone(guide: Guide) -> None:
    script = at(guide, "switch").go("hurts:5 back")
    assert script.session.worst_pain == 5
    assert script.session.had_pain


@pytest.mark.parametrize("place", ["work", "switch", "work_second", "rest", "check_in", "paused"])
def test_a_cramp_stops_the_clock_and_shortens_what_follows(guide: Guide, place: str) -> None:
    script = at(guide, place).go("cramp")
    session = script.session
    assert (session.step, session.rest_until, session.cramps) == (Step.CRAMP_PAUSE, None, 1)
    assert session.sets[-1].short
    assert session.fault_felt is Feeling.CRAMP
    assert script.go("resume").session.step is not Step.CRAMP_PAUSE


def test_a_cramp_is_asked_about_after_ten_minutes_and_not_before(guide: Guide) -> None:
    script = at(guide, "cramp")
    assert script.take("cramp_check@598").event is None
    assert script.take("cramp_check@2").outcome is StepOutcome.CRAMP_ASK


def test_a_cramp_that_holds_for_ten_minutes_is_a_red_flag(guide: Guide) -> None:
    script = at(guide, "cramp")
    assert script.take("cramp@300").outcome is StepOutcome.CRAMP_WAIT
    assert script.take("cramp@300").outcome is StepOutcome.CRAMP_LONG
    assert RED_FLAG[script.outcome] == "cramp_long"
    assert script.take("resume").event is None


def test_the_family_of_the_red_flag_exists(library: Library) -> None:
    assert set(RED_FLAG.values()) <= set(library.red_flags.families)


def test_a_cramp_that_lets_go_leads_back_to_the_same_set(guide: Guide) -> None:
    script = at(guide, "cramp_asked").go("resume")
    assert (script.session.step, script.outcome) == (Step.WORK, StepOutcome.CRAMP_GONE)
    assert script.session.planned.short


def test_a_cramp_by_mistake_is_taken_back(guide: Guide) -> None:
    script = at(guide, "cramp").go("back")
    assert (script.session.step, script.session.cramps) == (Step.WORK, 0)


def test_the_rest_after_a_cramp_has_no_clock(guide: Guide) -> None:
    script = at(guide, "rest").go("cramp resume")
    assert (script.session.step, script.session.rest_until) == (Step.REST, None)


def test_a_cramp_after_stopping_still_counts(guide: Guide) -> None:
    script = at(guide, "stopped").go("cramp cramp@600")
    assert script.session.halt
    assert script.session.halt.reason is HaltReason.CRAMP_LONG


def test_effort_is_noted_with_the_set_it_is_about(guide: Guide) -> None:
    script = at(guide, "work").go("effort:hard done effort:easy")
    assert script.session.log[0].notes.effort == "easy"
    assert Script(guide).take("effort:hard").event is None


@pytest.mark.parametrize("kind", [SessionVerb.FELT, SessionVerb.EFFORT])
def test_an_answer_without_an_answer_changes_nothing(guide: Guide, kind: SessionVerb) -> None:
    assert at(guide, "check_in").act(SessionAction(kind)).event is None
