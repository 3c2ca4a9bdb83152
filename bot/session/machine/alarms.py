"""When a session must speak by itself."""

from dataclasses import dataclass
from datetime import datetime

from bot.session.machine.interruptions import IDLE_AFTER
from bot.session.machine.symptoms import CRAMP_LASTS
from bot.session.model.actions import SessionVerb
from bot.session.model.session import Session
from bot.session.model.steps import FINAL, HaltReason, Step


@dataclass(frozen=True, slots=True)
class SessionAlarm:
    """The action that is due by itself, and when."""

    kind: SessionVerb
    at: datetime


_SILENT = FINAL | {HaltReason.IDLE, HaltReason.STOPPED}


def wanted_alarm(session: Session) -> SessionAlarm | None:
    """The next alarm of a session, if it needs one; the same until the session changes."""
    if session.step is Step.FINISHED or (session.halt and session.halt.why in _SILENT):
        return None
    idle = SessionAlarm(SessionVerb.IDLE, session.active_at + IDLE_AFTER)
    if session.halt and session.halt.why is HaltReason.CRAMP:
        return SessionAlarm(SessionVerb.CRAMP_CHECK, session.halt.since + CRAMP_LASTS)
    if session.rest_until is not None:
        return min(
            SessionAlarm(SessionVerb.REST_OVER, session.rest_until),
            idle,
            key=lambda alarm: alarm.at,
        )
    return idle
