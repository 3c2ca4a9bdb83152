"""Voice messages that people send."""

import asyncio

import pytest

from bot.domain.audio import LARGEST, LONGEST, RecognitionError
from bot.domain.replies import Reply, Verb, act
from bot.handlers import recordings
from bot.knowledge.view.voice_text import not_heard
from tests.handlers.fakes import ScriptedConversation
from tests.telegram_server.faults import Fault
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import BROKEN, bad, too_fast
from tests.telegram_server.server import TelegramServer

pytestmark = pytest.mark.usefixtures("channel")

QUESTION = b"OggS how many sets"
HEARD = "You said: aloud: OggS how many sets"


@pytest.fixture
def group(phone: Phone, server: TelegramServer) -> Phone:
    return phone.enter(server.group())


async def test_a_voice_message_is_listened_to(phone: Phone) -> None:
    await phone.speak(QUESTION)
    assert (await phone.answer()).text == HEARD


async def test_a_piece_of_music_is_listened_to(phone: Phone) -> None:
    phone.methods.files["song"] = QUESTION
    sound = {"file_id": "song", "file_unique_id": "s", "duration": 9, "mime_type": "audio/mpeg"}
    await phone.send({"audio": sound})
    assert (await phone.answer()).text == HEARD


async def test_a_caption_is_read_instead(phone: Phone, server: TelegramServer) -> None:
    sound = {"file_id": "song", "file_unique_id": "s", "duration": 9}
    await phone.send({"voice": sound}, caption="is this right?")
    assert (await phone.answer()).text == "You said: is this right?"
    assert not server.called("getFile")


@pytest.mark.parametrize(
    ("seconds", "size", "why"),
    [
        (int(LONGEST) + 1, 9, RecognitionError.TOO_LONG),
        (2, LARGEST + 1, RecognitionError.TOO_LARGE),
        (2, 0, RecognitionError.EMPTY),
    ],
)
async def test_what_is_unfit_is_not_fetched(
    phone: Phone, server: TelegramServer, seconds: int, size: int, why: RecognitionError
) -> None:
    await phone.speak(QUESTION, seconds, file_size=size)
    assert (await phone.answer()).text == not_heard(why).text
    assert not server.called("getFile")


@pytest.mark.parametrize("trouble", [bad("file is temporarily unavailable"), too_fast(7200)])
async def test_a_recording_that_cannot_be_had_is_answered(
    phone: Phone, server: TelegramServer, trouble: Fault
) -> None:
    server.faults.add("getFile", trouble)
    await phone.speak(QUESTION)
    assert (await phone.answer()).text == not_heard(RecognitionError.FAILED).text


async def test_a_recording_that_is_gone_is_answered(phone: Phone, server: TelegramServer) -> None:
    server.faults.add("file", bad("gone"))
    await phone.speak(QUESTION)
    assert (await phone.answer()).text == not_heard(RecognitionError.FAILED).text


@pytest.mark.parametrize("trouble", [Fault(drops=True), BROKEN])
async def test_fetching_is_tried_again(
    phone: Phone, server: TelegramServer, trouble: Fault
) -> None:
    server.faults.add("file", trouble)
    await phone.speak(QUESTION)
    assert (await phone.answer()).text == HEARD


async def test_fetching_has_an_end(
    phone: Phone, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recordings, "FETCHING", 0.1)
    server.faults.add("file", Fault(delay=1.0))
    await phone.speak(QUESTION)
    assert (await phone.answer(within=0.9)).text == not_heard(RecognitionError.FAILED).text


async def test_nothing_of_it_is_in_the_log(
    phone: Phone, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("file", bad("gone"))
    await phone.speak(QUESTION)
    await phone.answer()
    assert "could not be fetched: BadRequest" in caplog.text
    assert server.token not in caplog.text


async def test_while_it_listens_others_are_answered(
    phone: Phone, server: TelegramServer, conversation: ScriptedConversation
) -> None:
    heard = asyncio.Event()

    async def think(_: object, text: str) -> None:
        if text.startswith("aloud"):
            await heard.wait()

    conversation.think = think
    await phone.speak(QUESTION)
    bob = server.phone(2002, "Bob")
    await bob.say("hello")
    assert (await bob.answer()).text == "You said: hello"
    heard.set()
    assert (await phone.answer()).text == HEARD


# Groups.


async def test_in_a_group_an_answer_to_the_bot_is_listened_to(group: Phone) -> None:
    await group.say("@coach_bot hello")
    said = await group.answer()
    await group.speak(QUESTION, reply_to=said)
    answer = await group.answer()
    assert answer.text.startswith(HEARD)
    assert "write to me in private" in answer.text


async def test_in_a_group_talk_among_people_is_not_listened_to(
    group: Phone, server: TelegramServer
) -> None:
    await group.speak(QUESTION)
    assert await group.silence()
    assert not server.called("getFile")


async def test_in_a_group_nobody_hears_what_ails_somebody(
    group: Phone, conversation: ScriptedConversation
) -> None:
    await group.say("@coach_bot hello")
    said = await group.answer()
    button = act("I have been checked", Verb.CLEAR, "asked")
    conversation.answers["aloud: popped"] = (
        Reply("I heard: popped", buttons=((act("Wrong", Verb.HEARD, "wrong"),),)),
        Reply("What popped needs a doctor", buttons=((button,),)),
    )
    await group.speak(b"popped", reply_to=said)
    assert "popped" not in (await group.answer()).text
    assert await group.silence()
