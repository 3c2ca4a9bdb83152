"""A set counted aloud: what is said when, from getting ready to the last repetition."""

from collections.abc import Iterator
from math import ceil

from bot.domain.number_words import cardinal, counted
from bot.domain.replies import Cue, Utterance
from bot.knowledge.content.entries import Exercise, Tempo
from bot.session.machine.machine import can_be_counted
from bot.session.model.choices import Side
from bot.session.model.log import Measure
from bot.session.model.plan import PlannedSet, first_open_set
from bot.session.model.session import Session
from bot.session.model.workouts import SWITCHING, Guide, set_seconds, side_seconds

COUNT_IN = 3
"""Seconds that are counted down before a side begins."""
_GET_READY = 2
"""Seconds between "get ready" and the count-in."""
_LETTERS_PER_SECOND = 13
"""How fast a voice speaks, pauses included; it is rather quicker."""
_NUMBER_AND_WORD = 2
"""Seconds that a number needs with a word beside it; in less time only the number is said."""
_HOLD_GAP = 3
"""Seconds that announcements of a hold keep from each other."""
_HOLD_INTERVAL = 10
"""Seconds from one announcement of a hold to the next."""
_LAST = 3
"""Repetitions or seconds that are announced as the last ones."""
_LONG_SET = 8
"""Repetitions from which the half and the last three are announced."""
_LONGEST_COUNTED_HOLD = 5
"""Seconds at the top that are counted one by one; longer ones are announced like a hold."""

_LEGS = {Side.LEFT: "Left leg", Side.RIGHT: "Right leg", Side.BOTH: "Both legs"}

Cues = tuple[Cue, ...]


def counted_aloud(guide: Guide, session: Session) -> Utterance | None:
    """The count of the set at work, or of the next one, from the side that is next.

    None when the session has no set that can be counted.
    """
    planned = first_open_set(session.sets, session.position)
    if planned is None or not can_be_counted(guide, session):
        return None
    return Utterance(cues(guide, planned, session.sides_to_count))


def count_seconds(guide: Guide, session: Session) -> int:
    """How long the count lasts; 0 when there is none."""
    planned, sides = first_open_set(session.sets, session.position), session.sides_to_count
    if planned is None or not sides:
        return 0
    opening = _first_side_at(_opening(guide, planned, sides))
    return opening + set_seconds(planned.target, guide.exercises[planned.exercise], len(sides))


def announcement(guide: Guide, session: Session) -> str:
    """The count in a sentence; empty when there is none.

    As in "I count this set aloud: left, then right, 12 repetitions each, about 2 minutes."
    """
    planned, sides = first_open_set(session.sets, session.position), session.sides_to_count
    if planned is None or not sides:
        return ""
    unit = "second" if planned.target.measure is Measure.SECONDS else "repetition"
    amount = counted(planned.target.amount, unit)
    parts = [", then ".join(side.value for side in sides)] if Side.BOTH not in sides else []
    parts.append(f"{amount} each" if len(sides) > 1 else amount)
    minutes = max(round(count_seconds(guide, session) / 60), 1)
    return f"I count this set aloud: {', '.join(parts)}, about {counted(minutes, 'minute')}."


# What is said when.


def cues(guide: Guide, planned: PlannedSet, sides: tuple[Side, ...]) -> Cues:
    """One set: getting ready, each side with its count, and the end."""
    return tuple(_cues(guide, planned, sides))


def _cues(guide: Guide, planned: PlannedSet, sides: tuple[Side, ...]) -> Iterator[Cue]:
    exercise = guide.exercises[planned.exercise]
    length = side_seconds(planned.target, exercise)
    opening = _opening(guide, planned, sides)
    at = _first_side_at(opening)
    yield Cue(0.0, opening)
    yield Cue(at - COUNT_IN - _GET_READY, "Get ready.")
    for number, side in enumerate(sides):
        if number:
            yield Cue(at, f"Change sides. {_LEGS[side]}.")
            at += SWITCHING
        yield from _count_in(at)
        yield from _side(planned, exercise, at)
        at += length
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


def _first_side_at(opening: str) -> int:
    """The second at which the first side begins: the opening and the count-in are over."""
    return 1 + ceil(len(opening) / _LETTERS_PER_SECOND) + _GET_READY + COUNT_IN


def _count_in(at: float) -> Iterator[Cue]:
    """Three, two, one, in the seconds before a moment."""
    for left in range(COUNT_IN, 0, -1):
        yield Cue(at - left, cardinal(left))


def _side(planned: PlannedSet, exercise: Exercise, at: int) -> Iterator[Cue]:
    amount = planned.target.amount
    if planned.target.measure is Measure.SECONDS:
        yield Cue(at, "Lift, and hold.")
        yield from _hold(at, amount)
        return
    length = side_seconds(planned.target, exercise) // amount
    for number in range(1, amount + 1):
        begin = at + (number - 1) * length
        yield from _repetition(begin, exercise.tempo, cardinal(number), _announced(number, amount))


def _announced(number: int, amount: int) -> str:
    """What is said before the number of a repetition; often nothing."""
    if number == amount > 1:
        return "last one"
    if amount < _LONG_SET:
        return ""
    return {amount - _LAST + 1: "last three", amount // 2 + 1: "halfway"}.get(number, "")


def _repetition(begin: int, tempo: Tempo, number: str, announced: str) -> Iterator[Cue]:
    """The number, and then what to do: "one, and up", "squeeze", "lower", "two", "three"."""
    first, *others = _phases(begin, tempo)
    seconds = others[0].at - first.at if others else _NUMBER_AND_WORD
    if seconds < _NUMBER_AND_WORD:
        yield Cue(begin, announced or number)
    else:
        yield Cue(begin, f"{announced}, {number}" if announced else f"{number}, and {first.words}")
    yield from others


def _phases(begin: int, tempo: Tempo) -> Iterator[Cue]:
    """Lift, hold and lower, each with its first word and its seconds; none for one of no length."""
    top, down = begin + tempo.lift, begin + tempo.lift + tempo.hold
    if tempo.lift:
        yield Cue(begin, "up")
    if tempo.hold:
        yield Cue(top, "squeeze")
        is_counted = tempo.hold <= _LONGEST_COUNTED_HOLD
        yield from _seconds(top, tempo.hold) if is_counted else _hold(top, tempo.hold)
    if tempo.lower:
        yield Cue(down, "lower")
        yield from _seconds(down, tempo.lower)


def _seconds(begin: int, length: int) -> Iterator[Cue]:
    """Two, three and so on; in the first second the word for the phase is said."""
    for second in range(1, length):
        yield Cue(begin + second, cardinal(second + 1))


def _hold(begin: int, length: int) -> Iterator[Cue]:
    """Every ten seconds, the half, and the last three."""
    half = length / 2
    marks = {half: "halfway"} if length >= _HOLD_INTERVAL else {}
    for second in range(_HOLD_INTERVAL, length - _LAST - _HOLD_GAP + 1, _HOLD_INTERVAL):
        if abs(second - half) >= _HOLD_GAP:
            marks[second] = f"{cardinal(second)} seconds"
    yield from (Cue(begin + at, words) for at, words in sorted(marks.items()))
    for left in range(min(_LAST, length - _NUMBER_AND_WORD), 0, -1):
        yield Cue(begin + length - left, cardinal(left))
