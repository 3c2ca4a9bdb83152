"""The clock of the rests."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.session.model.session import Session
from bot.session.model.steps import Step

LONGEST = 600
"""Seconds of the longest rest."""


def rest_seconds(session: Session) -> int:
    """How long the rest after the present set is."""
    return min(max(session.planned.rest + session.rest_shift, 0), LONGEST)


def start_rest(session: Session, now: datetime) -> Session:
    """The clock of the rest runs from now, where there is a rest and a clock."""
    length = rest_seconds(session)
    if session.is_last_set or not session.rest_timed or not length:
        return replace(session, rest_until=None)
    return replace(session, rest_until=now + timedelta(seconds=length))


def wants_rest(session: Session, now: datetime) -> bool:
    """Whether a check-in leads to a rest."""
    if session.rest_until is None:
        return rest_seconds(session) > 0
    return now < session.rest_until


def rest_is_over(session: Session, now: datetime) -> bool:
    """Whether a timed rest has ended."""
    resting = session.halt is None and session.position.step in {Step.REST, Step.CHECK_IN}
    return resting and session.rest_until is not None and now >= session.rest_until
