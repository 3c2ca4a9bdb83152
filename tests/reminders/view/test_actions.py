from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.replies import Action as Sent
from bot.domain.replies import Verb
from bot.reminders.input.request import ReminderRequest
from bot.reminders.schedule.pause import Cause
from bot.reminders.view.actions import (
    ReminderAction,
    ReminderVerb,
    SkipReason,
    button,
    from_arguments,
    to_arguments,
)
from tests.reminders.requests import requests

WANTED = ReminderRequest(frozenset({0, 3}), time(19))
ON = date(2026, 3, 2)
ACTIONS = {
    "new": ReminderAction(ReminderVerb.NEW),
    "list": ReminderAction(ReminderVerb.LIST),
    "file": ReminderAction(ReminderVerb.FILE),
    "never": ReminderAction(ReminderVerb.NEVER_MIND),
    "wish 03.1900.": ReminderAction(ReminderVerb.REQUEST, request=WANTED),
    "wish 03.1900. 12": ReminderAction(ReminderVerb.REQUEST, 12, request=WANTED),
    "days -.-.": ReminderAction(ReminderVerb.DAYS, request=ReminderRequest()),
    "times 03.1900. 12": ReminderAction(ReminderVerb.TIMES, 12, request=WANTED),
    "save 03.1900.": ReminderAction(ReminderVerb.SAVE, request=WANTED),
    "shift 03.1900. 12": ReminderAction(ReminderVerb.SHIFT, 12, request=WANTED),
    "keep 12": ReminderAction(ReminderVerb.KEEP_TIME, 12),
    "edit 12": ReminderAction(ReminderVerb.EDIT, 12),
    "hold 12": ReminderAction(ReminderVerb.HOLD, 12),
    "release 12": ReminderAction(ReminderVerb.RELEASE, 12),
    "delete 12": ReminderAction(ReminderVerb.DELETE, 12),
    "start 12 20260302": ReminderAction(ReminderVerb.START, 12, ON),
    "snooze 12 20260302": ReminderAction(ReminderVerb.SNOOZE, 12, ON),
    "tomorrow 12 20260302": ReminderAction(ReminderVerb.TOMORROW, 12, ON),
    "skip 12 20260302": ReminderAction(ReminderVerb.SKIP, 12, ON),
    "skip 12 20260302 sore": ReminderAction(ReminderVerb.SKIP, 12, ON, why=SkipReason.SORE),
    "move 12 20260302": ReminderAction(ReminderVerb.MOVE, 12, ON),
    "pause": ReminderAction(ReminderVerb.PAUSE),
    "pause travel": ReminderAction(ReminderVerb.PAUSE, cause=Cause.TRAVEL),
    "pause travel 0": ReminderAction(ReminderVerb.PAUSE, cause=Cause.TRAVEL, days=0),
    "pause ill 14": ReminderAction(ReminderVerb.PAUSE, cause=Cause.ILL, days=14),
    "unpause": ReminderAction(ReminderVerb.UNPAUSE),
    "zone": ReminderAction(ReminderVerb.ZONE),
    "zone Europe/Berlin": ReminderAction(ReminderVerb.ZONE, zone="Europe/Berlin"),
    "stop": ReminderAction(ReminderVerb.STOP_ASKING),
}


@pytest.mark.parametrize(("text", "action"), ACTIONS.items())
def test_an_action_travels_behind_a_button(text: str, action: ReminderAction) -> None:
    assert to_arguments(action) == tuple(text.split())
    assert from_arguments(to_arguments(action)) == action


def test_every_kind_has_a_shape() -> None:
    assert {action.kind for action in ACTIONS.values()} == set(ReminderVerb)


@pytest.mark.parametrize(
    "text",
    [
        *("", "fly", "NEW", "new 1", "list 12", "edit", "edit x", "edit -1", "edit 1 2"),
        *("edit \u0663", "edit 9999999999999", "start 12", "start 12 20260230", "start 12 soon"),
        *("skip 12", "skip 12 20260302 lazy", "skip 12 20260302 sore 1", "pause bored"),
        *(
            "pause travel soon",
            "pause travel 366",
            "pause travel 1 2",
            "zone Mars/Olympus",
            "zone localtime",
        ),
        *(
            "save",
            "save 03.1900",
            "save 07.1900.",
            "save 03.2400.",
            "save 03.1960.",
            "save 03.1900.q",
        ),
        *("save 03.1900. x", "wish", "start 12 00000000"),
    ],
)
def test_what_no_button_of_ours_carries_is_refused(text: str) -> None:
    assert from_arguments(text.split()) is None


@pytest.mark.parametrize(
    "action",
    [
        ReminderAction(ReminderVerb.NEW, 12),
        ReminderAction(ReminderVerb.EDIT),
        ReminderAction(ReminderVerb.START, 12),
        ReminderAction(ReminderVerb.SKIP, 12, why=SkipReason.SORE),
        ReminderAction(ReminderVerb.PAUSE, days=3),
        ReminderAction(ReminderVerb.SAVE, 12),
    ],
)
def test_an_action_without_a_shape_has_no_button(action: ReminderAction) -> None:
    with pytest.raises(ValueError, match="has no shape"):
        button("x", action)


@given(st.lists(st.text(max_size=12), max_size=5))
def test_any_arguments_are_survived(arguments: list[str]) -> None:
    action = from_arguments(arguments)
    assert action is None or from_arguments(to_arguments(action)) == action


@given(
    requests,
    st.integers(0, 10**12 - 1),
    st.sampled_from([ReminderVerb.REQUEST, ReminderVerb.DAYS, ReminderVerb.SAVE]),
)
def test_a_button_with_a_request_is_never_too_long(
    request: ReminderRequest, rule: int, kind: ReminderVerb
) -> None:
    action = button("x", ReminderAction(kind, rule, request=request)).action
    assert Sent.decode(action.encode()) == action
    assert action.verb is Verb.REMIND
