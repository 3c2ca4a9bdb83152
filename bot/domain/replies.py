"""What the assistant wants to say, on any channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from string import ascii_letters, digits
from typing import Self


class Unreadable(Enum):
    """A kind of message without words; the value is what to call it."""

    PHOTO = "photo"
    STICKER = "sticker"
    VIDEO = "video"
    DOCUMENT = "file"
    CONTACT = "contact"
    OTHER = "message"


ACTION_BYTES = 64
"""Longest action in bytes: Telegram's limit for the data of a button."""
DOCUMENT_BYTES = 65_536
"""Largest file in bytes: the browser chat keeps it with its message."""
_IN_NAMES = frozenset(f"{ascii_letters}{digits}-.")


class Verb(Enum):
    """What a button asks for."""

    TOPIC = "topic"
    """Answer a topic: a follow-up, or one found by browsing. Argument: topic id."""
    PICK = "pick"
    """One of several choices was meant. Argument: topic id."""
    NONE_OF_THESE = "none"
    ORIGIN = "origin"
    """Who says so? Argument: topic id."""
    GOOD = "good"
    """The answer helped. Argument: topic id."""
    BAD = "bad"
    """The answer did not help. Argument: topic id."""
    REASON = "reason"
    """Why it did not help. Arguments: topic id, reason."""
    KEEP = "keep"
    """May my question be kept for the editor? Argument: yes or no."""
    TOPICS = "topics"
    """Browse. No argument: the sections. Argument: one section."""
    EXERCISES = "exercises"
    EXERCISE = "exercise"
    """Argument: exercise id."""
    SAFETY = "safety"
    """The answer to a safety question. Arguments: yes or no, red-flag family."""
    CLEAR = "clear"
    """The person says that they may train again. Argument: asked, yes or no."""
    SESSION = "session"
    """Something in the guided workout; the room `session` reads the arguments."""
    REMIND = "remind"
    """Something about reminders; the room `reminders` reads the arguments."""
    HEARD = "heard"
    """What a voice message was understood as. Argument: number of a hypothesis, wrong or none."""
    VOICE = "voice"
    """When the assistant speaks. Argument: off, mirror, always, or count with on or off."""
    HELP = "help"
    DONE = "done"
    """A button that only says something; tapping it does nothing."""


@dataclass(frozen=True, slots=True)
class Action:
    """A verb with its arguments, as it travels behind a button: `verb:argument:argument`."""

    verb: Verb
    arguments: tuple[str, ...] = ()

    def encode(self) -> str:
        """The action as text of at most `ACTION_BYTES` bytes.

        Raises `ValueError` when it is longer, or an argument holds a colon.
        """
        if any(":" in argument for argument in self.arguments):
            raise ValueError(f"an argument of {self} holds a colon")
        text = ":".join((self.verb.value, *self.arguments))
        if len(text.encode()) > ACTION_BYTES:
            raise ValueError(f"{text!r} is longer than {ACTION_BYTES} bytes")
        return text

    @classmethod
    def decode(cls, text: str) -> Self | None:
        """The action behind a button, or None for text that is not one of ours."""
        verb, *arguments = text.split(":")
        try:
            return cls(Verb(verb), tuple(arguments))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap: a label that says what happens, and the action behind it."""

    label: str
    action: Action


Rows = tuple[tuple[Button, ...], ...]


def act(label: str, verb: Verb, *arguments: str) -> Button:
    """A button in one line."""
    return Button(label, Action(verb, arguments))


def column(buttons: Sequence[Button]) -> Rows:
    """Buttons below each other."""
    return grid(buttons, 1)


def grid(buttons: Sequence[Button], width: int) -> Rows:
    """Buttons side by side, `width` in each row; the last row may be shorter."""
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


class Placement(Enum):
    """Where a reply goes."""

    NEW = "new"
    """A new message."""
    INSTEAD = "instead"
    """In place of the message whose button was tapped; a new one when that is gone."""
    CARD = "card"
    """The card of a session: it is edited while nothing came below it; else it moves down, as a new
    message, and the old one loses its buttons."""
    NEXT_CARD = "next card"
    """The card as a new message in any case, so that the person is notified; the old one loses its
    buttons."""
    REFRESH = "refresh"
    """The card, edited quietly where it is; nothing happens when something came below it, or when
    the channel is busy."""
    BUTTONS = "buttons"
    """Only the buttons below the tapped message change; nothing when that is gone."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A moving drawing of an exercise."""

    exercise: str
    side: str
    """left, right or both."""
    description: str
    """The same in words."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words at a moment."""

    at: float
    """Seconds from the beginning."""
    words: str
    """As they are written; figures and signs are spoken as words."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something said aloud, in a message of its own below the text that says the same."""

    cues: tuple[Cue, ...]
    """In order; each begins at its moment, or as soon as the one before is over."""


def saying(words: str) -> Utterance:
    """Plain words said aloud."""
    return Utterance((Cue(0.0, words),))


@dataclass(frozen=True, slots=True)
class Document:
    """A file for the person. Making one of more than `DOCUMENT_BYTES` raises `ValueError`."""

    name: str
    """As it is saved; letters, digits, hyphens and dots, for it stands in headers."""
    media_type: str
    """For example text/calendar."""
    content: bytes

    def __post_init__(self) -> None:
        if len(self.content) > DOCUMENT_BYTES:
            raise ValueError(f"{self.name} is larger than {DOCUMENT_BYTES} bytes")
        if not set(self.name) <= _IN_NAMES:
            raise ValueError(f"{self.name!r} is no name for a document")


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. Plain text throughout: each channel escapes and styles it in its own way."""

    text: str = ""
    """The body; paragraphs are separated by an empty line. Empty only for `Placement.BUTTONS`."""
    title: str = ""
    """A short line above the body, shown in bold."""
    note: str = ""
    """A short line below the body, shown quietly: where a fact comes from."""
    buttons: Rows = ()
    place: Placement = Placement.NEW
    speech: str = ""
    """The words to speak when they differ from title and text."""
    picture: Picture | None = None
    """Shown above the text, in a message of its own that never changes."""
    utterance: Utterance | None = None
    """Said aloud below the text; the text says it, too."""
    document: Document | None = None
    """A file for the person, in a message of its own below the text."""
