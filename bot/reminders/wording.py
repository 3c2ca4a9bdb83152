"""Reminders in words: the proposal, the list, the call to train and what follows it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.reminders.actions import Action, Kind, Why, button
from bot.reminders.clocks import aware
from bot.reminders.kept import Kept
from bot.reminders.moves import PUNCTUAL
from bot.reminders.pause import Cause
from bot.reminders.planning import wanted_of
from bot.reminders.quiet import USUAL, QuietHours, quiet
from bot.reminders.rule import Occasion, Rule, next_due, occasions
from bot.reminders.saying import (
    Manner,
    counted,
    lines,
    listed,
    moment,
    occasion_line,
    paragraphs,
    plan,
    said,
)
from bot.reminders.wanted import Wanted
from bot.replies import Button, Place, Reply, Rows

SHOWN = 3
"""Dates that a proposal shows."""
MOST_LISTED = 20
"""Reminders that one list shows; a message holds about a hundred buttons."""
_HOUR = 60
"""Minutes."""

ALL = button("All reminders", Action(Kind.LIST))


# Before saving.


def proposal(
    rule: Rule,
    wanted: Wanted,
    now: datetime,
    *,
    crowd: Sequence[Occasion] = (),
    changes: int | None = None,
    hours: QuietHours = USUAL,
    place: Place = Place.NEW,
) -> Reply:
    """What would be saved, with its next dates. `wanted` is what the rule came from.

    `crowd` are occasions that come too close to each other; `changes` is the id of the reminder
    that it takes the place of; `now` is aware.
    """
    coming = occasions(rule, now, SHOWN)

    def body(manner: Manner) -> str:
        dates = lines(occasion_line(one, rule.zone, manner) for one in coming)
        head = "The date:" if rule.is_single else "The next dates:"
        return paragraphs(
            f"{plan(rule, manner)}.",
            f"{head}\n{dates}",
            _crowded(crowd, manner),
            _in_quiet(rule, coming, hours, manner),
            "Shall I save it?",
        )

    return said("Your reminder", body, _proposed(wanted, changes, crowded=bool(crowd)), place)


def _proposed(wanted: Wanted, changes: int | None, *, crowded: bool) -> Rows:
    save = "Save it all the same" if crowded else "Save"
    return (
        (button(save, Action(Kind.SAVE, changes, wanted=wanted)),),
        (
            button("Other days", Action(Kind.DAYS, changes, wanted=wanted)),
            button("Other time", Action(Kind.TIMES, changes, wanted=wanted)),
        ),
        (button("Never mind", Action(Kind.NEVER_MIND)),),
    )


def _crowded(crowd: Sequence[Occasion], manner: Manner) -> str:
    if not crowd:
        return ""
    dates = listed([manner.date(one.on) for one in crowd])
    if len(crowd) > 2:  # noqa: PLR2004 - a pair is too close, more are too many
        return f"That makes {len(crowd)} sessions in a week: {dates}. Three are plenty."
    return (
        f"{dates} are less than 48 hours apart. Your hamstrings do better with a day of rest "
        "between."
    )


def _in_quiet(rule: Rule, coming: Sequence[Occasion], hours: QuietHours, manner: Manner) -> str:
    if not any(quiet(rule.zone, one.at, hours) for one in coming):
        return ""
    begin, end = manner.clock(hours.begin), manner.clock(hours.end)
    return (
        f"This lies in your quiet hours, {begin} to {end}. You choose: I will write all the same."
    )


def saved(rule: Rule, now: datetime) -> Reply:
    """It is kept, and this is when it comes."""
    return said(
        "Saved",
        lambda manner: paragraphs(f"{plan(rule, manner)}.", _next(rule, now, manner)),
        ((ALL,),),
        Place.INSTEAD,
    )


def _next(rule: Rule, now: datetime, manner: Manner) -> str:
    coming = next_due(rule, now)
    return f"Next: {occasion_line(coming, rule.zone, manner)}." if coming else ""


def dropped() -> Reply:
    """A proposal that was not saved."""
    return Reply(text="All right, nothing was saved.", place=Place.INSTEAD)


# The list.


def reminders(kept: Sequence[Kept], now: datetime, place: Place = Place.NEW) -> Reply:
    """All reminders of a person, numbered, with what can be done about each."""
    if not kept:
        return Reply(
            text="You have no reminders yet. Shall we set one up?",
            buttons=((button("Set one up", Action(Kind.NEW)),),),
            place=place,
        )
    shown = kept[:MOST_LISTED]

    def body(manner: Manner) -> str:
        numbered = enumerate(shown, start=1)
        return lines(f"{number}. {_listed(one.rule, now, manner)}" for number, one in numbered)

    rows = [_managed(number, one) for number, one in enumerate(shown, start=1)]
    return said("Your reminders", body, (*rows, *_below_list()), place)


def _listed(rule: Rule, now: datetime, manner: Manner) -> str:
    if rule.pause and rule.pause.until is None:
        return f"{plan(rule, manner)}. Paused until you say so"
    coming = _next(rule, now, manner) or "It is over."
    if rule.pause and rule.pause.until and rule.pause.until > now:
        return f"{plan(rule, manner)}. Paused. {coming}".removesuffix(".")
    return f"{plan(rule, manner)}. {coming}".removesuffix(".")


def _managed(number: int, one: Kept) -> tuple[Button, ...]:
    hold = ("Pause", Kind.HOLD) if one.rule.pause is None else ("Resume", Kind.RELEASE)
    return tuple(
        button(f"{label} {number}", Action(kind, one.id))
        for label, kind in (("Change", Kind.EDIT), hold, ("Delete", Kind.DELETE))
    )


def _below_list() -> Rows:
    return (
        (button("Add one", Action(Kind.NEW)),),
        (button("Pause all", Action(Kind.PAUSE)), button("My time zone", Action(Kind.ZONE))),
    )


def editing(one: Kept, now: datetime) -> Reply:
    """What shall change? `now` is aware."""
    wanted = wanted_of(one.rule, now)
    return said(
        "Change this reminder",
        lambda manner: paragraphs(
            f"{plan(one.rule, manner)}.", "What shall change? You can also write it in your words."
        ),
        (
            (
                button("Other days", Action(Kind.DAYS, one.id, wanted=wanted)),
                button("Other time", Action(Kind.TIMES, one.id, wanted=wanted)),
            ),
            (button("Leave it as it is", Action(Kind.LIST)),),
        ),
        Place.INSTEAD,
    )


def deleted(rule: Rule, now: datetime) -> Reply:
    """It is gone, and can be taken back. `now` is aware."""
    undo = button("Undo", Action(Kind.SAVE, wanted=wanted_of(rule, now)))
    return said(
        "Deleted",
        lambda manner: f"{plan(rule, manner)}. You will not hear from this one again.",
        ((undo, ALL),),
        Place.INSTEAD,
    )


def gone() -> Reply:
    """A button of a reminder that is there no more."""
    return Reply(text="That reminder is not there any more.", buttons=((ALL,),))


# The call to train.

_CALLS = (
    "It is time for your hamstrings. A short session counts.",
    "Your training is due. Ten calm minutes are enough.",
    "Today is a hamstring day. Shall we begin?",
)


def reminder(rule_id: int, occasion: Occasion, now: datetime) -> Reply:
    """The call to train, with what can be done about it. Late ones say so."""
    late = _late(aware(now) - occasion.at)
    call = _CALLS[occasion.on.toordinal() % len(_CALLS)]
    return Reply(
        title="Time to train",
        text=paragraphs(call, late),
        buttons=_answers(rule_id, occasion.on),
    )


def _late(delay: timedelta) -> str:
    return f"Sorry, I am {lasting(delay)} late." if delay > PUNCTUAL else ""


def lasting(delay: timedelta) -> str:
    """A delay in words: "12 minutes", "1 hour and 5 minutes"."""
    hours, minutes = divmod(int(delay.total_seconds()) // 60, _HOUR)
    parts = [counted(hours, "hour")] if hours else []
    parts += [counted(minutes, "minute")] if minutes or not hours else []
    return listed(parts)


def _answers(rule_id: int, on: date) -> Rows:
    def answer(label: str, kind: Kind) -> Button:
        return button(label, Action(kind, rule_id, on))

    return (
        (answer("Start session", Kind.START),),
        (answer("In 1 hour", Kind.SNOOZE), answer("Tomorrow", Kind.TOMORROW)),
        (answer("Not today", Kind.SKIP),),
    )


def snoozed(at: datetime, zone: str) -> Reply:
    """I come again at a moment (aware)."""
    return said(
        "",
        lambda manner: f"All right, I will be back: {moment(at, zone, manner)}.",
        place=Place.INSTEAD,
    )


def quiet_soon(rule_id: int, on: date) -> Reply:
    """In an hour the quiet hours have begun."""
    return Reply(
        text="In an hour your quiet hours have begun, and I keep still then. "
        "Start now, or rather tomorrow?",
        buttons=(
            (
                button("Start session", Action(Kind.START, rule_id, on)),
                button("Tomorrow", Action(Kind.TOMORROW, rule_id, on)),
            ),
            (button("Not today", Action(Kind.SKIP, rule_id, on)),),
        ),
        place=Place.INSTEAD,
    )


def moved(rule: Rule, to: Occasion) -> Reply:
    """The session is on another date now."""
    return said(
        "",
        lambda manner: f"Moved to {occasion_line(to, rule.zone, manner)}. See you then.",
        place=Place.INSTEAD,
    )


def tomorrow_is_close(rule_id: int, rule: Rule, close: Occasion, legal: Occasion | None) -> Reply:
    """Tomorrow would be too close to another session: the next day that is not."""
    offer = _offer(rule_id, legal)
    anyway = button("Tomorrow all the same", Action(Kind.MOVE, rule_id, close.on))
    return said(
        "",
        lambda manner: paragraphs(
            "Tomorrow would be less than 48 hours from another session, and the muscle needs its "
            "rest.",
            f"The next good day: {occasion_line(legal, rule.zone, manner)}." if legal else "",
        ),
        (*offer, (anyway,)),
        Place.INSTEAD,
    )


def _offer(rule_id: int, legal: Occasion | None) -> Rows:
    if legal is None:
        return ()
    day = f"{legal.on:%A}"
    return ((button(f"Move it to {day}", Action(Kind.MOVE, rule_id, legal.on)),),)


# Not today.

_REASONS = {
    Why.SORE: "Sore",
    Why.PAIN: "Pain",
    Why.NO_TIME: "No time",
    Why.AWAY: "Away",
    Why.UNSAID: "Just skip",
}


def why_not(rule_id: int, on: date) -> Reply:
    """One question, with nothing to be ashamed of."""
    buttons = [
        button(text, Action(Kind.SKIP, rule_id, on, why=why)) for why, text in _REASONS.items()
    ]
    return Reply(
        text="No problem. What is it today?",
        buttons=(tuple(buttons[:2]), tuple(buttons[2:4]), tuple(buttons[4:])),
        place=Place.INSTEAD,
    )


_COMFORT = {
    Why.SORE: "Sore muscles are at work already: rest is training too. Walk a little if you like.",
    Why.PAIN: "Pain is a reason to stop, and you were right to. Where does it hurt, and since "
    "when? Write it in your own words, and I will tell you whether somebody should look at it.",
    Why.NO_TIME: "Busy days happen. Three minutes count as well, whenever you find them.",
    Why.AWAY: "Have a good time. Shall I be quiet until you are back?",
    Why.UNSAID: "Skipped. One day makes no difference.",
}


def skipped(
    rule_id: int, rule: Rule, why: Why, legal: Occasion | None, short: Button | None = None
) -> Reply:
    """What follows from the reason. `legal` is the next day that keeps the rest.

    `short` starts the three-minute workout.
    """

    def body(manner: Manner) -> str:
        offers = why in {Why.SORE, Why.NO_TIME, Why.UNSAID}
        day = f"The next good day: {occasion_line(legal, rule.zone, manner)}." if legal else ""
        return paragraphs(_COMFORT[why], day if offers else "")

    return said("", body, _after(why, rule_id, legal, short), Place.INSTEAD)


def _after(why: Why, rule_id: int, legal: Occasion | None, short: Button | None) -> Rows:
    offer = _offer(rule_id, legal)
    match why:
        case Why.PAIN:
            injured = Action(Kind.PAUSE, cause=Cause.INJURED)
            return ((button("Pause my reminders", injured),),)
        case Why.AWAY:
            return ((button("Pause while I am away", Action(Kind.PAUSE, cause=Cause.TRAVEL)),),)
        case Why.NO_TIME:
            return (*(((short,),) if short else ()), *offer)
        case _:
            return offer


def missed(rule_id: int, rule: Rule, occasion: Occasion, legal: Occasion | None) -> Reply:
    """One that came too late and was left out: told once, with a day to make up for it."""
    return said(
        "One reminder was left out",
        lambda manner: paragraphs(
            f"I could not reach you in time: {occasion_line(occasion, rule.zone, manner)}. "
            "That was my delay, not yours.",
            f"The next good day: {occasion_line(legal, rule.zone, manner)}." if legal else "",
        ),
        _offer(rule_id, legal),
    )


def trained(rule: Rule, now: datetime) -> Reply:
    """The person was faster."""
    return said(
        "Already done",
        lambda manner: paragraphs(
            "You have trained today, so there is nothing left to remind you of. Well done.",
            _next(rule, now, manner),
        ),
    )
