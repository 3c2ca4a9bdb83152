"""A wish that is not complete yet as one short word, for buttons and for storage."""

import re
from datetime import time

from bot.reminders.input.request import DayPart, ReminderRequest

_WORD = re.compile(
    r"([0-6]{1,7}|-)\.((?:[01]\d|2[0-3])[0-5]\d|-)\."
    r"(o?)(?:p([mdaen]))?(?:a(\d{1,2}))?(s?)(?:x(\d))?(r?)(k?)",
    re.ASCII,
)
_HALF_DAY = re.compile("0[1-9]|1[01]")
"""Hours that may be in the morning or in the evening."""


def to_word(wanted: ReminderRequest) -> str:
    """The wish in at most 28 bytes, without colons: "03.1900." is Monday and Thursday at 19:00."""
    days = "".join(map(str, sorted(wanted.days)))
    extras = (
        "o" if wanted.is_open else "",
        f"p{wanted.part.value}" if wanted.part else "",
        "" if wanted.ahead is None else f"a{wanted.ahead}",
        "s" if wanted.once else "",
        f"x{wanted.times}" if wanted.times else "",
        "r" if wanted.rotating else "",
        "k" if wanted.insists else "",
    )
    return f"{days or '-'}.{f'{wanted.at:%H%M}' if wanted.at else '-'}.{''.join(extras)}"


def from_word(word: str) -> ReminderRequest | None:
    """The wish behind a word; None for anything else: buttons come from outside."""
    found = _WORD.fullmatch(word)
    if found is None:
        return None
    days, at, is_open, part, ahead, once, times, rotating, insists = found.groups()
    if is_open and not _HALF_DAY.match(at):
        return None
    return ReminderRequest(
        days=frozenset() if days == "-" else frozenset(map(int, days)),
        at=None if at == "-" else time(int(at[:2]), int(at[2:])),
        is_open=bool(is_open),
        part=DayPart(part) if part else None,
        ahead=int(ahead) if ahead else None,
        once=bool(once),
        times=int(times) if times else None,
        rotating=bool(rotating),
        insists=bool(insists),
    )
