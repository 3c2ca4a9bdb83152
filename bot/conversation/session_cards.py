"""The card of a session on its way to a channel: where it goes, what is drawn and said with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.replies import Button, Picture, Placement, Reply
from bot.session.model.actions import SessionVerb
from bot.session.model.choices import Side
from bot.session.model.events import StepOutcome
from bot.session.model.session import Session
from bot.session.model.steps import Step
from bot.session.model.workouts import Guide
from bot.session.view import menu
from bot.session.view.card_text import describe, drawing, movement_drawing
from bot.session.view.spoken_count import counted_aloud

Drawings = Callable[[str, str], str | None]
"""Exercise and side -> its drawing in words; None when there is no drawing."""


@dataclass(frozen=True, slots=True)
class SessionCards:
    """Shows sessions, and leads from an exercise to them."""

    guide: Guide
    drawings: Drawings
    speaks: bool = False
    """Whether there is a voice: without one no button offers to count a set aloud."""

    def card(
        self,
        session: Session,
        now: datetime,
        outcome: StepOutcome = StepOutcome.MOVED,
        place: Placement = Placement.CARD,
        *,
        before: Session | None,
    ) -> Reply:
        """The card, with the drawing when the person has not seen this movement yet.

        `before` is the session as the person saw it last; None when they saw nothing of it.
        """
        is_new = _is_new(before, session)
        picture = movement_drawing(session, self.drawings) if is_new else None
        return replace(
            self._without_voice(describe(self.guide, session, now, outcome)),
            place=Placement.NEXT_CARD if picture else place,
            picture=picture,
            utterance=counted_aloud(self.guide, session)
            if outcome is StepOutcome.COUNTED
            else None,
        )

    def _without_voice(self, reply: Reply) -> Reply:
        """The card without the button that needs a voice where there is none."""
        if self.speaks:
            return reply
        rows = (tuple(one for one in row if not _counts(one)) for row in reply.buttons)
        return replace(reply, buttons=tuple(row for row in rows if row))

    def picture(self, exercise: str) -> Picture | None:
        """The drawing of a movement, on the side that is shown first; None when it has none."""
        both = drawing(exercise, Side.BOTH, self.drawings)
        return both or drawing(exercise, Side.LEFT, self.drawings)

    def invitation(self, exercise: str) -> Button | None:
        """A button to a workout with a movement; None when no workout has it."""
        order = menu.with_exercise(self.guide, exercise)
        return menu.opening(order) if order else None

    @property
    def shortest(self) -> Button:
        """A button that starts the shortest workout."""
        return menu.shortest(self.guide)


def _is_new(before: Session | None, session: Session) -> bool:
    """Whether the person has not seen this movement on this side yet."""
    movement = (session.planned.exercise, session.side)
    if any((one.exercise, one.side) == movement for one in session.log):
        return False
    if before is None or before.position.step is Step.CHECK_IN:
        return True
    return movement != (before.planned.exercise, before.side)


def _counts(button: Button) -> bool:
    return button.action.arguments[:1] == (SessionVerb.COUNT.value,)
