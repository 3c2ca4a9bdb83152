"""Files for people in the browser chat: kept with their message, for one visitor only."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.domain.replies import Document, Reply
from bot.web.serial import pack, unpack
from tests.web.visits import RunningChat, Visit

pytestmark = pytest.mark.asyncio(loop_scope="module")
DATES = Document("dates.ics", "text/calendar", "BEGIN:VCALENDAR\r\nüber\r\n".encode())


@pytest_asyncio.fixture(loop_scope="module")
async def address(chat: RunningChat, visit: Visit) -> AsyncIterator[str]:
    """Where the visitor's file lies."""
    chat.conversation.answers["dates"] = (Reply("your dates", document=DATES),)
    await visit.say("dates")
    async with visit.tab() as tab:
        told = (await tab.catch_up())[-1]
    assert (told["text"], told["document"]) == ("your dates", "dates.ics")
    yield f"/documents/{told['id']}"


async def test_a_file_is_saved_under_its_name(visit: Visit, address: str) -> None:
    answer = await visit.client.get(address)
    assert (answer.status_code, answer.content) == (200, DATES.content)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="dates.ics"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_nobody_else_gets_it(chat: RunningChat, address: str) -> None:
    async with chat.visit() as other:
        assert (await other.client.get(address)).status_code == 401
        await other.arrive()
        assert (await other.client.get(address)).status_code == 404


async def test_another_site_does_not_get_it(visit: Visit, address: str) -> None:
    foreign = await visit.client.get(address, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403


@pytest.mark.parametrize("number", ["0", "1", "999999", "-1", "x", "9" * 30, "%00", "\u0663"])
async def test_where_no_file_is_none_is_found(visit: Visit, number: str) -> None:
    answer = await visit.client.get(f"/documents/{number}")
    assert (answer.status_code, "not here any more" in answer.text) == (404, True)


async def test_a_file_survives_storage_and_a_change_of_buttons() -> None:
    reply = Reply("your dates", document=DATES)
    assert unpack(pack(unpack(pack(reply)))) == reply
