"""What has no words."""

import pytest

from bot.domain.replies import Unreadable
from bot.knowledge.view.help_text import unreadable
from tests.handlers.fakes import ScriptedConversation
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import Json

pytestmark = pytest.mark.usefixtures("channel")

FILE = {"file_id": "f", "file_unique_id": "f"}
SIZE = {"width": 1, "height": 1}
PHOTO = {"photo": [FILE | SIZE]}
STICKER = FILE | SIZE | {"type": "regular", "is_animated": False, "is_video": False}
POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
CONTENTS: list[tuple[Json, Unreadable]] = [
    (PHOTO, Unreadable.PHOTO),
    ({"sticker": STICKER}, Unreadable.STICKER),
    ({"video": FILE | SIZE | {"duration": 2}}, Unreadable.VIDEO),
    ({"video_note": FILE | {"length": 9, "duration": 2}}, Unreadable.VIDEO),
    ({"animation": FILE | SIZE | {"duration": 2}, "document": FILE}, Unreadable.VIDEO),
    ({"document": FILE}, Unreadable.DOCUMENT),
    ({"contact": {"phone_number": "1", "first_name": "B"}}, Unreadable.CONTACT),
    ({"poll": POLL}, Unreadable.OTHER),
]


@pytest.mark.parametrize(("content", "kind"), CONTENTS, ids=lambda it: str(it)[:24])
async def test_it_is_declined_by_name(
    phone: Phone, conversation: ScriptedConversation, content: Json, kind: Unreadable
) -> None:
    await phone.send(content)
    assert (await phone.answer()).text == unreadable(kind).text
    assert not conversation.heard


async def test_a_place_is_read(phone: Phone) -> None:
    await phone.send({"location": {"longitude": 1.0, "latitude": 2.0}})
    assert (await phone.answer()).text == "You said: at 2.0, 1.0"


async def test_an_album_is_declined_once(phone: Phone) -> None:
    for _ in range(3):
        await phone.send(PHOTO | {"media_group_id": "7"})
    await phone.send({"sticker": STICKER})
    answers = [(await phone.answer()).text for _ in range(2)]
    assert answers == [unreadable(it).text for it in (Unreadable.PHOTO, Unreadable.STICKER)]


async def test_an_album_with_a_caption_is_read_as_the_caption(phone: Phone) -> None:
    await phone.send(PHOTO | {"media_group_id": "8"}, caption="right?")
    await phone.send(PHOTO | {"media_group_id": "8"})
    assert (await phone.answer()).text == "You said: right?"
    assert await phone.silence()


async def test_two_pictures_by_themselves_are_two(phone: Phone) -> None:
    await phone.send(PHOTO)
    await phone.send(PHOTO)
    assert [(await phone.answer()).text for _ in range(2)]


async def test_what_happens_in_a_chat_is_no_message(phone: Phone) -> None:
    await phone.send({"delete_chat_photo": True})
    await phone.send({"new_chat_title": "New"})
    assert await phone.silence()


def test_every_kind_can_be_found() -> None:
    assert {kind for _, kind in CONTENTS} == set(Unreadable)
