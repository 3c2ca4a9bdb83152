"""Reminders as an .ics file (RFC 5545) for the calendars of Google, Apple and Microsoft."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import reduce

from bot.reminders.clocks import aware, zone_named
from bot.reminders.kept import Kept
from bot.reminders.observances import CODES, Observance, observances
from bot.reminders.rule import Rule, next_due

MINUTES = 15
"""How long a session takes in the calendar."""
_LINE = 75
"""Bytes in a line, at most."""
_TITLE = "Hamstring training"
_DETAILS = "Planned with your training coach. Change the plan there, then fetch this file again."
_ESCAPES = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"))


def calendar(kept: Iterable[Kept], stamp: datetime) -> str:
    """The file. `stamp` (aware) is when it is made; what was over before is left out.

    An event's id stays the same, so that fetching the file again changes it and adds no second one.
    """
    coming = [(one, on) for one in kept if (on := _first(one.rule, stamp))]
    zones = sorted({one.rule.zone for one, _ in coming})
    year = aware(stamp).year
    found = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//hamstring-coach//reminders//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(_TITLE)}",
        *(line for zone in zones for line in _zone(zone, year)),
        *(line for one, on in coming for line in _event(one, on, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in found)


def _first(rule: Rule, stamp: datetime) -> date | None:
    coming = next_due(rule, stamp)
    return coming.on if coming else None


def _event(one: Kept, on: date, stamp: datetime) -> Iterator[str]:
    rule = one.rule
    yield "BEGIN:VEVENT"
    yield f"UID:reminder-{one.id}@hamstring-coach"
    yield f"DTSTAMP:{_utc(stamp)}"
    yield f"DTSTART;TZID={rule.zone}:{_local(datetime.combine(on, rule.at))}"
    yield f"DURATION:PT{MINUTES}M"
    if not rule.is_single:
        yield f"RRULE:FREQ=WEEKLY;WKST=MO{_until(rule)};BYDAY={_days(rule)}"
    yield f"SUMMARY:{escaped(_TITLE)}"
    yield f"DESCRIPTION:{escaped(_DETAILS)}"
    yield "END:VEVENT"


def _days(rule: Rule) -> str:
    return ",".join(CODES[day] for day in sorted(rule.days))


def _until(rule: Rule) -> str:
    if rule.ends_on is None:
        return ""
    last = datetime.combine(rule.ends_on, time(23, 59), tzinfo=zone_named(rule.zone))
    return f";UNTIL={_utc(last)}"


def _zone(name: str, year: int) -> Iterator[str]:
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{name}"
    yield f"X-LIC-LOCATION:{name}"
    for one in observances(zone_named(name), year):
        yield from _observance(one)
    yield "END:VTIMEZONE"


def _observance(one: Observance) -> Sequence[str]:
    kind = "DAYLIGHT" if one.is_summer else "STANDARD"
    return (
        f"BEGIN:{kind}",
        f"TZNAME:{escaped(one.name)}",
        f"TZOFFSETFROM:{one.before}",
        f"TZOFFSETTO:{one.after}",
        f"DTSTART:{_local(one.starts[0])}",
        *((f"RRULE:FREQ=YEARLY;{one.yearly}",) if one.yearly else ()),
        *(f"RDATE:{_local(start)}" for start in one.starts[1:]),
        f"END:{kind}",
    )


def _utc(moment: datetime) -> str:
    return f"{_local(moment.astimezone(UTC))}Z"


def _local(wall: datetime) -> str:
    return f"{wall:%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    """Text as a value of the format."""
    return reduce(lambda done, pair: done.replace(*pair), _ESCAPES, text)


def folded(line: str) -> str:
    """The line in pieces of at most 75 bytes; no letter is cut in two."""
    pieces, size = [""], 0
    for letter in line:
        size += len(letter.encode())
        if size > _LINE:
            pieces.append(" ")
            size = 1 + len(letter.encode())
        pieces[-1] += letter
    return "\r\n".join(pieces)
