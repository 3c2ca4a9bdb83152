"""What is spoken into the browser chat: taken once, answered in order, never more than it holds."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio

from bot.domain.audio import LARGEST, Recording
from bot.web.middleware import SORRY
from bot.web.uploads import EACH, NoUploadSlotError, UploadSlots
from tests.waiting import until
from tests.web.fakes import Voices, standing_clock
from tests.web.visits import RunningChat, Visit, running_chat

pytestmark = pytest.mark.asyncio(loop_scope="module")

SPEECH = b"\x1aE\xdf\xa3 as a browser records it"


@pytest_asyncio.fixture(loop_scope="module")
async def chat() -> AsyncIterator[RunningChat]:
    """One for each test: a network address may not speak as often as these tests do."""
    async with running_chat() as chat:
        yield chat


@pytest.fixture
def hold(chat: RunningChat) -> Iterator[asyncio.Event]:
    """What keeps the recording "wait" waiting."""
    chat.conversation.hold = asyncio.Event()
    yield chat.conversation.hold
    chat.conversation.hold.set()


async def test_a_voice_message_stands_in_the_chat_before_its_answer(
    chat: RunningChat, visit: Visit
) -> None:
    async with visit.tab() as tab:
        await tab.catch_up()
        assert (await visit.speak(SPEECH)).status_code == 200
        said, answer = await tab.next(), await tab.next()
    assert (said["author"], said["text"]) == ("person", "Voice message")
    assert (answer["author"], answer["text"]) == ("coach", "I heard you.")
    assert chat.conversation.recordings == [Recording(SPEECH, "audio/webm")]


@pytest.mark.parametrize(
    "kind",
    ["audio/webm;codecs=opus", "audio/ogg; codecs=opus", "audio/mp4", "AUDIO/WEBM", "audio/wav"],
)
async def test_whatever_a_browser_records_is_taken(visit: Visit, kind: str) -> None:
    assert (await visit.speak(SPEECH, kind)).status_code == 200


@pytest.mark.parametrize(
    "kind",
    ["application/json", "text/plain", "multipart/form-data", "audio/", "audio/midi", "video/webm",
     "application/x-www-form-urlencoded", "x" * 5000, "audio/webm\u00b2"],
)  # fmt: skip
async def test_anything_else_is_not_read(chat: RunningChat, visit: Visit, kind: str) -> None:
    refused = await visit.client.post(
        "/listen", content=SPEECH, headers={b"content-type": kind.encode()}
    )
    assert refused.status_code == 415
    assert "cannot listen" in refused.json()["error"]
    assert chat.conversation.recordings == []


async def test_without_a_kind_nothing_is_read(visit: Visit) -> None:
    assert (await visit.client.post("/listen", content=SPEECH)).status_code == 415


async def test_an_empty_recording_is_turned_away(chat: RunningChat, visit: Visit) -> None:
    refused = await visit.speak(b"")
    assert refused.status_code == 422
    assert "try again" in refused.json()["error"]
    assert chat.conversation.recordings == []


async def test_the_largest_recording_is_taken_and_a_larger_one_is_not(
    chat: RunningChat, visit: Visit
) -> None:
    assert (await visit.speak(b"a" * LARGEST)).status_code == 200
    try:
        refused = await visit.speak(b"a" * (LARGEST + 1))
    except httpx.TransportError:
        pass  # the server hung up before everything was sent, which is just as good
    else:
        assert refused.status_code == 413
        assert "below a minute" in refused.json()["error"]
    assert [len(recording.content) for recording in chat.conversation.recordings] == [LARGEST]


async def test_a_recording_without_announced_length_is_bounded_too(
    chat: RunningChat, visit: Visit
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"a" * 65_536

    headers = {"content-type": "audio/webm"}
    try:
        refused = await visit.client.post("/listen", content=endless(), headers=headers)
    except httpx.TransportError:
        pass
    else:
        assert refused.status_code == 413
    assert chat.conversation.recordings == []


async def test_a_foreign_origin_cannot_speak(chat: RunningChat, visit: Visit) -> None:
    for origin in ("https://evil.example", "null", "http://127.0.0.1"):
        visit.client.headers["origin"] = origin
        assert (await visit.speak(SPEECH)).status_code == 403
    assert chat.conversation.recordings == []


async def test_a_stranger_cannot_speak(chat: RunningChat, visit: Visit) -> None:
    visit.client.cookies.clear()
    assert (await visit.speak(SPEECH)).status_code == 401
    assert chat.conversation.recordings == []


async def test_nothing_is_fetched_from_where_one_speaks(visit: Visit) -> None:
    assert (await visit.client.get("/listen")).status_code == 405


async def test_what_is_spoken_and_what_is_written_wait_for_each_other(
    chat: RunningChat, visit: Visit, hold: asyncio.Event
) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(visit.speak(b"wait"))
        await until(lambda: chat.waiting(visit.person) == 1)
        group.create_task(visit.say("after"))
        await until(lambda: chat.waiting(visit.person) == 2)
        hold.set()
    texts = [message["text"] for message in await visit.arrive()]
    assert texts[1:] == ["Voice message", "I heard you.", "after", "You said: after"]


async def test_one_visitor_cannot_fill_the_house_with_recordings(
    chat: RunningChat, visit: Visit, hold: asyncio.Event
) -> None:
    async with chat.visit() as other, asyncio.TaskGroup() as group:
        await other.arrive()
        waiting = [group.create_task(visit.speak(b"wait")) for _ in range(EACH)]
        await until(lambda: chat.waiting(visit.person) == EACH)
        refused = await visit.speak(SPEECH)
        assert (await other.speak(SPEECH)).status_code == 200
        hold.set()
    assert refused.status_code == 429
    assert "wait a few seconds" in refused.json()["error"]
    assert {task.result().status_code for task in waiting} == {200}
    assert (await visit.speak(SPEECH)).status_code == 200


async def test_somebody_who_never_stops_speaking_is_slowed_down() -> None:
    async with running_chat(clock=standing_clock) as chat:
        answers = []
        for _ in range(3):  # new cookies do not help
            async with chat.visit() as visit:
                await visit.arrive()
                answers += [await visit.speak(SPEECH) for _ in range(10)]
                assert (await visit.say("hello")).status_code == 200
    assert [answer.status_code for answer in answers] == [200] * 20 + [429] * 10


async def test_places_are_given_back_whatever_happens() -> None:
    places = UploadSlots(each=1, everybody=2)
    for _ in range(5):
        with pytest.raises(ZeroDivisionError), places.take("a"):
            raise ZeroDivisionError
    with places.take("a"), places.take("b"), pytest.raises(NoUploadSlotError), places.take("c"):
        pass
    with places.take("c"):
        pass
    assert not places._taken


async def test_a_failing_engine_is_answered_and_logged_without_words(
    visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        assert (await visit.speak(b"break")).status_code == 200
    assert (await visit.arrive())[-1]["text"] == SORRY
    assert "someone@example.org" not in caplog.text


@pytest.mark.parametrize("hears", [True, False])
async def test_the_page_is_told_whether_somebody_listens(*, hears: bool) -> None:
    async with (
        running_chat(voices=Voices(transcribes=hears)) as chat,
        chat.visit() as visit,
        visit.tab() as tab,
    ):
        name, hello = await tab.event()
    assert (name, hello["hears"]) == ("hello", hears)
