"""What can be tapped at each step, always in the same order."""

from collections.abc import Mapping
from datetime import datetime

from bot.knowledge.content.entries import Feeling
from bot.session.machine.machine import advance
from bot.session.model.actions import Action, Kind
from bot.session.model.choices import WORST_PAIN, Side
from bot.session.model.log import Effort, Measure
from bot.session.model.session import Session
from bot.session.model.steps import Step
from bot.session.model.workouts import Guide
from bot.session.view.card import Tap, Taps, rows, tap
from bot.session.view.spoken_count import aloud

ORDER = (
    *(Kind.BEGIN, Kind.DONE, Kind.RESUME, Kind.FELT, Kind.EFFORT, Kind.COUNT),
    *(Kind.LESS_REST, Kind.MORE_REST, Kind.NO_REST),
    *(Kind.BACK, Kind.REPEAT, Kind.SKIP),
    *(Kind.EASIER, Kind.HARDER, Kind.OTHER_KIT),
    *(Kind.HURTS, Kind.CRAMP),
    *(Kind.PAUSE, Kind.STOP, Kind.SAVE, Kind.DROP),
)
"""The order of buttons on every card."""

LABELS = {
    Kind.COUNT: "Count it aloud",
    Kind.LESS_REST: "\u221215 s",
    Kind.MORE_REST: "+15 s",
    Kind.NO_REST: "No clock",
    Kind.BACK: "Back",
    Kind.REPEAT: "Again",
    Kind.SKIP: "Skip",
    Kind.EASIER: "Easier",
    Kind.HARDER: "Harder",
    Kind.OTHER_KIT: "Other kit",
    Kind.HURTS: "It hurts",
    Kind.CRAMP: "Cramp",
    Kind.PAUSE: "Pause",
    Kind.STOP: "Stop",
    Kind.SAVE: "Save what I did",
    Kind.DROP: "Drop it",
}
FEELINGS = {
    Feeling.HAMSTRING: "Back of the thigh",
    Feeling.GLUTE: "Glutes",
    Feeling.LOW_BACK: "Lower back",
    Feeling.KNEE: "Knee",
    Feeling.CRAMP: "It cramped",
    Feeling.NOWHERE: "Nowhere",
}
PLACES = {feeling: label.lower() for feeling, label in FEELINGS.items()} | {
    Feeling.CRAMP: "a cramp"
}
EFFORTS = {Effort.EASY: "Easy", Effort.RIGHT: "Just right", Effort.HARD: "Hard"}
SIDES = {Side.LEFT: "left leg", Side.RIGHT: "right leg", Side.BOTH: "both legs"}

_ALOUD = (Kind.COUNT,)
_LOAD = (Kind.EASIER, Kind.HARDER, Kind.OTHER_KIT)
_BODY = (Kind.HURTS, Kind.CRAMP)
_END = (Kind.PAUSE, Kind.STOP)
_ROWS: Mapping[Step, tuple[tuple[Kind, ...], ...]] = {
    Step.GET_READY: ((Kind.BEGIN,), _ALOUD, (Kind.BACK, Kind.SKIP), _LOAD, _BODY, _END),
    Step.WORK: ((Kind.DONE,), _ALOUD, (Kind.BACK, Kind.REPEAT, Kind.SKIP), _LOAD, _BODY, _END),
    Step.SWITCH: ((Kind.BEGIN,), _ALOUD, (Kind.BACK, Kind.REPEAT, Kind.SKIP), _LOAD, _BODY, _END),
    Step.CHECK_IN: ((Kind.BACK, Kind.REPEAT, Kind.SKIP), _LOAD, (Kind.HURTS,), _END),
    Step.REST: (
        (Kind.BEGIN,),
        _ALOUD,
        (Kind.LESS_REST, Kind.MORE_REST, Kind.NO_REST),
        (Kind.BACK, Kind.REPEAT),
        _LOAD,
        _BODY,
        _END,
    ),
    Step.PAIN_SCALE: ((Kind.BACK,), (Kind.STOP,)),
    Step.CRAMP_PAUSE: ((Kind.RESUME,), (Kind.CRAMP,), (Kind.STOP,)),
    Step.PAUSED: ((Kind.RESUME,), (Kind.SAVE, Kind.DROP)),
    Step.STOPPED: ((Kind.RESUME,), (Kind.SAVE, Kind.DROP)),
    Step.FINISHED: (),
}
_SOMETIMES = frozenset(
    {
        *(Kind.RESUME, Kind.BACK, Kind.REPEAT),
        *(Kind.LESS_REST, Kind.MORE_REST, Kind.NO_REST),
        *(Kind.EASIER, Kind.HARDER, Kind.OTHER_KIT),
    }
)
"""What may change nothing, and is then not shown; the others always do or answer something."""


def taps(guide: Guide, session: Session, now: datetime) -> Taps:
    """The buttons of the card, without those that would change nothing."""
    common = tuple(
        tuple(
            tap(_label(kind, session), Action(kind, revision=session.revision))
            for kind in row
            if _is_useful(guide, session, kind, now)
        )
        for row in _ROWS[session.step]
    )
    return (*_answers(session), *(row for row in common if row))


def _is_useful(guide: Guide, session: Session, kind: Kind, now: datetime) -> bool:
    if kind is Kind.COUNT:
        return aloud(guide, session) is not None
    if kind not in _SOMETIMES:
        return True
    return advance(guide, session, Action(kind), now).event is not None


def _answers(session: Session) -> Taps:
    """The answers to what the card asks."""
    number = session.revision
    if session.step is Step.PAIN_SCALE:
        scale = [
            tap(_SCALE.get(pain, str(pain)), Action(Kind.HURTS, pain, revision=number))
            for pain in range(WORST_PAIN + 1)
        ]
        return rows(scale, 4)
    if session.step is not Step.CHECK_IN:
        return ()
    felt = [
        tap(label, Action(Kind.FELT, feeling=feeling, revision=number))
        for feeling, label in FEELINGS.items()
    ]
    return (*rows(felt, 2), _efforts(session))


_SCALE = {0: "0 none", WORST_PAIN: f"{WORST_PAIN} worst"}


def _efforts(session: Session) -> tuple[Tap, ...]:
    chosen = session.open_notes.effort
    return tuple(
        tap(
            f"{label} (noted)" if effort is chosen else label,
            Action(Kind.EFFORT, effort=effort, revision=session.revision),
        )
        for effort, label in EFFORTS.items()
    )


def _label(kind: Kind, session: Session) -> str:
    if kind is Kind.BEGIN:
        return _begin_label(session)
    if kind is Kind.DONE:
        target = session.planned.target
        unit = " seconds" if target.measure is Measure.SECONDS else ""
        return f"Done: {target.amount}{unit}"
    if kind is Kind.RESUME:
        in_cramp = session.step is Step.CRAMP_PAUSE
        return "It has let go" if in_cramp else resume_label(session)
    return _AT_STEP.get((session.step, kind), LABELS[kind])


_AT_STEP = {
    (Step.CRAMP_PAUSE, Kind.CRAMP): "It still holds",
    (Step.PAIN_SCALE, Kind.BACK): "Never mind",
}


def _begin_label(session: Session) -> str:
    if session.position.step is Step.REST:
        return f"Start set {session.position.set_index + 1} now"
    return f"Start: {SIDES[session.side]}"


def resume_label(session: Session) -> str:
    """Where a person goes on: "Resume: set 2, right"."""
    place = f"Resume: set {session.position.set_index + 1}"
    return place if session.side is Side.BOTH else f"{place}, {session.side.value}"
