"""A set counted aloud: what is said when, from getting ready to the last repetition."""

from collections.abc import Iterator
from math import ceil

from bot.domain.number_words import cardinal, counted
from bot.domain.replies import Cue, Utterance
from bot.knowledge.content.entries import Exercise, Tempo
from bot.session.model.actions import SessionAction
from bot.session.model.choices import Side
from bot.session.model.log import Measure
from bot.session.model.outcomes import StepOutcome
from bot.session.model.plan import PlannedSet, ahead
from bot.session.model.session import Session
from bot.session.model.steps import Step
from bot.session.model.workouts import SWITCHING, Guide, turn_seconds

LONGEST = 600
"""Seconds of the longest track: twenty slow repetitions on each side take less than half."""
COUNT_IN = 3
"""Seconds that are counted down before a side begins."""
_READY = 2
"""Seconds between "get ready" and the count-in."""
_LETTERS = 13
"""Letters that a voice speaks in a second, pauses included; it is rather quicker."""
_ROOM = 2
"""Seconds that a number needs with a word beside it; with less there is only the number."""
_CLOSE = 3
"""Seconds that announcements of a hold keep from each other."""
_EVERY = 10
"""Seconds between announcements of a hold."""
_LAST = 3
"""Repetitions or seconds that are announced as the last ones."""
_LONG_SET = 8
"""Repetitions from which the half and the last three are worth a word."""
_COUNTED_HOLD = 5
"""Seconds at the top that are counted one by one; longer ones like a hold."""

_LEGS = {Side.LEFT: "Left leg", Side.RIGHT: "Right leg", Side.BOTH: "Both legs"}
_COUNTABLE = frozenset({Step.GET_READY, Step.WORK, Step.SWITCH, Step.REST, Step.CHECK_IN})

Cues = tuple[Cue, ...]


def aloud(guide: Guide, session: Session) -> Utterance | None:
    """The track of the set that runs or comes next, from the side that is next.

    None when there is no such set, the session is interrupted, or it would last over `LONGEST`.
    """
    planned, sides = _next_turns(session)
    if planned is None or not 0 < seconds(guide, session) <= LONGEST:
        return None
    return Utterance(cues(guide, planned, sides))


def seconds(guide: Guide, session: Session) -> int:
    """How long the track lasts, about; 0 when there is none."""
    planned, sides = _next_turns(session)
    if planned is None:
        return 0
    exercise = guide.exercises[planned.exercise]
    turn = turn_seconds(planned.target, exercise)
    opening = _start(_opening(guide, planned, sides))
    return opening + len(sides) * turn + (len(sides) - 1) * SWITCHING if turn else 0


def promise(guide: Guide, session: Session) -> str:
    """The track in a sentence; nothing when there is none.

    As in "I count this set aloud: left, then right, 12 repetitions each, about 2 minutes."
    """
    planned, sides = _next_turns(session)
    if planned is None:
        return ""
    unit = "second" if planned.target.measure is Measure.SECONDS else "repetition"
    amount = counted(planned.target.amount, unit)
    parts = [", then ".join(side.value for side in sides)] if Side.BOTH not in sides else []
    parts.append(f"{amount} each" if len(sides) > 1 else amount)
    minutes = max(round(seconds(guide, session) / 60), 1)
    return f"I count this set aloud: {', '.join(parts)}, about {counted(minutes, 'minute')}."


def count(
    guide: Guide, session: Session, _action: SessionAction, _now: object
) -> tuple[Session, StepOutcome]:
    """Count the set aloud; nothing about the session changes."""
    return session, StepOutcome.COUNTED if aloud(guide, session) else StepOutcome.NOTHING


def begins_set(before: Session, after: Session) -> bool:
    """Whether a step begins a set: the moment to count it aloud."""
    at_work = after.step is Step.WORK and not after.position.turn_index
    return at_work and (before.step is not Step.WORK or before.position != after.position)


def _next_turns(session: Session) -> tuple[PlannedSet | None, tuple[Side, ...]]:
    """The set to be counted with the sides that are left of it."""
    if session.step not in _COUNTABLE:
        return None, ()
    planned = ahead(session.sets, session.position)
    done = 0 if session.step is Step.CHECK_IN else session.position.turn_index
    return planned, planned.order[done:] if planned else ()


# What is said when.


def cues(guide: Guide, planned: PlannedSet, sides: tuple[Side, ...]) -> Cues:
    """One set: getting ready, each side with its count, and the end."""
    return tuple(_cues(guide, planned, sides))


