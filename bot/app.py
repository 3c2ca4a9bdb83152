"""Everything built once and plugged together; the only file that knows all others."""

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from bot.config import Settings
from bot.conversation.assembly import Policy, Stores, Surroundings, assemble
from bot.conversation.router import Conversation
from bot.domain.alarms import SendOutcome
from bot.domain.audio import ExpectedSpeech as Expected
from bot.domain.audio import NotHeard, Recording, Sound, Transcript
from bot.domain.people import Channel, Person
from bot.domain.replies import Reply, Utterance
from bot.errors import StartError
from bot.handlers.channel import TelegramChannel, telegram
from bot.handlers.rate_limit.limiter import RateLimiter
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.pictures.gallery import Gallery
from bot.reminders.input.timezones import load_timezone_index, zone_at
from bot.rest_countdown import RestCountdown
from bot.scheduler import (
    AlarmDispatcher,
    Deliver,
    DispatcherHandle,
    DispatchTiming,
    Sweep,
    scheduler,
)
from bot.semantic.knowledge_base import load_knowledge_base
from bot.session.model.session import PainLimits
from bot.session.model.workouts import read_guide
from bot.storage.alarms import AlarmRepository
from bot.storage.cards import CardRepository
from bot.storage.database import Database, open_database
from bot.storage.feedback import FeedbackRepository
from bot.storage.files import FileIdRepository
from bot.storage.messages import MessageRepository
from bot.storage.occasions import OccasionRepository
from bot.storage.people import PersonRepository
from bot.storage.preferences import PreferenceRepository
from bot.storage.questions import QuestionRepository
from bot.storage.rules import RuleRepository
from bot.storage.sessions import SessionRepository
from bot.storage.states import StateRepository
from bot.voice.speech_engines import speech_engines
from bot.web.server import BrowserChannel, browser_chat

Clock = Callable[[], datetime]
_Channels = Mapping[Channel, BrowserChannel | TelegramChannel | None]
"""A channel that is turned off is None."""


@dataclass(frozen=True, slots=True)
class App:
    """The running assistant."""

    database: Database
    conversation: Conversation
    chat: BrowserChannel | None
    """None when it was turned off."""
    telegram: TelegramChannel | None
    """None without a token."""
    dispatcher: AlarmDispatcher


class Speech(Protocol):
    """Speech recognition and synthesis."""

    @property
    def transcribes(self) -> bool:
        """Whether recordings are understood at all."""

    @property
    def synthesizes(self) -> bool:
        """Whether there is a voice at all."""

    async def transcribe(self, recording: Recording, grammar: Expected) -> Transcript | NotHeard:
        """What was said, as far as it could be made out."""

    async def synthesize(self, utterance: Utterance) -> Sound:
        """The words as sound. Raises `VoiceError` when it cannot speak."""


@dataclass(frozen=True, slots=True)
class SchedulerHooks:
    """What a conversation calls when it has set a time."""

    wake: Callable[[datetime], None]
    """An alarm is due at a moment."""
    rests: Callable[[Person, datetime], None]
    """Somebody rests until a moment."""


@dataclass(frozen=True, slots=True)
class _Shared:
    """What both channels and the alarms are built from."""

    settings: Settings
    clock: Clock
    database: Database
    conversation: Conversation
    people: PersonRepository
    gallery: Gallery
    voices: Speech


def utc_now() -> datetime:
    """The present moment, aware."""
    return datetime.now(UTC)


@asynccontextmanager
async def app(
    settings: Settings,
    clock: Clock = utc_now,
    *,
    knowledge: KnowledgeBase | None = None,
    voices: Speech | None = None,
    rate_limiter: RateLimiter | None = None,
    timing: DispatchTiming | None = None,
    listens: bool = True,
) -> AsyncIterator[App]:
    """The assistant while it runs; everything is stopped in good order at the end.

    `knowledge` and `voices` may have been built before; `rate_limiter` is for Telegram, `timing`
    for alarms. Without listening it only delivers alarms, beside another process that listens.

    Raises `CoachError` when a part cannot start.
    """
    if settings.chat_port == 0 and settings.telegram_token is None:
        raise StartError("Nothing to start: BOT_CHAT_PORT is 0 and TELEGRAM_BOT_TOKEN is not set.")
    async with AsyncExitStack() as stack:
        dispatch, countdown = DispatcherHandle(), RestCountdown()
        hooks = SchedulerHooks(dispatch.wake, countdown.begin)
        shared = await _build_shared(
            stack, settings, clock, hooks, knowledge=knowledge, voices=voices
        )
        browser = await stack.enter_async_context(_browser(shared))
        telegram = await stack.enter_async_context(_telegram(shared, rate_limiter, listens=listens))
        channels = {Channel.BROWSER: browser, Channel.TELEGRAM: telegram}
        deliver = partial(_deliver, channels)
        dispatcher = _build_dispatcher(shared, channels, deliver, timing or DispatchTiming())
        dispatch.connect(dispatcher)
        countdown.start(shared.conversation, deliver, clock)
        stack.push_async_callback(countdown.stop)
        sweep = build_sweep(shared.database, clock)
        await stack.enter_async_context(scheduler(sweep, dispatcher, alone=shared.database.alone))
        yield App(shared.database, shared.conversation, browser, telegram, dispatcher)


