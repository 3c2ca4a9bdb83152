"""The one message of a session, before a channel shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.session.model.actions import SessionAction, to_arguments
from bot.session.model.choices import Side

VERB = "session"
"""The verb in front of a button's arguments."""


@dataclass(frozen=True, slots=True)
class Tap:
    """Something to tap: its label, and the arguments of the verb behind it."""

    label: str
    arguments: tuple[str, ...]

    @property
    def data(self) -> str:
        """As it travels behind a button; at most 64 bytes."""
        return ":".join((VERB, *self.arguments))


Taps = tuple[tuple[Tap, ...], ...]
"""Rows of buttons."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The movement that the card shows."""

    exercise: str
    side: Side


@dataclass(frozen=True, slots=True)
class Card:
    """One message."""

    title: str
    text: str
    """Paragraphs are separated by an empty line."""
    speech: str
    """Title and text as they are spoken."""
    taps: Taps = ()
    note: str = ""
    picture: Picture | None = None


def tap(label: str, action: SessionAction) -> Tap:
    """A button for an action on this card."""
    return Tap(label, to_arguments(action))


def rows(taps: Sequence[Tap], width: int) -> Taps:
    """Buttons side by side, some in each row."""
    return tuple(tuple(taps[at : at + width]) for at in range(0, len(taps), width))
