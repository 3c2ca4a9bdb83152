"""How urgent it is what the channel says, and who waits for whom."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.alarms import SendOutcome
from bot.domain.people import Channel, Person
from bot.domain.replies import Picture, Placement, Reply, Verb, act, column
from bot.handlers.channel import TelegramChannel
from bot.handlers.delivery.sender import DeliveryTarget
from bot.handlers.rate_limit.buckets import Rate
from bot.handlers.rate_limit.limiter import Answer, RateLimiter
from bot.handlers.rate_limit.priority import Priority
from tests.handlers.fakes import AT_ONCE, Backends, running_channel, settings
from tests.telegram_server.faults import Fault
from tests.telegram_server.limits import Limits
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import migrated
from tests.telegram_server.server import TelegramServer

ADA, BOB = (Person(it, Channel.TELEGRAM, str(it)) for it in (1001, 2002))
CARD = Reply("first set", buttons=column([act("Next", Verb.SESSION)]), place=Placement.CARD)
RUNG = replace(CARD, text="the rest is over", place=Placement.NEXT_CARD)
LEFT = replace(CARD, text="30 seconds left", place=Placement.REFRESH)
REMINDER = Reply("time to train")
PICTURE = Picture("bridge", "left", "Hips rise.")


class RecordingRateLimiter(RateLimiter):
    """Notes how urgent what is."""

    def __init__(self, reminders: Rate = AT_ONCE) -> None:
        super().__init__(overall=AT_ONCE, reminders=reminders, private=AT_ONCE, group=AT_ONCE)
        self.heard: list[tuple[str, Priority | None]] = []

    async def process_request(  # noqa: PLR0917  the library's own signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,  # noqa: ANN401
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> Answer:
        if "chat_id" in data:
            self.heard.append((endpoint, rate_limit_args))
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )


@pytest.fixture
def rate_limiter() -> RecordingRateLimiter:
    return RecordingRateLimiter()


@pytest.fixture
async def channel(
    server: TelegramServer, backends: Backends, rate_limiter: RecordingRateLimiter
) -> AsyncIterator[TelegramChannel]:
    backends.animations.files["bridge"] = b"\0\0\0\x20ftypisom" + bytes(99)
    async with running_channel(
        settings(server.url, server.token), backends=backends, rate_limiter=rate_limiter
    ) as it:
        yield it


@pytest.mark.parametrize(
    ("replies", "priority"),
    [
        ((REMINDER,), Priority.REMINDER),
        ((replace(REMINDER, place=Placement.INSTEAD),), Priority.REMINDER),
        ((CARD,), Priority.CARD),
        ((RUNG,), Priority.CARD),
        ((REMINDER, RUNG), Priority.CARD),
        ((replace(REMINDER, text="long " * 1500),), Priority.REMINDER),
    ],
)
@pytest.mark.usefixtures("phone")
async def test_what_nobody_asked_for_is_as_urgent_as_its_place_says(
    channel: TelegramChannel,
    rate_limiter: RecordingRateLimiter,
    replies: tuple[Reply, ...],
    priority: Priority,
) -> None:
    assert await channel.deliver(ADA, replies) is SendOutcome.SENT
    assert {heard for _, heard in rate_limiter.heard} == {priority}


@pytest.mark.usefixtures("phone")
async def test_all_that_belongs_to_a_card_is_as_urgent_as_the_card(
    channel: TelegramChannel, rate_limiter: RecordingRateLimiter
) -> None:
    await channel.deliver(ADA, (CARD,))
    await channel.deliver(ADA, (replace(CARD, text="second set"),))
    await channel.deliver(ADA, (replace(RUNG, picture=PICTURE),))
    methods = ["sendMessage", "editMessageText", "sendAnimation", "sendMessage"]
    methods.append("editMessageReplyMarkup")
    assert rate_limiter.heard == [(method, Priority.CARD) for method in methods]


@pytest.mark.usefixtures("phone")
async def test_a_countdown_is_for_the_eye(
    channel: TelegramChannel, rate_limiter: RecordingRateLimiter
) -> None:
    await channel.deliver(ADA, (CARD,))
    await channel.deliver(ADA, (LEFT,))
    assert rate_limiter.heard[-1] == ("editMessageText", Priority.COSMETIC)


async def test_a_countdown_is_no_more_urgent_where_it_belongs_to_an_answer(
    channel: TelegramChannel, phone: Phone, rate_limiter: RecordingRateLimiter
) -> None:
    await channel.deliver(ADA, (CARD,))
    target = DeliveryTarget(1001, ADA)
    await channel.delivery.put(target, (LEFT,))
    assert (await phone.answer()).text == "30 seconds left"
    assert rate_limiter.heard[-1] == ("editMessageText", Priority.COSMETIC)


@pytest.mark.usefixtures("channel")
async def test_words_and_taps_are_answered_as_answers(
    phone: Phone, rate_limiter: RecordingRateLimiter, server: TelegramServer
) -> None:
    await phone.say("hello")
    await phone.tap_data("hello", await phone.answer())
    group = phone.enter(server.group())
    await group.say("@coach_bot hello")
    await group.answer()
    await phone.answer()
    assert {heard for _, heard in rate_limiter.heard} == {Priority.REPLY}


async def test_a_reminder_that_moved_is_no_more_urgent_than_before(
    channel: TelegramChannel, server: TelegramServer, rate_limiter: RecordingRateLimiter
) -> None:
    server.phone(2002)
    server.faults.add("sendMessage", migrated(2002))
    await channel.deliver(ADA, (REMINDER,))
    assert rate_limiter.heard == [("sendMessage", Priority.REMINDER)] * 2


async def test_an_answer_does_not_wait_for_the_turn_of_a_reminder(
    server: TelegramServer, phone: Phone
) -> None:
    server.phone(2002)
    chosen, slow = settings(server.url, server.token), RecordingRateLimiter(reminders=Rate(20.0, 1))
    async with running_channel(chosen, rate_limiter=slow) as channel:
        await channel.deliver(BOB, (REMINDER,))
        reminding = asyncio.create_task(channel.deliver(ADA, (REMINDER,)))
        assert await phone.silence()
        await phone.say("hello")
        said = [(await phone.answer(2.0)).text for _ in range(2)]
        assert said == ["time to train", "You said: hello"]
        assert await reminding is SendOutcome.SENT


async def test_a_countdown_does_not_wait_until_a_person_is_answered(
    channel: TelegramChannel, phone: Phone, server: TelegramServer
) -> None:
    await channel.deliver(ADA, (CARD,))
    card = await phone.answer()
    server.faults.add("editMessageText", Fault(delay=0.3))
    changing = asyncio.create_task(channel.deliver(ADA, (replace(CARD, text="second set"),)))
    assert await phone.silence(0.1)
    await channel.deliver(ADA, (LEFT,))
    assert not changing.done()
    await changing
    assert (await phone.answer(), card.text) == (card, "second set")
    assert len(server.called("editMessageText")) == 1


@asynccontextmanager
async def strict(server: TelegramServer) -> AsyncIterator[TelegramChannel]:
    """The channel at its own pace, and Telegram as impatient as it is."""
    server.limits = Limits()
    async with running_channel(
        settings(server.url, server.token), rate_limiter=RateLimiter()
    ) as channel:
        yield channel


async def test_telegram_has_nothing_to_refuse_when_many_are_reminded_and_answered(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    crowd = [Person(it, Channel.TELEGRAM, str(it)) for it in range(5001, 5061)]
    phones = [server.phone(it) for it in range(6001, 6016)]
    for person in crowd:
        server.phone(int(person.address))
    async with strict(server) as channel:
        delivering = asyncio.gather(*(channel.deliver(it, (REMINDER,)) for it in crowd))
        for phone in phones:
            await phone.say("hello")
            assert (await phone.answer(1.0)).text == "You said: hello"
        assert not delivering.done()
        assert set(await delivering) == {SendOutcome.SENT}
    assert len(server.called("sendMessage")) == len(crowd) + len(phones)
    assert not caplog.records
