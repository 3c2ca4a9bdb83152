"""Whether words may go to the session, or the safety gate comes first."""

from bot.knowledge.decisions import Zone
from bot.session.model.actions import Action, Kind

HALTING = frozenset({Kind.STOP, Kind.PAUSE, Kind.HURTS, Kind.CRAMP})
"""The session has its own way with these, and the gate would hear an injury in "hurts 5"."""


def may_walk(action: Action, zone: Zone) -> bool:
    """Whether an action is taken although its words may sound like a red flag."""
    if action.kind in HALTING:
        return True
    doubtful = zone is Zone.ASK_BACK and action.kind is not Kind.FELT
    return zone is not Zone.RED_FLAG and not doubtful
