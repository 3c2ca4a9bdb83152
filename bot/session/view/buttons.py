"""The buttons of the card at each step, always in the same order."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.replies import Button, Rows, Verb, act, grid
from bot.knowledge.content.entries import Feeling
from bot.session.machine.machine import advance, can_be_counted
from bot.session.model.actions import SessionAction, SessionVerb, to_arguments
from bot.session.model.choices import WORST_PAIN, Side
from bot.session.model.log import Effort, Measure
from bot.session.model.session import Session
from bot.session.model.steps import Step
from bot.session.model.workouts import Guide

ORDER = (
    *(
        SessionVerb.BEGIN,
        SessionVerb.DONE,
        SessionVerb.RESUME,
        SessionVerb.FELT,
        SessionVerb.EFFORT,
        SessionVerb.COUNT,
    ),
    *(SessionVerb.LESS_REST, SessionVerb.MORE_REST, SessionVerb.NO_REST),
    *(SessionVerb.BACK, SessionVerb.REPEAT, SessionVerb.SKIP),
    *(SessionVerb.EASIER, SessionVerb.HARDER, SessionVerb.OTHER_KIT),
    *(SessionVerb.HURTS, SessionVerb.CRAMP),
    *(
        SessionVerb.PAUSE,
        SessionVerb.STOP,
        SessionVerb.SAVE,
        SessionVerb.DROP,
    ),
)
"""The order of buttons on every card."""

LABELS = {
    SessionVerb.COUNT: "Count it aloud",
    SessionVerb.LESS_REST: "\u221215 s",
    SessionVerb.MORE_REST: "+15 s",
    SessionVerb.NO_REST: "No clock",
    SessionVerb.BACK: "Back",
    SessionVerb.REPEAT: "Again",
    SessionVerb.SKIP: "Skip",
    SessionVerb.EASIER: "Easier",
    SessionVerb.HARDER: "Harder",
    SessionVerb.OTHER_KIT: "Other kit",
    SessionVerb.HURTS: "It hurts",
    SessionVerb.CRAMP: "Cramp",
    SessionVerb.PAUSE: "Pause",
    SessionVerb.STOP: "Stop",
    SessionVerb.SAVE: "Save what I did",
    SessionVerb.DROP: "Drop it",
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

_COUNT = (SessionVerb.COUNT,)
_LOAD = (SessionVerb.EASIER, SessionVerb.HARDER, SessionVerb.OTHER_KIT)
_BODY = (SessionVerb.HURTS, SessionVerb.CRAMP)
_END = (SessionVerb.PAUSE, SessionVerb.STOP)
_ROWS: Mapping[Step, tuple[tuple[SessionVerb, ...], ...]] = {
    Step.GET_READY: (
        (SessionVerb.BEGIN,),
        _COUNT,
        (SessionVerb.BACK, SessionVerb.SKIP),
        _LOAD,
        _BODY,
        _END,
    ),
    Step.WORK: (
        (SessionVerb.DONE,),
        _COUNT,
        (SessionVerb.BACK, SessionVerb.REPEAT, SessionVerb.SKIP),
        _LOAD,
        _BODY,
        _END,
    ),
    Step.SWITCH: (
        (SessionVerb.BEGIN,),
        _COUNT,
        (SessionVerb.BACK, SessionVerb.REPEAT, SessionVerb.SKIP),
        _LOAD,
        _BODY,
        _END,
    ),
    Step.CHECK_IN: (
        (SessionVerb.BACK, SessionVerb.REPEAT, SessionVerb.SKIP),
        _LOAD,
        (SessionVerb.HURTS,),
        _END,
    ),
    Step.REST: (
        (SessionVerb.BEGIN,),
        _COUNT,
        (SessionVerb.LESS_REST, SessionVerb.MORE_REST, SessionVerb.NO_REST),
        (SessionVerb.BACK, SessionVerb.REPEAT),
        _LOAD,
        _BODY,
        _END,
    ),
    Step.PAIN_SCALE: ((SessionVerb.BACK,), (SessionVerb.STOP,)),
    Step.CRAMP_PAUSE: (
        (SessionVerb.RESUME,),
        (SessionVerb.CRAMP,),
        (SessionVerb.STOP,),
    ),
    Step.PAUSED: ((SessionVerb.RESUME,), (SessionVerb.SAVE, SessionVerb.DROP)),
    Step.STOPPED: ((SessionVerb.RESUME,), (SessionVerb.SAVE, SessionVerb.DROP)),
    Step.FINISHED: (),
}
_IF_USEFUL = frozenset(
    {
        *(SessionVerb.RESUME, SessionVerb.BACK, SessionVerb.REPEAT),
        *(SessionVerb.LESS_REST, SessionVerb.MORE_REST, SessionVerb.NO_REST),
        *(SessionVerb.EASIER, SessionVerb.HARDER, SessionVerb.OTHER_KIT),
    }
)
"""What changes nothing in some sessions, and is shown only where it does change something."""


def action_button(label: str, action: SessionAction) -> Button:
    """A button that does something to the session under way."""
    return act(label, Verb.SESSION, *to_arguments(action))


def card_buttons(guide: Guide, session: Session, now: datetime) -> Rows:
    """The buttons of the card, without those that would change nothing."""
    common = tuple(
        tuple(
            action_button(_label(kind, session), SessionAction(kind, revision=session.revision))
            for kind in row
            if _is_useful(guide, session, kind, now)
        )
        for row in _ROWS[session.step]
    )
    return (*_answers(session), *(row for row in common if row))


def _is_useful(guide: Guide, session: Session, kind: SessionVerb, now: datetime) -> bool:
    if kind is SessionVerb.COUNT:
        return can_be_counted(guide, session)
    if kind not in _IF_USEFUL:
        return True
    return advance(guide, session, SessionAction(kind), now).event is not None


def _answers(session: Session) -> Rows:
    """The answers to the question of the card, if it asks one."""
    revision = session.revision
    if session.step is Step.PAIN_SCALE:
        scale = [
            action_button(
                _PAIN_LABELS.get(pain, str(pain)),
                SessionAction(SessionVerb.HURTS, pain, revision=revision),
            )
            for pain in range(WORST_PAIN + 1)
        ]
        return grid(scale, 4)
    if session.step is not Step.CHECK_IN:
        return ()
    felt = [
        action_button(label, SessionAction(SessionVerb.FELT, feeling=feeling, revision=revision))
        for feeling, label in FEELINGS.items()
    ]
    return (*grid(felt, 2), _efforts(session))


_PAIN_LABELS = {0: "0 none", WORST_PAIN: f"{WORST_PAIN} worst"}


def _efforts(session: Session) -> tuple[Button, ...]:
    chosen = session.current_notes.effort
    return tuple(
        action_button(
            f"{label} (noted)" if effort is chosen else label,
            SessionAction(SessionVerb.EFFORT, effort=effort, revision=session.revision),
        )
        for effort, label in EFFORTS.items()
    )


def _label(kind: SessionVerb, session: Session) -> str:
    if kind is SessionVerb.BEGIN:
        return _begin_label(session)
    if kind is SessionVerb.DONE:
        target = session.planned.target
        unit = " seconds" if target.measure is Measure.SECONDS else ""
        return f"Done: {target.amount}{unit}"
    if kind is SessionVerb.RESUME:
        in_cramp = session.step is Step.CRAMP_PAUSE
        return "It has let go" if in_cramp else resume_label(session)
    return _AT_STEP.get((session.step, kind), LABELS[kind])


_AT_STEP = {
    (Step.CRAMP_PAUSE, SessionVerb.CRAMP): "It still holds",
    (Step.PAIN_SCALE, SessionVerb.BACK): "Never mind",
}


def _begin_label(session: Session) -> str:
    if session.position.step is Step.REST:
        return f"Start set {session.position.set_index + 1} now"
    return f"Start: {SIDES[session.side]}"


def resume_button(session: Session) -> Button:
    """Goes on with an interrupted session."""
    action = SessionAction(SessionVerb.RESUME, revision=session.revision)
    return action_button(resume_label(session), action)


def resume_label(session: Session) -> str:
    """The place where the session goes on: "Resume: set 2, right"."""
    place = f"Resume: set {session.position.set_index + 1}"
    return place if session.side is Side.BOTH else f"{place}, {session.side.value}"
