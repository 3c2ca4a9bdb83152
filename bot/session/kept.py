"""A session as it is kept."""

from dataclasses import dataclass

from bot.session.session import Session

SUBJECT = "session"
"""What the alarm of the open session belongs to."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A session with the id it is kept under."""

    id: int
    session: Session
