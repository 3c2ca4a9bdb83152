"""Calls to train in the conversation: rung, late, lost, put off, moved, skipped, paused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.conversation.reminder_check_ins import CHECK_IN
from bot.conversation.reminder_rules import MOVED, SNOOZED
from bot.domain.alarms import Alarm, AlarmRequest
from bot.domain.replies import Verb
from bot.reminders.records import OccasionState
from bot.session.model.session import SUBJECT
from tests.conversation.chat import Chat, data
from tests.conversation.reminded import (
    MONDAY_SEVEN,
    NOT_SENT,
    SENT,
    UNKNOWN,
    due,
    many,
    set_up,
    wish,
)


async def test_a_due_reminder_rings_and_the_next_one_follows(chat: Chat) -> None:
    await set_up(chat)
    await due(chat)
    assert chat.reply.title == "Time to train"
    assert wish(chat) == AlarmRequest("remind", MONDAY_SEVEN)
    await chat.tap_on("Start session")
    assert chat.reply.title == "Which workout?"


async def test_a_late_one_says_so_and_one_that_is_too_late_is_mentioned_next_time(
    chat: Chat,
) -> None:
    await set_up(chat)
    await due(chat, late=12)
    assert "I am 12 minutes late" in chat.reply.text
    assert await due(chat, late=60 * 5) == ()
    missed, reminder = await due(chat)
    assert missed.title == "One reminder was left out"
    assert reminder.title == "Time to train"
    assert len(await due(chat)) == 1


async def test_a_lost_answer_brings_one_more_and_no_third(chat: Chat) -> None:
    await set_up(chat)
    assert await due(chat, UNKNOWN)
    assert await due(chat, UNKNOWN, tries=2)
    assert await due(chat, UNKNOWN, tries=3) == ()
    assert set(chat.ledger.states.values()) == {OccasionState.UNKNOWN}


async def test_what_certainly_did_not_arrive_may_be_tried_again_and_again(chat: Chat) -> None:
    await set_up(chat)
    for tries in range(1, 5):
        assert await due(chat, NOT_SENT, tries=tries)
    assert await due(chat, SENT, tries=5)
    assert set(chat.ledger.states.values()) == {OccasionState.SENT}


async def test_who_has_trained_already_is_praised(chat: Chat) -> None:
    await set_up(chat)
    coming = wish(chat)
    assert coming
    chat.trained.moments.append(coming.at - timedelta(hours=2))
    await due(chat)
    assert chat.reply.title == "Already done"
    assert set(chat.ledger.states.values()) == {OccasionState.TRAINED}


async def test_more_calls_than_enough_for_a_day_are_left_out_and_mentioned(chat: Chat) -> None:
    await many(chat, "1910", "1920", "1930")
    assert await due(chat)
    assert await due(chat, subject="rule:2")
    assert await due(chat, subject="rule:3") == ()
    assert sorted(chat.ledger.states.values()) == [
        OccasionState.CROWDED,
        OccasionState.SENT,
        OccasionState.SENT,
    ]
    missed, reminder = await due(chat)
    assert missed.title == "One reminder was left out"
    assert "Monday 2 March, 19:30. There had been calls enough that day." in missed.text
    assert reminder.title == "Time to train"
    assert len(await due(chat, subject="rule:2")) == 1


async def test_what_the_person_asked_for_does_not_count_as_a_call_too_many(chat: Chat) -> None:
    await many(chat, "1910", "1920")
    await due(chat)
    await chat.tap_on("In 1 hour")
    await due(chat, subject="rule:2")
    assert (await due(chat))[-1].title == "Time to train"


async def test_a_new_day_has_calls_of_its_own(chat: Chat) -> None:
    await many(chat, "2200", "2230")
    await chat.tap_data(data(Verb.REMIND, "save", "1.0010.k"))
    for subject in ("rule:1", "rule:2", "rule:3"):
        assert await due(chat, subject=subject)


async def test_snoozed_it_comes_again_in_an_hour(chat: Chat) -> None:
    await set_up(chat)
    await due(chat)
    await chat.tap_on("In 1 hour")
    assert wish(chat) == AlarmRequest(SNOOZED, chat.now + timedelta(hours=1))
    await due(chat)
    assert chat.reply.title == "Time to train"
    assert wish(chat) == AlarmRequest("remind", MONDAY_SEVEN)


def coming(chat: Chat) -> datetime:
    """When the reminder comes next."""
    found = wish(chat)
    assert found
    return found.at


async def put_off(chat: Chat, times: int) -> None:
    """Put the next occasions off, each once."""
    for left in range(times, 0, -1):
        await due(chat)
        await chat.tap_on("In 1 hour")
        if left > 1:
            await due(chat)


async def test_who_puts_off_three_times_is_asked_whether_another_time_suits(chat: Chat) -> None:
    await set_up(chat)
    await put_off(chat, 2)
    assert chat.labels() == []
    await due(chat)
    await put_off(chat, 1)
    assert "Shall I come at 20:00 from now on?" in chat.reply.text
    assert wish(chat) == AlarmRequest(SNOOZED, chat.now + timedelta(hours=1))
    await chat.tap_on("Move it to 20:00")
    assert "Every Monday and Thursday at 20:00" in chat.reply.text


async def test_what_was_put_off_still_comes_when_the_time_is_moved(chat: Chat) -> None:
    await set_up(chat)
    await put_off(chat, 3)
    snoozed = wish(chat)
    await chat.tap_on("Move it")
    assert wish(chat) == snoozed
    assert await due(chat)
    assert coming(chat) == datetime(2026, 3, 16, 19, tzinfo=UTC)


async def test_a_time_that_is_moved_later_skips_what_was_called_for_already(chat: Chat) -> None:
    await set_up(chat)
    await put_off(chat, 3)
    question = chat.last
    await due(chat)
    chat.last = question
    chat.wait(minutes=5)
    await chat.tap_on("Move it")
    assert coming(chat) == datetime(2026, 3, 16, 19, tzinfo=UTC)


async def test_a_time_may_be_left_as_it_is(chat: Chat) -> None:
    await set_up(chat)
    await put_off(chat, 3)
    before = wish(chat)
    await chat.tap_on("Leave it")
    assert "stays at 19:00" in chat.reply.text
    assert wish(chat) == before


async def test_tomorrow_moves_it_if_that_keeps_the_rest(chat: Chat) -> None:
    await set_up(chat, "mon 19:00")
    await due(chat)
    await chat.tap_on("Tomorrow")
    assert wish(chat) == AlarmRequest(MOVED, MONDAY_SEVEN + timedelta(days=1))
    await due(chat)
    assert wish(chat) == AlarmRequest("remind", MONDAY_SEVEN + timedelta(days=7, hours=0))


async def test_tomorrow_too_close_to_a_session_offers_a_better_day(chat: Chat) -> None:
    await set_up(chat)
    await due(chat)
    chat.trained.moments.append(chat.now - timedelta(hours=10))
    await chat.tap_on("Tomorrow")
    assert "48 hours" in chat.reply.text
    await chat.tap_on("Tomorrow all the same")
    moved = wish(chat)
    assert moved
    assert moved.kind == MOVED


@pytest.mark.parametrize(
    ("reason", "button"),
    [
        ("Pain", "Pause my reminders"),
        ("Away", "Pause while I am away"),
        ("No time", "Three minutes"),
        ("Sore", "Move it to"),
        ("Sore", "A light one"),
    ],
)
async def test_each_reason_leads_somewhere_else(chat: Chat, reason: str, button: str) -> None:
    await set_up(chat, "mon 19:00")
    await due(chat)
    await chat.tap_on("Not today")
    await chat.tap_on(reason)
    assert [label for label in chat.labels() if label.startswith(button)]


async def test_injured_pauses_everything_and_asks_once_a_week(chat: Chat) -> None:
    await set_up(chat)
    await chat.write("/pause injured")
    assert chat.reply.title == "Paused"
    assert wish(chat) is None
    checking = wish(chat, CHECK_IN)
    assert checking == AlarmRequest(CHECK_IN, chat.now + timedelta(days=7))
    alarm = chat.alarms.due(chat.person, CHECK_IN)
    (question,) = await chat.conversation.ring(alarm, alarm.due_at)
    assert question.title == "How is it going?"
    following = await chat.conversation.next_alarm(alarm, alarm.due_at)
    assert following == AlarmRequest(CHECK_IN, alarm.due_at + timedelta(days=7))
    chat.last = (question,)
    await chat.tap_on("I am ready again")
    assert wish(chat)
    assert wish(chat, CHECK_IN) is None


def lock(chat: Chat) -> None:
    kept = chat.states.kept
    kept[chat.person] = replace(kept[chat.person], locked="pop_snap")


async def weeks_locked(chat: Chat, weeks: int) -> list[datetime]:
    """When somebody who is locked is asked, and never called to train."""
    asked, until = list[datetime](), chat.now + timedelta(weeks=weeks)
    while (coming := min(chat.alarms.requests.items(), key=lambda it: it[1].at))[1].at < until:
        (_, subject), wanted = coming
        chat.now = max(chat.now, wanted.at) + timedelta(seconds=1)
        alarm = chat.alarms.due(chat.person, subject)
        chat.last = await chat.conversation.ring(alarm, chat.now)
        if chat.alarms.due(chat.person, subject) == alarm:
            following = await chat.conversation.next_alarm(alarm, chat.now)
            chat.alarms.set(chat.person, subject, following)
        if chat.last:
            assert chat.reply.title == "How are you?"
            asked.append(chat.now)
    return asked


async def test_locked_training_is_asked_about_once_a_week_and_not_called_for(chat: Chat) -> None:
    await set_up(chat)
    lock(chat)
    asked = await weeks_locked(chat, 5)
    assert len(asked) == 5
    assert all(later - earlier >= timedelta(days=7) for earlier, later in pairwise(asked))


async def test_who_does_not_want_to_be_asked_is_left_alone(chat: Chat) -> None:
    await set_up(chat)
    lock(chat)
    await weeks_locked(chat, 1)
    await chat.tap_data(data(Verb.REMIND, "stop"))
    assert await weeks_locked(chat, 5) == []


async def test_a_new_lock_is_asked_about_anew_after_the_old_one_was_cleared(chat: Chat) -> None:
    await set_up(chat)
    lock(chat)
    await weeks_locked(chat, 1)
    await chat.tap_data(data(Verb.REMIND, "stop"))
    await chat.tap_data(data(Verb.CLEAR, "yes"))
    assert wish(chat, CHECK_IN) is None
    assert (await due(chat))[-1].title == "Time to train"
    lock(chat)
    assert len(await weeks_locked(chat, 2)) == 2


async def test_who_is_cleared_is_not_asked_any_more(chat: Chat) -> None:
    await set_up(chat)
    lock(chat)
    await weeks_locked(chat, 1)
    assert wish(chat, CHECK_IN)
    await chat.tap_data(data(Verb.CLEAR, "yes"))
    assert wish(chat, CHECK_IN) is None


async def test_the_question_of_a_week_keeps_the_quiet_hours(chat: Chat) -> None:
    await set_up(chat)
    chat.wait(hours=5)
    await chat.write("/pause injured")
    asking = wish(chat, CHECK_IN)
    assert asking
    assert asking.at == datetime(2026, 3, 10, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("left leg, two days", "Please stop here"),
        ("I felt a pop and now it is bruised", "Please stop here"),
        ("what is a nordic curl?", ""),
    ],
)
async def test_where_it_hurts_is_read_by_the_safety_gate(
    chat: Chat, words: str, title: str
) -> None:
    await set_up(chat)
    await due(chat)
    await chat.tap_on("Not today")
    await chat.tap_on("Pain")
    assert "Where does it hurt" in chat.reply.text
    await chat.write(words)
    stopped = [reply.title for reply in chat.last if reply.title == "Please stop here"]
    assert stopped == ([title] if title else [])
    assert (chat.state.locked is not None) == bool(title)
    assert chat.state.pending is None


async def test_the_same_words_say_nothing_of_pain_elsewhere(chat: Chat) -> None:
    await chat.write("left leg, two days")
    assert chat.state.locked is None


async def test_a_reminder_moves_to_the_date_that_was_tapped(chat: Chat) -> None:
    await set_up(chat)
    await due(chat)
    await chat.tap_data(data(Verb.REMIND, "move", "1", "20260307"))
    assert "Saturday" in chat.reply.text
    assert wish(chat) == AlarmRequest(MOVED, datetime(2026, 3, 7, 18, 0, tzinfo=UTC))


async def test_who_is_locked_is_not_asked_twice_in_one_week(chat: Chat) -> None:
    await set_up(chat, "mon 19:00")
    chat.states.kept[chat.person] = replace(chat.state, locked="pop_snap")
    await due(chat)
    asked = wish(chat, CHECK_IN)
    assert asked
    chat.alarms.set(chat.person, "rule:1", AlarmRequest("remind", asked.at + timedelta(days=7)))
    await due(chat)
    assert wish(chat, CHECK_IN) == asked


@pytest.mark.parametrize("subject", [SUBJECT, CHECK_IN])
@pytest.mark.parametrize(("tries", "again"), [(1, True), (2, False), (3, False)])
async def test_what_belongs_to_no_rule_is_repeated_once(
    chat: Chat, subject: str, tries: int, *, again: bool
) -> None:
    alarm = Alarm(1, chat.person, subject, "rest_over", chat.now, tries)
    assert await chat.conversation.record_outcome(alarm, UNKNOWN, chat.now) is again
