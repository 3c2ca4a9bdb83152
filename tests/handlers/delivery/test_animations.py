"""Moving pictures, which go out before the words and never keep them back."""

import asyncio

import pytest

from bot.domain.alarms import SendOutcome
from bot.domain.people import Channel, Person
from bot.domain.replies import Picture, Placement, Reply, Verb, act, column
from bot.handlers.channel import TelegramChannel
from tests.handlers.fakes import Backends, InMemoryPeople, ScriptedConversation
from tests.telegram_server.chats import Message
from tests.telegram_server.entities import units
from tests.telegram_server.faults import Fault
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import BROKEN, Refusal, bad, too_fast
from tests.telegram_server.server import TelegramServer

ADA = Person(1001, Channel.TELEGRAM, "1001")
MP4 = b"\0\0\0\x20ftypisom" + bytes(99)
BRIDGE = Picture("bridge", "left", "Lying down. <b>Hips & heels</b> rise.")
BUTTONS = column([act("Next", Verb.SESSION, "next")])
SHOWN = Reply("lift your hips", buttons=BUTTONS, picture=BRIDGE)
CARD = Reply("lift your hips", buttons=BUTTONS, place=Placement.CARD, picture=BRIDGE)

pytestmark = pytest.mark.usefixtures("channel")


@pytest.fixture(autouse=True)
def _drawn(backends: Backends) -> None:
    backends.animations.files["bridge"] = MP4


async def both(phone: Phone) -> tuple[Message, Message]:
    return await phone.answer(), await phone.answer()


async def test_a_picture_comes_before_the_words(channel: TelegramChannel, phone: Phone) -> None:
    assert await channel.deliver(ADA, (SHOWN,)) is SendOutcome.SENT
    animation, words = await both(phone)
    assert animation.animation
    assert (animation.animation["file_name"], phone.animation(animation)) == (
        "bridge-left.mp4",
        MP4,
    )
    assert (animation.text, animation.labels) == (BRIDGE.description, [])
    assert (words.animation, words.text, words.labels) == (None, SHOWN.text, ["Next"])


async def test_a_picture_is_uploaded_once(
    channel: TelegramChannel, phone: Phone, server: TelegramServer, backends: Backends
) -> None:
    bob = server.phone(2002, "Bob")
    await channel.deliver(ADA, (SHOWN,))
    await channel.deliver(Person(2002, Channel.TELEGRAM, "2002"), (SHOWN,))
    (mine, _), (theirs, _) = await both(phone), await both(bob)
    assert mine.animation == theirs.animation
    assert (len(server.methods.files), len(backends.animations.drawn)) == (1, 1)
    assert backends.files.stored == {"bridge:left": (theirs.animation or {})["file_id"]}


