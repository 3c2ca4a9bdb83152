"""The card of a session: one for each person, and always at the end of the chat."""

import asyncio
import logging
from dataclasses import replace

import pytest

from bot.domain.alarms import SendOutcome
from bot.domain.people import Channel, Person
from bot.domain.replies import Placement, Reply, Verb, act, column
from bot.handlers.channel import TelegramChannel
from tests.handlers.fakes import (
    Backends,
    InMemoryPeople,
    ScriptedConversation,
    running_channel,
    settings,
    unlimited,
)
from tests.telegram_server.chats import Message
from tests.telegram_server.faults import Fault
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import BROKEN, Refusal, bad
from tests.telegram_server.server import TelegramServer
from tests.waiting import until

ADA = Person(1001, Channel.TELEGRAM, "1001")
NEXT, LATER = act("Next", Verb.SESSION, "next"), act("Later", Verb.SESSION, "later")
FIRST = Reply("first set", buttons=column([NEXT, LATER]), place=Placement.CARD)
SECOND = Reply("second set", buttons=column([NEXT]), place=Placement.CARD)
RUNG = replace(SECOND, text="the rest is over", place=Placement.NEXT_CARD)
OVER = Reply("well done", place=Placement.CARD)


@pytest.fixture(autouse=True)
def _workout(conversation: ScriptedConversation) -> None:
    conversation.answers |= {
        "go": (FIRST,),
        "session:next": (SECOND,),
        "session:later": (RUNG,),
        "why?": (Reply("because"), SECOND),
        "stop": (OVER,),
    }


@pytest.fixture
async def card(channel: TelegramChannel, phone: Phone) -> Message:
    """A card, just laid."""
    await channel.deliver(ADA, (FIRST,))
    return await phone.answer()


async def keeps(backends: Backends, *cards: Message) -> None:
    """A phone shows a card a moment before it is kept."""
    wanted = {str(card.chat.id): card.id for card in cards}
    await until(lambda: backends.cards.stored == wanted)


def with_buttons(phone: Phone) -> list[Message]:
    return [message for message in phone.chat.messages.values() if message.labels]


async def test_a_first_card_is_a_new_message_and_kept(card: Message, backends: Backends) -> None:
    assert (card.text, card.labels) == ("first set", ["Next", "Later"])
    await keeps(backends, card)


async def test_a_tap_changes_the_card_where_it_is(phone: Phone, card: Message) -> None:
    for _ in range(2):
        await phone.tap("Next", card)
        after = await phone.answer()
        assert (after, after.text, after.labels) == (card, "second set", ["Next"])
        card.content = replace(card.content, text="something else")


async def test_a_card_that_shows_it_all_already_is_fine(
    phone: Phone, card: Message, backends: Backends, server: TelegramServer
) -> None:
    await phone.tap("Next", card)
    await phone.answer()
    await phone.tap("Next", card)
    assert await phone.silence()
    assert len(server.called("editMessageText")) == 2
    await keeps(backends, card)


async def test_a_card_moves_down_when_the_person_has_typed(
    phone: Phone, card: Message, backends: Backends
) -> None:
    await phone.say("go")
    moved = await phone.answer()
    assert (moved.id > card.id, moved.text) == (True, "first set")
    assert await phone.answer() is card
    assert with_buttons(phone) == [moved]
    await keeps(backends, moved)


async def test_a_message_that_nobody_answers_pushes_the_card_down_too(
    phone: Phone, card: Message
) -> None:
    await phone.send({"pinned_message": card.as_json()})
    await phone.tap("Next", card)
    assert (await phone.answer()).id > card.id


async def test_an_answer_to_a_question_stands_above_the_card(phone: Phone, card: Message) -> None:
    await phone.say("why?")
    answer, moved, _ = [await phone.answer() for _ in range(3)]
    assert (answer.text, moved.text) == ("because", "second set")
    assert card.id < answer.id < moved.id
    assert with_buttons(phone) == [moved]


async def test_the_next_card_is_a_new_message_in_any_case(
    phone: Phone, card: Message, backends: Backends
) -> None:
    await phone.tap("Later", card)
    rung = await phone.answer()
    assert (rung.id > card.id, rung.text) == (True, "the rest is over")
    assert await phone.answer() is card
    assert with_buttons(phone) == [rung]
    await keeps(backends, rung)


