from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.knowledge.content.entries import Feeling
from bot.session.machine.machine import Result, advance, lock, replay, start
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.choices import Choices, Kit, PracticeLevel, Side
from bot.session.model.events import StepOutcome
from bot.session.model.log import Effort, Measure, Notes
from bot.session.model.serial import event_from_json, event_to_json
from bot.session.model.session import PainLimits, SessionError
from bot.session.model.steps import Ending, HaltReason, Step
from bot.session.model.workouts import Guide
from tests.session.script import NOW, PLACES, SECOND, WEIGHTS, Script, at

_WAITING = """
    done recorded switch, next recorded switch, skip skipped switch, back resumed work,
    repeat again work, resume resumed work, easier easier work, harder harder work,
    kit other_kit work, more more_rest work, less less_rest work, off no_rest work,
    count counted work,
    felt new_cue work, effort noted work, hurts ask_pain pain_scale, cramp cramp cramp_pause,
    stop stopped stopped, save saved finished, drop dropped finished, lock locked stopped
"""
"""Whether the person paused or fell silent: each action leads to the same."""
TABLE = {
    "get_ready": """
        begin moved work, done moved work, next moved work, skip skipped switch,
        pause paused paused, resume moved work, easier easier get_ready, harder harder get_ready,
        kit other_kit get_ready, more more_rest get_ready, less less_rest get_ready,
        off no_rest get_ready, felt new_cue get_ready, hurts ask_pain pain_scale,
        cramp cramp cramp_pause, stop stopped stopped, save saved finished, drop dropped finished,
        lock locked stopped
    """,
    "work": """
        done recorded switch, next recorded switch, skip skipped switch, back went_back get_ready,
        repeat again work, pause paused paused, easier easier work, harder harder work,
        kit other_kit work, more more_rest work, less less_rest work, off no_rest work,
        felt new_cue work, effort noted work, hurts ask_pain pain_scale, cramp cramp cramp_pause,
        stop stopped stopped, save saved finished, drop dropped finished, lock locked stopped
    """,
    "switch": """
        begin moved work, done moved work, next moved work, skip skipped check_in,
        back went_back work, repeat again work, pause paused paused, resume moved work,
        easier easier switch, harder from_next_set switch, kit other_kit switch,
        more more_rest switch, less less_rest switch, off no_rest switch, felt new_cue switch,
        effort noted switch, hurts ask_pain pain_scale, cramp cramp cramp_pause,
        stop stopped stopped, save saved finished, drop dropped finished, lock locked stopped
    """,
    "work_second": """
        done recorded check_in, next recorded check_in, skip skipped check_in,
        back went_back switch, repeat again work, pause paused paused, easier easier work,
        harder from_next_set work, kit other_kit work, more more_rest work, less less_rest work,
        off no_rest work, felt new_cue work, effort noted work, hurts ask_pain pain_scale,
        cramp cramp cramp_pause, stop stopped stopped, save saved finished, drop dropped finished,
        lock locked stopped
    """,
    "check_in": """
        begin moved rest, next moved rest, skip moved rest, back went_back work,
        repeat again work, pause paused paused, resume moved rest, easier easier check_in,
        harder harder check_in, kit other_kit check_in, more more_rest check_in,
        less less_rest check_in, off no_rest check_in, felt new_cue rest, effort noted check_in,
        hurts ask_pain pain_scale, cramp cramp cramp_pause, stop stopped stopped,
        save saved finished, drop dropped finished, lock locked stopped
    """,
    "rest": """
        begin moved work, next moved work, skip moved work, back went_back check_in,
        repeat again work, pause paused paused, resume moved work, easier easier rest,
        harder harder rest, kit other_kit rest, more more_rest rest, less less_rest rest,
        off no_rest rest, felt new_cue rest, effort noted rest, hurts ask_pain pain_scale,
        cramp cramp cramp_pause, stop stopped stopped, save saved finished, drop dropped finished,
        lock locked stopped
    """,
    "rest_untimed": """
        begin moved work, next moved work, skip moved work, back went_back check_in,
        repeat again work, pause paused paused, resume moved work, easier easier rest,
        harder harder rest, kit other_kit rest, more more_rest rest, felt new_cue rest,
        effort noted rest, hurts ask_pain pain_scale, cramp cramp cramp_pause,
        stop stopped stopped, save saved finished, drop dropped finished, lock locked stopped
    """,
    "last_work": """
        done recorded check_in, next recorded check_in, skip skipped check_in,
        back went_back switch, repeat again work, pause paused paused, easier easier work,
        kit other_kit work, off no_rest work, felt new_cue work, effort noted work,
        hurts ask_pain pain_scale, cramp cramp cramp_pause, stop stopped stopped,
        save saved finished, drop dropped finished, lock locked stopped
    """,
    "last_check_in": """
        begin finished finished, next finished finished, skip finished finished,
        back went_back work, repeat again work, pause paused paused, resume finished finished,
        off no_rest check_in, felt finished finished, effort noted check_in,
        hurts ask_pain pain_scale, cramp cramp cramp_pause, stop stopped stopped,
        save saved finished, drop dropped finished, lock locked stopped
    """,
    "paused": _WAITING,
    "idle": _WAITING,
    "scale": """
        back resumed work, resume resumed work, cramp cramp cramp_pause, stop stopped stopped,
        save saved finished, drop dropped finished, lock locked stopped
    """,
    "cramp": """
        back resumed work, resume cramp_gone work, stop stopped stopped, save saved finished,
        drop dropped finished, lock locked stopped
    """,
    "cramp_asked": """
        back resumed work, resume cramp_gone work, cramp cramp_long stopped, stop stopped stopped,
        save saved finished, drop dropped finished, lock locked stopped
    """,
    "stopped": """
        back resumed work, resume resumed work, cramp cramp cramp_pause, save saved finished,
        drop dropped finished, lock locked stopped
    """,
    "pain": """
        save saved finished, drop dropped finished, lock locked stopped
    """,
    "cramp_long": """
        save saved finished, drop dropped finished, lock locked stopped
    """,
    "locked": """
        save saved finished, drop dropped finished
    """,
    "finished": "",
}
"""Everywhere a session can be -> what changes it: the action, what came of it, the step after."""
DETAILED = {SessionVerb.FELT: "felt:glute", SessionVerb.EFFORT: "effort:hard"}


