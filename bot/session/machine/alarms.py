"""When a session must speak by itself."""

from dataclasses import dataclass
from datetime import datetime

from bot.session.machine.interruptions import IDLE_AFTER
from bot.session.machine.symptoms import CRAMP_LASTS
from bot.session.model.actions import Kind
from bot.session.model.session import Session
from bot.session.model.steps import FINAL, Step, Why


@dataclass(frozen=True, slots=True)
class Alarm:
    """The action that is due by itself, and when."""

    kind: Kind
    at: datetime


_SILENT = FINAL | {Why.IDLE, Why.STOPPED}


def wanted_alarm(session: Session) -> Alarm | None:
    """The next alarm of a session, if it needs one; the same until the session changes."""
    if session.step is Step.FINISHED or (session.halt and session.halt.why in _SILENT):
        return None
    idle = Alarm(Kind.IDLE, session.active_at + IDLE_AFTER)
    if session.halt and session.halt.why is Why.CRAMP:
        return Alarm(Kind.CRAMP_CHECK, session.halt.since + CRAMP_LASTS)
    if session.rest_until is not None:
        return min(Alarm(Kind.REST_OVER, session.rest_until), idle, key=lambda alarm: alarm.at)
    return idle
