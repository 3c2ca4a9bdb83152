"""The card of a session in words: what just happened, what to do now, what comes next."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo
from math import ceil

from bot.domain.number_words import counted, spelled
from bot.domain.replies import Picture, Reply
from bot.knowledge.content.entries import Exercise, Feeling, Origin, Sentence
from bot.session.machine.rests import rest_seconds
from bot.session.machine.symptoms import find_fault
from bot.session.model.choices import Side
from bot.session.model.events import StepOutcome
from bot.session.model.log import Measure, SideLog, Target
from bot.session.model.plan import PlannedSet, first_open_set
from bot.session.model.session import Session
from bot.session.model.steps import Ending, HaltReason, Step
from bot.session.model.workouts import Guide
from bot.session.view.buttons import PLACES, SIDES, card_buttons
from bot.session.view.closing import recap, suggestion
from bot.session.view.spoken_count import announcement
from bot.session.view.summary import summarise

_REST_SHOWN = 5
"""What is left of a rest is rounded up to as many seconds."""
DONE_MARK, OPEN_MARK = "\u25a0", "\u25a1"

Paragraphs = tuple[str, ...]
Drawn = Callable[[str, str], str | None]
"""Exercise and side -> its drawing in words; None when there is no drawing."""


def describe(
    guide: Guide,
    session: Session,
    now: datetime,
    outcome: StepOutcome = StepOutcome.MOVED,
    zone: tzinfo | None = None,
) -> Reply:
    """The card of a session, without its drawing.

    `outcome` is what led here; `zone` is the person's, if known.
    """
    title, notice = _title(guide, session), _notice(guide, session, outcome)
    body = _BODIES[session.step](guide, session, now)
    paragraphs = (*notice, *body, _rest_end(session, zone), _progress(session))
    return Reply(
        title=title,
        text="\n\n".join(part for part in paragraphs if part),
        speech=spelled(" ".join((f"{title.replace(': ', ', ')}.", *notice, *body))),
        buttons=card_buttons(guide, session, now),
        note=_note(guide, session),
    )


def _title(guide: Guide, session: Session) -> str:
    name = guide.workouts[session.workout].name
    number, total = session.position.set_index + 1, len(session.sets)
    match session.step:
        case Step.FINISHED:
            return f"{name}: {_ENDINGS[session.ending or Ending.COMPLETE]}"
        case Step.CHECK_IN:
            return f"{name}: set {number} of {total} done"
        case Step.REST:
            return f"{name}: rest before set {number} of {total}"
        case Step.STOPPED:
            return f"{name}: stopped at set {number} of {total}"
        case Step.PAUSED:
            return f"{name}: paused at set {number} of {total}"
        case _:
            side = "" if session.side is Side.BOTH else f", {session.side.value}"
            return f"{name}: set {number} of {total}{side}"


_ENDINGS = {Ending.COMPLETE: "done", Ending.SAVED: "saved", Ending.DROPPED: "dropped"}


def _progress(session: Session) -> str:
    """A bar of squares, and the same in words for screen readers."""
    total = sum(len(one.order) for one in session.sets)
    done = sum(1 for side_log in session.log if side_log.done)
    return f"{DONE_MARK * done}{OPEN_MARK * (total - done)} {done} of {total} done"


def movement_drawing(session: Session, drawn: Drawn) -> Picture | None:
    """The drawing of the movement at hand; None where a step shows none, or it has none."""
    if session.step not in {Step.GET_READY, Step.WORK, Step.SWITCH, Step.REST}:
        return None
    return drawing(session.planned.exercise, session.side, drawn)


def drawing(exercise: str, side: Side, drawn: Drawn) -> Picture | None:
    """The drawing of an exercise on one side; None when there is none."""
    words = drawn(exercise, side.value)
    return Picture(exercise, side.value, words) if words else None


def _note(guide: Guide, session: Session) -> str:
    """The origin of what the card says, where it appears for the first time."""
    if session.step is Step.GET_READY and not session.position.set_index:
        return guide.workouts[session.workout].origin_note
    if session.step is Step.CRAMP_PAUSE:
        sayings = guide.sayings
        reason, steps = _origins((sayings.cramp_reason,)), _origins(sayings.cramp_steps)
        return f"The reason: {reason}. What to do: {steps}."
    if session.ending in {Ending.COMPLETE, Ending.SAVED}:
        return "The suggestion is ours."
    return ""


def _origins(sentences: Iterable[Sentence]) -> str:
    origins = dict.fromkeys(sentence.origin for sentence in sentences)
    return " and ".join("the guide" if one is Origin.ARTICLE else "the coach" for one in origins)


# The body of each step.


def _get_ready(guide: Guide, session: Session, _now: datetime) -> Paragraphs:
    exercise = _exercise(guide, session.planned)
    support = f" You need a {exercise.support}." if exercise.support else ""
    first = "" if session.side is Side.BOTH else f", {SIDES[session.side]} first"
    return (
        f"Get ready: {exercise.name}{first}.{support}",
        _task(guide, session),
        _cue(guide, session),
        _next(guide, session),
    )


def _work(guide: Guide, session: Session, _now: datetime) -> Paragraphs:
    exercise = _exercise(guide, session.planned)
    return (
        f"{exercise.name}.",
        f"{_task(guide, session)} {_how(guide, session, exercise)}",
        _cue(guide, session),
        _next(guide, session),
    )


def _switch(guide: Guide, session: Session, _now: datetime) -> Paragraphs:
    return (
        f"Change sides: now the {SIDES[session.side]}. {_done_so_far(session)}".strip(),
        _task(guide, session),
        _cue(guide, session),
        _next(guide, session),
    )


def _check_in(guide: Guide, session: Session, now: datetime) -> Paragraphs:
    following = "That was the last set." if session.is_last_set else ""
    return (
        f"{_done_so_far(session)} If it was another number, just write it.".strip(),
        "Where did you feel it? And how hard was it?",
        following or f"{_rest_left(session, now)} {_then(guide, session)}",
    )


def _rest(guide: Guide, session: Session, now: datetime) -> Paragraphs:
    exercise = _exercise(guide, session.planned)
    return (
        _rest_left(session, now),
        f"Next: {exercise.name}. {_task(guide, session)}",
        _cue(guide, session),
    )


def _pain_scale(guide: Guide, _session: Session, _now: datetime) -> Paragraphs:
    return (guide.sayings.pain_scale.text,)


def _cramp(guide: Guide, session: Session, _now: datetime) -> Paragraphs:
    sayings = guide.sayings
    if session.halt and session.halt.reason is HaltReason.CRAMP_ASKED:
        return (sayings.cramp_check.text,)
    steps = " ".join(step.text for step in sayings.cramp_steps)
    again = (sayings.cramp_again.text,) if session.cramps > 1 else ()
    following = first_open_set(session.sets, session.position)
    shorter = " The next set has a shorter range." if following else ""
    later = f"I will ask again ten minutes after it began.{shorter}"
    return (f"The clock is stopped. {steps}", sayings.cramp_reason.text, *again, later)


def _paused(guide: Guide, session: Session, _now: datetime) -> Paragraphs:
    if session.halt and session.halt.reason is HaltReason.IDLE:
        return (
            "I have not heard from you for a while. Shall we go on, or shall I save what you did?",
        )
    exercise = _exercise(guide, session.planned)
    return ("Paused; the clock is stopped.", f"Waiting: {exercise.name}, {SIDES[session.side]}.")


def _stopped(guide: Guide, session: Session, _now: datetime) -> Paragraphs:
    reason = session.halt.reason if session.halt else HaltReason.STOPPED
    sentence = {
        HaltReason.PAIN: guide.sayings.pain_stop.text,
        HaltReason.CRAMP_LONG: guide.sayings.cramp_long.text,
        HaltReason.LOCKED: "Training stops here.",
    }.get(reason, "Stopped.")
    return (sentence, *recap(session, summarise(guide, session)), "Shall I save what you did?")


def _finished(guide: Guide, session: Session, _now: datetime) -> Paragraphs:
    if session.ending is Ending.DROPPED:
        return ("Dropped; nothing of it is kept.",)
    summary = summarise(guide, session)
    complete = session.ending is Ending.COMPLETE and summary.sides
    after = (guide.workouts[session.workout].after.text,) if complete else ()
    return (*recap(session, summary), suggestion(guide, summary), *after)


_BODIES: Mapping[Step, Callable[[Guide, Session, datetime], Paragraphs]] = {
    Step.GET_READY: _get_ready,
    Step.WORK: _work,
    Step.SWITCH: _switch,
    Step.CHECK_IN: _check_in,
    Step.REST: _rest,
    Step.PAIN_SCALE: _pain_scale,
    Step.CRAMP_PAUSE: _cramp,
    Step.PAUSED: _paused,
    Step.STOPPED: _stopped,
    Step.FINISHED: _finished,
}


# The parts of a body.


def _exercise(guide: Guide, planned: PlannedSet) -> Exercise:
    return guide.exercises[planned.exercise]


def amount(target: Target, number: int | None = None) -> str:
    """A target, or what was done of it, in words: "12 repetitions"."""
    noun = "second" if target.measure is Measure.SECONDS else "repetition"
    return counted(target.amount if number is None else number, noun)


def _task(guide: Guide, session: Session) -> str:
    planned = session.planned
    held = planned.target.measure is Measure.SECONDS
    task = f"{SIDES[session.side].capitalize()}: {amount(planned.target)}."
    if held:
        task += f" {guide.sayings.hold.text}"
    if planned.short:
        sayings = guide.sayings
        task += f" {(sayings.shorten_hold if held else sayings.short_range).text}"
    return task


def _how(_guide: Guide, session: Session, exercise: Exercise) -> str:
    if session.planned.target.measure is Measure.SECONDS:
        return ""
    tempo = exercise.tempo
    return f"Count {tempo.lift} up, {tempo.hold} at the top, {tempo.lower} down."


def _cue(guide: Guide, session: Session) -> str:
    """One cue: the correction of the last fault, else the next cue of the exercise."""
    fault = find_fault(guide, session, session.fault_felt) if session.fault_felt else None
    if fault:
        return f"Mind this: {fault.mend.text}"
    cues = _exercise(guide, session.planned).cues
    place = 2 * session.position.set_index + session.position.side_index
    return f"Cue: {cues[place % len(cues)].text}"


def _next(guide: Guide, session: Session) -> str:
    if session.position.side_index + 1 < len(session.planned.order):
        return f"Next: the {SIDES[session.planned.order[session.position.side_index + 1]]}."
    if session.is_last_set:
        return "Next: the end; this is the last set."
    rest = rest_seconds(session) if session.rest_timed else 0
    pause = f"{counted(rest, 'second')} of rest, then " if rest else "a rest, then "
    return f"Next: {pause}{_name_of_next(guide, session)}."


def _then(guide: Guide, session: Session) -> str:
    return f"Then {_name_of_next(guide, session)}."


def _name_of_next(guide: Guide, session: Session) -> str:
    number = session.position.set_index + 1
    following = session.sets[number]
    name = _exercise(guide, following).name
    same = following.exercise == session.planned.exercise
    return f"set {number + 1}" if same else f"set {number + 1}: {name}"


def _done_so_far(session: Session) -> str:
    """What was done so far on each side of the set at this position."""
    log = [one for one in session.log if one.set_index == session.position.set_index]
    return f"You did: {', '.join(map(_side_done, log))}." if log else ""


def _side_done(side_log: SideLog) -> str:
    what = amount(side_log.target, side_log.done) if side_log.done else "skipped"
    return f"{SIDES[side_log.side]} {what}"


def _rest_left(session: Session, now: datetime) -> str:
    if session.rest_until is None:
        return "Rest as long as you like."
    left = max((session.rest_until - now).total_seconds(), 0)
    shown = ceil(left / _REST_SHOWN) * _REST_SHOWN
    if not shown:
        return "The rest is over."
    return f"Rest {counted(shown, 'second')}; I will tell you when it is over."


def _rest_end(session: Session, zone: tzinfo | None) -> str:
    """When the rest ends, in the time zone of the person."""
    if session.rest_until is None or zone is None:
        return ""
    return f"The rest ends at {session.rest_until.astimezone(zone):%H:%M:%S}."


# What just happened.

_NOTICES = {
    StepOutcome.WENT_BACK: "One step back.",
    StepOutcome.AGAIN: "Once more.",
    StepOutcome.CORRECTED: "Corrected.",
    StepOutcome.EASIER: "Made easier.",
    StepOutcome.SHORTER_RANGE: "This is the easiest exercise, so the range is shorter now.",
    StepOutcome.NOTHING_EASIER: "There is nothing easier left.",
    StepOutcome.HARDER: "Made harder.",
    StepOutcome.FULL_RANGE: "Back to the full range.",
    StepOutcome.NOTHING_HARDER: "This is the top of the ladder.",
    StepOutcome.OTHER_KIT: "Changed the kit.",
    StepOutcome.NO_OTHER_KIT: "There is no such change for this exercise.",
    StepOutcome.FROM_NEXT_SET: "One side is done already, so this changes from the next set on.",
    StepOutcome.MORE_REST: "Rests are 15 seconds longer now.",
    StepOutcome.LESS_REST: "Rests are 15 seconds shorter now.",
    StepOutcome.NO_REST: "No clock for rests any more; go on whenever you are ready.",
    StepOutcome.REST_OVER: "The rest is over.",
    StepOutcome.FELT_RIGHT: "Noted; that is where it belongs.",
    StepOutcome.NOTED: "Noted.",
    StepOutcome.VOICELESS: "I have no voice here, so I cannot count aloud.",
    StepOutcome.CRAMP_WAIT: "It has not held for ten minutes yet. Give it time.",
    StepOutcome.CRAMP_GONE: "Good. Take it slowly.",
    StepOutcome.RESUMED: "On we go.",
    StepOutcome.NOTHING: "That does not fit here, so nothing has changed.",
    StepOutcome.STALE: "That was an older card; this is where you are.",
}


def _notice(guide: Guide, session: Session, outcome: StepOutcome) -> Paragraphs:
    """One line about what just happened."""
    sayings = guide.sayings
    match outcome:
        case StepOutcome.PAIN_LOW:
            return (f"Noted. {sayings.pain_low.text}",)
        case StepOutcome.PAIN_EASIER:
            return (f"Noted. {sayings.pain_easier.text}",)
        case StepOutcome.COUNTED:
            return (announcement(guide, session),)
        case StepOutcome.NOT_AFTER_PAIN:
            return (sayings.after_pain.text,)
        case StepOutcome.NEW_CUE if session.fault_felt:
            return (_new_cue(guide, session, session.fault_felt),)
        case _:
            line = _NOTICES.get(outcome, "")
            return (line,) if line else ()


def _new_cue(guide: Guide, session: Session, felt: Feeling) -> str:
    found = find_fault(guide, session, felt)
    place = PLACES[felt]
    return f"Noted: {place}. It may be this: {found.seen}" if found else f"Noted: {place}."
