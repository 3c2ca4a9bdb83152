"""Stand-ins of a few lines for what a conversation is given to remember with."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.alarms import Wish
from bot.feedback import Feedback
from bot.memory import Memory
from bot.people import Person
from bot.session.events import Event
from bot.session.kept import Kept
from bot.session.session import Session
from bot.session.steps import Step


@dataclass
class Memories:
    """What is remembered of each conversation, in a dict."""

    kept: dict[Person, Memory] = field(default_factory=dict)

    async def load(self, person: Person) -> Memory:
        return self.kept.get(person, Memory())

    async def save(self, person: Person, memory: Memory, now: datetime) -> None:
        assert now.tzinfo
        self.kept[person] = memory


@dataclass
class Preferences:
    """What each person has chosen, in a dict."""

    chosen: dict[tuple[Person, str], str] = field(default_factory=dict)

    async def get(self, person: Person, name: str) -> str | None:
        return self.chosen.get((person, name))

    async def put(self, person: Person, name: str, value: str) -> None:
        self.chosen[person, name] = value


@dataclass
class FeedbackBook:
    """Verdicts, in a list."""

    verdicts: list[tuple[Person, Feedback]] = field(default_factory=list)

    async def add(self, person: Person, feedback: Feedback, now: datetime) -> None:
        assert now.tzinfo
        self.verdicts.append((person, feedback))


@dataclass
class QuestionBook:
    """Kept questions with their zones, in a list."""

    kept: list[tuple[str, str]] = field(default_factory=list)

    async def keep(self, person: Person, text: str, zone: str, now: datetime) -> None:
        assert person.id
        assert now.tzinfo
        self.kept.append((text, zone))


@dataclass
class Sessions:
    """Sessions in a list for each person, with the alarm that each wants."""

    kept: dict[Person, list[Kept]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    alarms: dict[Person, Wish | None] = field(default_factory=dict)
    resting: dict[Person, datetime] = field(default_factory=dict)
    """Until when people rest, as the countdown was told."""
    hasty: int = 0
    """How many of the next changes come too late."""

    async def open(self, person: Person) -> Kept | None:
        newest = self.kept.get(person, [])[-1:]
        return next((one for one in newest if one.session.step is not Step.FINISHED), None)

    async def begin(self, person: Person, session: Session, wish: Wish | None) -> Kept:
        mine = self.kept.setdefault(person, [])
        mine.append(Kept(len(mine) + 1, session))
        self.alarms[person] = wish
        return mine[-1]

    async def save(
        self, person: Person, kept: Kept, after: Session, event: Event, wish: Wish | None
    ) -> Kept | None:
        if self.hasty or self.kept[person][-1] != kept:
            self.hasty -= 1
            return None
        self.kept[person][-1] = Kept(kept.id, after)
        self.events.append(event)
        self.alarms[person] = wish
        return self.kept[person][-1]

    async def last(self, person: Person) -> Session | None:
        mine = self.kept.get(person)
        return mine[-1].session if mine else None

    async def history(self, person: Person, limit: int) -> tuple[Session, ...]:
        ended = [one.session for one in self.kept.get(person, ()) if one.session.ending]
        return tuple(reversed(ended))[:limit]
