"""Stand-ins for what the browser chat is given: a conversation, people and their history."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.domain.audio import Recording, Sound
from bot.domain.people import Channel, Person
from bot.domain.replies import Picture, Placement, Reply, Utterance, Verb, act, column, saying
from bot.errors import VoiceError

HELLO = Reply(
    "Ask me anything about training the back of your legs.",
    title="Hello",
    buttons=column([act("Why do hamstrings cramp?", Verb.TOPIC, "cramps_why")]),
)
CRAMPS = Reply(
    "A muscle that is already short cannot shorten much more.\n\nIt protests.",
    title="Why hamstrings cramp",
    note="From the article.",
    buttons=((act("This helped", Verb.GOOD, "cramps_why"), act("It did not", Verb.BAD, "x")),),
)
MP4 = bytes(range(250)) * 4
"""Stands for an MP4; nobody looks into it."""

OGG = b"OggS" + bytes(range(250)) * 4
"""Stands for a sound; nobody listens to it."""


def clock() -> datetime:
    """Now, as the app's own clock would say."""
    return datetime.now(UTC)


def standing_clock() -> datetime:
    """Always the same moment: no token of a rate limit comes back."""
    return datetime(2026, 5, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class InMemoryMessage:
    id: int
    person_id: int
    revision: int
    author: str
    body: str
    created_at: datetime


@dataclass
class InMemoryHistory:
    """A history in memory."""

    messages: dict[int, InMemoryMessage] = field(default_factory=dict)
    revision: int = 0

    async def add(self, person: Person, author: str, body: str, now: datetime) -> InMemoryMessage:
        self.revision += 1
        message = InMemoryMessage(self.revision, person.id, self.revision, author, body, now)
        self.messages[message.id] = message
        return message

    async def change(self, person: Person, message_id: int, body: str) -> InMemoryMessage | None:
        if (message := await self.get(person, message_id)) is None:
            return None
        self.revision += 1
        self.messages[message.id] = replace(message, body=body, revision=self.revision)
        return self.messages[message.id]

    async def get(self, person: Person, message_id: int) -> InMemoryMessage | None:
        message = self.messages.get(message_id)
        return message if message and message.person_id == person.id else None

    async def newest(self, person: Person) -> int | None:
        return max(
            (message.id for message in self.messages.values() if message.person_id == person.id),
            default=None,
        )

    async def after(self, person: Person, revision: int, limit: int) -> list[InMemoryMessage]:
        theirs = [message for message in self.messages.values() if message.person_id == person.id]
        newer = [message for message in theirs if message.revision > revision]
        return sorted(newer, key=lambda message: message.revision)[:limit]


@dataclass
class InMemoryCards:
    """Which message is whose card, in memory."""

    stored: dict[int, int] = field(default_factory=dict)

    async def get(self, person: Person) -> int | None:
        return self.stored.get(person.id)

    async def put(self, person: Person, message_id: int | None) -> None:
        self.stored.pop(person.id, None)
        if message_id is not None:
            self.stored[person.id] = message_id


@dataclass
class FakeAnimations:
    """Animations in memory, by exercise and side."""

    files: dict[tuple[str, str], bytes] = field(
        default_factory=lambda: {("standing_curl", "left"): MP4}
    )
    requested: list[tuple[str, str]] = field(default_factory=list)

    async def draw(self, picture: Picture) -> bytes:
        name = (picture.exercise, picture.side)
        self.requested.append(name)
        return self.files[name]


@dataclass
class Voices:
    """Engines that understand everything and sound all the same."""

    transcribes: bool = True
    synthesizes: bool = True
    sound: Sound = field(default_factory=lambda: Sound(OGG, 1.0))
    said: list[Utterance] = field(default_factory=list)

    async def synthesize(self, utterance: Utterance) -> Sound:
        self.said.append(utterance)
        if utterance == saying("mumble"):
            raise VoiceError("The voice is hoarse.")
        return self.sound


@dataclass
class InMemoryPeople:
    """People in memory."""

    known: dict[str, Person] = field(default_factory=dict)

    async def meet(self, channel: Channel, address: str, now: datetime) -> Person:
        assert now.utcoffset() is not None
        return self.known.setdefault(address, Person(len(self.known) + 1, channel, address))


@dataclass
class ScriptedConversation:
    """A conversation that is easy to foresee."""

    log: list[tuple[Person, str]] = field(default_factory=list)
    hold: asyncio.Event | None = None
    """With one, "wait" is answered only after it was set."""
    answers: dict[str, tuple[Reply, ...]] = field(default_factory=dict)
    """What to say to certain words and taps, before anything else; "" to what is spoken."""
    recordings: list[Recording] = field(default_factory=list)

    def heard(self, person: Person) -> list[str]:
        """What somebody wrote and tapped."""
        return [words for speaker, words in self.log if speaker == person]

    async def read(self, person: Person, text: str, now: datetime) -> tuple[Reply, ...]:
        del now
        self.log.append((person, text))
        if text in self.answers:
            return self.answers[text]
        if text == "/start":
            return (HELLO,)
        if text == "wait" and self.hold:
            await self.hold.wait()
        if text == "break":
            raise RuntimeError(f"cannot read {text} for someone@example.org")
        return (CRAMPS,) if "cramp" in text else (Reply(f"You said: {text}"),)

    async def listen(
        self, person: Person, recording: Recording, now: datetime
    ) -> tuple[Reply, ...]:
        """Whatever was said, it is said back aloud."""
        assert now.utcoffset() is not None
        self.log.append((person, f"{len(recording.content)} bytes"))
        self.recordings.append(recording)
        if recording.content == b"wait" and self.hold:
            await self.hold.wait()
        if recording.content == b"break":
            raise RuntimeError("cannot hear someone@example.org")
        heard = Reply("I heard you.", utterance=saying("I heard you."))
        return self.answers.get("", (heard,))

    async def tap(self, person: Person, data: str, now: datetime) -> tuple[Reply, ...]:
        del now
        self.log.append((person, data))
        if data in self.answers:
            return self.answers[data]
        verb = data.partition(":")[0]
        if verb == "good":
            return (Reply(buttons=column([act("Thank you", Verb.DONE)]), place=Placement.BUTTONS),)
        if verb == "bad":
            return (Reply("What was wrong with it?", place=Placement.INSTEAD),)
        return (CRAMPS,)
