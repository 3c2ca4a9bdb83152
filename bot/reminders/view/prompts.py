"""Questions and refusals on the way to a reminder, and the question for the time zone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time

from bot.domain.replies import Button, Placement, Reply, Rows, grid
from bot.reminders.input.request import (
    DayPart,
    NotUnderstood,
    PendingQuestion,
    Reason,
    ReminderRequest,
    Which,
)
from bot.reminders.input.timezones import Places, city
from bot.reminders.schedule.local_time import to_utc, zone_named
from bot.reminders.schedule.week import EVERY_DAY, MOST, NAMES, NO_DAYS, Days, is_legal
from bot.reminders.view.actions import ReminderAction, ReminderVerb, button
from bot.reminders.view.formatting import WRITTEN, Manner, label, named, part_of_day, spoken_reply

EXAMPLE = "mon thu 19:00"
_TIMES = {
    None: (7, 8, 12, 17, 18, 19, 20),
    DayPart.MORNING: (6, 7, 8, 9),
    DayPart.MIDDAY: (11, 12, 13),
    DayPart.AFTERNOON: (14, 15, 16, 17),
    DayPart.EVENING: (18, 19, 20, 21),
    DayPart.NIGHT: (20, 21),
}
"""Hours to choose from, in each part of the day."""
_IN_A_ROW = 4
"""Buttons in a row."""
_NEVER_MIND = button("Never mind", ReminderAction(ReminderVerb.NEVER_MIND))


def question(
    asked: PendingQuestion, changes: int | None = None, place: Placement = Placement.NEW
) -> Reply:
    """The next question. `changes` is the id of the reminder that is being changed."""
    return replace(_QUESTIONS[asked.which](asked, changes), place=place)


def _days(asked: PendingQuestion, changes: int | None) -> Reply:
    if not asked.offers:
        return _full()
    times = asked.so_far.times or 0
    plenty = "Three times a week is plenty for hamstrings. " if times > MOST else ""
    return Reply(
        title="Which days?",
        text=f"{plenty}Pick a set, or write your own days, for example: tuesday friday.",
        buttons=_offered(asked, changes),
    )


def _legal_days(asked: PendingQuestion, changes: int | None) -> Reply:
    if not asked.offers:
        return _full()
    keep = replace(asked.so_far, insists=True)
    days = named(asked.so_far.days)
    beside = " beside your other reminders" if is_legal(asked.so_far.days) else ""
    text = (
        f"You said {days}{beside}. Your hamstrings need about 48 hours between sessions, so a day "
        "of rest lies between, and three a week are enough. What do you think of one of these?"
    )
    return Reply(
        title="A day of rest between",
        text=text,
        buttons=(
            *_offered(asked, changes),
            (
                button(
                    "Keep the days I said",
                    ReminderAction(ReminderVerb.REQUEST, changes, request=keep),
                ),
            ),
        ),
    )


def _rotating(asked: PendingQuestion, changes: int | None) -> Reply:
    if not asked.offers:
        return _full()
    return Reply(
        title="Which days?",
        text="That is a good rhythm, but a week has seven days, so it would be other days each "
        "week. Shall we keep the same days?",
        buttons=_offered(asked, changes),
    )


def _offered(asked: PendingQuestion, changes: int | None) -> Rows:
    request = replace(asked.so_far, times=None, rotating=False)
    sets = tuple(
        (
            button(
                label(days),
                ReminderAction(ReminderVerb.REQUEST, changes, request=replace(request, days=days)),
            ),
        )
        for days in asked.offers
    )
    single = ReminderAction(ReminderVerb.DAYS, changes, request=replace(request, days=NO_DAYS))
    return (*sets, (button("Choose day by day", single),))


def _full() -> Reply:
    return Reply(
        title="Your week is full",
        text="Your reminders leave no other day with enough rest around it. "
        "You can change one of them, or delete it.",
        buttons=((button("All reminders", ReminderAction(ReminderVerb.LIST)),),),
    )


def choosing_days(
    request: ReminderRequest, others: Days = NO_DAYS, changes: int | None = None
) -> Reply:
    """The days to tap, one by one; those that would come too close are not offered."""
    chosen = request.days
    buttons = [
        _day(day, request, changes)
        for day in sorted(EVERY_DAY)
        if day in chosen or is_legal(chosen | others | {day})
    ]
    ready = replace(request, insists=request.insists and not is_legal(chosen | others))
    done = (
        (button("That is it", ReminderAction(ReminderVerb.REQUEST, changes, request=ready)),)
        if chosen
        else ()
    )
    said_so_far = f"So far: {named(chosen)}." if chosen else "No day yet."
    return Reply(
        title="Which days?",
        text=f"Tap a day to choose it, and again to take it back. {said_so_far} "
        "Days without enough rest around them are left out.",
        buttons=(*grid(buttons, 2), *((done,) if done else ()), (_NEVER_MIND,)),
        place=Placement.INSTEAD,
    )


def _day(day: int, request: ReminderRequest, changes: int | None) -> Button:
    after = replace(request, days=request.days ^ {day}, ahead=None, once=False)
    text = f"{NAMES[day]} (chosen)" if day in request.days else NAMES[day]
    return button(text, ReminderAction(ReminderVerb.DAYS, changes, request=after))


def _time(asked: PendingQuestion, changes: int | None) -> Reply:
    return choosing_time(asked.so_far, changes, Placement.NEW)


def choosing_time(
    request: ReminderRequest, changes: int | None = None, place: Placement = Placement.INSTEAD
) -> Reply:
    """The time to tap, or to write."""

    def option(hour: int) -> Button:
        chosen = replace(request, at=time(hour), is_open=False, part=None)
        return button(
            WRITTEN.clock(time(hour)),
            ReminderAction(ReminderVerb.REQUEST, changes, request=chosen),
        )

    return spoken_reply(
        "At what time?",
        lambda manner: f"Pick one or write it, for example: {manner.clock(time(18, 30))}.",
        (*grid([option(hour) for hour in _TIMES[request.part]], _IN_A_ROW), (_NEVER_MIND,)),
        place,
    )


def _half(asked: PendingQuestion, changes: int | None) -> Reply:
    at = asked.so_far.at
    assert at  # that is what is asked about
    halves = (at, at.replace(hour=(at.hour + 12) % 24))

    def option(one: time) -> Button:
        chosen = replace(asked.so_far, at=one, is_open=False)
        text = f"{WRITTEN.clock(one)}, {part_of_day(one)}"
        return button(text, ReminderAction(ReminderVerb.REQUEST, changes, request=chosen))

    def body(manner: Manner) -> str:
        first, second = (manner.clock(one) for one in halves)
        return f"Do you mean {first} or {second}?"

    return spoken_reply("Morning or evening?", body, tuple((option(one),) for one in halves))


_QUESTIONS: dict[Which, Callable[[PendingQuestion, int | None], Reply]] = {
    Which.DAYS: _days,
    Which.LEGAL_DAYS: _legal_days,
    Which.ROTATING: _rotating,
    Which.TIME: _time,
    Which.MORNING_OR_EVENING: _half,
}


# What was not understood.

_REFUSALS = {
    Reason.WORD: "I do not know what \u201c{detail}\u201d means for a reminder.",
    Reason.LANGUAGE: "I read English only, sorry. Days are mon, tue, wed, thu, fri, sat, sun.",
    Reason.HOUR: "\u201c{detail}\u201d is no time I know: hours go from 0 to 23.",
    Reason.MINUTE: "\u201c{detail}\u201d is no time I know: minutes go from 00 to 59.",
    Reason.MIDNIGHT: "Midnight lies between two days, and I do not want to pick the wrong one. "
    "Write 0:00 for the start of a day, or 23:59 for its end. Noon is 12:00.",
    Reason.HALF: "\u201c{detail}\u201d does not fit that part of the day. Write it as on a clock "
    "of 24 hours.",
    Reason.TWO_TIMES: "One reminder has one time. Send me one first, then the other.",
    Reason.NO_DAY: "That leaves no day at all.",
    Reason.NOT_WEEKLY: "My reminders come every week, on the same days.",
    Reason.TOO_OFTEN: "Once a day is the most, and three days a week are enough for hamstrings.",
    Reason.IN_HOURS: "I remind you on days, not in a few hours. Write the time, for example: "
    "today 19:00.",
    Reason.DATE: "I know days of the week, today and tomorrow, but no dates.",
    Reason.TOO_LONG: "That is a lot at once. Days and a time are all I need.",
    Reason.PAST: "{detail} is over for today. Take a later time, or tomorrow.",
}


def refusal(wrong: NotUnderstood) -> Reply:
    """The reply to what was not understood: why, and how to write it."""
    detail = wrong.detail if len(wrong.detail) <= _LONGEST else f"{wrong.detail[:_LONGEST]}\u2026"
    problem = _REFUSALS[wrong.reason].format(detail=detail)
    return Reply(
        text=f"{problem}\n\nWrite it like this: {EXAMPLE}. Or choose by tapping.",
        buttons=((button("Choose by tapping", ReminderAction(ReminderVerb.NEW)),),),
        speech=f"{problem} Write it like this: Monday Thursday, seven p m. Or choose by tapping.",
    )


_LONGEST = 30
"""Letters of a person's words that are repeated."""


