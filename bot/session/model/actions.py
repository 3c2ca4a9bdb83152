"""What may happen to a session, and how it travels behind a button."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.content.entries import Feeling
from bot.session.model.choices import WORST_PAIN, Side
from bot.session.model.log import Effort


class SessionVerb(StrEnum):
    """What is asked for."""

    BEGIN = "begin"
    DONE = "done"
    """A set on one side is done; may tell repetitions, side and effort."""
    NEXT = "next"
    """Whatever comes next: begin, done, or the end of a rest."""
    SKIP = "skip"
    BACK = "back"
    REPEAT = "repeat"
    PAUSE = "pause"
    RESUME = "resume"
    EASIER = "easier"
    HARDER = "harder"
    OTHER_KIT = "kit"
    """May name the exercise."""
    MORE_REST = "more"
    LESS_REST = "less"
    NO_REST = "off"
    """No clock for rests."""
    FELT = "felt"
    EFFORT = "effort"
    COUNT = "count"
    """Count the set aloud."""
    HURTS = "hurts"
    """Without a number: ask for it."""
    CRAMP = "cramp"
    STOP = "stop"
    SAVE = "save"
    DROP = "drop"
    REST_OVER = "rest_over"
    """An alarm."""
    IDLE = "idle"
    """An alarm."""
    CRAMP_CHECK = "cramp_check"
    """An alarm."""
    LOCK = "lock"
    """The safety gate."""


ALARMS = frozenset({SessionVerb.REST_OVER, SessionVerb.IDLE, SessionVerb.CRAMP_CHECK})
"""What the clock does, not the person."""
TAPPABLE = frozenset(SessionVerb) - ALARMS - {SessionVerb.LOCK}
"""What a button may carry."""


@dataclass(frozen=True, slots=True)
class SessionAction:
    """One thing that happens, with its details."""

    kind: SessionVerb
    amount: int | None = None
    """Repetitions or seconds that were done, or pain of 0 to 10."""
    feeling: Feeling | None = None
    side: Side | None = None
    effort: Effort | None = None
    exercise: str | None = None
    revision: int | None = None
    """Of the card it was tapped on; None for words and alarms, which mean the present card."""


def to_arguments(action: SessionAction) -> tuple[str, ...]:
    """The action as the arguments of a button: kind, detail if any, revision."""
    details = (action.amount, action.feeling, action.effort, action.exercise)
    told = [str(detail) for detail in details if detail is not None]
    return (action.kind.value, *told, str(action.revision or 0))


def from_arguments(arguments: Sequence[str]) -> SessionAction | None:
    """The action behind a button; None for anything else: buttons come from outside."""
    match arguments:
        case [kind, revision] if (number := _number(revision)) is not None:
            return _tapped(kind, "", number)
        case [kind, detail, revision] if (number := _number(revision)) is not None and detail:
            return _tapped(kind, detail, number)
        case _:
            return None


def _number(text: str) -> int | None:
    plain = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if plain else None


_DIGITS = 9
"""Longest number in a button."""


def _tapped(name: str, detail: str, revision: int) -> SessionAction | None:
    try:
        kind = SessionVerb(name)
        if kind not in TAPPABLE:
            return None
        return _detailed(kind, detail, revision) if detail else _bare(kind, revision)
    except ValueError:
        return None


def _bare(kind: SessionVerb, revision: int) -> SessionAction | None:
    return (
        None
        if kind in {SessionVerb.FELT, SessionVerb.EFFORT}
        else SessionAction(kind, revision=revision)
    )


def _detailed(kind: SessionVerb, detail: str, revision: int) -> SessionAction | None:
    match kind:
        case SessionVerb.FELT:
            return SessionAction(kind, feeling=Feeling(detail), revision=revision)
        case SessionVerb.EFFORT:
            return SessionAction(kind, effort=Effort(detail), revision=revision)
        case SessionVerb.OTHER_KIT:
            return SessionAction(kind, exercise=detail, revision=revision)
        case SessionVerb.HURTS if (pain := _number(detail)) is not None and pain <= WORST_PAIN:
            return SessionAction(kind, amount=pain, revision=revision)
        case SessionVerb.DONE if (amount := _number(detail)) is not None:
            return SessionAction(kind, amount=amount, revision=revision)
        case _:
            return None
