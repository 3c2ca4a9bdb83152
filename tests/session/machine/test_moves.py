"""Turns that are done, skipped and corrected."""

import pytest

from bot.session.machine.moves import begins_set
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.choices import Side
from bot.session.model.events import StepOutcome
from bot.session.model.steps import Step
from bot.session.model.workouts import Guide
from tests.session.script import Script, at


@pytest.mark.parametrize("place", ["work", "work_second", "last_work"])
def test_no_repetition_at_all_is_as_good_as_skipped(guide: Guide, place: str) -> None:
    none, skipped = at(guide, place).go("done:0"), at(guide, place).go("skip")
    assert none.outcome is StepOutcome.SKIPPED
    assert none.session == skipped.session


def test_the_rest_runs_from_the_end_of_the_set_also_when_its_last_side_was_skipped(
    guide: Guide,
) -> None:
    done, skipped = at(guide, "work_second").go("done"), at(guide, "work_second").go("skip")
    assert skipped.session.step is Step.CHECK_IN
    assert skipped.session.rest_until == done.session.rest_until is not None


def test_skipping_the_last_turn_of_a_session_without_any_set_ends_it(guide: Guide) -> None:
    script = Script(guide, "skip " * 5)
    assert script.session.ending is None
    assert script.go("skip").outcome is StepOutcome.FINISHED


def test_a_side_that_was_skipped_by_mistake_can_be_told_later(guide: Guide) -> None:
    script = at(guide, "work").go("skip")
    script.act(SessionAction(SessionVerb.DONE, 9, side=Side.LEFT))
    assert script.outcome is StepOutcome.CORRECTED
    (entry,) = script.session.log
    assert (entry.done, entry.skipped) == (9, False)


def test_going_back_from_a_rest_keeps_its_clock(guide: Guide) -> None:
    script = at(guide, "rest")
    until = script.session.rest_until
    assert until
    assert script.go("back").session.rest_until == until


@pytest.mark.parametrize(
    ("way", "word", "begins"),
    [
        ("", "begin", True),
        ("begin done begin done skip", "begin", True),
        ("begin done begin done skip", "rest_over@60", True),
        ("begin", "done", False),
        ("begin done", "begin", False),
        ("begin done begin", "done", False),
        ("begin", "easier", False),
        ("", "pause", False),
    ],
)
def test_a_set_begins_when_its_first_side_does(
    guide: Guide, way: str, word: str, *, begins: bool
) -> None:
    script = Script(guide, way)
    before = script.session
    script.go(word)
    assert begins_set(before, script.session) is begins