async def _build_shared(
    stack: AsyncExitStack,
    settings: Settings,
    clock: Clock,
    hooks: SchedulerHooks,
    *,
    knowledge: KnowledgeBase | None,
    voices: Speech | None,
) -> _Shared:
    """The database, the engines and the conversation; the stack closes them at the end."""
    database = await open_database(settings.database_url)
    stack.push_async_callback(database.close)
    knowledge = knowledge or load_knowledge_base(settings)
    if voices is None:
        voices = await stack.enter_async_context(speech_engines(settings))
    gallery = Gallery(knowledge.library.exercises, settings.data_dir / "pictures")
    return _Shared(
        settings,
        clock,
        database,
        build_conversation(database, settings, knowledge, gallery, hooks, voices=voices),
        PersonRepository(database, hooks.wake),
        gallery,
        voices,
    )


def _build_dispatcher(
    shared: _Shared, channels: _Channels, deliver: Deliver, timing: DispatchTiming
) -> AlarmDispatcher:
    """The dispatcher for the alarms of the people on the channels that are turned on."""
    turned_on = [channel for channel, running in channels.items() if running]
    alarms = AlarmRepository(shared.database, turned_on)
    return AlarmDispatcher(alarms, shared.conversation, deliver, shared.clock, timing)


def build_conversation(
    database: Database,
    settings: Settings,
    knowledge_base: KnowledgeBase,
    gallery: Gallery,
    hooks: SchedulerHooks,
    *,
    voices: Speech,
) -> Conversation:
    """The conversation over a database."""
    guide = read_guide(knowledge_base.library.exercises)
    sessions = SessionRepository(database, guide)
    stores = Stores(
        states=StateRepository(database),
        preferences=PreferenceRepository(database),
        feedback=FeedbackRepository(database),
        questions=QuestionRepository(database),
        sessions=sessions,
        trained=sessions,
        rules=RuleRepository(database),
        ledger=OccasionRepository(database),
        alarms=AlarmRepository(database),
    )
    policy = Policy(
        emergency=settings.emergency,
        pain_limits=PainLimits(settings.pain_easier, settings.pain_stop),
        reminder_copies=settings.reminder_copies,
        reminders_a_day=settings.reminders_a_day,
    )
    around = Surroundings(
        recognizer=voices,
        speaks=voices.synthesizes,
        drawings=gallery.words,
        zone_at=zone_at,
        wake=hooks.wake,
        rests=hooks.rests,
    )
    return assemble(
        knowledge_base, guide, load_timezone_index(), stores=stores, policy=policy, around=around
    )


def build_sweep(database: Database, clock: Clock) -> Sweep:
    """What is deleted when it is old enough."""
    purges = (
        StateRepository(database).fade,
        FeedbackRepository(database).purge,
        QuestionRepository(database).purge,
        OccasionRepository(database).purge,
        FileIdRepository(database, clock).purge,
    )
    return Sweep(purges, clock)


@asynccontextmanager
async def _browser(shared: _Shared) -> AsyncIterator[BrowserChannel | None]:
    settings = shared.settings
    if settings.chat_port == 0:
        yield None
        return
    async with browser_chat(
        settings.chat_host,
        settings.chat_port,
        conversation=shared.conversation,
        people=shared.people,
        history=MessageRepository(shared.database),
        cards=CardRepository(shared.database),
        animations=shared.gallery.animation,
        voices=shared.voices,
        clock=shared.clock,
    ) as channel:
        yield channel


@asynccontextmanager
async def _telegram(
    shared: _Shared, rate_limiter: RateLimiter | None, *, listens: bool
) -> AsyncIterator[TelegramChannel | None]:
    settings, database = shared.settings, shared.database
    if settings.telegram_token is None:
        yield None
        return
    async with telegram(
        settings,
        shared.conversation,
        shared.people,
        shared.clock,
        cards=CardRepository(database),
        files=FileIdRepository(database, shared.clock, shared.gallery.version),
        animations=shared.gallery.animation,
        voices=shared.voices.synthesize,
        rate_limiter=rate_limiter or RateLimiter.among(settings.workers),
        listens=listens,
    ) as channel:
        yield channel


async def _deliver(
    channels: _Channels,
    person: Person,
    replies: Sequence[Reply],
) -> SendOutcome:
    """Send replies where the person is; not sent while that channel is turned off."""
    channel = channels[person.channel]
    return await channel.deliver(person, replies) if channel else SendOutcome.NOT_SENT


async def run(settings: Settings) -> int:
    """Run until SIGINT or SIGTERM. Returns the exit code."""
    async with app(settings) as running:
        await _until_stopped(describe(running))
    return 0


async def ring(settings: Settings) -> int:
    """Only deliver alarms, beside another process that listens. Returns the exit code.

    Raises `StartError` where that cannot be.
    """
    if settings.telegram_token is None:
        raise StartError("Nobody to ring: TELEGRAM_BOT_TOKEN is not set.")
    if not settings.database_url.startswith("postgresql"):
        raise StartError("Ringing beside another process needs PostgreSQL: set DATABASE_URL.")
    async with app(replace(settings, chat_port=0), listens=False):
        await _until_stopped(["Ringing reminders on Telegram.", "Press Ctrl+C to stop."])
    return 0


async def _until_stopped(lines: Sequence[str]) -> None:
    """Print lines for the person at the terminal, and wait for SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    for line in lines:
        print(line, flush=True)  # noqa: T201 - the person at the terminal reads this
    await stop.wait()
    print("Stopping.", file=sys.stderr, flush=True)  # noqa: T201


def start_logging() -> None:
    """Our own records from INFO on, those of libraries from WARNING on."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("bot").setLevel(logging.INFO)


def describe(running: App) -> list[str]:
    """What was started, in plain sentences."""
    chat = f"Browser chat: {running.chat.url}" if running.chat else "Browser chat: turned off."
    telegram = (
        "Telegram: connected."
        if running.telegram
        else "Telegram: off. Set TELEGRAM_BOT_TOKEN to turn it on."
    )
    return [chat, telegram, "Press Ctrl+C to stop."]
