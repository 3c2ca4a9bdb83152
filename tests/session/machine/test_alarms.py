from datetime import timedelta

import pytest

from bot.session.machine.machine import SessionAlarm, next_alarm
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.events import StepOutcome
from bot.session.model.workouts import Guide
from tests.session.script import PLACES, SECOND, at

IDLE = timedelta(minutes=45)


@pytest.mark.parametrize("place", ["get_ready", "work", "switch", "rest_untimed", "paused"])
def test_a_long_silence_is_noticed(guide: Guide, place: str) -> None:
    script = at(guide, place)
    assert next_alarm(script.session) == SessionAlarm(SessionVerb.IDLE, script.now + IDLE)


@pytest.mark.parametrize("place", ["check_in", "rest"])
def test_the_end_of_a_rest_is_told(guide: Guide, place: str) -> None:
    script = at(guide, place)
    assert script.session.rest_until is not None
    assert next_alarm(script.session) == SessionAlarm(
        SessionVerb.REST_OVER, script.session.rest_until
    )


def test_a_cramp_is_followed_up(guide: Guide) -> None:
    script = at(guide, "cramp")
    assert next_alarm(script.session) == SessionAlarm(
        SessionVerb.CRAMP_CHECK, script.now + timedelta(minutes=10)
    )


@pytest.mark.parametrize("place", ["idle", "stopped", "pain", "cramp_long", "locked", "finished"])
def test_a_session_at_an_end_wants_no_alarm(guide: Guide, place: str) -> None:
    assert next_alarm(at(guide, place).session) is None


@pytest.mark.parametrize("place", PLACES)
def test_an_alarm_does_something_at_its_moment_and_nothing_before(guide: Guide, place: str) -> None:
    script = at(guide, place)
    alarm = next_alarm(script.session)
    if alarm is None:
        return
    script.now = alarm.at - SECOND
    assert script.act(SessionAction(alarm.kind), seconds=0).event is None
    assert script.act(SessionAction(alarm.kind)).event is not None


def test_an_alarm_does_not_count_as_a_sign_of_life(guide: Guide) -> None:
    script = at(guide, "rest")
    heard = script.session.active_at
    script.go("rest_over@45")
    assert next_alarm(script.session) == SessionAlarm(SessionVerb.IDLE, heard + IDLE)


def test_after_the_last_set_no_rest_is_told(guide: Guide) -> None:
    alarm = next_alarm(at(guide, "last_check_in").session)
    assert alarm
    assert alarm.kind is SessionVerb.IDLE


def test_only_a_silence_of_45_minutes_is_one(guide: Guide) -> None:
    assert at(guide, "work").take("idle@2699").event is None
    assert at(guide, "work").take("idle@2700").outcome is StepOutcome.IDLE