async def test_a_picture_that_many_want_at_once_is_uploaded_once(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    many = [Person(it, Channel.TELEGRAM, str(it)) for it in range(3001, 3006)]
    phones = [server.phone(person.id) for person in many]
    await asyncio.gather(*(channel.deliver(person, (SHOWN,)) for person in many))
    assert all([(await phone.answer()).animation for phone in phones])
    assert len(server.methods.files) == 1


@pytest.mark.usefixtures("phone")
async def test_the_sides_are_different_pictures(
    channel: TelegramChannel, backends: Backends
) -> None:
    other = Picture("bridge", "right", "The other way round.")
    await channel.deliver(ADA, (SHOWN, Reply("change sides", picture=other)))
    assert set(backends.files.stored) == {"bridge:left", "bridge:right"}


@pytest.mark.parametrize(
    "refusal",
    [
        None,  # in the server's own words
        bad("wrong file identifier/HTTP URL specified"),
        bad("Wrong remote file identifier specified: Wrong padding in the string"),
    ],
)
async def test_an_id_that_telegram_does_not_know_is_replaced(
    channel: TelegramChannel,
    phone: Phone,
    server: TelegramServer,
    backends: Backends,
    refusal: Refusal | None,
) -> None:
    backends.files.stored["bridge:left"] = "of another bot"
    if refusal:
        server.faults.add("sendAnimation", refusal)
    await channel.deliver(ADA, (SHOWN,))
    animation, _ = await both(phone)
    assert backends.files.stored == {"bridge:left": (animation.animation or {})["file_id"]}
    assert phone.animation(animation) == MP4


async def test_what_is_not_drawn_is_told_in_words_only(
    channel: TelegramChannel, phone: Phone, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    plank = Picture("plank", "both", "On your elbows.")
    assert await channel.deliver(ADA, (Reply("hold", picture=plank),)) is SendOutcome.SENT
    words = await phone.answer()
    assert (words.animation, words.text) == (None, "hold")
    assert not server.called("sendAnimation")
    assert "the picture plank:both is missing: KeyError" in caplog.text


@pytest.mark.parametrize("trouble", [bad("PHOTO_INVALID"), Fault(drops=True)])
async def test_a_picture_that_fails_keeps_no_words_back(
    channel: TelegramChannel,
    phone: Phone,
    server: TelegramServer,
    backends: Backends,
    trouble: Fault | Refusal,
) -> None:
    server.faults.add("sendAnimation", trouble)
    assert await channel.deliver(ADA, (SHOWN,)) is SendOutcome.SENT
    assert (await phone.answer()).text == SHOWN.text
    assert (len(server.called("sendAnimation")), backends.files.stored) == (1, {})


async def test_a_lost_picture_is_logged_without_words(
    channel: TelegramChannel, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("sendAnimation", too_fast(7200))
    assert await channel.deliver(ADA, (SHOWN,)) is SendOutcome.NOT_SENT
    assert "a picture was lost, too_fast: RetryAfter" in caplog.text
    assert BRIDGE.description not in caplog.text


async def test_a_picture_that_is_not_one_keeps_no_words_back(
    channel: TelegramChannel, phone: Phone, backends: Backends
) -> None:
    backends.animations.files["bridge"] = b"half a drawing"
    await channel.deliver(ADA, (SHOWN,))
    assert (await phone.answer()).text == SHOWN.text


async def test_a_picture_that_perhaps_arrived_is_not_repeated(
    channel: TelegramChannel, phone: Phone, server: TelegramServer
) -> None:
    server.faults.add("sendAnimation", Fault(BROKEN, after_effect=True))
    await channel.deliver(ADA, (SHOWN,))
    animation, words = await both(phone)
    assert (bool(animation.animation), words.text) == (True, SHOWN.text)
    assert await phone.silence(0.05)


async def test_a_picture_that_comes_too_fast_waits(
    channel: TelegramChannel, phone: Phone, server: TelegramServer
) -> None:
    server.faults.add("sendAnimation", too_fast(1))
    await channel.deliver(ADA, (SHOWN,))
    animation, _ = await both(phone)
    assert phone.animation(animation) == MP4


@pytest.mark.parametrize("words", ["🦵 and so on. " * 200, "", "a" * 2000])
async def test_a_description_is_cut_where_a_caption_ends(
    channel: TelegramChannel, phone: Phone, words: str
) -> None:
    await channel.deliver(ADA, (Reply("hold", picture=Picture("bridge", "left", words)),))
    animation, _ = await both(phone)
    assert animation.animation
    assert words.startswith(animation.text)
    assert units(animation.text) <= 1024
    assert bool(animation.text) is bool(words)


async def test_a_picture_pushes_the_card_down(
    channel: TelegramChannel, phone: Phone, backends: Backends
) -> None:
    await channel.deliver(ADA, (Reply("rest", buttons=BUTTONS, place=Placement.CARD),))
    old = await phone.answer()
    await channel.deliver(ADA, (CARD,))
    animation, card = await both(phone)
    assert old.id < animation.id < card.id
    assert (await phone.answer(), old.labels) == (old, [])
    assert backends.cards.stored == {"1001": card.id}


async def test_a_card_whose_picture_is_missing_stays_where_it_is(
    channel: TelegramChannel, phone: Phone, backends: Backends
) -> None:
    await channel.deliver(ADA, (Reply("rest", buttons=BUTTONS, place=Placement.CARD),))
    old = await phone.answer()
    backends.animations.files.clear()
    await channel.deliver(ADA, (CARD,))
    assert await phone.answer() is old


async def test_words_do_not_take_a_place_above_their_picture(
    phone: Phone, conversation: ScriptedConversation
) -> None:
    conversation.answers["menu"] = (Reply("choose", buttons=BUTTONS),)
    conversation.answers["session:next"] = (Reply("lift", place=Placement.INSTEAD, picture=BRIDGE),)
    await phone.say("menu")
    menu = await phone.answer()
    await phone.tap("Next", menu)
    animation, words = await both(phone)
    assert menu.id < animation.id < words.id


async def test_who_blocked_the_bot_is_noted(
    channel: TelegramChannel, phone: Phone, people: InMemoryPeople, backends: Backends
) -> None:
    phone.chat.blocked = True
    assert await channel.deliver(ADA, (SHOWN,)) is SendOutcome.NOT_SENT
    assert (people.active, backends.files.stored) == ({"1001": False}, {})


async def test_a_group_sees_pictures_too(
    phone: Phone, server: TelegramServer, conversation: ScriptedConversation
) -> None:
    conversation.answers["bridge"] = (CARD,)
    group = phone.enter(server.group())
    question = await group.say("@coach_bot bridge")
    animation, words = await both(group)
    assert phone.animation(animation) == MP4
    assert words.extra["reply_to_message"]["message_id"] == question.id
