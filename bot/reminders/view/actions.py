"""What can be done about reminders, and how it travels behind a button."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.replies import Button, Verb, act
from bot.reminders.input.request import ReminderRequest, decode_request, encode_request
from bot.reminders.schedule.local_time import ReminderError, zone_named
from bot.reminders.schedule.pause import Cause


class ReminderVerb(StrEnum):
    """What is asked for."""

    NEW = "new"
    LIST = "list"
    FILE = "file"
    """The reminders for a calendar."""
    NEVER_MIND = "never"
    REQUEST = "wish"
    """A request as it stands: ask the next question, or propose it."""
    DAYS = "days"
    """Choose its days one by one."""
    TIMES = "times"
    """Choose its time."""
    SAVE = "save"
    SHIFT = "shift"
    """Come at another time from now on; what was put off still comes."""
    KEEP_TIME = "keep"
    """Go on at the time as it is."""
    EDIT = "edit"
    HOLD = "hold"
    """Pause one reminder until the person says so."""
    RELEASE = "release"
    DELETE = "delete"
    START = "start"
    SNOOZE = "snooze"
    TOMORROW = "tomorrow"
    SKIP = "skip"
    """Without a reason: ask for it."""
    MOVE = "move"
    """Train on another date instead."""
    PAUSE = "pause"
    """Without a cause: ask for it; without a number of days: ask for that, but for an injury, which
    has no end before the person says so; 0 days have no end either."""
    UNPAUSE = "unpause"
    ZONE = "zone"
    """Without a zone: ask for it."""
    STOP_ASKING = "stop"
    """No more weekly questions."""


class SkipReason(StrEnum):
    """Why a session is skipped."""

    SORE = "sore"
    PAIN = "pain"
    NO_TIME = "busy"
    AWAY = "away"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class ReminderAction:
    """One thing to do, with its details."""

    kind: ReminderVerb
    rule: int | None = None
    """Id of the reminder; of a request: the one that it changes."""
    on: date | None = None
    """The occasion's date; of a move: the new one."""
    request: ReminderRequest | None = None
    why: SkipReason | None = None
    cause: Cause | None = None
    days: int | None = None
    zone: str | None = None


_SHAPES: Mapping[ReminderVerb, tuple[int, tuple[str, ...]]] = {
    **dict.fromkeys(
        (
            ReminderVerb.NEW,
            ReminderVerb.LIST,
            ReminderVerb.FILE,
            ReminderVerb.NEVER_MIND,
            ReminderVerb.UNPAUSE,
            ReminderVerb.STOP_ASKING,
        ),
        (0, ()),
    ),
    **dict.fromkeys(
        (
            ReminderVerb.REQUEST,
            ReminderVerb.DAYS,
            ReminderVerb.TIMES,
            ReminderVerb.SAVE,
            ReminderVerb.SHIFT,
        ),
        (1, ("request", "rule")),
    ),
    **dict.fromkeys(
        (
            ReminderVerb.EDIT,
            ReminderVerb.HOLD,
            ReminderVerb.RELEASE,
            ReminderVerb.DELETE,
            ReminderVerb.KEEP_TIME,
        ),
        (1, ("rule",)),
    ),
    **dict.fromkeys(
        (
            ReminderVerb.START,
            ReminderVerb.SNOOZE,
            ReminderVerb.TOMORROW,
            ReminderVerb.MOVE,
        ),
        (2, ("rule", "on")),
    ),
    ReminderVerb.SKIP: (2, ("rule", "on", "why")),
    ReminderVerb.PAUSE: (0, ("cause", "days")),
    ReminderVerb.ZONE: (0, ("zone",)),
}
"""How many details each kind has at least, and which, in order."""
_DETAILS = tuple(field.name for field in fields(ReminderAction))[1:]
_LONGEST_PAUSE = 365
"""Days."""
_DIGITS = 12
"""Longest number in a button."""


def to_arguments(action: ReminderAction) -> tuple[str, ...]:
    """The action as the arguments of a button: kind and details, times as "1900".

    Raises `ValueError` for details that do not belong to the kind.
    """
    least, names = _SHAPES[action.kind]
    given = [name for name in _DETAILS if getattr(action, name) is not None]
    if set(given) != set(names[: len(given)]) or len(given) < least:
        raise ValueError(f"{action} has no shape")
    return (action.kind.value, *(_written(getattr(action, name)) for name in names[: len(given)]))


def _written(detail: ReminderRequest | date | int | str) -> str:
    if isinstance(detail, ReminderRequest):
        return encode_request(detail)
    return f"{detail:%Y%m%d}" if isinstance(detail, date) else str(detail)


def from_arguments(arguments: Sequence[str]) -> ReminderAction | None:
    """The action behind a button; None for anything else: buttons come from outside."""
    try:
        kind = ReminderVerb(arguments[0])
        least, names = _SHAPES[kind]
        given = arguments[1:]
        if not least <= len(given) <= len(names):
            return None
        return ReminderAction(kind, **dict(zip(names, map(_read, names, given), strict=False)))
    except (ValueError, IndexError, ReminderError):
        return None


def _read(name: str, text: str) -> Any:  # noqa: ANN401 - each detail has its own type
    """A detail from its text. Raises `ValueError`, or `ReminderError` for an unknown zone."""
    return _READERS[name](text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise ValueError(text)
    return int(text)


def _days(text: str) -> int:
    days = _number(text)
    if days > _LONGEST_PAUSE:
        raise ValueError(text)
    return days


def _date(text: str) -> date:
    number = _number(text)
    return date(number // 10000, number // 100 % 100, number % 100)


def _request(text: str) -> ReminderRequest:
    request = decode_request(text)
    if request is None:
        raise ValueError(text)
    return request


def _zone(text: str) -> str:
    return zone_named(text).key


_READERS: Mapping[str, Callable[[str], object]] = {
    "rule": _number,
    "on": _date,
    "request": _request,
    "why": SkipReason,
    "cause": Cause,
    "days": _days,
    "zone": _zone,
}


def button(label: str, action: ReminderAction) -> Button:
    """A button for an action."""
    return act(label, Verb.REMIND, *to_arguments(action))