def expected(place: str) -> dict[str, tuple[str, str]]:
    cells = (cell.split() for cell in TABLE[place].split(",") if cell.strip())
    return {kind: (outcome, step) for kind, outcome, step in cells}


@pytest.mark.parametrize("kind", SessionVerb)
@pytest.mark.parametrize("place", PLACES)
def test_every_action_everywhere(guide: Guide, place: str, kind: SessionVerb) -> None:
    script = at(guide, place)
    before = script.session
    result = script.take(DETAILED.get(kind, kind.value))
    if kind.value in expected(place):
        assert (result.outcome, result.session.step) == expected(place)[kind.value]
        assert result.session.revision == before.revision + 1
    else:
        assert result.session == before
        assert result.event is None


def test_the_table_knows_every_place() -> None:
    assert TABLE.keys() == PLACES.keys()
    assert {step for place in TABLE for _, step in expected(place).values()} == set(Step)


def test_a_session_begins_at_get_ready_with_safe_defaults(guide: Guide) -> None:
    session = start(guide, "finisher", Choices(), NOW)
    assert (session.step, session.side, session.revision) == (Step.GET_READY, Side.LEFT, 0)
    assert [one.exercise for one in session.sets] == ["standing_curl", "standing_curl"]
    assert session.choices == Choices(Kit.NONE, PracticeLevel.NEW, None)


@pytest.mark.parametrize("first", [Side.LEFT, Side.RIGHT])
def test_a_person_may_begin_with_either_side(guide: Guide, first: Side) -> None:
    session = start(guide, "primer", Choices(first=first), NOW)
    assert {one.order for one in session.sets} == {(first, first.other)}


def test_a_ball_has_no_side_to_begin_with(guide: Guide) -> None:
    session = start(guide, "primer", Choices(Kit.BALL, first=Side.RIGHT), NOW)
    assert {one.order for one in session.sets} == {(Side.BOTH,)}


