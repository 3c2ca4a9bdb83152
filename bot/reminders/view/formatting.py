"""Days and times for the eye and for the ear."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import Protocol

from bot.domain.number_words import cardinal, ordinal
from bot.domain.replies import Placement, Reply, Rows
from bot.reminders.input.timezones import city
from bot.reminders.schedule.local_time import to_utc, zone_named
from bot.reminders.schedule.rule import Occasion, Rule, next_due
from bot.reminders.schedule.week import EVERY_DAY, NAMES, WEEKDAYS, WEEKEND, Days

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_PARTS = ((5, "at night"), (12, "in the morning"), (18, "in the afternoon"), (22, "in the evening"))


class Manner(Protocol):
    """How times and dates are written or spoken."""

    def clock(self, at: time) -> str:
        """A time of day."""

    def date(self, on: date) -> str:
        """A date without its year."""


class _Written:
    def clock(self, at: time) -> str:
        return f"{at:%H:%M}"

    def date(self, on: date) -> str:
        return f"{NAMES[on.weekday()]} {on.day} {MONTHS[on.month - 1]}"


class _Spoken:
    def clock(self, at: time) -> str:
        if at in {time(0), time(12)}:
            return "midnight" if at == time(0) else "noon"
        minutes = {0: ""}.get(at.minute, f" {_minutes(at.minute)}")
        return f"{cardinal(at.hour % 12 or 12)}{minutes} {part_of_day(at)}"

    def date(self, on: date) -> str:
        return f"{NAMES[on.weekday()]}, the {ordinal(on.day)} of {MONTHS[on.month - 1]}"


WRITTEN: Manner = _Written()
"""19:30, Monday 2 March."""
SPOKEN: Manner = _Spoken()
"""Seven thirty in the evening, Monday, the second of March."""


def part_of_day(at: time) -> str:
    """As in "in the morning", "in the evening" and so on."""
    return next((part for hour, part in _PARTS if at.hour < hour), "at night")


def _minutes(minutes: int) -> str:
    words = cardinal(minutes)
    return f"oh {words}" if minutes < 10 else words  # noqa: PLR2004 - digits


def listed(names: Sequence[str]) -> str:
    """As in "Monday", "Monday and Thursday", "Monday, Wednesday and Friday"."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def named(days: Days) -> str:
    """Days of the week in a sentence."""
    if days == EVERY_DAY:
        return "every day"
    groups = {WEEKDAYS: "Monday to Friday", WEEKEND: "Saturday and Sunday"}
    return groups.get(days) or listed([NAMES[day] for day in sorted(days)])


def label(days: Days) -> str:
    """Days of the week on a button."""
    return named(days).capitalize() if days == EVERY_DAY else named(days)


def plan(rule: Rule, manner: Manner) -> str:
    """A rule in a few words: "Every Monday and Thursday at 19:00, Berlin time"."""
    where = f"{city(rule.zone)} time"
    if rule.starts_on and rule.is_single:
        return f"Once, on {manner.date(rule.starts_on)} at {manner.clock(rule.at)}, {where}"
    every = named(rule.days)
    often = every.capitalize() if rule.days == EVERY_DAY else f"Every {every}"
    return f"{often} at {manner.clock(rule.at)}, {where}"


def occasion_line(occasion: Occasion, zone: str, manner: Manner) -> str:
    """An occasion with the time that the person's clock will show."""
    shown = occasion.at.astimezone(zone_named(zone))
    line = f"{manner.date(occasion.on)}, {manner.clock(shown.time())}"
    return f"{line}, because clocks change that night" if occasion.shifted else line


def next_line(rule: Rule, now: datetime, manner: Manner) -> str:
    """When a rule is due next, after a moment (aware); nothing when it is over."""
    coming = next_due(rule, now)
    return f"Next: {occasion_line(coming, rule.zone, manner)}." if coming else ""


def moment(at: datetime, zone: str, manner: Manner) -> str:
    """A moment (aware) on the person's clock: "Monday 2 March, 19:00"."""
    shown = to_utc(at).astimezone(zone_named(zone))
    return f"{manner.date(shown.date())}, {manner.clock(shown.time())}"


def paragraphs(*parts: str) -> str:
    """Those that are not empty, apart from each other."""
    return "\n\n".join(part for part in parts if part)


def lines(parts: Iterable[str]) -> str:
    """One below the other, each a sentence: a voice pauses between them."""
    return "\n".join(f"{part}." for part in parts)


def spoken_reply(
    title: str,
    body: Callable[[Manner], str],
    buttons: Rows = (),
    place: Placement = Placement.NEW,
    note: str = "",
) -> Reply:
    """A reply whose words differ for the eye and for the ear."""
    text, spoken = body(WRITTEN), body(SPOKEN)
    heading = title if title.endswith("?") or not title else f"{title}."
    speech = " ".join((heading, *spoken.split())).strip()
    return Reply(
        text=text,
        title=title,
        note=note,
        buttons=buttons,
        place=place,
        speech="" if spoken == text else speech,
    )
