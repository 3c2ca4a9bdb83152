"""Reminders in the browser chat: set by words and by taps, rung without a reload, changed."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from icalendar import Calendar
from playwright.async_api import Browser, expect

from bot.knowledge.knowledge_base import KnowledgeBase
from tests.browser import browser
from tests.journeys.browser_trainee import Trainee, in_browser

pytestmark = pytest.mark.asyncio(loop_scope="module")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome() -> AsyncIterator[Browser]:
    async with browser() as chrome:
        yield chrome


@pytest_asyncio.fixture(loop_scope="module")
async def ada(chrome: Browser, tmp_path: Path, knowledge: KnowledgeBase) -> AsyncIterator[Trainee]:
    async with in_browser(chrome, tmp_path, knowledge) as trainee:
        yield trainee


def tomorrow_noon(ada: Trainee) -> datetime:
    """In Berlin."""
    moment = (ada.clock() + timedelta(days=1)).astimezone(BERLIN)
    return moment.replace(hour=12, minute=0, second=0, microsecond=0)


async def set_up(ada: Trainee, moment: datetime) -> None:
    """Set a weekly reminder for a moment in Berlin."""
    await ada.write("/timezone berlin")
    await ada.reads("Berlin time it is")
    await ada.write(f"/remind {moment:%A %H:%M}")
    await ada.sees("Your reminder")
    await ada.tap("Save")
    await ada.sees("Saved")


async def until_due(ada: Trainee, moment: datetime) -> None:
    """Skip to the moment."""
    await ada.skip(seconds=(moment - ada.clock()).total_seconds() + 0.1)
    await ada.sees("Time to train")


async def test_set_by_words_rung_snoozed_and_deleted(ada: Trainee) -> None:
    moment = tomorrow_noon(ada)
    await ada.write(f"/remind {moment:%A} at 12")
    await ada.sees("Where are you?")
    await ada.write("berlin")
    await ada.reads("12:00")
    await ada.tap("Save")
    await ada.sees("Saved")

    await until_due(ada, moment)
    await ada.tap("In 1 hour")
    await ada.reads("I will be back")
    await ada.skip(hours=1)
    await ada.sees("Time to train")
    await ada.tap("Not today")
    await ada.tap("Sore")
    await ada.reads("rest is training too")

    await ada.write("/reminders")
    await ada.sees("Your reminders")
    await ada.tap("Delete 1")
    await ada.sees("Deleted")


async def test_set_by_taps_alone(ada: Trainee) -> None:
    await ada.write("/timezone new york")
    await ada.write("/reminders")
    await ada.tap("Set one up")
    await ada.sees("Which days?")
    await ada.page.locator(".coach").last.get_by_role("button").first.click()
    await expect(ada.page.get_by_role("button", name="19:00").last).to_be_visible()
    await ada.tap("19:00")
    await ada.sees("Your reminder")
    await ada.tap("Save")
    await ada.sees("Saved")


async def test_an_unclear_time_is_asked_and_the_list_changes_it(ada: Trainee) -> None:
    await ada.write("/timezone berlin")
    await ada.write("/remind monday thursday at 8")
    await ada.sees("Morning or evening?")
    await ada.tap("20:00")
    await ada.sees("Your reminder")
    await ada.tap("Save")
    await ada.sees("Saved")
    await ada.write("/reminders")
    await ada.tap("Change 1")
    await ada.sees("Change this reminder")
    await ada.write("tue 7:30")
    await ada.reads("07:30")
    await ada.tap("Save")
    await ada.sees("Saved")
    await ada.tap("All reminders")
    await ada.tap("Pause 1")
    await ada.reads("paused until you resume it")


async def test_put_off_three_times_it_offers_a_later_time(ada: Trainee) -> None:
    moment = tomorrow_noon(ada)
    await set_up(ada, moment)
    await until_due(ada, moment)
    for _ in range(2):
        await ada.tap("In 1 hour")
        await ada.reads("I will be back")
        await ada.skip(hours=1)
        await ada.sees("Time to train")
    await ada.tap("In 1 hour")
    await ada.reads("Shall I come at 15:00 from now on?")
    await ada.tap("Move it to 15:00")
    await ada.reads(f"Every {moment:%A} at 15:00, Berlin time.")
    await ada.skip(hours=1)
    await ada.sees("Time to train")


async def test_skipping_for_pain_leads_to_the_safety_gate(ada: Trainee) -> None:
    moment = tomorrow_noon(ada)
    await set_up(ada, moment)
    await until_due(ada, moment)
    await ada.tap("Not today")
    await ada.tap("Pain")
    await ada.reads("Where does it hurt, and since when?")
    await ada.write("I felt a pop in my thigh yesterday")
    await ada.sees("Please stop here")
    await ada.skip(days=7)
    await ada.sees("How are you?")


async def test_away_leads_to_a_pause(ada: Trainee) -> None:
    moment = tomorrow_noon(ada)
    await set_up(ada, moment)
    await until_due(ada, moment)
    await ada.tap("Not today")
    await ada.tap("Away")
    await ada.tap("Pause while I am away")
    await ada.tap("2 weeks")
    await ada.sees("Paused")
    await ada.write("/reminders")
    await ada.reads("Paused. Next:")


async def test_one_who_has_trained_is_praised(ada: Trainee) -> None:
    moment = tomorrow_noon(ada)
    await set_up(ada, moment)
    await ada.skip(seconds=(moment - ada.clock()).total_seconds() - 600)
    await ada.write("/session primer")
    await ada.reads("Get ready")
    await ada.tap("Start: left leg")
    await ada.reads("Count 2 up")
    await ada.tap("Done")
    await ada.sees("Primer: set 1 of 2, right")
    await ada.tap("Stop")
    await ada.sees("Primer: stopped at set 1 of 2")
    await ada.tap("Save what I did")
    await ada.sees("Primer: saved")
    await ada.skip(seconds=601)
    await ada.sees("Already done")


async def test_the_calendar_file_is_saved_and_is_still_there_after_a_reload(ada: Trainee) -> None:
    await set_up(ada, tomorrow_noon(ada))
    await ada.write("/reminders")
    await ada.tap("Calendar file")
    await ada.sees("Your calendar file")
    for _ in range(2):
        link = ada.page.get_by_role("link", name="Save the file hamstring-training.ics")
        async with ada.page.expect_download() as saving:
            await link.click()
        saved = await saving.value
        assert saved.suggested_filename == "hamstring-training.ics"
        (event,) = Calendar.from_ical((await saved.path()).read_bytes()).events
        assert event.start == tomorrow_noon(ada)
        await ada.page.reload()


async def test_it_appears_within_two_seconds_of_its_minute(ada: Trainee) -> None:
    """The clock is set to just before a minute; from there on time passes by itself."""
    moment = tomorrow_noon(ada)
    await set_up(ada, moment)
    await ada.skip(seconds=(moment - ada.clock()).total_seconds() - 1)
    await ada.sees("Time to train")
    assert timedelta() <= ada.clock() - moment < timedelta(seconds=2)
