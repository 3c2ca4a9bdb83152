"""A time without reminders, and its cause."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Cause(StrEnum):
    """Why somebody pauses."""

    TRAVEL = "travel"
    ILL = "ill"
    INJURED = "injured"
    """No calls to train until the person says so; a gentle question once a week instead."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is due before it ends."""

    until: datetime | None = None
    """Aware; None: until the person says so."""
    cause: Cause = Cause.OTHER


_WORDS = {
    Cause.TRAVEL: "travel travels traveling travelling trip away holiday holidays vacation abroad",
    Cause.ILL: "ill illness sick sickness flu cold fever unwell covid",
    Cause.INJURED: "injured injury hurt pain pains strain strained pulled tear torn",
}
_CAUSES = {word: cause for cause, table in _WORDS.items() for word in table.split()}


def cause_in(text: str) -> Cause | None:
    """The cause that words behind "/pause" name, the gravest first; None when they name none."""
    named = {_CAUSES.get(word.strip(".,!")) for word in text.casefold().split()}
    return next(
        (cause for cause in (Cause.INJURED, Cause.ILL, Cause.TRAVEL) if cause in named), None
    )
