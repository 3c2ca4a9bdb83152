"""Reminders in the conversation: set by words and taps, listed, changed, given away as a file."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.conversation.reminder_rules import SNOOZED, ReminderRules
from bot.conversation.reminder_setup import ZONE
from bot.domain.alarms import AlarmRequest
from bot.domain.replies import Placement, Verb
from bot.reminders.records import MOST_RULES
from bot.reminders.schedule.rule import Rule, StoredRule
from tests.conversation.chat import ANNA, START, Chat, data
from tests.conversation.reminded import (
    in_berlin,
    set_up,
    wish,
)
from tests.reminder_fakes import Alarms, Rules, Trained


async def test_words_are_shown_with_their_dates_before_anything_is_saved(chat: Chat) -> None:
    await in_berlin(chat)
    await chat.write("/remind mon thu 19:00")
    assert chat.reply.title == "Your reminder"
    assert "Thursday" in chat.reply.text
    assert not chat.alarms.requests
    await chat.tap_on("Save")
    assert chat.reply.title == "Saved"
    assert wish(chat) == AlarmRequest("remind", datetime(2026, 3, 5, 18, 0, tzinfo=UTC))
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
    assert not chat.alarms.requests


async def test_what_is_not_understood_is_said(chat: Chat) -> None:
    await in_berlin(chat)
    await chat.write("/remind mo/do 19 uhr")
    assert chat.reply.text
    assert not chat.alarms.requests


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


@pytest.mark.parametrize("asked", ["/remind mon thu 19:00", "/timezone"])
async def test_a_red_flag_is_not_taken_for_a_place(chat: Chat, asked: str) -> None:
    """Any words would do as the answer here: those that name no place are asked about again."""
    await chat.write(asked)
    assert chat.reply.title == "Where are you?"
    await chat.write("my leg is numb")
    assert [reply.title for reply in chat.last] == ["Please stop here"]
    assert chat.state.locked == "numb_tingle_footdrop"


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
    assert chat.alarms.requests == {}


async def test_nobody_reaches_the_reminders_of_somebody_else(chat: Chat) -> None:
    await set_up(chat)
    before = dict(chat.alarms.requests)
    stranger = replace(chat.person, id=99)
    for kind in ("hold", "delete", "release", "edit"):
        (reply,) = await chat.conversation.tap(stranger, data(Verb.REMIND, kind, "1"), chat.now)
        assert reply.text == "That reminder is not there any more."
    assert chat.alarms.requests == before


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
        kept.append(at in {request.at for request in alarms.requests.values()})

    rules = ReminderRules(Rules(alarms), Trained(), wake)
    rule = Rule(frozenset({0}), time(19), "UTC")
    await rules.add(ANNA, rule, START)
    await rules.change(ANNA, 1, replace(rule, at=time(20)), START)
    await rules.delay(ANNA, StoredRule(1, rule), AlarmRequest(SNOOZED, START), START)
    assert kept == [True, True, True]


async def test_a_question_instead_of_a_place_is_answered(chat: Chat) -> None:
    await chat.write("/remind mon thu 19:00")
    await chat.write("why do my hamstrings cramp?")
    assert [reply.title for reply in chat.last] == ["Why do my hamstrings cramp?"]


async def test_another_time_is_chosen_by_tapping_and_the_days_stay(chat: Chat) -> None:
    await in_berlin(chat)
    await chat.write("/remind mon thu 19:00")
    await chat.tap_on("Other time")
    await chat.tap_on("18:00")
    assert "Every Monday and Thursday at 18:00" in chat.reply.text


async def test_the_list_takes_the_place_of_the_one_with_the_button(chat: Chat) -> None:
    await set_up(chat)
    (page,) = await chat.write("/reminders")
    assert page.place is Placement.NEW
    await chat.tap_on("Pause 1")
    await chat.tap_on("All reminders")
    await chat.tap_on("Resume 1")
    assert chat.reply.place is Placement.INSTEAD


@pytest.mark.parametrize(
    ("cause", "asks"),
    [("Travelling", True), ("Ill", True), ("Something else", True), ("Injured", False)],
)
async def test_only_an_injury_has_no_length(chat: Chat, cause: str, *, asks: bool) -> None:
    await set_up(chat)
    await chat.write("/pause")
    await chat.tap_on(cause)
    assert (wish(chat) is not None) is asks
    assert ("2 weeks" in chat.labels()) is asks
