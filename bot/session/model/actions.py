"""What may happen to a session, and how it travels behind a button."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.content.entries import Feeling
from bot.session.model.choices import WORST_PAIN, Side
from bot.session.model.log import Effort


class Kind(StrEnum):
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


ALARMS = frozenset({Kind.REST_OVER, Kind.IDLE, Kind.CRAMP_CHECK})
"""What the clock does, not the person."""
TAPPABLE = frozenset(Kind) - ALARMS - {Kind.LOCK}
"""What a button may carry."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that happens, with its details."""

    kind: Kind
    amount: int | None = None
    """Repetitions or seconds that were done, or pain of 0 to 10."""
    feeling: Feeling | None = None
    side: Side | None = None
    effort: Effort | None = None
    exercise: str | None = None
    revision: int | None = None
    """Of the card it was tapped on; None for words and alarms, which mean the present card."""


def to_arguments(action: Action) -> tuple[str, ...]:
    """The action as the arguments of a button: kind, detail if any, revision."""
    details = (action.amount, action.feeling, action.effort, action.exercise)
    told = [str(detail) for detail in details if detail is not None]
    return (action.kind.value, *told, str(action.revision or 0))


def from_arguments(arguments: Sequence[str]) -> Action | None:
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


def _tapped(name: str, detail: str, revision: int) -> Action | None:
    try:
        kind = Kind(name)
        if kind not in TAPPABLE:
            return None
        return _detailed(kind, detail, revision) if detail else _bare(kind, revision)
    except ValueError:
        return None


def _bare(kind: Kind, revision: int) -> Action | None:
    return None if kind in {Kind.FELT, Kind.EFFORT} else Action(kind, revision=revision)


def _detailed(kind: Kind, detail: str, revision: int) -> Action | None:
    match kind:
        case Kind.FELT:
            return Action(kind, feeling=Feeling(detail), revision=revision)
        case Kind.EFFORT:
            return Action(kind, effort=Effort(detail), revision=revision)
        case Kind.OTHER_KIT:
            return Action(kind, exercise=detail, revision=revision)
        case Kind.HURTS if (pain := _number(detail)) is not None and pain <= WORST_PAIN:
            return Action(kind, amount=pain, revision=revision)
        case Kind.DONE if (amount := _number(detail)) is not None:
            return Action(kind, amount=amount, revision=revision)
        case _:
            return None