# The time zone.


def ask_zone() -> Reply:
    """Whose clock counts?"""
    return Reply(
        title="Where are you?",
        text="I want to use your clock, not mine. Write your city or country, or what your clock "
        "shows, for example: it is 18:40 here. You can also share your location.",
        speech="Where are you? I want to use your clock, not mine. Write your city or country, or "
        "what your clock shows. You can also share your location.",
    )


def choose_zone(places: Places, now: datetime) -> Reply:
    """Several places may be meant; each with what its clock shows at `now` (aware)."""

    def shows(zone: str, manner: Manner) -> str:
        return manner.clock(to_utc(now).astimezone(zone_named(zone)).time())

    rows = tuple(
        (
            button(
                f"{one.name}: {shows(one.zone, WRITTEN)}",
                ReminderAction(ReminderVerb.ZONE, zone=one.zone),
            ),
        )
        for one in places
    )
    return Reply(
        title="Which one?",
        text="There are several. Pick the one whose clock goes like yours, or write a larger city "
        "near you.",
        buttons=rows,
    )


def zone_kept(zone: str, now: datetime) -> Reply:
    """The zone is known, with what the clock shows there at `now` (aware), as a check."""
    shown = to_utc(now).astimezone(zone_named(zone)).time().replace(second=0, microsecond=0)
    return spoken_reply(
        "",
        lambda manner: f"{city(zone)} time it is: your clock shows {manner.clock(shown)}.",
        ((button("That is not right", ReminderAction(ReminderVerb.ZONE)),),),
        Placement.INSTEAD,
    )


def zone_unknown() -> Reply:
    """No place was found."""
    return Reply(
        text="I could not find that place. A larger city near you will do, or your country, or "
        "what your clock shows, for example: it is 18:40 here.",
        speech="I could not find that place. A larger city near you will do, or your country, or "
        "what your clock shows.",
    )
