from datetime import timedelta

import pytest

from bot.session.machine.machine import SessionAlarm, next_alarm
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.choices import Choices, Kit, PracticeLevel
from bot.session.model.events import StepOutcome
from bot.session.model.steps import Step
from bot.session.model.workouts import Guide
from tests.session.walking import PLACES, SECOND, Walk, at

IDLE = timedelta(minutes=45)


@pytest.mark.parametrize("place", ["get_ready", "work", "switch", "rest_untimed", "paused"])
def test_a_long_silence_is_noticed(guide: Guide, place: str) -> None:
    walk = at(guide, place)
    assert next_alarm(walk.session) == SessionAlarm(SessionVerb.IDLE, walk.now + IDLE)


@pytest.mark.parametrize("place", ["check_in", "rest"])
def test_the_end_of_a_rest_is_told(guide: Guide, place: str) -> None:
    walk = at(guide, place)
    assert walk.session.rest_until is not None
    assert next_alarm(walk.session) == SessionAlarm(SessionVerb.REST_OVER, walk.session.rest_until)


def test_a_cramp_is_followed_up(guide: Guide) -> None:
    walk = at(guide, "cramp")
    assert next_alarm(walk.session) == SessionAlarm(
        SessionVerb.CRAMP_CHECK, walk.now + timedelta(minutes=10)
    )


@pytest.mark.parametrize("place", ["idle", "stopped", "pain", "cramp_long", "locked", "finished"])
def test_a_session_at_an_end_wants_no_alarm(guide: Guide, place: str) -> None:
    assert next_alarm(at(guide, place).session) is None


@pytest.mark.parametrize("place", PLACES)
def test_an_alarm_does_something_at_its_moment_and_nothing_before(guide: Guide, place: str) -> None:
    walk = at(guide, place)
    alarm = next_alarm(walk.session)
    if alarm is None:
        return
    walk.now = alarm.at - SECOND
    assert walk.act(SessionAction(alarm.kind), seconds=0).event is None
    assert walk.act(SessionAction(alarm.kind)).event is not None


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


def test_an_alarm_does_not_count_as_a_sign_of_life(guide: Guide) -> None:
    walk = at(guide, "rest")
    heard = walk.session.active_at
    walk.go("rest_over@45")
    assert next_alarm(walk.session) == SessionAlarm(SessionVerb.IDLE, heard + IDLE)


def test_after_the_last_set_no_rest_is_told(guide: Guide) -> None:
    alarm = next_alarm(at(guide, "last_check_in").session)
    assert alarm
    assert alarm.kind is SessionVerb.IDLE


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


def test_rests_have_bounds(guide: Guide) -> None:
    walk = Walk(guide, "more " * 20)
    assert walk.take("more").event is None
    walk = Walk(guide, "less " * 20)
    assert walk.take("less").event is None
    walk.go("begin done begin done skip")
    assert (walk.session.step, walk.session.rest_until) == (Step.WORK, None)


def test_a_rest_is_never_longer_than_ten_minutes(guide: Guide) -> None:
    walk = at(guide, "rest")
    walk.go("more " * 20)
    assert walk.session.rest_until is not None
    assert walk.session.rest_until <= walk.now + timedelta(minutes=10)


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


def test_only_a_silence_of_45_minutes_is_one(guide: Guide) -> None:
    assert at(guide, "work").take("idle@2699").event is None
    assert at(guide, "work").take("idle@2700").outcome is StepOutcome.IDLE


def test_back_to_a_rest_that_is_over_starts_no_clock(guide: Guide) -> None:
    walk = at(guide, "rest").go("rest_over@45 back")
    assert (walk.session.step, walk.session.rest_until) == (Step.REST, None)


def test_ball_sets_rest_too(guide: Guide) -> None:
    walk = Walk(guide, "begin done", Choices(Kit.BALL, PracticeLevel.STEADY))
    assert walk.session.rest_until == walk.now + timedelta(seconds=60)