async def test_the_new_card_is_there_before_the_old_one_loses_its_buttons(
    phone: Phone, card: Message, server: TelegramServer
) -> None:
    await phone.tap("Later", card)
    await phone.answer()
    await phone.answer()
    (stripped,) = server.called("editMessageReplyMarkup")
    assert server.called("sendMessage")[-1].at < stripped.at


@pytest.mark.parametrize("fault", [Fault(drops=True), bad("message can't be edited"), BROKEN])
@pytest.mark.usefixtures("card")
async def test_buttons_that_stay_are_no_trouble(
    channel: TelegramChannel,
    phone: Phone,
    server: TelegramServer,
    caplog: pytest.LogCaptureFixture,
    fault: Fault | Refusal,
) -> None:
    server.faults.add("editMessageReplyMarkup", fault, fault)
    assert await channel.deliver(ADA, (RUNG, Reply("breathe"))) is SendOutcome.SENT
    assert [(await phone.answer()).text for _ in range(2)] == ["the rest is over", "breathe"]
    ours = [record for record in caplog.records if record.name.startswith("bot.")]
    assert all(record.levelno <= logging.DEBUG for record in ours)


async def test_a_tap_on_an_old_card_goes_to_the_present_one(
    channel: TelegramChannel, phone: Phone, card: Message, server: TelegramServer
) -> None:
    server.faults.add("editMessageReplyMarkup", bad("message can't be edited"))
    await channel.deliver(ADA, (RUNG,))
    present = await phone.answer()
    await phone.tap("Next", card)
    after = await phone.answer()
    assert (after, after.text, card.text) == (present, "second set", "first set")


async def test_a_tap_below_the_card_moves_it_down_even_after_a_restart(
    server: TelegramServer, phone: Phone, conversation: ScriptedConversation
) -> None:
    conversation.answers["why?"] = (Reply("because", buttons=column([NEXT])),)
    backends, ends = Backends(), settings(server.url, server.token)
    async with running_channel(ends, conversation, backends=backends, rate_limiter=unlimited()):
        await phone.say("go")
        await phone.answer()
        await phone.say("why?")
        answer = await phone.answer()
    async with running_channel(ends, conversation, backends=backends, rate_limiter=unlimited()):
        await phone.tap("Next", answer)
        assert (await phone.answer()).id > answer.id


async def test_after_a_restart_the_card_counts_as_the_last_message(
    server: TelegramServer, phone: Phone, conversation: ScriptedConversation
) -> None:
    backends, ends = Backends(), settings(server.url, server.token)
    async with running_channel(ends, conversation, backends=backends, rate_limiter=unlimited()):
        await phone.say("go")
        card = await phone.answer()
    async with running_channel(ends, conversation, backends=backends, rate_limiter=unlimited()):
        await phone.tap("Next", card)
        assert await phone.answer() is card


async def test_a_card_that_is_gone_is_laid_anew(
    phone: Phone, card: Message, backends: Backends
) -> None:
    del phone.chat.messages[card.id]
    await phone.tap("Next", card, deleted=True)
    anew = await phone.answer()
    assert (anew.id > card.id, anew.text) == (True, "second set")
    await keeps(backends, anew)


async def test_a_session_that_is_over_leaves_no_card(
    phone: Phone, card: Message, backends: Backends, conversation: ScriptedConversation
) -> None:
    conversation.answers["session:next"] = (OVER,)
    await phone.tap("Next", card)
    after = await phone.answer()
    assert (after, after.text, with_buttons(phone)) == (card, "well done", [])
    await keeps(backends)
    await phone.tap_data("go", card)
    another = await phone.answer()
    assert another.id > card.id
    await keeps(backends, another)


async def test_a_session_that_is_over_further_down_leaves_no_card_either(
    phone: Phone, card: Message, backends: Backends
) -> None:
    await phone.say("stop")
    last = await phone.answer()
    assert (last.text, await phone.answer()) == ("well done", card)
    assert with_buttons(phone) == []
    await keeps(backends)


async def test_a_card_that_did_not_arrive_changes_nothing(
    phone: Phone, card: Message, server: TelegramServer, backends: Backends
) -> None:
    server.faults.add("sendMessage", bad("something"))
    await phone.say("go")
    assert await phone.silence()
    assert card.labels == ["Next", "Later"]
    await keeps(backends, card)


