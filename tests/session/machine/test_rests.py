from dataclasses import replace
from datetime import timedelta

import pytest

from bot.session.model.choices import Choices, Kit, PracticeLevel
from bot.session.model.events import StepOutcome
from bot.session.model.steps import Step
from bot.session.model.workouts import Guide
from tests.session.walking import SECOND, Walk, at


def test_a_rest_runs_from_the_end_of_the_set(guide: Guide) -> None:
    walk = at(guide, "check_in")
    assert walk.session.rest_until == walk.now + timedelta(seconds=45)
    assert walk.go("skip@10").session.rest_until == walk.now + timedelta(seconds=35)


def test_a_rest_that_ended_during_the_question_leads_to_work(guide: Guide) -> None:
    walk = at(guide, "check_in").go("felt:hamstring@60")
    assert (walk.session.step, walk.session.position.set_index) == (Step.WORK, 1)


def test_the_alarm_leads_from_an_open_question_to_work(guide: Guide) -> None:
    walk = at(guide, "check_in").go("rest_over@45")
    assert (walk.session.step, walk.outcome) == (Step.WORK, StepOutcome.REST_OVER)


def test_more_and_less_rest_move_the_end_and_stay(guide: Guide) -> None:
    walk = at(guide, "rest")
    until = walk.session.rest_until
    assert until is not None
    assert walk.go("more").session.rest_until == until + timedelta(seconds=15)
    assert walk.go("less less").session.rest_until == until - timedelta(seconds=15)
    walk.go("begin done begin done")
    assert walk.session.rest_until == walk.now + timedelta(seconds=30)


def test_less_rest_than_is_left_ends_it(guide: Guide) -> None:
    walk = at(guide, "rest")
    assert walk.go("less@40").session.step is Step.WORK


def test_at_the_question_the_rest_may_end_and_the_question_stays(guide: Guide) -> None:
    walk = at(guide, "check_in").go("less@40")
    assert (walk.session.step, walk.session.rest_until) == (Step.CHECK_IN, walk.now)


def test_without_a_clock_a_rest_is_as_long_as_one_likes(guide: Guide) -> None:
    walk = at(guide, "rest").go("off")
    assert walk.session.rest_until is None
    assert walk.take("rest_over@60").event is None
    assert walk.take("off").event is None
    assert walk.take("less").event is None
    assert walk.go("begin done begin done").session.rest_until is None


def test_more_rest_brings_the_clock_back(guide: Guide) -> None:
    walk = at(guide, "rest_untimed").go("more")
    assert walk.session.rest_until == walk.now + timedelta(seconds=15)
    assert walk.session.rest_timed


def test_a_pause_stops_the_clock_of_a_rest(guide: Guide) -> None:
    walk = at(guide, "rest").go("pause@4 resume@300")
    assert walk.session.rest_until == walk.now + timedelta(seconds=40)


def test_what_follows_a_pause_keeps_the_rest_that_was_left(guide: Guide) -> None:
    walk = at(guide, "rest").go("pause@4 stop@100 resume@100")
    assert walk.session.rest_until == walk.now + timedelta(seconds=40)


def test_one_set_has_no_rest_to_lengthen(guide: Guide) -> None:
    walk = at(guide, "last_work")
    assert walk.take("more").event is None
    assert walk.take("less").event is None


def test_back_to_a_rest_that_is_over_starts_no_clock(guide: Guide) -> None:
    walk = at(guide, "rest").go("rest_over@45 back")
    assert (walk.session.step, walk.session.rest_until) == (Step.REST, None)


def test_ball_sets_rest_too(guide: Guide) -> None:
    walk = Walk(guide, "begin done", Choices(Kit.BALL, PracticeLevel.STEADY))
    assert walk.session.rest_until == walk.now + timedelta(seconds=60)


def test_all_taps_together_change_a_rest_by_five_minutes(guide: Guide) -> None:
    more = Walk(guide, "more " * 20)
    assert more.session.rest_shift == 300
    assert more.take("more").event is None
    less = Walk(guide, "less " * 20)
    assert less.session.rest_shift == -300
    assert less.take("less").event is None


def test_a_rest_that_is_shortened_to_nothing_is_left_out(guide: Guide) -> None:
    walk = Walk(guide, "less less less begin done begin done skip")
    assert (walk.session.step, walk.session.rest_until) == (Step.WORK, None)
    walk = Walk(guide, "less less begin done begin done")
    assert walk.session.rest_until == walk.now + 15 * SECOND


def with_rests_of(walk: Walk, seconds: int) -> Walk:
    """The same session in a workout with other rests."""
    sets = tuple(replace(one, rest=seconds) for one in walk.session.sets)
    walk.session = replace(walk.session, sets=sets)
    return walk


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
    walk = with_rests_of(Walk(guide), planned).go(f"{way} begin done begin done")
    assert walk.session.rest_until == walk.now + seconds * SECOND


@pytest.mark.parametrize(
    ("planned", "passed", "left"),
    [(600, 0, 600), (600, 14, 600), (600, 15, 600), (600, 16, 599), (585, 0, 600), (584, 0, 599)],
)
def test_a_rest_that_runs_is_extended_to_ten_minutes_at_most(
    guide: Guide, planned: int, passed: int, left: int
) -> None:
    walk = with_rests_of(Walk(guide), planned).go("begin done begin done")
    walk.go(f"more@{passed}")
    assert walk.session.rest_until == walk.now + left * SECOND
