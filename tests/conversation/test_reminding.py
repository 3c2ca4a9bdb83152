"""Reminders in the conversation: set by words and taps, rung, moved, paused."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.alarms import Delivered, Wish
from bot.calling import CHECKS
from bot.conversation import Replies
from bot.plans import MOVED, SNOOZED, Plans
from bot.reminder import MOST_RULES, State
from bot.reminders.kept import Kept
from bot.reminders.rule import Rule
from bot.reminding import ZONE
from bot.replies import Verb
from tests.conversation.chat import ANNA, START, Chat, data
from tests.reminder_fakes import Alarms, Rules, Trained

MONDAY_SEVEN = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
"""Monday, 9 March 2026, 19:00 in Berlin; the chats begin on the Monday before, at 19:00."""
SENT, NOT_SENT, UNKNOWN = Delivered.SENT, Delivered.NOT_SENT, Delivered.UNKNOWN


async def in_berlin(chat: Chat) -> None:
    await chat.preferences.put(chat.person, ZONE, "Europe/Berlin")


async def set_up(chat: Chat, words: str = "mon thu 19:00") -> None:
    await in_berlin(chat)
    await chat.write(f"/remind {words}")
    await chat.tap_on("Save")


def wish(chat: Chat, subject: str = "rule:1") -> Wish | None:
    return chat.alarms.wishes.get((chat.person, subject))


async def due(
    chat: Chat,
    outcome: Delivered = SENT,
    *,
    late: float = 0,
    tries: int = 1,
    subject: str = "rule:1",
) -> Replies:
    """The next reminder is due and delivered; what follows takes its place, if that was it."""
    alarm = chat.alarms.due(chat.person, subject, tries)
    chat.now = max(chat.now, alarm.due_at + timedelta(minutes=late))
    chat.last = await chat.conversation.ring(alarm, chat.now)
    if chat.last:
        await chat.conversation.told(alarm, outcome, chat.now)
    if outcome is SENT:
        following = await chat.conversation.next_alarm(alarm, chat.now)
        chat.alarms.set(chat.person, subject, following)
    return chat.last


async def test_words_are_shown_with_their_dates_before_anything_is_saved(chat: Chat) -> None:
    await in_berlin(chat)
    await chat.write("/remind mon thu 19:00")
    assert chat.reply.title == "Your reminder"
    assert "Thursday" in chat.reply.text
    assert not chat.alarms.wishes
    await chat.tap_on("Save")
    assert chat.reply.title == "Saved"
    assert wish(chat) == Wish("remind", datetime(2026, 3, 5, 18, 0, tzinfo=UTC))
    assert chat.woken[-1] == datetime(2026, 3, 5, 18, 0, tzinfo=UTC)


async def test_the_place_is_asked_for_once_and_the_wish_goes_on(chat: Chat) -> None:
    await chat.write("/remind mon thu 19:00")
    assert chat.reply.title == "Where are you?"
    await chat.write("berlin")
    kept, proposal = chat.last
    assert "Berlin" in kept.text
    assert proposal.title == "Your reminder"
    await chat.tap_on("Save")
    assert wish(chat)
    await chat.write("/remind wed 7:00")
    assert chat.last[-1].title != "Where are you?"


async def test_what_a_clock_shows_is_enough(chat: Chat) -> None:
    await chat.write("/timezone")
    await chat.write("it is 19:00 here")
    assert chat.reply.title == "Which one?"
    await chat.tap(next(chat.buttons()))
    zone = await chat.preferences.get(chat.person, ZONE)
    assert zone
    assert "your clock shows 19:00" in chat.reply.text


async def test_an_unclear_time_is_asked_about(chat: Chat) -> None:
    await in_berlin(chat)
    await chat.write("/remind mon thu at 8")
    await chat.write("evening")
    assert "20:00" in chat.reply.text
    await chat.tap_on("Save")
    coming = wish(chat)
    assert coming
    assert coming.at.hour == 19


async def test_taps_alone_set_a_reminder(chat: Chat) -> None:
    await in_berlin(chat)
    await chat.write("/reminders")
    await chat.tap_on("Set one up")
    await chat.tap(next(chat.buttons()))
    await chat.tap(next(chat.buttons()))
    while "Save" not in chat.labels():
        await chat.tap(next(chat.buttons()))
    await chat.tap_on("Save")
    assert wish(chat)


async def test_every_day_is_explained_and_legal_days_are_offered(chat: Chat) -> None:
    await in_berlin(chat)
    await chat.write("/remind every day 19:00")
    assert "48 hours" in chat.reply.text
    assert not chat.alarms.wishes


async def test_what_is_not_understood_is_said(chat: Chat) -> None:
    await in_berlin(chat)
    await chat.write("/remind mo/do 19 uhr")
    assert chat.reply.text
    assert not chat.alarms.wishes


async def test_other_words_after_a_question_are_other_words(chat: Chat) -> None:
    await in_berlin(chat)
    await chat.write("/remind")
    await chat.write("why do my hamstrings cramp")
    assert chat.reply.title == "Why do my hamstrings cramp?"


async def test_a_red_flag_comes_before_a_reminder(chat: Chat) -> None:
    await in_berlin(chat)
    await chat.write("/remind")
    await chat.write("something popped in my leg and now it is numb")
    assert chat.last[0].title == "Please stop here"


async def test_a_due_reminder_rings_and_the_next_one_follows(chat: Chat) -> None:
    await set_up(chat)
    await due(chat)
    assert chat.reply.title == "Time to train"
    assert wish(chat) == Wish("remind", MONDAY_SEVEN)
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
    assert set(chat.ledger.states.values()) == {State.UNKNOWN}


async def test_what_certainly_did_not_arrive_may_be_tried_again_and_again(chat: Chat) -> None:
    await set_up(chat)
    for tries in range(1, 5):
        assert await due(chat, NOT_SENT, tries=tries)
    assert await due(chat, SENT, tries=5)
    assert set(chat.ledger.states.values()) == {State.SENT}


async def test_who_has_trained_already_is_praised(chat: Chat) -> None:
    await set_up(chat)
    coming = wish(chat)
    assert coming
    chat.trained.moments.append(coming.at - timedelta(hours=2))
    await due(chat)
    assert chat.reply.title == "Already done"
    assert set(chat.ledger.states.values()) == {State.TRAINED}


async def many(chat: Chat, *times: str) -> None:
    """A reminder at each of these times on Mondays, whatever the coach thinks of it."""
    await in_berlin(chat)
    for at in times:
        await chat.tap_data(data(Verb.REMIND, "save", f"0.{at}.k"))


async def test_more_calls_than_enough_for_a_day_are_left_out_and_mentioned(chat: Chat) -> None:
    await many(chat, "1910", "1920", "1930")
    assert await due(chat)
    assert await due(chat, subject="rule:2")
    assert await due(chat, subject="rule:3") == ()
    assert sorted(chat.ledger.states.values()) == [State.CROWDED, State.SENT, State.SENT]
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
    assert wish(chat) == Wish(SNOOZED, chat.now + timedelta(hours=1))
    await due(chat)
    assert chat.reply.title == "Time to train"
    assert wish(chat) == Wish("remind", MONDAY_SEVEN)


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
    assert wish(chat) == Wish(SNOOZED, chat.now + timedelta(hours=1))
    await chat.tap_on("Move it to 20:00")
    assert "Every Monday and Thursday at 20:00" in chat.reply.text


async def test_what_was_put_off_still_comes_when_the_time_is_moved(chat: Chat) -> None:
    await set_up(chat)
    await put_off(chat, 3)
    snoozed = wish(chat)
    await chat.tap_on("Move it")
    assert wish(chat) == snoozed
    assert await due(chat)
    following = wish(chat)
    assert following
    assert following.at == datetime(2026, 3, 16, 19, tzinfo=UTC)


async def test_a_time_that_is_moved_later_skips_what_was_called_for_already(chat: Chat) -> None:
    await set_up(chat)
    await put_off(chat, 3)
    question = chat.last
    await due(chat)
    chat.last = question
    chat.wait(minutes=5)
    await chat.tap_on("Move it")
    following = wish(chat)
    assert following
    assert following.at == datetime(2026, 3, 16, 19, tzinfo=UTC)


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
    assert wish(chat) == Wish(MOVED, MONDAY_SEVEN + timedelta(days=1))
    await due(chat)
    assert wish(chat) == Wish("remind", MONDAY_SEVEN + timedelta(days=7, hours=0))


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
    checking = wish(chat, CHECKS)
    assert checking == Wish(CHECKS, chat.now + timedelta(days=7))
    alarm = chat.alarms.due(chat.person, CHECKS)
    (question,) = await chat.conversation.ring(alarm, alarm.due_at)
    assert question.title == "How is it going?"
    following = await chat.conversation.next_alarm(alarm, alarm.due_at)
    assert following == Wish(CHECKS, alarm.due_at + timedelta(days=7))
    chat.last = (question,)
    await chat.tap_on("I am ready again")
    assert wish(chat)
    assert wish(chat, CHECKS) is None


async def test_a_pause_with_an_end_lets_the_next_one_after_it_come(chat: Chat) -> None:
    await set_up(chat)
    await chat.write("/pause travel")
    await chat.tap_on("2 weeks")
    coming = wish(chat)
    assert coming
    assert coming.at >= chat.now + timedelta(days=14)
    await chat.tap_on("I am back")
    back = wish(chat)
    assert back
    assert back.at < chat.now + timedelta(days=7)


def lock(chat: Chat) -> None:
    kept = chat.memories.kept
    kept[chat.person] = replace(kept[chat.person], locked="pop_snap")


async def weeks_locked(chat: Chat, weeks: int) -> list[datetime]:
    """When somebody who is locked is asked, and never called to train."""
    asked, until = list[datetime](), chat.now + timedelta(weeks=weeks)
    while (coming := min(chat.alarms.wishes.items(), key=lambda it: it[1].at))[1].at < until:
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
    assert wish(chat, CHECKS) is None
    assert (await due(chat))[-1].title == "Time to train"
    lock(chat)
    assert len(await weeks_locked(chat, 2)) == 2


async def test_who_is_cleared_is_not_asked_any_more(chat: Chat) -> None:
    await set_up(chat)
    lock(chat)
    await weeks_locked(chat, 1)
    assert wish(chat, CHECKS)
    await chat.tap_data(data(Verb.CLEAR, "yes"))
    assert wish(chat, CHECKS) is None


async def test_the_question_of_a_week_keeps_the_quiet_hours(chat: Chat) -> None:
    await set_up(chat)
    chat.wait(hours=5)
    await chat.write("/pause injured")
    asking = wish(chat, CHECKS)
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
    assert (chat.memory.locked is not None) == bool(title)
    assert chat.memory.pending is None


async def test_the_same_words_say_nothing_of_pain_elsewhere(chat: Chat) -> None:
    await chat.write("left leg, two days")
    assert chat.memory.locked is None


async def test_the_list_changes_pauses_and_deletes(chat: Chat) -> None:
    await set_up(chat)
    await chat.write("/reminders")
    await chat.tap_on("Pause 1")
    assert wish(chat) is None
    await chat.tap_on("All reminders")
    await chat.tap_on("Resume 1")
    assert wish(chat)
    await chat.tap_on("Change 1")
    await chat.write("tue fri 7:30")
    await chat.tap_on("Save")
    changed = wish(chat)
    assert changed
    assert changed.at == datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
    await chat.write("/reminders")
    await chat.tap_on("Delete 1")
    assert wish(chat) is None
    await chat.tap_on("Undo")
    assert wish(chat, "rule:2")


async def test_the_list_gives_a_file_for_calendars(chat: Chat) -> None:
    await set_up(chat)
    await chat.write("/reminders")
    await chat.tap_on("Calendar file")
    assert "Every Monday and Thursday at 19:00" in chat.reply.text
    assert "Next: Thursday 5 March, 19:00" in chat.reply.text
    assert chat.reply.document
    (event,) = Calendar.from_ical(chat.reply.document.content).events
    assert event.start == datetime(2026, 3, 5, 19, tzinfo=ZoneInfo("Europe/Berlin"))


async def test_without_a_coming_date_there_is_no_file(chat: Chat) -> None:
    await set_up(chat)
    await chat.write("/reminders")
    await chat.tap_on("Pause 1")
    await chat.tap_data(data(Verb.REMIND, "file"))
    assert chat.reply.document is None
    assert "nothing for a calendar" in chat.reply.text


async def test_the_largest_plan_fits_into_the_largest_file(chat: Chat) -> None:
    await in_berlin(chat)
    await chat.write("/timezone casablanca")
    for minute in range(MOST_RULES):
        word = f"03.19{minute:02}.k"
        await chat.tap_data(data(Verb.REMIND, "save", word))
    await chat.tap_data(data(Verb.REMIND, "file"))
    assert chat.reply.document
    assert len(Calendar.from_ical(chat.reply.document.content).events) == MOST_RULES
    assert len(chat.reply.document.content) < 10_000


async def test_reminders_move_with_the_person(chat: Chat) -> None:
    await set_up(chat)
    await chat.write("/timezone new york")
    moved = wish(chat)
    assert moved
    assert moved.at == datetime(2026, 3, 3, 0, 0, tzinfo=UTC)


async def test_a_made_up_button_means_nothing(chat: Chat) -> None:
    for made_up in ("remind:save:x", "remind:zone:Mars", "remind:", "remind:delete:99"):
        await chat.tap_data(made_up)
        assert chat.reply.text
    assert chat.alarms.wishes == {}


async def test_nobody_reaches_the_reminders_of_somebody_else(chat: Chat) -> None:
    await set_up(chat)
    before = dict(chat.alarms.wishes)
    stranger = replace(chat.person, id=99)
    for kind in ("hold", "delete", "release", "edit"):
        (reply,) = await chat.conversation.tap(stranger, data(Verb.REMIND, kind, "1"), chat.now)
        assert reply.text == "That reminder is not there any more."
    assert chat.alarms.wishes == before


async def test_a_shared_place_gives_the_clock_and_the_wish_goes_on(chat: Chat) -> None:
    await chat.write("/remind mon thu 19:00")
    chat.last = await chat.conversation.locate(chat.person, 27.7, 85.3, chat.now)
    kept, proposal = chat.last
    assert "Kathmandu" in kept.text
    assert proposal.title == "Your reminder"


async def test_a_place_at_sea_is_asked_about_again(chat: Chat) -> None:
    (reply,) = await chat.conversation.locate(chat.person, 0.0, 0.0, chat.now)
    assert "could not find that place" in reply.text
    await chat.write("berlin")
    assert await chat.preferences.get(chat.person, ZONE) == "Europe/Berlin"


async def test_the_clock_is_woken_once_the_reminder_is_kept() -> None:
    alarms, kept = Alarms(), list[bool]()

    def wake(at: datetime) -> None:
        kept.append(at in {wish.at for wish in alarms.wishes.values()})

    plans = Plans(Rules(alarms), Trained(), wake)
    rule = Rule(frozenset({0}), time(19), "UTC")
    await plans.add(ANNA, rule, START)
    await plans.change(ANNA, 1, replace(rule, at=time(20)), START)
    await plans.delay(ANNA, Kept(1, rule), Wish(SNOOZED, START), START)
    assert kept == [True, True, True]