async def test_after_a_card_that_was_perhaps_lost_the_next_one_is_new(
    channel: TelegramChannel,
    phone: Phone,
    card: Message,
    server: TelegramServer,
    backends: Backends,
) -> None:
    server.faults.add("sendMessage", Fault(drops=True, after_effect=True))
    assert await channel.deliver(ADA, (RUNG,)) is SendOutcome.UNKNOWN
    perhaps = await phone.answer()
    await phone.tap("Next", card)
    anew = await phone.answer()
    assert anew.id > perhaps.id
    await keeps(backends, anew)


async def test_a_long_card_is_changed_at_its_end(
    phone: Phone, card: Message, conversation: ScriptedConversation, backends: Backends
) -> None:
    conversation.answers["long"] = (replace(FIRST, text="word " * 1500),)
    await phone.tap_data("long", card)
    first, last = await phone.answer(), await phone.answer()
    assert (first, with_buttons(phone)) == (card, [last])
    await keeps(backends, last)


async def test_an_alarm_and_a_tap_at_once_leave_one_card(
    channel: TelegramChannel,
    phone: Phone,
    card: Message,
    server: TelegramServer,
    backends: Backends,
) -> None:
    server.faults.add("sendMessage", Fault(delay=0.1))
    ringing = asyncio.create_task(channel.deliver(ADA, (RUNG,)))
    await phone.tap("Next", card)
    assert await ringing is SendOutcome.SENT
    rung, _, after = [await phone.answer() for _ in range(3)]
    assert (after, after.text) == (rung, "second set")
    assert with_buttons(phone) == [rung]
    await keeps(backends, rung)


async def test_people_have_their_own_cards(
    phone: Phone, card: Message, server: TelegramServer, backends: Backends
) -> None:
    bob = server.phone(2002, "Bob")
    await bob.say("go")
    theirs = await bob.answer()
    await keeps(backends, card, theirs)
    await phone.tap("Next", card)
    assert await phone.answer() is card


async def test_who_blocked_the_bot_keeps_the_card(
    channel: TelegramChannel,
    phone: Phone,
    card: Message,
    people: InMemoryPeople,
    backends: Backends,
) -> None:
    phone.chat.blocked = True
    assert await channel.deliver(ADA, (SECOND,)) is SendOutcome.NOT_SENT
    assert await channel.deliver(ADA, (RUNG,)) is SendOutcome.NOT_SENT
    assert people.active == {"1001": False}
    await keeps(backends, card)


@pytest.mark.usefixtures("channel")
async def test_in_a_group_a_card_is_a_message_like_others(
    phone: Phone, server: TelegramServer, backends: Backends
) -> None:
    group = phone.enter(server.group())
    await group.say("@coach_bot go")
    first = await group.answer()
    await group.say("not for the bot")
    await group.tap("Next", first)
    assert await group.answer() is first
    assert first.text.startswith("second set")
    await group.tap_data("session:later", first)
    later = await group.answer()
    assert (later.id > first.id, with_buttons(group)) == (True, [first, later])
    assert backends.cards.stored == {}


LEFT = replace(FIRST, text="30 seconds left", place=Placement.REFRESH)


async def test_a_countdown_changes_the_card_quietly(
    channel: TelegramChannel, phone: Phone, card: Message
) -> None:
    await channel.deliver(ADA, (LEFT,))
    assert (await phone.answer(), card.text) == (card, "30 seconds left")


async def test_a_countdown_leaves_a_card_alone_that_something_came_below(
    channel: TelegramChannel, phone: Phone, card: Message
) -> None:
    await channel.deliver(ADA, (Reply("by the way"),))
    await phone.answer()
    await channel.deliver(ADA, (LEFT,))
    assert await phone.silence()
    assert card.text == "first set"


async def test_a_countdown_without_a_card_says_nothing(
    channel: TelegramChannel, phone: Phone
) -> None:
    await channel.deliver(ADA, (LEFT,))
    assert await phone.silence()


async def test_a_countdown_that_telegram_refuses_is_left_out(
    channel: TelegramChannel, phone: Phone, card: Message, server: TelegramServer
) -> None:
    server.faults.add("editMessageText", Fault(BROKEN))
    await channel.deliver(ADA, (LEFT,))
    assert await phone.silence()
    assert len(server.called("editMessageText")) == 1
    assert card.text == "first set"
