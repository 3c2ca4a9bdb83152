"""Stand-ins of a few lines for what a conversation is given to remember with."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.feedback import Feedback
from bot.memory import Memory
from bot.people import Person


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
