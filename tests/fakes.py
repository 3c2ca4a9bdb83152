"""Stand-ins of a few lines for what a conversation is given to remember with."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.alarms import AlarmRequest
from bot.domain.audio import (
    ExpectedSpeech,
    Hypothesis,
    NotHeard,
    RecognitionError,
    Recording,
    Sound,
    Transcript,
)
from bot.domain.people import Feedback, Person
from bot.domain.replies import Utterance
from bot.domain.state import ConversationState
from bot.errors import VoiceError
from bot.session.model.events import Event
from bot.session.model.session import Session, StoredSession
from bot.session.model.steps import Step

MUTE = {"BOT_LISTENER": "off", "BOT_SPEAKER": "off"}
"""Settings of an assistant without engines for speech: they take a second to start."""


@dataclass
class States:
    """What is remembered of each conversation, in a dict."""

    kept: dict[Person, ConversationState] = field(default_factory=dict)

    async def load(self, person: Person) -> ConversationState:
        return self.kept.get(person, ConversationState())

    async def save(self, person: Person, state: ConversationState, now: datetime) -> None:
        assert now.tzinfo
        self.kept[person] = state


@dataclass
class Preferences:
    """What each person has chosen, in a dict."""

    chosen: dict[tuple[Person, str], str] = field(default_factory=dict)

    async def get(self, person: Person, name: str) -> str | None:
        return self.chosen.get((person, name))

    async def put(self, person: Person, name: str, value: str) -> None:
        self.chosen[person, name] = value


@dataclass
class FeedbackStore:
    """Verdicts, in a list."""

    verdicts: list[tuple[Person, Feedback]] = field(default_factory=list)

    async def add(self, person: Person, feedback: Feedback, now: datetime) -> None:
        assert now.tzinfo
        self.verdicts.append((person, feedback))


@dataclass
class QuestionStore:
    """Kept questions with their zones, in a list."""

    kept: list[tuple[str, str]] = field(default_factory=list)

    async def keep(self, person: Person, text: str, reason: str, now: datetime) -> None:
        assert person.id
        assert now.tzinfo
        self.kept.append((text, reason))


@dataclass
class SessionStore:
    """Sessions in a list for each person, with the alarm that each wants."""

    kept: dict[Person, list[StoredSession]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    alarms: dict[Person, AlarmRequest | None] = field(default_factory=dict)
    resting: dict[Person, datetime] = field(default_factory=dict)
    """Until when people rest, as the countdown was told."""
    hasty: int = 0
    """How many of the next changes come too late."""

    async def open(self, person: Person) -> StoredSession | None:
        newest = self.kept.get(person, [])[-1:]
        return next((one for one in newest if one.session.step is not Step.FINISHED), None)

    async def begin(
        self, person: Person, session: Session, request: AlarmRequest | None
    ) -> StoredSession:
        mine = self.kept.setdefault(person, [])
        mine.append(StoredSession(len(mine) + 1, session))
        self.alarms[person] = request
        return mine[-1]

    async def save(
        self,
        person: Person,
        stored: StoredSession,
        after: Session,
        event: Event,
        request: AlarmRequest | None,
    ) -> StoredSession | None:
        if self.hasty or self.kept[person][-1] != stored:
            self.hasty -= 1
            return None
        self.kept[person][-1] = StoredSession(stored.id, after)
        self.events.append(event)
        self.alarms[person] = request
        return self.kept[person][-1]

    async def last(self, person: Person) -> Session | None:
        mine = self.kept.get(person)
        return mine[-1].session if mine else None

    async def history(self, person: Person, limit: int) -> tuple[Session, ...]:
        ended = [one.session for one in self.kept.get(person, ()) if one.session.ending]
        return tuple(reversed(ended))[:limit]


@dataclass
class Voices:
    """Hears what a test put under some bytes, and says bytes that name the words."""

    known: dict[bytes, Transcript | NotHeard] = field(default_factory=dict)
    grammars: list[ExpectedSpeech] = field(default_factory=list)
    """What was expected to be said, each time."""
    said: list[Utterance] = field(default_factory=list)
    transcribes: bool = True
    synthesizes: bool = True
    broken: bool = False
    """Whether speaking fails."""
    pause: float = 0.0
    """Seconds that speaking takes."""

    def recording(self, *hypotheses: str | tuple[str, float] | RecognitionError) -> Recording:
        """A recording with these hypotheses, the likeliest first, or with an error."""
        content = f"OggS{hypotheses}".encode()
        self.known[content] = _heard(hypotheses)
        return Recording(content, "audio/ogg", 2.0)

    async def transcribe(
        self, recording: Recording, grammar: ExpectedSpeech
    ) -> Transcript | NotHeard:
        self.grammars.append(grammar)
        return self.known.get(recording.content, NotHeard(RecognitionError.UNREADABLE))

    async def synthesize(self, utterance: Utterance) -> Sound:
        self.said.append(utterance)
        await asyncio.sleep(self.pause)
        if self.broken:
            raise VoiceError("The voice is broken.")
        words = " ".join(cue.words for cue in utterance.cues)
        return Sound(b"OggS OpusHead " + words.encode(), 2.0)


def _heard(
    hypotheses: tuple[str | tuple[str, float] | RecognitionError, ...],
) -> Transcript | NotHeard:
    found = []
    for hypothesis in hypotheses:
        if isinstance(hypothesis, RecognitionError):
            return NotHeard(hypothesis)
        found.append(
            Hypothesis(hypothesis, 0.9) if isinstance(hypothesis, str) else Hypothesis(*hypothesis)
        )
    return Transcript(tuple(found), ExpectedSpeech.QUESTIONS)