def test_a_workout_that_does_not_exist_is_refused(guide: Guide) -> None:
    with pytest.raises(KeyError, match="gymnastics"):
        start(guide, "gymnastics", Choices(), NOW)


def test_a_time_without_a_zone_is_refused(guide: Guide) -> None:
    naive = datetime(2026, 3, 2, 18)  # noqa: DTZ001 - it is what must be refused
    with pytest.raises(ValueError, match="time zone"):
        start(guide, "finisher", Choices(), naive)
    with pytest.raises(ValueError, match="time zone"):
        advance(guide, Script(guide).session, SessionAction(SessionVerb.BEGIN), naive)


def test_time_never_runs_backwards(guide: Guide) -> None:
    script = Script(guide, "begin@60")
    result = script.act(SessionAction(SessionVerb.DONE), seconds=-50)
    assert result.session.changed_at == NOW + 60 * SECOND
    assert result.session.log[0].at == NOW + 60 * SECOND


def test_a_whole_workout_on_both_sides(guide: Guide) -> None:
    one_set = "done:12 begin done:13 felt:hamstring"
    script = Script(guide, f"begin {one_set} rest_over@45 {one_set} rest_over@45 {one_set}")
    assert script.session.step is Step.FINISHED
    assert script.session.ending is Ending.COMPLETE
    assert [(side_log.side, side_log.done) for side_log in script.session.log] == [
        (Side.LEFT, 12),
        (Side.RIGHT, 13),
    ] * 3


def test_both_legs_at_once_need_no_switch(guide: Guide) -> None:
    script = Script(guide, "begin done", Choices(Kit.BALL, PracticeLevel.STEADY))
    assert script.session.step is Step.CHECK_IN
    assert script.session.log[0].side is Side.BOTH


def test_a_second_tap_on_the_same_card_changes_nothing(guide: Guide) -> None:
    script = Script(guide, "begin")
    tap = SessionAction(SessionVerb.DONE, revision=script.session.revision)
    assert script.act(tap).outcome is StepOutcome.RECORDED
    after = script.session
    assert script.act(tap) == Result(after, StepOutcome.STALE)


@pytest.mark.parametrize("revision", [0, 2, 99, -1])
def test_a_tap_on_another_card_changes_nothing(guide: Guide, revision: int) -> None:
    script = Script(guide, "begin")
    assert (
        script.act(SessionAction(SessionVerb.DONE, revision=revision)).outcome is StepOutcome.STALE
    )


def test_words_and_alarms_mean_the_present_card(guide: Guide) -> None:
    assert (
        Script(guide, "begin").act(SessionAction(SessionVerb.DONE)).outcome is StepOutcome.RECORDED
    )


def test_done_counts_the_target_unless_a_number_is_told(guide: Guide) -> None:
    script = Script(guide, "begin done begin done:7")
    assert [side_log.done for side_log in script.session.log] == [12, 7]


def test_none_done_is_skipped(guide: Guide) -> None:
    script = Script(guide, "begin done:0")
    assert script.outcome is StepOutcome.SKIPPED
    assert script.session.log[0].skipped


@pytest.mark.parametrize("amount", [-1, 601, 10_000])
def test_a_number_that_cannot_be_is_not_believed(guide: Guide, amount: int) -> None:
    assert (
        Script(guide, "begin").act(SessionAction(SessionVerb.DONE, amount)).outcome
        is StepOutcome.NOTHING
    )


def test_the_largest_number_is_believed(guide: Guide) -> None:
    assert Script(guide, "begin done:600").session.log[0].done == 600


@pytest.mark.parametrize("place", ["switch", "check_in", "rest"])
def test_a_number_afterwards_corrects_the_last_side(guide: Guide, place: str) -> None:
    script = at(guide, place).go("done:9")
    assert script.outcome is StepOutcome.CORRECTED
    assert script.session.log[-1].done == 9
    assert script.session.step is at(guide, place).session.step


def test_a_number_with_a_side_corrects_that_side(guide: Guide) -> None:
    script = at(guide, "rest")
    script.act(SessionAction(SessionVerb.DONE, 10, side=Side.LEFT, effort=Effort.HARD))
    assert [side_log.done for side_log in script.session.log] == [10, 12]
    assert script.session.log[0].notes.effort is Effort.HARD


