"""Pauses and weekly questions in words."""

from datetime import datetime

from bot.domain.replies import Placement, Reply, Verb, act
from bot.reminders.schedule.pause import Cause, Pause
from bot.reminders.view.actions import ReminderAction, ReminderVerb, button
from bot.reminders.view.formatting import Manner, moment, paragraphs, spoken_reply

LENGTHS = {3: "3 days", 7: "1 week", 14: "2 weeks", 28: "4 weeks", 0: "Until I say so"}
"""Days of a pause -> what the button says; 0 has no end."""
_CAUSES = {Cause.TRAVEL: "Travelling", Cause.ILL: "Ill", Cause.INJURED: "Injured"}
_WISHES = {
    Cause.TRAVEL: "Have a good trip.",
    Cause.ILL: "Get well soon. Training can wait until you feel like yourself again.",
    Cause.INJURED: "That comes first now. I will not call you to train. Once a week I will ask how "
    "it is, and you decide when we go on.",
    Cause.OTHER: "A pause is part of training.",
}
RESUME = button("I am back", ReminderAction(ReminderVerb.UNPAUSE))


def ask_cause() -> Reply:
    """Why? It decides how long, and what comes meanwhile."""
    causes = tuple(
        button(label, ReminderAction(ReminderVerb.PAUSE, cause=cause))
        for cause, label in _CAUSES.items()
    )
    other = (button("Something else", ReminderAction(ReminderVerb.PAUSE, cause=Cause.OTHER)),)
    return Reply(text="I will be quiet for a while. What is it?", buttons=(causes, other))


def ask_length(cause: Cause, place: Placement = Placement.INSTEAD) -> Reply:
    """For how long?"""
    options = tuple(
        button(label, ReminderAction(ReminderVerb.PAUSE, cause=cause, days=days))
        for days, label in LENGTHS.items()
    )
    return Reply(
        text="For how long shall I be quiet?",
        buttons=(options[:2], options[2:4], options[4:]),
        place=place,
    )


def paused(pause: Pause, zone: str) -> Reply:
    """It is quiet now. `zone` is an IANA name."""

    def body(manner: Manner) -> str:
        if pause.until:
            end = f"I will be quiet until {moment(pause.until, zone, manner)}."
        else:
            end = "I will be quiet until you say that you are back."
        return paragraphs(end, _WISHES[pause.cause])

    return spoken_reply("Paused", body, ((RESUME,),), Placement.INSTEAD)


def resumed(cause: Cause = Cause.OTHER) -> Reply:
    """Reminders come again."""
    gently = cause in {Cause.ILL, Cause.INJURED}
    advice = (
        " Start easier than you stopped: an easy level or the three-minute one." if gently else ""
    )
    return Reply(
        text=f"Good to have you back. Your reminders come again.{advice}",
        buttons=((button("All reminders", ReminderAction(ReminderVerb.LIST)),),),
        place=Placement.INSTEAD,
    )


def held() -> Reply:
    """One reminder is paused."""
    return Reply(
        text="This one is paused until you resume it. The others come as usual.",
        buttons=((button("All reminders", ReminderAction(ReminderVerb.LIST)),),),
        place=Placement.INSTEAD,
    )


_STILL = (
    (act("Not yet", Verb.DONE),),
    (button("Do not ask again", ReminderAction(ReminderVerb.STOP_ASKING)),),
)


def ask_injured(since: datetime, now: datetime) -> Reply:
    """Once a week while injured: a question, no call to train. Both moments are aware."""
    return Reply(
        title="How is it going?",
        text=f"{_ago(since, now)} you paused for an injury. There is no hurry. If it still hurts "
        "or worries you, let a doctor or a physiotherapist look at it.",
        buttons=(
            (button("I am ready again", ReminderAction(ReminderVerb.UNPAUSE)),),
            *_STILL,
        ),
    )


def ask_locked() -> Reply:
    """Once a week while a red flag locks training."""
    return Reply(
        title="How are you?",
        text="Training is still stopped here, because of what you told me. Has somebody looked at "
        "it? If not, please let them. There is no hurry with training.",
        buttons=((act("I have been checked and may train", Verb.CLEAR, "asked"),), *_STILL),
    )


def asks_no_more() -> Reply:
    """No weekly questions from now on."""
    return Reply(
        text="I will not ask again. Write to me whenever you like.", place=Placement.INSTEAD
    )


def _ago(since: datetime, now: datetime) -> str:
    weeks = (now - since).days // 7
    if weeks < 1:
        return "A few days ago"
    return "A week ago" if weeks == 1 else f"{weeks} weeks ago"
