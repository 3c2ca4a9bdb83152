"""A person at a chat: what they write and tap, and what they get."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.conversation.assembly import Policy, Stores, Surroundings, assemble
from bot.conversation.feedback import CONSENT
from bot.conversation.router import Conversation
from bot.conversation.turn import Replies
from bot.domain.alarms import Alarm
from bot.domain.audio import RecognitionError
from bot.domain.people import Channel, Person
from bot.domain.replies import Action, Button, Reply, Verb
from bot.domain.state import ConversationState
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.reminders.input.timezones import load_timezone_index
from bot.session.model.session import SUBJECT, PainLimits, Session
from bot.session.model.workouts import read_guide
from tests.fakes import FeedbackStore, Preferences, QuestionStore, SessionStore, States, Voices
from tests.reminder_fakes import Alarms, Ledger, Rules, Trained

EMERGENCY = "the number on the fridge"
START = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
ANNA = Person(1, Channel.BROWSER, "anna")
BEN = Person(2, Channel.TELEGRAM, "22")


@dataclass
class Chat:
    """One conversation of one person; time stands still unless somebody waits."""

    conversation: Conversation
    states: States
    preferences: Preferences
    feedback: FeedbackStore
    questions: QuestionStore
    sessions: SessionStore
    woken: list[datetime]
    """The moments for which the clock was set."""
    alarms: Alarms
    ledger: Ledger
    trained: Trained
    voices: Voices
    person: Person = ANNA
    now: datetime = START
    last: Replies = field(default=())

    @property
    def state(self) -> ConversationState:
        """What is remembered now."""
        return self.states.kept.get(self.person, ConversationState())

    @property
    def reply(self) -> Reply:
        """The only reply to what was done last."""
        (reply,) = self.last
        return reply

    async def write(self, text: str) -> Replies:
        self.last = await self.conversation.read(self.person, text, self.now)
        return self.last

    async def speak(self, *hypotheses: str | tuple[str, float] | RecognitionError) -> Replies:
        """Say something that may be heard in several ways, the likeliest first."""
        recording = self.voices.recording(*hypotheses)
        self.last = await self.conversation.listen(self.person, recording, self.now)
        return self.last

    async def tap(self, button: Button) -> Replies:
        return await self.tap_data(button.action.encode())

    async def tap_data(self, data: str) -> Replies:
        self.last = await self.conversation.tap(self.person, data, self.now)
        return self.last

    async def tap_on(self, label: str) -> Replies:
        """Tap the button of the last replies whose label begins so."""
        (found,) = [button for button in self.buttons() if button.label.startswith(label)]
        return await self.tap(found)

    def buttons(self) -> Iterator[Button]:
        """The buttons of the last replies."""
        return buttons(self.last)

    def labels(self) -> list[str]:
        return [button.label for button in self.buttons()]

    def offers(self, verb: Verb) -> list[str]:
        """The first argument of every button of one kind."""
        actions = [button.action for button in self.buttons() if button.action.verb is verb]
        return [action.arguments[0] for action in actions if action.arguments]

    async def ring(self) -> Replies:
        """The alarm of the session is due now."""
        request = self.sessions.alarms[self.person]
        assert request
        self.now = max(self.now, request.at)
        alarm = Alarm(1, self.person, SUBJECT, request.kind, request.at, tries=1)
        self.last = await self.conversation.ring(alarm, self.now)
        return self.last

    @property
    def spoken(self) -> list[str]:
        """What is said aloud of what came last, each message."""
        said = [reply.utterance.cues for reply in self.last if reply.utterance]
        return [" ".join(cue.words for cue in cues) for cues in said]

    @property
    def session(self) -> Session | None:
        """The session under way."""
        newest = self.sessions.kept.get(self.person, [])[-1:]
        return next((one.session for one in newest), None)

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def consent(self, choice: str) -> None:
        self.preferences.chosen[self.person, CONSENT] = choice


def buttons(replies: Replies) -> Iterator[Button]:
    for reply in replies:
        for row in reply.buttons:
            yield from row


def chat_with(knowledge_base: KnowledgeBase, *, speaks: bool = True) -> Chat:
    """A new conversation with somebody new."""
    states, preferences, voices = States(), Preferences(), Voices()
    feedback, questions = FeedbackStore(), QuestionStore()
    sessions, woken = SessionStore(), list[datetime]()
    alarms, ledger, trained = Alarms(), Ledger(), Trained()
    stores = Stores(
        states=states,
        preferences=preferences,
        feedback=feedback,
        questions=questions,
        sessions=sessions,
        trained=trained,
        rules=Rules(alarms),
        ledger=ledger,
        alarms=alarms,
    )
    around = Surroundings(
        recognizer=voices,
        speaks=speaks,
        drawings=lambda exercise, side: f"{exercise} drawn, {side}",
        zone_at=zone_at,
        wake=woken.append,
        rests=lambda person, until: sessions.resting.update({person: until}),
    )
    policy = Policy(EMERGENCY, PainLimits(), reminder_copies=2, reminders_a_day=2)
    guide = read_guide(knowledge_base.library.exercises)
    conversation = assemble(
        knowledge_base, guide, load_timezone_index(), stores=stores, policy=policy, around=around
    )
    return Chat(
        conversation,
        states,
        preferences,
        feedback,
        questions,
        sessions,
        woken,
        alarms,
        ledger,
        trained,
        voices,
    )


def zone_at(latitude: float, longitude: float) -> str | None:
    """A map with one city."""
    return "Asia/Kathmandu" if (latitude, longitude) == (27.7, 85.3) else None


def data(verb: Verb, *arguments: str) -> str:
    """What travels behind a button."""
    return Action(verb, arguments).encode()