def test_the_other_side_may_be_done_first(guide: Guide) -> None:
    script = Script(guide, "begin")
    script.act(SessionAction(SessionVerb.DONE, 11, side=Side.RIGHT))
    assert (script.session.log[0].side, script.session.side) == (Side.RIGHT, Side.LEFT)


def test_the_side_before_is_corrected_while_the_second_works(guide: Guide) -> None:
    script = at(guide, "work_second")
    assert (
        script.act(SessionAction(SessionVerb.DONE, 11, side=Side.LEFT)).outcome
        is StepOutcome.CORRECTED
    )
    assert script.session.step is Step.WORK


@pytest.mark.parametrize("place", ["get_ready", "work"])
def test_twelve_each_does_both_sides_in_one_step(guide: Guide, place: str) -> None:
    script = at(guide, place)
    script.act(SessionAction(SessionVerb.DONE, 12, side=Side.BOTH))
    assert script.session.step is Step.CHECK_IN
    assert len(script.session.log) == 2
    assert script.go("back").session.log == ()


def test_the_side_to_come_may_be_told_as_done(guide: Guide) -> None:
    script = at(guide, "switch")
    assert (
        script.act(SessionAction(SessionVerb.DONE, side=Side.RIGHT)).outcome is StepOutcome.RECORDED
    )
    assert script.session.step is Step.CHECK_IN


@pytest.mark.parametrize("place", ["check_in", "rest"])
def test_an_echo_of_done_does_not_pass_a_question_or_a_rest(guide: Guide, place: str) -> None:
    assert at(guide, place).take("done").outcome is StepOutcome.NOTHING


def test_a_set_with_both_sides_skipped_needs_no_rest(guide: Guide) -> None:
    script = Script(guide, "skip skip")
    assert (script.session.step, script.session.position.set_index) == (Step.GET_READY, 1)


def test_a_workout_may_be_skipped_as_a_whole(guide: Guide) -> None:
    script = Script(guide, "skip skip skip skip skip skip")
    assert script.session.ending is Ending.COMPLETE
    assert script.outcome is StepOutcome.FINISHED


@pytest.mark.parametrize("place", ["switch", "check_in", "rest", "work_second"])
def test_back_undoes_one_step(guide: Guide, place: str) -> None:
    *way, _ = PLACES[place].split()
    before = Script(guide, " ".join(way)).session
    undone = at(guide, place).go("back").session
    assert (undone.position, undone.log, undone.undo_history) == (
        before.position,
        before.log,
        before.undo_history,
    )


def test_back_goes_all_the_way_and_no_further(guide: Guide) -> None:
    script = at(guide, "rest")
    script.go(" ".join(["back"] * 5))
    assert script.session.step is Step.GET_READY
    assert script.session.log == ()
    assert script.take("back").outcome is StepOutcome.NOTHING


def test_again_repeats_the_side_that_was_done(guide: Guide) -> None:
    script = at(guide, "rest").go("repeat")
    assert (script.session.step, script.session.side) == (Step.WORK, Side.RIGHT)
    assert len(script.session.log) == 1


def test_again_before_the_first_set_has_nothing_to_repeat(guide: Guide) -> None:
    assert Script(guide).take("repeat").outcome is StepOutcome.NOTHING


@pytest.mark.parametrize("place", ["paused", "idle"])
def test_who_goes_on_has_resumed(guide: Guide, place: str) -> None:
    script = at(guide, place).go("done")
    assert (script.session.step, script.session.halt) == (Step.SWITCH, None)


def test_what_does_not_fit_leaves_the_pause(guide: Guide) -> None:
    script = Script(guide, "easier easier easier pause")
    assert script.take("easier").outcome is StepOutcome.NOTHING_EASIER
    assert script.session.step is Step.PAUSED


def test_a_stopped_session_may_go_on(guide: Guide) -> None:
    assert at(guide, "stopped").go("resume").session.step is Step.WORK


@pytest.mark.parametrize("place", sorted(set(PLACES) - {"finished"}))
def test_a_locked_session_never_works_again(guide: Guide, place: str) -> None:
    script = at(guide, place)
    script.session = lock(guide, script.session, script.now).session
    for kind in SessionVerb:
        result = script.take(DETAILED.get(kind, kind.value))
        assert result.session.step in {Step.STOPPED, Step.FINISHED}
        if result.session.ending:
            break
    assert script.session.halt
    assert script.session.halt.reason is HaltReason.LOCKED


