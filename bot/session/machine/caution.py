"""Whether words may go to the session, or the safety gate comes first."""

from bot.knowledge.decisions import DecisionKind
from bot.session.model.actions import SessionAction, SessionVerb

HALTING = frozenset(
    {
        SessionVerb.STOP,
        SessionVerb.PAUSE,
        SessionVerb.HURTS,
        SessionVerb.CRAMP,
    }
)
"""The session has its own way with these, and the gate would hear an injury in "hurts 5"."""


def may_walk(action: SessionAction, zone: DecisionKind) -> bool:
    """Whether an action is taken although its words may sound like a red flag."""
    if action.kind in HALTING:
        return True
    doubtful = zone is DecisionKind.ASK_BACK and action.kind is not SessionVerb.FELT
    return zone is not DecisionKind.RED_FLAG and not doubtful
