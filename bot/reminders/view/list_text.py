"""Reminders in words: the proposal, the list, and what can be done about them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.replies import Button, Document, Placement, Reply, Rows
from bot.reminders.input.request import ReminderRequest, request_of
from bot.reminders.schedule.quiet_hours import DEFAULT_HOURS, QuietHours, is_quiet
from bot.reminders.schedule.rule import Occasion, Rule, StoredRule, occasions
from bot.reminders.view.actions import ReminderAction, ReminderVerb, button
from bot.reminders.view.formatting import (
    Manner,
    lines,
    listed,
    next_line,
    occasion_line,
    paragraphs,
    plan,
    spoken_reply,
)

SHOWN = 3
"""Dates that a proposal shows."""
MOST_LISTED = 20
"""Reminders that one list shows; a message holds about a hundred buttons."""

ALL = button("All reminders", ReminderAction(ReminderVerb.LIST))


# Before saving.


def proposal(
    rule: Rule,
    request: ReminderRequest,
    now: datetime,
    *,
    conflict: Sequence[Occasion] = (),
    changes: int | None = None,
    hours: QuietHours = DEFAULT_HOURS,
    place: Placement = Placement.NEW,
) -> Reply:
    """What would be saved, with its next dates. `request` is what the rule came from.

    `conflict` are occasions that come too close to each other; `changes` is the id of the reminder
    that it takes the place of; `now` is aware.
    """
    coming = occasions(rule, now, SHOWN)

    def body(manner: Manner) -> str:
        dates = lines(occasion_line(one, rule.zone, manner) for one in coming)
        head = "The date:" if rule.is_single else "The next dates:"
        return paragraphs(
            f"{plan(rule, manner)}.",
            f"{head}\n{dates}",
            _conflict_line(conflict, manner),
            _in_quiet(rule, coming, hours, manner),
            "Shall I save it?",
        )

    return spoken_reply(
        "Your reminder", body, _proposed(request, changes, is_conflict=bool(conflict)), place
    )


def _proposed(request: ReminderRequest, changes: int | None, *, is_conflict: bool) -> Rows:
    save = "Save it all the same" if is_conflict else "Save"
    return (
        (button(save, ReminderAction(ReminderVerb.SAVE, changes, request=request)),),
        (
            button("Other days", ReminderAction(ReminderVerb.DAYS, changes, request=request)),
            button("Other time", ReminderAction(ReminderVerb.TIMES, changes, request=request)),
        ),
        (button("Never mind", ReminderAction(ReminderVerb.NEVER_MIND)),),
    )


def _conflict_line(conflict: Sequence[Occasion], manner: Manner) -> str:
    if not conflict:
        return ""
    dates = listed([manner.date(one.on) for one in conflict])
    if len(conflict) > 2:  # noqa: PLR2004 - a pair is too close, more are too many
        return f"That makes {len(conflict)} sessions in a week: {dates}. Three are plenty."
    return (
        f"{dates} are less than 48 hours apart. Your hamstrings do better with a day of rest "
        "between."
    )


def _in_quiet(rule: Rule, coming: Sequence[Occasion], hours: QuietHours, manner: Manner) -> str:
    if not any(is_quiet(rule.zone, one.at, hours) for one in coming):
        return ""
    begin, end = manner.clock(hours.begin), manner.clock(hours.end)
    return (
        f"This lies in your quiet hours, {begin} to {end}. You choose: I will write all the same."
    )


def saved(rule: Rule, now: datetime) -> Reply:
    """The reminder is saved; when it comes next."""
    return spoken_reply(
        "Saved",
        lambda manner: paragraphs(f"{plan(rule, manner)}.", next_line(rule, now, manner)),
        ((ALL,),),
        Placement.INSTEAD,
    )


def dropped() -> Reply:
    """A proposal that was not saved."""
    return Reply(text="All right, nothing was saved.", place=Placement.INSTEAD)


# The list.


def reminders(
    rules: Sequence[StoredRule], now: datetime, place: Placement = Placement.NEW
) -> Reply:
    """All reminders of a person, numbered, with what can be done about each."""
    if not rules:
        return Reply(
            text="You have no reminders yet. Shall we set one up?",
            buttons=((button("Set one up", ReminderAction(ReminderVerb.NEW)),),),
            place=place,
        )
    shown = rules[:MOST_LISTED]

    def body(manner: Manner) -> str:
        numbered = enumerate(shown, start=1)
        return lines(f"{number}. {_listed(one.rule, now, manner)}" for number, one in numbered)

    rows = [_managed(number, one) for number, one in enumerate(shown, start=1)]
    return spoken_reply("Your reminders", body, (*rows, *_below_list()), place)


def _listed(rule: Rule, now: datetime, manner: Manner) -> str:
    if rule.pause and rule.pause.until is None:
        return f"{plan(rule, manner)}. Paused until you say so"
    coming = next_line(rule, now, manner) or "It is over."
    if rule.pause and rule.pause.until and rule.pause.until > now:
        return f"{plan(rule, manner)}. Paused. {coming}".removesuffix(".")
    return f"{plan(rule, manner)}. {coming}".removesuffix(".")


def _managed(number: int, one: StoredRule) -> tuple[Button, ...]:
    hold = (
        ("Pause", ReminderVerb.HOLD) if one.rule.pause is None else ("Resume", ReminderVerb.RELEASE)
    )
    return tuple(
        button(f"{label} {number}", ReminderAction(kind, one.id))
        for label, kind in (
            ("Change", ReminderVerb.EDIT),
            hold,
            ("Delete", ReminderVerb.DELETE),
        )
    )


def _below_list() -> Rows:
    return (
        (button("Add one", ReminderAction(ReminderVerb.NEW)),),
        (
            button("Pause all", ReminderAction(ReminderVerb.PAUSE)),
            button("My time zone", ReminderAction(ReminderVerb.ZONE)),
        ),
        (button("Calendar file", ReminderAction(ReminderVerb.FILE)),),
    )


def filed(coming: Sequence[StoredRule], document: Document, now: datetime) -> Reply:
    """The dates as a file, and the same in words. All moments are aware."""

    def body(manner: Manner) -> str:
        return paragraphs(
            lines(_listed(one.rule, now, manner) for one in coming),
            "Open the file with your calendar to add these dates. The calendar does not follow by "
            "itself: when you change something here, fetch the file again.",
        )

    return replace(spoken_reply("Your calendar file", body), document=document)


def nothing_to_file() -> Reply:
    """No dates, no file."""
    return Reply(
        text="No reminder is coming up, so there is nothing for a calendar. One that is paused "
        "comes back into the file when you resume it.",
        buttons=((ALL,),),
    )


def editing(one: StoredRule, now: datetime) -> Reply:
    """What shall change? `now` is aware."""
    request = request_of(one.rule, now)
    return spoken_reply(
        "Change this reminder",
        lambda manner: paragraphs(
            f"{plan(one.rule, manner)}.", "What shall change? You can also write it in your words."
        ),
        (
            (
                button("Other days", ReminderAction(ReminderVerb.DAYS, one.id, request=request)),
                button("Other time", ReminderAction(ReminderVerb.TIMES, one.id, request=request)),
            ),
            (button("Leave it as it is", ReminderAction(ReminderVerb.LIST)),),
        ),
        Placement.INSTEAD,
    )


def deleted(rule: Rule, now: datetime) -> Reply:
    """It is gone, and can be taken back. `now` is aware."""
    undo = button("Undo", ReminderAction(ReminderVerb.SAVE, request=request_of(rule, now)))
    return spoken_reply(
        "Deleted",
        lambda manner: f"{plan(rule, manner)}. You will not hear from this one again.",
        ((undo, ALL),),
        Placement.INSTEAD,
    )


def gone() -> Reply:
    """A button of a reminder that is there no more."""
    return Reply(text="That reminder is not there any more.", buttons=((ALL,),))
