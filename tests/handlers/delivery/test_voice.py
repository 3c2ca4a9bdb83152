"""Voice messages of the assistant: below the words, and never in their way."""

import pytest

from bot.domain.alarms import SendOutcome
from bot.domain.audio import Sound
from bot.domain.people import Channel, Person
from bot.domain.replies import Placement, Reply, Verb, act, saying
from bot.handlers.channel import TelegramChannel
from bot.handlers.delivery import chat_action, voice_sender
from tests.handlers.fakes import Backends, InMemoryPeople, ScriptedConversation
from tests.telegram_server.faults import Fault
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import BROKEN, Refusal, bad
from tests.telegram_server.server import TelegramServer
from tests.waiting import until

ADA = Person(1001, Channel.TELEGRAM, "1001")
SAID = Reply("Lift your hips.", utterance=saying("lift your hips"))
SOUND = b"OggS OpusHead lift your hips"

pytestmark = pytest.mark.usefixtures("channel")


async def test_the_words_come_before_the_voice(channel: TelegramChannel, phone: Phone) -> None:
    assert await channel.deliver(ADA, (SAID,)) is SendOutcome.SENT
    words, voice = await phone.answer(), await phone.answer()
    assert (words.text, words.voice) == (SAID.text, None)
    assert phone.sound(voice) == SOUND
    assert (voice.text, voice.labels, (voice.voice or {})["duration"]) == ("", [], 2)


async def test_the_same_words_are_uploaded_once(
    channel: TelegramChannel, phone: Phone, server: TelegramServer, backends: Backends
) -> None:
    bob = server.phone(2002, "Bob")
    await channel.deliver(ADA, (SAID,))
    await channel.deliver(Person(2002, Channel.TELEGRAM, "2002"), (SAID,))
    mine, theirs = [(await who.answer(), await who.answer())[1] for who in (phone, bob)]
    assert mine.voice == theirs.voice
    assert len(server.methods.files) == len(backends.files.stored) == 1


async def test_other_words_are_another_voice_message(
    channel: TelegramChannel, phone: Phone, backends: Backends
) -> None:
    await channel.deliver(ADA, (SAID, Reply("Rest.", utterance=saying("rest"))))
    sounds = [phone.sound(await phone.answer()) for _ in range(4)]
    assert sounds == [b"", SOUND, b"", b"OggS OpusHead rest"]
    assert len(backends.files.stored) == 2


async def test_an_id_that_telegram_does_not_know_is_replaced(
    channel: TelegramChannel, phone: Phone, backends: Backends
) -> None:
    key = voice_sender.key_of(Sound(SOUND, 2.0))
    backends.files.stored[key] = "of another bot"
    await channel.deliver(ADA, (SAID,))
    await phone.answer()
    voice = await phone.answer()
    assert phone.sound(voice) == SOUND
    assert backends.files.stored == {key: (voice.voice or {})["file_id"]}


async def test_with_a_broken_voice_the_words_are_enough(
    channel: TelegramChannel, phone: Phone, backends: Backends, caplog: pytest.LogCaptureFixture
) -> None:
    backends.voices.broken = True
    assert await channel.deliver(ADA, (SAID,)) is SendOutcome.SENT
    assert (await phone.answer()).text == SAID.text
    assert await phone.silence()
    assert "no voice message: The voice is broken." in caplog.text


@pytest.mark.parametrize("trouble", [bad("VOICE_INVALID"), Fault(drops=True)])
async def test_a_voice_message_that_fails_takes_nothing_along(
    channel: TelegramChannel,
    phone: Phone,
    server: TelegramServer,
    backends: Backends,
    trouble: Fault | Refusal,
) -> None:
    server.faults.add("sendVoice", trouble)
    assert await channel.deliver(ADA, (SAID, Reply("And rest."))) is SendOutcome.SENT
    assert [(await phone.answer()).text for _ in range(2)] == [SAID.text, "And rest."]
    assert backends.files.stored == {}


async def test_a_voice_message_that_perhaps_arrived_is_not_repeated(
    channel: TelegramChannel, phone: Phone, server: TelegramServer
) -> None:
    server.faults.add("sendVoice", Fault(BROKEN, after_effect=True))
    await channel.deliver(ADA, (SAID,))
    await phone.answer()
    assert (await phone.answer()).voice
    assert await phone.silence(0.05)


async def test_speaking_has_an_end(
    channel: TelegramChannel, phone: Phone, backends: Backends, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_sender, "PATIENCE", 0.05)
    backends.voices.pause = 5.0
    assert await channel.deliver(ADA, (SAID, Reply("And rest."))) is SendOutcome.SENT
    assert [(await phone.answer()).text for _ in range(2)] == [SAID.text, "And rest."]


async def test_a_sign_shows_that_it_is_speaking(
    channel: TelegramChannel, phone: Phone, backends: Backends, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_action, "SLOW", 0.01)
    backends.voices.pause = 0.2
    await channel.deliver(ADA, (SAID,))
    assert phone.chat.actions == ["record_voice"]


# Who takes no voice messages.


async def test_a_refusal_is_told_in_writing(
    channel: TelegramChannel, phone: Phone, conversation: ScriptedConversation
) -> None:
    phone.chat.refuses_voices = True
    conversation.answers["muted"] = (Reply("You may allow it."),)
    assert await channel.deliver(ADA, (SAID,)) is SendOutcome.SENT
    assert [(await phone.answer()).text for _ in range(2)] == [SAID.text, "You may allow it."]
    assert conversation.heard == [("1001", "muted")]


async def test_who_blocked_the_bot_is_noted_once(
    channel: TelegramChannel, phone: Phone, people: InMemoryPeople, backends: Backends
) -> None:
    phone.chat.blocked = True
    assert await channel.deliver(ADA, (SAID,)) is SendOutcome.NOT_SENT
    assert (people.active, backends.voices.said) == ({"1001": False}, [])


# Where it stands.


async def test_a_card_moves_down_below_its_voice_message(
    channel: TelegramChannel, phone: Phone
) -> None:
    rows = ((act("Next", Verb.SESSION, "next"),),)
    card = Reply("Set 1", buttons=rows, place=Placement.CARD, utterance=saying("set one"))
    await channel.deliver(ADA, (card,))
    first, voice = await phone.answer(), await phone.answer()
    await channel.deliver(ADA, (Reply("Set 2", buttons=rows, place=Placement.CARD),))
    second = await phone.answer()
    assert first.id < voice.id < second.id
    await until(lambda: first.labels == [])


async def test_in_a_group_it_only_writes(
    phone: Phone, server: TelegramServer, conversation: ScriptedConversation, backends: Backends
) -> None:
    conversation.answers["hips"] = (SAID,)
    group = phone.enter(server.group())
    await group.say("@coach_bot hips")
    assert (await group.answer()).text.startswith(SAID.text)
    assert await group.silence()
    assert backends.voices.said == []
