"""What can happen to a session, and how a button carries it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.content.entries import Feeling
from bot.knowledge.decisions import DecisionKind
from bot.session.model.choices import WORST_PAIN, Side
from bot.session.model.log import Effort


class SessionVerb(StrEnum):
    """What an action does to a session; the value is what a button or an alarm carries."""

    BEGIN = "begin"
    DONE = "done"
    """One side of a set is done; may have an amount, a side and an effort."""
    NEXT = "next"
    """Done while a set runs, begin otherwise."""
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
    """Rests have no end any more."""
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
    """A red flag was raised."""


ALARMS = frozenset({SessionVerb.REST_OVER, SessionVerb.IDLE, SessionVerb.CRAMP_CHECK})
"""What is done by an alarm and not by the person."""
TAPPABLE = frozenset(SessionVerb) - ALARMS - {SessionVerb.LOCK}
"""What a button may carry."""
INTERRUPTING = frozenset(
    {SessionVerb.STOP, SessionVerb.PAUSE, SessionVerb.HURTS, SessionVerb.CRAMP}
)
"""What is done although its words sound like a red flag: the session has its own rules for pain,
and the safety check would read an injury into "hurts 5"."""


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

    def may_be_taken(self, decided: DecisionKind) -> bool:
        """Whether the session takes it, when the knowledge base decided so about its words.

        Else the safety check comes first.
        """
        if self.kind in INTERRUPTING:
            return True
        asks_back = decided is DecisionKind.ASK_BACK and self.kind is not SessionVerb.FELT
        return decided is not DecisionKind.RED_FLAG and not asks_back


def to_arguments(action: SessionAction) -> tuple[str, ...]:
    """The action as the arguments of a button: kind, detail if any, revision."""
    details = (action.amount, action.feeling, action.effort, action.exercise)
    given = [str(detail) for detail in details if detail is not None]
    return (action.kind.value, *given, str(action.revision or 0))


def from_arguments(arguments: Sequence[str]) -> SessionAction | None:
    """The action that a button carries; None for anything else, for the data comes from outside."""
    match arguments:
        case [kind, revision] if (number := _number(revision)) is not None:
            return _read(kind, "", number)
        case [kind, detail, revision] if (number := _number(revision)) is not None and detail:
            return _read(kind, detail, number)
        case _:
            return None


def _number(text: str) -> int | None:
    plain = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if plain else None


_DIGITS = 9
"""Digits of the longest number that a button may carry."""


def _read(name: str, detail: str, revision: int) -> SessionAction | None:
    try:
        kind = SessionVerb(name)
        if kind not in TAPPABLE:
            return None
        return _with_detail(kind, detail, revision) if detail else _without_detail(kind, revision)
    except ValueError:
        return None


def _without_detail(kind: SessionVerb, revision: int) -> SessionAction | None:
    return (
        None
        if kind in {SessionVerb.FELT, SessionVerb.EFFORT}
        else SessionAction(kind, revision=revision)
    )


def _with_detail(kind: SessionVerb, detail: str, revision: int) -> SessionAction | None:
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
