"""Sessions driven by a script of actions: `begin done:12 felt:low_back rest_over@60`."""

from datetime import UTC, datetime, timedelta

from bot.knowledge.content.entries import Feeling
from bot.session.machine.machine import Result, advance, start
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.choices import Choices, Kit, PracticeLevel
from bot.session.model.events import StepOutcome
from bot.session.model.log import Effort
from bot.session.model.workouts import Guide

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WEIGHTS = Choices(Kit.ANKLE_WEIGHT, PracticeLevel.STEADY)
"""Three equal sets on each side, with something easier, something harder and other kit."""

PLACES = {
    "get_ready": "",
    "work": "begin",
    "switch": "begin done",
    "work_second": "begin done begin",
    "check_in": "begin done begin done",
    "rest": "begin done begin done skip",
    "rest_untimed": "off begin done begin done skip",
    "last_work": "begin done begin done skip skip done begin done skip skip done begin",
    "last_check_in": "begin done begin done skip skip done begin done skip skip done begin done",
    "paused": "begin pause",
    "idle": "begin idle@2700",
    "scale": "begin hurts",
    "cramp": "begin cramp",
    "cramp_asked": "begin cramp cramp_check@600",
    "stopped": "begin stop",
    "pain": "begin hurts:7",
    "cramp_long": "begin cramp cramp@600",
    "locked": "begin lock",
    "finished": "begin done save",
}
"""Everywhere a session can be -> the script that leads there."""


def action(word: str) -> SessionAction:
    """An action from a word: a kind, and behind a colon its detail."""
    name, _, detail = word.partition(":")
    kind = SessionVerb(name)
    match kind:
        case SessionVerb.FELT:
            return SessionAction(kind, feeling=Feeling(detail))
        case SessionVerb.EFFORT:
            return SessionAction(kind, effort=Effort(detail))
        case SessionVerb.OTHER_KIT:
            return SessionAction(kind, exercise=detail or None)
        case _:
            return SessionAction(kind, int(detail) if detail else None)


class Script:
    """A session that a script drives; each word takes a second, or as many as stand after its @."""

    def __init__(self, guide: Guide, words: str = "", choices: Choices = WEIGHTS) -> None:
        self.guide = guide
        self.now = NOW
        self.session = start(guide, "finisher", choices, NOW)
        self.outcome = StepOutcome.MOVED
        self.go(words)

    def go(self, words: str) -> "Script":
        """Take actions, each of which changes something."""
        for word in words.split():
            result = self.take(word)
            assert result.event, f"{word} changed nothing: {result.outcome}"
        return self

    def take(self, word: str) -> Result:
        """Take one action that may change nothing."""
        word, _, seconds = word.partition("@")
        return self.act(action(word), int(seconds or 1))

    def act(self, act: SessionAction, seconds: int = 1) -> Result:
        """Take one action."""
        self.now += seconds * SECOND
        result = advance(self.guide, self.session, act, self.now)
        self.session, self.outcome = result.session, result.outcome
        return result


def at(guide: Guide, place: str) -> Script:
    """A session at one of the places."""
    return Script(guide, PLACES[place])
