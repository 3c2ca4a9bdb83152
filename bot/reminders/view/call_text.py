"""The call to train, and what follows from each answer to it, in words."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.domain.number_words import counted
from bot.domain.replies import Button, Placement, Reply, Rows
from bot.reminders.input.request import request_of
from bot.reminders.records import OccasionState
from bot.reminders.schedule.local_time import to_utc
from bot.reminders.schedule.pause import Cause
from bot.reminders.schedule.rule import Occasion, Rule, StoredRule
from bot.reminders.schedule.snooze import PUNCTUAL
from bot.reminders.view.actions import ReminderAction, ReminderVerb, SkipReason, button
from bot.reminders.view.formatting import (
    WRITTEN,
    Manner,
    listed,
    moment,
    next_line,
    occasion_line,
    paragraphs,
    spoken_reply,
)

_HOUR = 60
"""Minutes."""

_CALLS = (
    "It is time for your hamstrings. A short session counts.",
    "Your training is due. Ten calm minutes are enough.",
    "Today is a hamstring day. Shall we begin?",
)


def reminder(rule_id: int, occasion: Occasion, now: datetime) -> Reply:
    """The call to train, with its buttons; it apologizes for a delay of more than `PUNCTUAL`."""
    late = _late(to_utc(now) - occasion.at)
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
    def answer(label: str, kind: ReminderVerb) -> Button:
        return button(label, ReminderAction(kind, rule_id, on))

    return (
        (answer("Start session", ReminderVerb.START),),
        (
            answer("In 1 hour", ReminderVerb.SNOOZE),
            answer("Tomorrow", ReminderVerb.TOMORROW),
        ),
        (answer("Not today", ReminderVerb.SKIP),),
    )


def snoozed(at: datetime, zone: str) -> Reply:
    """I come again at a moment (aware)."""
    return spoken_reply("", lambda manner: _back(at, zone, manner), place=Placement.INSTEAD)


def _back(at: datetime, zone: str, manner: Manner) -> str:
    return f"All right, I will be back: {moment(at, zone, manner)}."


def snoozed_often(one: StoredRule, at: datetime, better: time, now: datetime) -> Reply:
    """I come again at a moment (aware); would a better time be good from now on?"""
    request = replace(request_of(one.rule, now), at=better)
    return spoken_reply(
        "",
        lambda manner: paragraphs(
            _back(at, one.rule.zone, manner),
            f"You have put this one off three times now. Shall I come at {manner.clock(better)} "
            "from now on?",
        ),
        (
            (
                button(
                    f"Move it to {WRITTEN.clock(better)}",
                    ReminderAction(ReminderVerb.SHIFT, one.id, request=request),
                ),
            ),
            (button("Leave it", ReminderAction(ReminderVerb.KEEP_TIME, one.id)),),
        ),
        Placement.INSTEAD,
    )


def time_kept(rule: Rule) -> Reply:
    """It goes on as it was."""
    return spoken_reply(
        "",
        lambda manner: f"All right, it stays at {manner.clock(rule.at)}.",
        place=Placement.INSTEAD,
    )


def quiet_soon(rule_id: int, on: date) -> Reply:
    """In an hour the quiet hours have begun."""
    return Reply(
        text="In an hour your quiet hours have begun, and I keep still then. "
        "Start now, or rather tomorrow?",
        buttons=(
            (
                button("Start session", ReminderAction(ReminderVerb.START, rule_id, on)),
                button("Tomorrow", ReminderAction(ReminderVerb.TOMORROW, rule_id, on)),
            ),
            (button("Not today", ReminderAction(ReminderVerb.SKIP, rule_id, on)),),
        ),
        place=Placement.INSTEAD,
    )


def moved(rule: Rule, to: Occasion) -> Reply:
    """The session is on another date now."""
    return spoken_reply(
        "",
        lambda manner: f"Moved to {occasion_line(to, rule.zone, manner)}. See you then.",
        place=Placement.INSTEAD,
    )


def tomorrow_is_close(rule_id: int, rule: Rule, close: Occasion, legal: Occasion | None) -> Reply:
    """Tomorrow would be too close to another session: the next day that is not."""
    offer = _offer(rule_id, legal)
    anyway = button("Tomorrow all the same", ReminderAction(ReminderVerb.MOVE, rule_id, close.on))
    return spoken_reply(
        "",
        lambda manner: paragraphs(
            "Tomorrow would be less than 48 hours from another session, and the muscle needs its "
            "rest.",
            f"The next good day: {occasion_line(legal, rule.zone, manner)}." if legal else "",
        ),
        (*offer, (anyway,)),
        Placement.INSTEAD,
    )


def _offer(rule_id: int, legal: Occasion | None) -> Rows:
    if legal is None:
        return ()
    day = f"{legal.on:%A}"
    return ((button(f"Move it to {day}", ReminderAction(ReminderVerb.MOVE, rule_id, legal.on)),),)


# Not today.

_REASONS = {
    SkipReason.SORE: "Sore",
    SkipReason.PAIN: "Pain",
    SkipReason.NO_TIME: "No time",
    SkipReason.AWAY: "Away",
    SkipReason.UNSAID: "Just skip",
}


def why_not(rule_id: int, on: date) -> Reply:
    """One question, with nothing to be ashamed of."""
    buttons = [
        button(text, ReminderAction(ReminderVerb.SKIP, rule_id, on, why=why))
        for why, text in _REASONS.items()
    ]
    return Reply(
        text="No problem. What is it today?",
        buttons=(tuple(buttons[:2]), tuple(buttons[2:4]), tuple(buttons[4:])),
        place=Placement.INSTEAD,
    )


_COMFORT = {
    SkipReason.SORE: "Sore muscles are at work already: rest is training too. Walk a little if "
    "you like, "
    "or make it a light day.",
    SkipReason.PAIN: "Pain is a reason to stop, and you were right to. Where does it hurt, and "
    "since "
    "when? Write it in your own words, and I will tell you whether somebody should look at it.",
    SkipReason.NO_TIME: "Busy days happen. Three minutes count as well, whenever you find them.",
    SkipReason.AWAY: "Have a good time. Shall I be quiet until you are back?",
    SkipReason.UNSAID: "Skipped. One day makes no difference.",
}


def skipped(
    rule_id: int, rule: Rule, why: SkipReason, legal: Occasion | None, short: Button | None = None
) -> Reply:
    """What follows from the reason. `legal` is the next day that keeps the rest.

    `short` starts the three-minute workout.
    """

    def body(manner: Manner) -> str:
        offers = why in {SkipReason.SORE, SkipReason.NO_TIME, SkipReason.UNSAID}
        day = f"The next good day: {occasion_line(legal, rule.zone, manner)}." if legal else ""
        return paragraphs(_COMFORT[why], day if offers else "")

    return spoken_reply("", body, _after(why, rule_id, legal, short), Placement.INSTEAD)


def _after(why: SkipReason, rule_id: int, legal: Occasion | None, short: Button | None) -> Rows:
    offer = _offer(rule_id, legal)
    match why:
        case SkipReason.PAIN:
            injured = ReminderAction(ReminderVerb.PAUSE, cause=Cause.INJURED)
            return ((button("Pause my reminders", injured),),)
        case SkipReason.AWAY:
            return (
                (
                    button(
                        "Pause while I am away",
                        ReminderAction(ReminderVerb.PAUSE, cause=Cause.TRAVEL),
                    ),
                ),
            )
        case SkipReason.NO_TIME:
            return (*(((short,),) if short else ()), *offer)
        case SkipReason.SORE if short:
            return ((replace(short, label=f"A light one: {short.label}"),), *offer)
        case _:
            return offer


_GAPS = {
    OccasionState.MISSED: "I could not reach you in time: {occasion}. That was my delay, not "
    "yours.",
    OccasionState.CROWDED: "I kept still once: {occasion}. There had been calls enough that day.",
    OccasionState.UNKNOWN: "I do not know whether this one reached you: {occasion}. My line was "
    "bad.",
}


def missed(
    rule_id: int,
    rule: Rule,
    occasion: Occasion,
    legal: Occasion | None,
    state: OccasionState = OccasionState.MISSED,
) -> Reply:
    """A reminder that was left out, or perhaps lost, with a day to make up for it."""
    return spoken_reply(
        "One reminder may be missing"
        if state is OccasionState.UNKNOWN
        else "One reminder was left out",
        lambda manner: paragraphs(
            _GAPS[state].format(occasion=occasion_line(occasion, rule.zone, manner)),
            f"The next good day: {occasion_line(legal, rule.zone, manner)}." if legal else "",
        ),
        _offer(rule_id, legal),
    )


def trained(rule: Rule, now: datetime) -> Reply:
    """The person was faster."""
    return spoken_reply(
        "Already done",
        lambda manner: paragraphs(
            "You have trained today, so there is nothing left to remind you of. Well done.",
            next_line(rule, now, manner),
        ),
    )