def test_an_ended_session_stays_as_it_is(guide: Guide) -> None:
    script = at(guide, "finished")
    assert {script.take(DETAILED.get(kind, kind.value)).outcome for kind in SessionVerb} == {
        StepOutcome.OVER
    }


def test_each_change_is_one_event(guide: Guide) -> None:
    script = Script(guide, "begin")
    result = script.act(SessionAction(SessionVerb.DONE, 11, effort=Effort.HARD, revision=1))
    assert result.event
    assert (result.event.number, result.event.at) == (2, NOW + 2 * SECOND)
    assert result.event.action == SessionAction(SessionVerb.DONE, 11, effort=Effort.HARD)
    about = result.event.about
    assert (about.set_index, about.side, about.done) == (0, Side.LEFT, 11)
    assert (about.target.amount, about.target.measure) == (12, Measure.REPETITIONS)
    assert about.exercise == "standing_curl_ankle_weight"
    assert about.notes == Notes(effort=Effort.HARD)


@pytest.mark.parametrize(
    ("way", "last", "side", "done"),
    [
        ("begin done", "back", Side.LEFT, 12),  # what was undone
        ("begin done", "done:9", Side.LEFT, 9),  # what was corrected
        ("begin done begin done", "felt:glute", Side.RIGHT, 12),  # what was felt
        ("begin done", "begin", Side.RIGHT, None),  # what begins
        ("begin", "hurts:2", Side.LEFT, None),
        ("begin", "pause", Side.LEFT, None),
    ],
)
def test_an_event_tells_which_side_it_is_about(
    guide: Guide, way: str, last: str, side: Side, done: int | None
) -> None:
    event = Script(guide, way).take(last).event
    assert event
    assert (event.about.side, event.about.done) == (side, done)


WAY = "begin done:11 begin done felt:glute rest_over@45 hurts:4 done back cramp resume@30 save"


def test_a_session_is_rebuilt_from_its_events(guide: Guide) -> None:
    script = Script(guide)
    fresh, events = script.session, []
    for word in WAY.split():
        event = script.take(word).event
        assert event
        events.append(event_from_json(event_to_json(event)))
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert replay(guide, fresh, events) == script.session


def test_events_that_do_not_fit_are_refused(guide: Guide) -> None:
    script = Script(guide)
    fresh = script.session
    first, second = script.take("begin").event, script.take("done").event
    assert first
    assert second
    wrong = replace(second, about=replace(second.about, done=99))
    for events in ([second], [first, first], [first, wrong]):
        with pytest.raises(SessionError, match="does not fit"):
            replay(guide, fresh, events)


@pytest.mark.parametrize(("easier", "stop"), [(0, 6), (6, 4), (4, 11)])
def test_pain_limits_must_make_sense(easier: int, stop: int) -> None:
    with pytest.raises(ValueError, match="pain limits"):
        PainLimits(easier, stop)


@pytest.mark.parametrize(("easier", "stop"), [(1, 1), (1, 10), (10, 10)])
def test_pain_limits_may_lie_anywhere_on_the_scale(easier: int, stop: int) -> None:
    assert PainLimits(easier, stop).stop_from == stop


def test_stricter_pain_limits_are_kept(guide: Guide) -> None:
    session = start(guide, "finisher", WEIGHTS, NOW, PainLimits(2, 3))
    result = advance(
        guide, session, SessionAction(SessionVerb.HURTS, 3), NOW + timedelta(minutes=1)
    )
    assert result.outcome is StepOutcome.PAIN_STOP


def test_the_place_that_hurts_gives_the_next_cue(guide: Guide) -> None:
    script = Script(guide, "begin")
    script.act(SessionAction(SessionVerb.HURTS, feeling=Feeling.KNEE))
    assert script.session.step is Step.PAIN_SCALE
    script.go("hurts:2")
    assert script.session.fault_felt is Feeling.KNEE
    assert script.session.notes == Notes(Feeling.KNEE, pain=2)
