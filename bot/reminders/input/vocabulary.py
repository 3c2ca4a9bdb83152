"""The words that a request for a reminder is made of, and what they mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.reminders.input.request import DayPart, Reason
from bot.reminders.schedule.week import EVERY_DAY, WEEKDAYS, WEEKEND, Days

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """So many days from today."""

    days: int
    part: DayPart | None = None


@dataclass(frozen=True, slots=True)
class Rotating:
    """Every so many days: about so often a week."""

    times: int


class Mark(Enum):
    """Words that change the meaning of others."""

    ONCE = "once"
    EXCEPT = "except"
    INSIST = "insist"
    NOTHING = "nothing"
    """It may stand anywhere and adds nothing."""


Meaning = Days | DayPart | Ahead | Rotating | Mark | Reason


_DAYS = (
    "monday mondays mon mons mo",
    "tuesday tuesdays tue tues tu",
    "wednesday wednesdays wed weds",
    "thursday thursdays thu thur thurs th",
    "friday fridays fri fris fr",
    "saturday saturdays sat sats sa",
    "sunday sundays sun suns su",
)
DAY_WORDS = {word: at for at, table in enumerate(_DAYS) for word in table.split()}
"""A word for one day of the week -> the day."""
SHORT_DAYS = frozenset(["mo", "tu", "we", "th", "fr", "sa", "su"])
"""The two letters of calendars; "we" only beside another one."""

_GROUPS: dict[str, Days] = {
    "every day, everyday, daily, each day, all days, all week, whole week, every single day, "
    "seven days, 7 days": EVERY_DAY,
    "weekday, weekdays, every weekday, workday, workdays, work days, working days, week days, "
    "school days": WEEKDAYS,
    "weekend, weekends, every weekend, week end": WEEKEND,
    "mwf, m w f": frozenset({0, 2, 4}),
    "tth, tuth, t th": frozenset({1, 3}),
    "tts, tths, t th s, t t s": frozenset({1, 3, 5}),
}
_PARTS: dict[DayPart, str] = {
    DayPart.MORNING: "morning, mornings, every morning, each morning, before work, before "
    "breakfast, "
    "breakfast, after breakfast, early",
    DayPart.MIDDAY: "lunch, lunchtime, lunch time, lunch break, at lunch",
    DayPart.AFTERNOON: "afternoon, afternoons, every afternoon",
    DayPart.EVENING: "evening, evenings, every evening, after work, after dinner, dinner, eve, "
    "late",
    DayPart.NIGHT: "night, nights, every night, nightly, bedtime, before bed",
}
_AHEAD: dict[Ahead, str] = {
    Ahead(0): "today, later today",
    Ahead(0, DayPart.EVENING): "tonight, this evening, tonite",
    Ahead(0, DayPart.MORNING): "this morning",
    Ahead(0, DayPart.AFTERNOON): "this afternoon",
    Ahead(1): "tomorrow, tmrw, tmr, tmw, tmrrw, tomoz, 2moro, 2morrow, tomo, tom",
    Ahead(2): "day after tomorrow, overmorrow",
}
_ROTATING: dict[Rotating, str] = {
    Rotating(3): "every other day, every second day, every two days, every 2 days, alternate days, "
    "alternating days, each other day, every 2nd day, every alternate day, eod, every 48 hours",
    Rotating(2): "every third day, every three days, every 3 days, every 3rd day, every four days, "
    "every fourth day, every 4 days, every 72 hours",
}
_MARKS: dict[Mark, str] = {
    Mark.ONCE: "this, next, coming, only once, just once, one time, once, one time only, single",
    Mark.EXCEPT: "except, except for, but not, not, excluding, without, apart from, but, minus, "
    "besides, other than, never",
    Mark.INSIST: "anyway, all the same, keep my days, keep them, keep these days, regardless",
    Mark.NOTHING: "remind, reminder, reminders, reminding, me, us, to, train, training, exercise, "
    "exercises, exercising, workout, workouts, work out, working out, hamstring, hamstrings, "
    "session, sessions, my, the, a, an, on, at, every, each, and, or, of, for, please, pls, can, "
    "could, you, i, id, im, want, would, like, lets, let, set, up, oclock, clock, around, about, "
    "ish, roughly, in, am, "
    "during, from, week, weekly, time, times, do, so, we, it, some, leg, legs, "
    "curl, curls, raise, raises, stretch, stretching, stretches, then, ok, okay, yes, hi, hey, "
    "hello, coach, day, days, s, schedule, plan, will, should, notify, ping, tell, add, new, "
    "starting, by, local, sharp, exactly, always, also, too, thanks, thank, per, be, is, with, "
    "make, that, one, both, regularly, week on, a week on, weeks, gym",
}
_REASONS: dict[Reason, str] = {
    Reason.NOT_WEEKLY: "fortnight, fortnightly, every fortnight, biweekly, monthly, every month, "
    "month, months, yearly, every year, every other week, every second week, every two weeks, "
    "every 2 weeks, every three weeks, every 3 weeks, every four weeks, every 4 weeks, "
    "alternate weeks, once a month, twice a month, every other, every second, first, last",
    Reason.TOO_OFTEN: "twice a day, twice daily, two times a day, 2 times a day, 2x a day, "
    "three times a day, 3 times a day, 3x a day, twice per day, hourly, every hour, "
    "every two hours, every 2 hours, every few hours, morning and evening, morning and night, "
    "mornings and evenings, all day, 2x day, 3x day, several times a day",
    Reason.DATE: "january, february, march, april, june, july, august, september, october, "
    "november, december, jan, feb, apr, jun, jul, aug, sep, sept, oct, nov, dec, next week, "
    "this week, next month",
    Reason.MIDNIGHT: "midnight, at midnight",
    Reason.LANGUAGE: "montag, montags, dienstag, dienstags, mittwoch, mittwochs, donnerstag, "
    "donnerstags, freitag, freitags, samstag, samstags, sonnabend, sonntag, sonntags, uhr, jeden, "
    "jede, taglich, morgens, abends, mittags, morgen, heute, und, um, erinnere, di, mi, "
    "lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, heures, heure, chaque, demain, et, "
    "lunes, martes, miercoles, jueves, viernes, sabado, domingo, cada, manana, "
    "lunedi, martedi, mercoledi, giovedi, venerdi, sabato, domenica, ogni, alle, ore, "
    "segunda, terca, quarta, quinta, sexta, feira, maandag, dinsdag, woensdag, donderdag, "
    "vrijdag, zaterdag, zondag, elke",
}


def _phrases(table: str) -> Iterator[Phrase]:
    yield from (tuple(phrase.split()) for phrase in table.split(","))


def _meanings() -> Iterator[tuple[Phrase, Meaning]]:
    yield from (((word,), frozenset({day})) for word, day in DAY_WORDS.items())
    for groups, days in _GROUPS.items():
        yield from ((phrase, days) for phrase in _phrases(groups))
    for tables in (_PARTS, _AHEAD, _ROTATING, _MARKS, _REASONS):
        for meaning, table in tables.items():
            yield from ((phrase, meaning) for phrase in _phrases(table))


PHRASES: dict[Phrase, Meaning] = dict(_meanings())
"""Phrase -> its meaning; of several, the longest counts."""
LONGEST = max(map(len, PHRASES))
"""Words in the longest phrase."""

WEEKLY = frozenset(
    {("a", "week"), ("per", "week"), ("each", "week"), ("every", "week"), ("week",), ("weekly",)}
)
"""How "twice a week" ends."""
FREQUENCIES = {"once": 1, "twice": 2, "thrice": 3}
TIMES = frozenset(["time", "times", "x", "day", "days"])
"""What may stand between a number and "a week"."""
RANGES = frozenset(["-", "to", "through", "thru", "till", "until"])
"""What stands between the first and the last day of a span."""
UNITS = frozenset(["minute", "minutes", "min", "mins", "hour", "hours", "hr", "hrs"])
EXPANDED = {
    **dict.fromkeys(("weeknight", "weeknights"), ("weekdays", "evening")),
    "noonish": ("noon",),
    "midday": ("noon",),
}
"""Words that stand for others."""
