import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.content.entries import Feeling
from bot.knowledge.content.loading import Library
from bot.knowledge.decisions import DecisionKind
from bot.session.model.actions import (
    ALARMS,
    TAPPABLE,
    SessionAction,
    SessionVerb,
    from_arguments,
    to_arguments,
)
from bot.session.model.log import Effort
from bot.session.view.buttons import action_button

ACTIONS = [
    SessionAction(SessionVerb.BEGIN, revision=0),
    SessionAction(SessionVerb.DONE, revision=17),
    SessionAction(SessionVerb.DONE, 12, revision=17),
    SessionAction(SessionVerb.HURTS, revision=3),
    SessionAction(SessionVerb.HURTS, 0, revision=3),
    SessionAction(SessionVerb.HURTS, 10, revision=3),
    SessionAction(SessionVerb.FELT, feeling=Feeling.LOW_BACK, revision=4),
    SessionAction(SessionVerb.EFFORT, effort=Effort.RIGHT, revision=4),
    SessionAction(SessionVerb.OTHER_KIT, revision=4),
    SessionAction(SessionVerb.OTHER_KIT, exercise="standing_curl_band", revision=4),
]


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_comes_back_from_its_button(action: SessionAction) -> None:
    assert from_arguments(to_arguments(action)) == action


def test_a_button_may_carry_a_number_of_nine_digits() -> None:
    action = SessionAction(SessionVerb.DONE, 999_999_999, revision=999_999_999)
    assert from_arguments(("done", "9" * 9, "9" * 9)) == action


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("done",),
        ("done", ""),
        ("done", "x"),
        ("done", "-1"),
        ("done", "12", "x"),
        ("done", "1", "2", "3"),
        ("done", "", "3"),
        ("done", "easy", "3"),
        ("felt", "3"),
        ("felt", "elbow", "3"),
        ("effort", "3"),
        ("effort", "awful", "3"),
        ("hurts", "11", "3"),
        ("hurts", "\u0663", "3"),
        ("begin", "now", "3"),
        ("fly", "3"),
        ("DONE", "3"),
        ("done", "9" * 10),
        ("done", "9" * 10, "3"),
        *((kind.value, "3") for kind in sorted(ALARMS)),
        ("lock", "3"),
    ],
)
def test_what_no_button_of_ours_carries_is_refused(arguments: tuple[str, ...]) -> None:
    assert from_arguments(arguments) is None


@given(st.lists(st.text(max_size=12), max_size=5))
def test_anything_may_come_from_outside(arguments: list[str]) -> None:
    action = from_arguments(arguments)
    assert action is None or action.kind in TAPPABLE


def test_the_longest_button_fits(library: Library) -> None:
    longest = max(library.exercises, key=len)
    action = SessionAction(SessionVerb.OTHER_KIT, exercise=longest, revision=999_999)
    assert action_button("Other kit", action).action.encode()  # raises when it is too long


@pytest.mark.parametrize("kind", SessionVerb)
def test_words_that_sound_like_a_red_flag_are_taken_only_when_they_interrupt(
    kind: SessionVerb,
) -> None:
    interrupts = kind in {SessionVerb.STOP, SessionVerb.PAUSE, SessionVerb.HURTS, SessionVerb.CRAMP}
    felt = kind is SessionVerb.FELT
    action = SessionAction(kind)
    assert action.may_be_taken(DecisionKind.RED_FLAG) is interrupts
    assert action.may_be_taken(DecisionKind.ASK_BACK) is (interrupts or felt)
    assert action.may_be_taken(DecisionKind.ANSWER)
