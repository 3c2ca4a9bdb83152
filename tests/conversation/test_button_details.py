"""What each button of a reminder or a session carries out, to the last detail."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.reminder_check_ins import CHECK_IN
from bot.conversation.reminder_rules import MOVED
from bot.domain.alarms import Alarm, AlarmRequest, SendOutcome
from bot.domain.replies import Placement, Verb
from bot.session.model.session import SUBJECT
from tests.conversation.chat import ANNA, START, Chat, data
from tests.conversation.reminded import due, set_up, wish

CRAMPS = "why do my hamstrings cramp?"


async def test_moving_to_a_date_rings_at_the_same_time_on_that_date(chat: Chat) -> None:
    await set_up(chat)
    await due(chat)
    await chat.tap_data(data(Verb.REMIND, "move", "1", "20260307"))
    assert wish(chat) == AlarmRequest(MOVED, datetime(2026, 3, 7, 18, 0, tzinfo=UTC))
    assert chat.reply.place is Placement.INSTEAD


async def test_moving_to_a_date_that_is_over_moves_nothing(chat: Chat) -> None:
    await set_up(chat)
    before = wish(chat)
    await chat.tap_data(data(Verb.REMIND, "move", "1", "20260301"))
    assert wish(chat) == before
    assert "not there any more" in chat.reply.text


async def test_going_on_shows_the_list_in_place_of_the_button(chat: Chat) -> None:
    await set_up(chat)
    await chat.tap_data(data(Verb.REMIND, "hold", "1"))
    await chat.tap_data(data(Verb.REMIND, "release", "1"))
    assert chat.reply.title == "Your reminders"
    assert chat.reply.place is Placement.INSTEAD


@pytest.mark.parametrize(
    ("cause", "asks"), [("travel", True), ("ill", True), ("other", True), ("injured", False)]
)
async def test_only_an_injury_is_not_asked_how_long_it_lasts(
    chat: Chat, cause: str, *, asks: bool
) -> None:
    await set_up(chat)
    await chat.tap_data(data(Verb.REMIND, "pause", cause))
    assert (chat.reply.title != "Paused") is asks
    assert ((ANNA, CHECK_IN) in chat.alarms.requests) is not asks


async def test_a_question_in_place_of_a_city_is_answered(chat: Chat) -> None:
    await chat.write("/timezone")
    await chat.write(CRAMPS)
    assert chat.state.topic == "cramps_why"
    assert chat.state.pending is None


async def test_another_time_for_a_reminder_changes_that_reminder(chat: Chat) -> None:
    await set_up(chat)
    await chat.tap_data(data(Verb.REMIND, "times", "03.1900.", "1"))
    carried = [button.action.arguments for button in chat.buttons()]
    assert {arguments[-1] for arguments in carried if arguments[0] == "wish"} == {"1"}


async def test_what_is_asked_week_by_week_is_asked_again_after_more_than_a_week(
    chat: Chat,
) -> None:
    await set_up(chat, "mon 19:00")
    await chat.write("my leg went numb")
    await due(chat)
    first = chat.alarms.requests[ANNA, CHECK_IN]
    chat.alarms.set(ANNA, CHECK_IN, None)
    await due(chat)
    assert (ANNA, CHECK_IN) not in chat.alarms.requests
    await due(chat)
    assert chat.alarms.requests[ANNA, CHECK_IN].at == first.at + timedelta(days=14)


@pytest.mark.parametrize("subject", [SUBJECT, CHECK_IN])
async def test_what_is_not_a_reminder_is_repeated_once_when_nobody_knows(
    chat: Chat, subject: str
) -> None:
    first = Alarm(1, ANNA, subject, "idle", START, tries=1)
    repeats = [
        await chat.conversation.record_outcome(
            replace(first, tries=tries), SendOutcome.UNKNOWN, START
        )
        for tries in (1, 2, 3)
    ]
    assert repeats == [True, False, False]


async def test_a_card_of_a_session_that_is_over_leaves_none_under_way(chat: Chat) -> None:
    await chat.write("/session finisher")
    (start,) = [one for one in chat.buttons() if one.label.startswith("Start")]
    await chat.write("stop")
    await chat.write("drop it")
    await chat.tap(start)
    assert chat.reply.text == "That session is over."
    assert chat.state.training is False


async def test_who_has_no_session_any_more_is_answered_as_usual(chat: Chat) -> None:
    chat.states.kept[ANNA] = replace(chat.state, training=True)
    await chat.write(CRAMPS)
    assert chat.state.training is False
    assert (chat.state.topic, chat.state.question) == ("cramps_why", CRAMPS)
