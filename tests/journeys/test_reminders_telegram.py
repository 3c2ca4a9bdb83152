"""Reminders in Telegram: set, rung, moved, paused, deleted."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.knowledge.knowledge_base import KnowledgeBase
from tests.journeys.telegram_trainee import Trainee, in_telegram, title
from tests.waiting import until

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
async def ada(tmp_path: Path, knowledge: KnowledgeBase) -> AsyncIterator[Trainee]:
    async with in_telegram(tmp_path, knowledge) as trainee:
        yield trainee


def words(moment: datetime) -> str:
    """A weekly reminder at a moment."""
    return f"/remind {moment:%A} {moment:%H:%M}"


async def set_up(ada: Trainee, moment: datetime) -> None:
    """Set a reminder for a moment in Berlin."""
    where = await ada.phone_says("/timezone berlin")
    assert "Berlin" in where.text
    proposal = await ada.write(words(moment))
    assert title(proposal) == "Your reminder"
    assert f"{moment:%H:%M}" in proposal.text
    saved = await ada.tap("Save")
    assert title(saved) == "Saved"


async def until_due(ada: Trainee, moment: datetime) -> None:
    """Skip to the moment."""
    await ada.skip(seconds=(moment - ada.clock()).total_seconds() + 0.1)


def soon(ada: Trainee, **time: float) -> datetime:
    """A full minute, in some time, outside the quiet hours of Berlin."""
    moment = (ada.clock() + timedelta(**time)).astimezone(BERLIN)
    if not 8 <= moment.hour < 20:
        moment = moment.replace(hour=12) + timedelta(days=1)
    return moment.replace(second=0, microsecond=0)


async def test_it_rings_and_snoozes_and_leads_to_a_session(ada: Trainee) -> None:
    moment = soon(ada, minutes=30)
    await set_up(ada, moment)
    await until_due(ada, moment)
    call = await ada.look()
    assert title(call) == "Time to train"
    later = await ada.phone_taps("In 1 hour", call)
    assert "I will be back" in later.text
    await ada.skip(hours=1)
    again = await ada.look()
    assert (title(again), again.id > call.id) == ("Time to train", True)
    menu = await ada.tap("Start session")
    assert title(menu) == "Which workout?"


async def test_skipping_for_pain_leads_to_the_safety_questions(ada: Trainee) -> None:
    moment = soon(ada, minutes=30)
    await set_up(ada, moment)
    await until_due(ada, moment)
    await ada.look()
    await ada.tap("Not today")
    pain = await ada.tap("Pain")
    assert "Where does it hurt, and since when?" in pain.text
    stop = await ada.write("left leg, two days")
    assert title(stop) == "Please stop here"
    await ada.skip(days=7)
    assert title(await ada.look()) == "How are you?"
    assert await ada.phone.silence(0.3)


async def test_pain_may_lead_to_a_pause(ada: Trainee) -> None:
    moment = soon(ada, minutes=30)
    await set_up(ada, moment)
    await until_due(ada, moment)
    await ada.look()
    await ada.tap("Not today")
    await ada.tap("Pain")
    paused = await ada.tap("Pause my reminders")
    assert title(paused) == "Paused"
    back = await ada.tap("I am back")
    assert "Your reminders come again" in back.text


async def test_set_by_taps_alone(ada: Trainee) -> None:
    await ada.phone_says("/timezone new york")
    await ada.write("/reminders")
    days = await ada.tap("Set one up")
    assert title(days) == "Which days?"
    await ada.tap(days.labels[0])
    proposal = await ada.tap("19:00")
    assert title(proposal) == "Your reminder"
    assert title(await ada.tap("Save")) == "Saved"


async def test_put_off_three_times_it_offers_a_later_time(ada: Trainee) -> None:
    moment = (soon(ada, minutes=30) + timedelta(days=1)).replace(hour=12, minute=0)
    await set_up(ada, moment)
    await until_due(ada, moment)
    call = await ada.look()
    for _ in range(2):
        await ada.phone_taps("In 1 hour", call)
        await ada.skip(hours=1)
        call = await ada.look()
    offer = await ada.tap("In 1 hour")
    assert "Shall I come at 15:00 from now on?" in offer.text
    moved = await ada.tap("Move it to 15:00")
    assert f"Every {moment:%A} at 15:00" in moved.text
    await ada.skip(hours=1)
    assert title(await ada.look()) == "Time to train"


async def test_away_leads_to_a_pause(ada: Trainee) -> None:
    moment = soon(ada, minutes=30)
    await set_up(ada, moment)
    await until_due(ada, moment)
    await ada.look()
    for label in ("Not today", "Away", "Pause while I am away"):
        await ada.tap(label)
    assert title(await ada.tap("2 weeks")) == "Paused"
    assert "Paused. Next:" in (await ada.write("/reminders")).text


async def test_the_calendar_file_holds_the_dates(ada: Trainee) -> None:
    moment = soon(ada, minutes=30)
    await set_up(ada, moment)
    listed = await ada.write("/reminders")
    words = await ada.phone_taps("Calendar file", listed)
    assert title(words) == "Your calendar file"
    file = await ada.phone.answer()
    assert file.document
    assert file.document["file_name"] == "hamstring-training.ics"
    (event,) = Calendar.from_ical(ada.phone.file(file)).events
    assert event.start == moment


async def test_one_who_has_trained_is_praised(ada: Trainee) -> None:
    moment = soon(ada, minutes=30)
    await set_up(ada, moment)
    await ada.skip(seconds=(moment - ada.clock()).total_seconds() - 600)
    await ada.write("/session primer")
    for label in ("Start", "Done", "Stop"):
        await ada.tap(label)
    assert ada.card
    await ada.phone_taps("Save what I did", ada.card)
    await until_due(ada, moment)
    assert title(await ada.phone.answer()) == "Already done"


async def test_an_unclear_time_is_asked_and_the_list_changes_it(ada: Trainee) -> None:
    await ada.phone_says("/timezone berlin")
    unclear = await ada.write("/remind monday thursday at 8")
    assert any("morning" in label.casefold() or "8" in label for label in unclear.labels)
    proposal = await ada.write("evening")
    assert "20:00" in proposal.text
    await ada.tap("Save")
    listed = await ada.write("/reminders")
    assert title(listed) == "Your reminders"
    await ada.tap("Change 1")
    changed = await ada.write("tue 7:30")
    assert "07:30" in changed.text
    await ada.tap("Save")
    await ada.write("/reminders")
    deleted = await ada.tap("Delete 1")
    assert title(deleted) == "Deleted"
    empty = await ada.write("/reminders")
    assert "no reminders yet" in empty.text


async def test_it_rings_within_two_seconds_of_its_minute(ada: Trainee) -> None:
    """The clock is set to just before a minute; from there on time passes by itself."""
    moment = soon(ada, minutes=30)
    await set_up(ada, moment)
    await ada.skip(seconds=(moment - ada.clock()).total_seconds() - 1)
    call = await ada.look()
    assert title(call) == "Time to train"
    assert timedelta() <= ada.clock() - moment < timedelta(seconds=2)


async def test_a_deleted_reminder_does_not_ring_after_a_restart(ada: Trainee) -> None:
    moment = soon(ada, minutes=30)
    await set_up(ada, moment)
    await ada.write("/reminders")
    await ada.tap("Delete 1")
    await ada.stop()
    ada.clock.skip(hours=1)
    await ada.start()
    assert await ada.phone.silence(0.5)


async def test_one_that_fell_due_while_the_assistant_was_down_says_that_it_is_late(
    ada: Trainee,
) -> None:
    moment = soon(ada, minutes=30)
    await set_up(ada, moment)
    await ada.stop()
    ada.clock.skip(seconds=(moment - ada.clock()).total_seconds() + 20 * 60)
    await ada.start()
    assert "I am 20 minutes late" in (await ada.look()).text
    assert await ada.phone.silence(0.3)


async def test_who_comes_back_soon_is_reminded_at_once(ada: Trainee) -> None:
    moment = soon(ada, minutes=30)
    await set_up(ada, moment)
    await ada.phone.block()
    await until_due(ada, moment)
    await ada.skip(minutes=20)
    assert await ada.phone.silence(0.3)
    await ada.phone.unblock()
    assert "I am 20 minutes late" in (await ada.look()).text


@pytest.mark.parametrize("weeks", [1, 3])
async def test_nothing_old_is_poured_over_who_comes_back(ada: Trainee, weeks: int) -> None:
    """It is mentioned once, while that is worth a word, and goes on with the next occasion."""
    moment = soon(ada, minutes=30)
    await set_up(ada, moment)
    ada.phone.chat.blocked = True
    before = len(ada.server.called("sendMessage"))
    await until_due(ada, moment)
    await until(lambda: len(ada.server.called("sendMessage")) > before)
    assert await ada.phone.silence(0.3)
    await ada.skip(days=7 * weeks - 2)
    ada.phone.chat.blocked = False
    await ada.phone_says("/start")
    assert await ada.phone.silence(0.3)
    coming = moment + timedelta(days=7 * weeks)
    await until_due(ada, coming)
    if weeks == 1:
        assert title(await ada.phone.answer()) == "One reminder was left out"
    assert title(await ada.phone.answer()) == "Time to train"
    assert await ada.phone.silence(0.3)
    await until_due(ada, coming + timedelta(days=7))
    assert title(await ada.phone.answer()) == "Time to train"
    assert await ada.phone.silence(0.3)


async def test_a_shared_location_is_enough(ada: Trainee) -> None:
    await ada.phone_says("/remind mon thu 19:00")
    await ada.phone.send({"location": {"latitude": 52.52, "longitude": 13.40}})
    assert "Berlin" in (await ada.phone.answer()).text
    assert title(await ada.look()) == "Your reminder"
