"""What was asked and awaits an answer: every kind of question, and how each is written down."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SafetyQuestion:
    """A question about a red flag; yes locks training, no goes on with what was asked before."""

    family: str
    """The red-flag family that it is about."""


@dataclass(frozen=True, slots=True)
class PainQuestion:
    """Where it hurts, and since when; the safety check reads the answer."""


@dataclass(frozen=True, slots=True)
class ZoneQuestion:
    """Which time zone somebody lives in; an unfinished reminder goes on afterwards."""

    draft: str = ""
    """The reminder as far as it was said, in the short form of the room `reminders`; or empty."""
    changes: int | None = None
    """Id of the reminder that the draft changes; None for a new one."""


@dataclass(frozen=True, slots=True)
class ReminderQuestion:
    """Something about an unfinished reminder: its days, its time, or whether to keep it."""

    draft: str
    """The reminder as far as it was said, in the short form of the room `reminders`."""
    changes: int | None = None
    """Id of the reminder that the draft changes; None for a new one."""


Pending = PainQuestion | ZoneQuestion | ReminderQuestion
"""Questions that a safety question may interrupt; they are still open after it."""
Awaited = SafetyQuestion | Pending

_PAIN, _ZONE, _REMINDER = "pain", "zone", "wish"
"""How each kind begins when it is written down."""


def to_text(pending: Pending) -> str:
    """A question as one short text: kind, draft and id, with bars between them."""
    match pending:
        case PainQuestion():
            return _PAIN
        case ZoneQuestion(draft, changes):
            return "|".join((_ZONE, draft, _number(changes)))
        case ReminderQuestion(draft, changes):
            return "|".join((_REMINDER, draft, _number(changes)))


def from_text(text: str) -> Pending | None:
    """The question that was written down; None for what this version does not know."""
    kind, draft, changes = (*text.split("|"), "", "")[:3]
    if changes and not (changes.isascii() and changes.isdigit()):
        return None
    rule = int(changes) if changes else None
    if kind == _PAIN:
        return PainQuestion()
    if kind == _ZONE:
        return ZoneQuestion(draft, rule)
    return ReminderQuestion(draft, rule) if kind == _REMINDER and draft else None


def _number(rule: int | None) -> str:
    return "" if rule is None else str(rule)
