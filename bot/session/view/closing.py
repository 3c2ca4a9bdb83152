"""A session that is over in words: the recap, a suggestion for next time, a line of the history."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from bot.domain.number_words import counted
from bot.session.model.choices import WORST_PAIN, Kit, Side
from bot.session.model.session import Session
from bot.session.model.workouts import Guide
from bot.session.view.buttons import EFFORTS, PLACES, SIDES
from bot.session.view.summary import Advice, Summary, Tally, summarise

KITS = {
    Kit.NONE: "No equipment",
    Kit.ANKLE_WEIGHT: "Ankle weight",
    Kit.BAND: "Band",
    Kit.BALL: "Ball",
}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def recap(session: Session, summary: Summary) -> tuple[str, ...]:
    """Paragraphs: what was done on each side, how hard it was, where it was felt, pain, cramps."""
    if not summary.sides:
        return ("No set was done.", *_pain(summary))
    done = f"{summary.sets_done} of {counted(summary.sets_planned, 'set')} done."
    sides = [f"{SIDES[side].capitalize()}: {tally(one)}." for side, one in summary.sides.items()]
    skipped = sum(side_log.skipped for side_log in session.log)
    left_out = [f"Skipped: {skipped}."] if skipped else []
    return (
        "\n".join((done, *sides, *left_out)),
        *_felt(summary),
        *_pain(summary),
    )


def tally(one: Tally) -> str:
    """What one side did: "3 sets, 36 repetitions"."""
    parts = [counted(one.sets, "set")]
    if one.repetitions:
        parts.append(counted(one.repetitions, "repetition"))
    if one.seconds:
        parts.append(f"{counted(one.seconds, 'second')} held")
    return ", ".join(parts)


def _felt(summary: Summary) -> Iterable[str]:
    if summary.efforts:
        counts = (f"{EFFORTS[one].lower()} {_times(n)}" for one, n in summary.efforts.items())
        yield f"How hard it was: {', '.join(counts)}."
    if summary.feelings:
        counts = (f"{PLACES[one]} {_times(n)}" for one, n in summary.feelings.items())
        yield f"You felt: {', '.join(counts)}."


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _pain(summary: Summary) -> Iterable[str]:
    if summary.worst_pain is not None:
        yield f"Pain: {summary.worst_pain} of {WORST_PAIN} at most."
    if summary.cramps:
        yield f"Cramps: {summary.cramps}."


def suggestion(guide: Guide, summary: Summary) -> str:
    """One sentence for next time, with its reason."""
    if summary.advice is Advice.MORE:
        return (
            f"Next time: {summary.target} repetitions, because you did all of these and none "
            "felt too hard."
        )
    if summary.advice is Advice.NEXT_EXERCISE and summary.next_exercise:
        name = guide.exercises[summary.next_exercise].name
        return (
            f"Next time: the same once more; when it goes as well again, {name} is the next rung, "
            "because you are at the top of the range."
        )
    return _SUGGESTIONS[summary.advice]


_SUGGESTIONS = {
    Advice.SEE_SOMEBODY: "Next time: only after it has been looked at, because training on it "
    "could make it worse.",
    Advice.EASIER: "Next time: a rung easier, because it hurt today; not before the pain is gone.",
    Advice.SHORTER_RANGE: "Next time: start with a shorter range and drink enough, because the "
    "muscle cramped today.",
    Advice.SHORTER_WORKOUT: "Next time: the three-minute version may be enough, because a short "
    "one counts more than none.",
    Advice.FINISH: "Next time: the same again, because not all of it was done today.",
    Advice.SAME: "Next time: the same again, because it was hard enough today.",
    Advice.NEXT_EXERCISE: "Next time: the same again, because you are at the top of the range.",
    Advice.TOP: "Next time: the same with a slower way down, because you are at the top of the "
    "ladder.",
    Advice.NO_PROGRESSION: "Next time: the same again, because a primer only wakes the muscles up.",
}


def history_line(guide: Guide, session: Session, zone: tzinfo) -> str:
    """One ended session in one line: when, what, how much."""
    summary = summarise(guide, session)
    workout = guide.workouts.get(session.workout)
    parts = [
        f"{_date(session.started_at.astimezone(zone))}: {workout.name if workout else 'Workout'}",
        KITS[session.choices.kit].lower(),
        f"{summary.sets_done} of {counted(summary.sets_planned, 'set')}",
        *(f"{_short(side)} {_amount(one)}" for side, one in summary.sides.items()),
    ]
    if summary.worst_pain:
        parts.append(f"pain {summary.worst_pain} of {WORST_PAIN}")
    return ", ".join(parts)


def _date(moment: datetime) -> str:
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day} {moment.day} {month} {moment.year}, {moment:%H:%M}"


def _short(side: Side) -> str:
    return "both legs" if side is Side.BOTH else side.value


def _amount(one: Tally) -> str:
    held = f"{one.seconds} s" if one.seconds else ""
    return " + ".join(part for part in (str(one.repetitions or ""), held) if part)