def _cues(guide: Guide, planned: PlannedSet, sides: tuple[Side, ...]) -> Iterator[Cue]:
    exercise = guide.exercises[planned.exercise]
    turn = turn_seconds(planned.target, exercise)
    opening = _opening(guide, planned, sides)
    at = _start(opening)
    yield Cue(0.0, opening)
    yield Cue(at - COUNT_IN - _READY, "Get ready.")
    for number, side in enumerate(sides):
        if number:
            yield Cue(at, f"Change sides. {_LEGS[side]}.")
            at += SWITCHING
        yield from _countdown(at)
        yield from _turn(planned, exercise, at)
        at += turn
    yield Cue(at, "Done. Well done.")


def _opening(guide: Guide, planned: PlannedSet, sides: tuple[Side, ...]) -> str:
    """What is to be done."""
    first, *others = (_LEGS[side] for side in sides)
    legs = ", then ".join((first, *(other.lower() for other in others)))
    each = " each" if others else ""
    sentences = [f"{guide.exercises[planned.exercise].name}.", f"{legs}."]
    unit = "seconds" if planned.target.measure is Measure.SECONDS else "repetitions"
    sentences.append(f"{planned.target.amount} {unit}{each}.")
    if planned.short:
        sentences.append("Shorter range today.")
    return " ".join(sentences)


def _start(opening: str) -> int:
    """The second at which the first side begins: the opening and the count-in are over."""
    return 1 + ceil(len(opening) / _LETTERS) + _READY + COUNT_IN


def _countdown(at: float) -> Iterator[Cue]:
    """The last seconds before a moment."""
    for left in range(COUNT_IN, 0, -1):
        yield Cue(at - left, cardinal(left))


def _turn(planned: PlannedSet, exercise: Exercise, at: int) -> Iterator[Cue]:
    amount = planned.target.amount
    if planned.target.measure is Measure.SECONDS:
        yield Cue(at, "Lift, and hold.")
        yield from _hold(at, amount)
        return
    length = turn_seconds(planned.target, exercise) // amount
    for number in range(1, amount + 1):
        begin = at + (number - 1) * length
        yield from _repetition(begin, exercise.tempo, cardinal(number), _remark(number, amount))


def _remark(number: int, amount: int) -> str:
    """What is worth a word before a repetition."""
    if number == amount > 1:
        return "last one"
    if amount < _LONG_SET:
        return ""
    return {amount - _LAST + 1: "last three", amount // 2 + 1: "halfway"}.get(number, "")


def _repetition(begin: int, tempo: Tempo, number: str, remark: str) -> Iterator[Cue]:
    """Up, squeeze, lower two three; the first word makes room for the number."""
    first, *others = _beats(begin, tempo)
    room = others[0].at - first.at if others else _ROOM
    if room < _ROOM:
        yield Cue(begin, remark or number)
    else:
        yield Cue(begin, f"{remark}, {number}" if remark else f"{number}, and {first.words}")
    yield from others


def _beats(begin: int, tempo: Tempo) -> Iterator[Cue]:
    """What the body does in each part, and the seconds that it takes, as far as they count."""
    top, down = begin + tempo.lift, begin + tempo.lift + tempo.hold
    if tempo.lift:
        yield Cue(begin, "up")
    if tempo.hold:
        yield Cue(top, "squeeze")
        counts = tempo.hold <= _COUNTED_HOLD
        yield from _seconds(top, tempo.hold) if counts else _hold(top, tempo.hold)
    if tempo.lower:
        yield Cue(down, "lower")
        yield from _seconds(down, tempo.lower)


def _seconds(begin: int, length: int) -> Iterator[Cue]:
    """Two, three and so on: the first second has a word of its own."""
    for second in range(1, length):
        yield Cue(begin + second, cardinal(second + 1))


def _hold(begin: int, length: int) -> Iterator[Cue]:
    """Every ten seconds, the half, and the last three."""
    half = length / 2
    marks = {half: "halfway"} if length >= _EVERY else {}
    for second in range(_EVERY, length - _LAST - _CLOSE + 1, _EVERY):
        if abs(second - half) >= _CLOSE:
            marks[second] = f"{cardinal(second)} seconds"
    yield from (Cue(begin + at, words) for at, words in sorted(marks.items()))
    for left in range(min(_LAST, length - _ROOM), 0, -1):
        yield Cue(begin + length - left, cardinal(left))
