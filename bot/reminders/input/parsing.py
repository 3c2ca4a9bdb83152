"""Words -> what a person wants to be reminded of, a question, or what was not understood."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.reminders.input.request import (
    Answer,
    DayPart,
    NotUnderstood,
    PendingQuestion,
    Reason,
    ReminderRequest,
    Which,
)
from bot.reminders.input.times import Clock, TimeReading, Words, number, read_time, resolve_time
from bot.reminders.input.tokens import DATE, MOST_WORDS, fold, is_latin, tokenize
from bot.reminders.input.vocabulary import (
    DAY_WORDS,
    FREQUENCIES,
    LONGEST,
    PHRASES,
    RANGES,
    TIMES,
    UNITS,
    WEEKLY,
    Ahead,
    Mark,
    Meaning,
    Rotating,
)
from bot.reminders.schedule.week import EVERY_DAY, NO_DAYS, Days, is_legal, offers, span


@dataclass(frozen=True, slots=True)
class _Frequency:
    """So many times a week."""

    times: int


_Found = Meaning | TimeReading | _Frequency
_Read = tuple[_Found | NotUnderstood, int]
"""What words mean, and how many they are."""

START = ReminderRequest()


def parse_request(text: str, so_far: ReminderRequest = START, others: Days = NO_DAYS) -> Answer:
    """The request in a text: complete, or with the next question, or why there is none.

    `so_far` is the request before a question was asked; `others` are the days that the person's
    other reminders take.
    """
    folded = fold(text)
    if not is_latin(folded):
        return NotUnderstood(Reason.LANGUAGE)
    words = tokenize(folded)
    found = _meanings(words)
    if isinstance(found, NotUnderstood):
        return found
    request = _gathered(found)
    if isinstance(request, NotUnderstood):
        return request
    return next_step(_merged(so_far, request), others)


def next_step(
    request: ReminderRequest, others: Days = NO_DAYS
) -> ReminderRequest | PendingQuestion:
    """The request when it is complete; else the next question.

    What is not clear comes first, then what is missing.
    """
    which = _unclear(request, others) or _missing(request)
    if which is None:
        return request
    asks_days = which in {Which.DAYS, Which.LEGAL_DAYS, Which.ROTATING}
    return PendingQuestion(
        which, request, offers(request.days, others, request.times) if asks_days else ()
    )


def _unclear(request: ReminderRequest, others: Days) -> Which | None:
    if request.rotating and not request.days:
        return Which.ROTATING
    if _is_crowded(request, others):
        return Which.LEGAL_DAYS
    if request.times and not request.days:
        return Which.DAYS
    if request.is_open:
        return Which.MORNING_OR_EVENING
    return Which.TIME if request.part and request.at is None else None


def _is_crowded(request: ReminderRequest, others: Days) -> bool:
    """Whether the days leave too little rest; of one date only, real dates must decide."""
    if not request.days or request.once or request.insists:
        return False
    return not is_legal(request.days | others)


def _missing(request: ReminderRequest) -> Which | None:
    if not request.has_days:
        return Which.DAYS
    return Which.TIME if request.at is None else None


# What the words mean, one after the other.


def _meanings(words: Words) -> list[_Found] | NotUnderstood:
    if len(words) > MOST_WORDS:
        return NotUnderstood(Reason.TOO_LONG)
    foreign = [word for word in words if PHRASES.get((word,)) is Reason.LANGUAGE]
    if foreign:
        return NotUnderstood(Reason.LANGUAGE)
    found: list[_Found] = []
    at = 0
    while at < len(words):
        meaning, length = _first(words[at:])
        if isinstance(meaning, NotUnderstood):
            return meaning
        found.append(meaning)
        at += length
    return found


def _first(words: Words) -> _Read:
    """What the words begin with."""
    readings = (_frequency, _from_now, _span, _phrase, _date, _time, _word)
    return next(found for reading in readings if (found := reading(words)))


def _frequency(words: Words) -> _Read | None:
    """As in "twice a week", "3 times a week", "4x week"."""
    count = FREQUENCIES.get(words[0]) or number((words[0].removesuffix("x"),))
    unit = words[1:2] != () and words[1] in TIMES
    start = 2 if unit else 1
    length = next((size for size in (2, 1) if words[start : start + size] in WEEKLY), 0)
    counts = unit or words[0] in FREQUENCIES or words[0].endswith("x")
    if not count or not length or not counts:
        return None
    return _Frequency(min(count, len(EVERY_DAY))), start + length


def _from_now(words: Words) -> _Read | None:
    """As in "in 3 days", "for 20 minutes"; and "in two hours", which comes to nothing here."""
    if words[0] not in {"in", "for"}:
        return None
    rest = words[2:] if words[1:2] == ("half",) else words[1:]
    count = 1 if rest[:1] in {("a",), ("an",)} else number(rest[:1])
    if count is None or len(rest) < 2:  # noqa: PLR2004 - a number and its unit
        return None
    if words[0] == "for":
        return (Mark.NOTHING, 3) if rest[1] in UNITS else None
    if rest[1] in UNITS:
        return NotUnderstood(Reason.IN_HOURS, " ".join(words[:3])), 1
    return (Ahead(count), 3) if rest[1] in {"day", "days"} else None


def _span(words: Words) -> _Read | None:
    """As in "mon-fri", "monday to friday"; with more than two days, dashes only set them apart."""
    days = tuple(_joined(words))
    if len(days) < 2:  # noqa: PLR2004 - from one to another
        return None
    length = 2 * len(days) - 1
    return (span(*days), length) if len(days) == 2 else (frozenset(days), length)  # noqa: PLR2004


def _joined(words: Words) -> Iterator[int]:
    """The days at the start, with "-" or "to" between them."""
    for at in range(0, len(words), 2):
        if words[at] not in DAY_WORDS or (at and words[at - 1] not in RANGES):
            return
        yield DAY_WORDS[words[at]]


def _phrase(words: Words) -> _Read | None:
    """The longest phrase of more than one word."""
    for size in range(min(LONGEST, len(words)), 1, -1):
        meaning = PHRASES.get(words[:size])
        if meaning is not None:
            return _refused(meaning, " ".join(words[:size])), size
    return None


def _date(words: Words) -> _Read | None:
    return (NotUnderstood(Reason.DATE, words[0]), 1) if DATE.fullmatch(words[0]) else None


def _time(words: Words) -> _Read | None:
    reading = read_time(words)
    return (reading, reading.length) if reading else None


def _word(words: Words) -> _Read:
    first = words[0]
    if first == "-":
        return Mark.NOTHING, 1
    meaning = PHRASES.get((first,))
    if meaning is not None:
        return _refused(meaning, first), 1
    reason = Reason.HOUR if first[0].isdecimal() else Reason.WORD
    return NotUnderstood(reason, first), 1


def _refused(meaning: Meaning, text: str) -> Meaning | NotUnderstood:
    return NotUnderstood(meaning, text) if isinstance(meaning, Reason) else meaning


# All meanings together.


def _gathered(found: list[_Found]) -> ReminderRequest | NotUnderstood:
    parts = set(_parts(found))
    if len(parts) > 1:
        return NotUnderstood(Reason.TOO_OFTEN)
    part = next(iter(parts), None)
    clock = _clock(found, part)
    days = _days(found)
    for wrong in (clock, days):
        if isinstance(wrong, NotUnderstood):
            return wrong
    assert not isinstance(clock, NotUnderstood)
    assert not isinstance(days, NotUnderstood)
    return ReminderRequest(
        days=days,
        at=clock.at if clock else None,
        is_open=clock.is_open if clock else False,
        part=None if clock else part,
        ahead=next((one.days for one in found if isinstance(one, Ahead)), None),
        once=Mark.ONCE in found or any(isinstance(one, Ahead) for one in found),
        times=next(_times(found), None),
        rotating=any(isinstance(one, Rotating) for one in found),
        insists=Mark.INSIST in found,
    )


def _parts(found: list[_Found]) -> Iterator[DayPart]:
    for one in found:
        if isinstance(one, DayPart):
            yield one
        elif isinstance(one, Ahead) and one.part:
            yield one.part


def _clock(found: list[_Found], part: DayPart | None) -> Clock | NotUnderstood | None:
    clocks = [resolve_time(one, part) for one in found if isinstance(one, TimeReading)]
    wrong = next((one for one in clocks if isinstance(one, NotUnderstood)), None)
    if wrong:
        return wrong
    if len(set(clocks)) > 1:
        return NotUnderstood(Reason.TWO_TIMES)
    return clocks[0] if clocks else None


def _days(found: list[_Found]) -> Days | NotUnderstood:
    """The days named, without those behind "except"."""
    at = found.index(Mark.EXCEPT) if Mark.EXCEPT in found else len(found)
    taken = NO_DAYS.union(*(one for one in found[:at] if isinstance(one, frozenset)))
    out = NO_DAYS.union(*(one for one in found[at:] if isinstance(one, frozenset)))
    left = (taken or EVERY_DAY) - out if out else taken
    return left if left or not out else NotUnderstood(Reason.NO_DAY)


def _times(found: list[_Found]) -> Iterator[int]:
    for one in found:
        if isinstance(one, _Frequency | Rotating):
            yield one.times


# An answer joins the request before it.


def _merged(before: ReminderRequest, new: ReminderRequest) -> ReminderRequest:
    return _with_time(_with_days(before, new), new)


def _with_days(before: ReminderRequest, new: ReminderRequest) -> ReminderRequest:
    """New days take the place of old ones; "only once" and "all the same" are about the old."""
    if new.has_days or new.times or new.rotating:
        return replace(
            before,
            days=new.days,
            ahead=new.ahead,
            once=new.once,
            times=new.times,
            rotating=new.rotating,
            insists=new.insists,
        )
    return replace(before, once=before.once or new.once, insists=before.insists or new.insists)


def _with_time(before: ReminderRequest, new: ReminderRequest) -> ReminderRequest:
    if new.at:
        return _in_part(before, new, before.part)
    if new.part and before.is_open:
        return _in_part(before, before, new.part)
    if new.part:
        return replace(before, at=None, is_open=False, part=new.part)
    return before


def _in_part(
    before: ReminderRequest, new: ReminderRequest, part: DayPart | None
) -> ReminderRequest:
    """With the new time; in that part of the day when it may lie in more than one."""
    assert new.at
    if not new.is_open:
        return replace(before, at=new.at, is_open=False, part=None)
    clock = resolve_time(TimeReading("", new.at.hour, new.at.minute), part)
    assert isinstance(clock, Clock)  # an open time lies between one and twelve
    return replace(before, at=clock.at, is_open=clock.is_open, part=None)
