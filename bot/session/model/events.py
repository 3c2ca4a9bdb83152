"""What changed a session, one entry for each change."""

from dataclasses import dataclass
from datetime import datetime

from bot.session.model.actions import SessionAction
from bot.session.model.log import SideLog
from bot.session.model.outcomes import StepOutcome


@dataclass(frozen=True, slots=True)
class Event:
    """One change of a session; events are only ever added."""

    number: int
    """1, 2, 3, … without gaps; also the revision of the card afterwards."""
    at: datetime
    action: SessionAction
    outcome: StepOutcome
    about: SideLog
    """The side of the set it concerns: exercise, target, what was done, felt, hurt."""
