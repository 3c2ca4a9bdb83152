from dataclasses import replace
from datetime import timedelta

import pytest

from bot.session.model.choices import Choices, Kit, PracticeLevel
from bot.session.model.events import StepOutcome
from bot.session.model.steps import Step
from bot.session.model.workouts import Guide
from tests.session.script import SECOND, Script, at


def test_a_rest_runs_from_the_end_of_the_set(guide: Guide) -> None:
    script = at(guide, "check_in")
    assert script.session.rest_until == script.now + timedelta(seconds=45)
    assert script.go("skip@10").session.rest_until == script.now + timedelta(seconds=35)


def test_a_rest_that_ended_during_the_question_leads_to_work(guide: Guide) -> None:
    script = at(guide, "check_in").go("felt:hamstring@60")
    assert (script.session.step, script.session.position.set_index) == (Step.WORK, 1)


def test_the_alarm_leads_from_an_open_question_to_work(guide: Guide) -> None:
    script = at(guide, "check_in").go("rest_over@45")
    assert (script.session.step, script.outcome) == (Step.WORK, StepOutcome.REST_OVER)


def test_more_and_less_rest_move_the_end_and_stay(guide: Guide) -> None:
    script = at(guide, "rest")
    until = script.session.rest_until
    assert until is not None
    assert script.go("more").session.rest_until == until + timedelta(seconds=15)
    assert script.go("less less").session.rest_until == until - timedelta(seconds=15)
    script.go("begin done begin done")
    assert script.session.rest_until == script.now + timedelta(seconds=30)


def test_less_rest_than_is_left_ends_it(guide: Guide) -> None:
    script = at(guide, "rest")
    assert script.go("less@40").session.step is Step.WORK


def test_at_the_question_the_rest_may_end_and_the_question_stays(guide: Guide) -> None:
    script = at(guide, "check_in").go("less@40")
    assert (script.session.step, script.session.rest_until) == (Step.CHECK_IN, script.now)


def test_without_a_clock_a_rest_is_as_long_as_one_likes(guide: Guide) -> None:
    script = at(guide, "rest").go("off")
    assert script.session.rest_until is None
    assert script.take("rest_over@60").event is None
    assert script.take("off").event is None
    assert script.take("less").event is None
    assert script.go("begin done begin done").session.rest_until is None


def test_more_rest_brings_the_clock_back(guide: Guide) -> None:
    script = at(guide, "rest_untimed").go("more")
    assert script.session.rest_until == script.now + timedelta(seconds=15)
    assert script.session.rest_timed


def test_a_pause_stops_the_clock_of_a_rest(guide: Guide) -> None:
    script = at(guide, "rest").go("pause@4 resume@300")
    assert script.session.rest_until == script.now + timedelta(seconds=40)


def test_what_follows_a_pause_keeps_the_rest_that_was_left(guide: Guide) -> None:
    script = at(guide, "rest").go("pause@4 stop@100 resume@100")
    assert script.session.rest_until == script.now + timedelta(seconds=40)


def test_one_set_has_no_rest_to_lengthen(guide: Guide) -> None:
    script = at(guide, "last_work")
    assert script.take("more").event is None
    assert script.take("less").event is None


def test_back_to_a_rest_that_is_over_starts_no_clock(guide: Guide) -> None:
    script = at(guide, "rest").go("rest_over@45 back")
    assert (script.session.step, script.session.rest_until) == (Step.REST, None)


def test_ball_sets_rest_too(guide: Guide) -> None:
    script = Script(guide, "begin done", Choices(Kit.BALL, PracticeLevel.STEADY))
    assert script.session.rest_until == script.now + timedelta(seconds=60)


def test_all_taps_together_change_a_rest_by_five_minutes(guide: Guide) -> None:
    more = Script(guide, "more " * 20)
    assert more.session.rest_shift == 300
    assert more.take("more").event is None
    less = Script(guide, "less " * 20)
    assert less.session.rest_shift == -300
    assert less.take("less").event is None


def test_a_rest_that_is_shortened_to_nothing_is_left_out(guide: Guide) -> None:
    script = Script(guide, "less less less begin done begin done skip")
    assert (script.session.step, script.session.rest_until) == (Step.WORK, None)
    script = Script(guide, "less less begin done begin done")
    assert script.session.rest_until == script.now + 15 * SECOND


def with_rests_of(script: Script, seconds: int) -> Script:
    """The same session in a workout with other rests."""
    sets = tuple(replace(one, rest=seconds) for one in script.session.sets)
    script.session = replace(script.session, sets=sets)
    return script


@pytest.mark.parametrize(
    ("planned", "way", "seconds"),
    [
        (300, "more " * 20, 600),
        (301, "more " * 20, 600),
        (299, "more " * 20, 599),
        (600, "", 600),
        (600, "less", 585),
    ],
)
def test_a_rest_begins_with_ten_minutes_at_most(
    guide: Guide, planned: int, way: str, seconds: int
) -> None:
    script = with_rests_of(Script(guide), planned).go(f"{way} begin done begin done")
    assert script.session.rest_until == script.now + seconds * SECOND


@pytest.mark.parametrize(
    ("planned", "passed", "left"),
    [(600, 0, 600), (600, 14, 600), (600, 15, 600), (600, 16, 599), (585, 0, 600), (584, 0, 599)],
)
def test_a_rest_that_runs_is_extended_to_ten_minutes_at_most(
    guide: Guide, planned: int, passed: int, left: int
) -> None:
    script = with_rests_of(Script(guide), planned).go("begin done begin done")
    script.go(f"more@{passed}")
    assert script.session.rest_until == script.now + left * SECOND
