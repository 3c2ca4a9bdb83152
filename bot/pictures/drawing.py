"""Draws a movement: the person and everything around, at any moment from start to top."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

from PIL.Image import Image

from bot.knowledge.content.entries import Exercise
from bot.pictures.arrow import PATH_SAMPLES, arrow_point, draw_arrow
from bot.pictures.body import Body
from bot.pictures.card import PictureCard
from bot.pictures.figure import Point, StickFigure, figure
from bot.pictures.motion import PROGRESS, Phase, posture_at
from bot.pictures.paper import Grain, Paper
from bot.pictures.pose import Frame, Pose
from bot.pictures.props import Setting, prop_box, roll
from bot.pictures.view import Box, View, around, fit
from bot.pictures.wording import caption, tag
from bot.session.model.choices import Side

AROUND = 13.0
"""Room around the joints for head and limbs, in centimetres."""
FINE = Grain()
DrawingKey = tuple[str, Side]
"""An exercise's id, and the side that works."""
PHASES = {Frame.START: None, Frame.TOP: Phase.LIFT, Frame.LOWERING: Phase.LOWER}
"""Which way the arrow of a still drawing points."""


def drawings(
    exercises: Mapping[str, Exercise], poses: Mapping[str, Pose]
) -> dict[DrawingKey, "Drawing"]:
    """Every movement from every side that works, by the exercise's id and the side."""
    return {
        (name, side): Drawing(exercise, poses[name], side)
        for name, exercise in exercises.items()
        for side in sides(exercise)
    }


def sides(exercise: Exercise) -> tuple[Side, ...]:
    """The sides that a movement is drawn from."""
    return (Side.BOTH,) if exercise.sides == "both" else (Side.LEFT, Side.RIGHT)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One movement, seen from the side that works."""

    exercise: Exercise
    pose: Pose
    side: Side

    def still(self, frame: Frame, grain: Grain = FINE) -> Image:
        """A card with one frame."""
        return self._frames((frame,), grain)

    def strip(self, grain: Grain = FINE) -> Image:
        """A card with start, top and lowering side by side."""
        return self._frames(tuple(Frame), grain)

    def card(self, panels: int) -> PictureCard:
        """The card it is drawn on."""
        return PictureCard(self.exercise.name, tag(self.side), self.exercise.muscles, panels)

    def view(self, panel: Box) -> View:
        """The view that shows the whole movement in a panel."""
        return fit(self._scene(), panel, mirrored=self.side is Side.LEFT)

    def draw_behind(self, paper: Paper, view: View, phase: Phase | None) -> None:
        """What stands still, and an arrow that shows which way the leg goes."""
        self._setting(0).draw_behind(paper, view)
        path = self._path()
        if phase is Phase.LOWER:
            path.reverse()
        if phase is not None:
            draw_arrow(paper, view, path, self.pose.arrow.label)

    def draw_moving(self, paper: Paper, view: View, progress: float) -> None:
        """What moves, at a moment from 0, the start, to 1, the top."""
        setting = self._setting(progress)
        body = Body(setting.figure, self.exercise.muscles)
        setting.draw_ball(paper, view)
        body.draw_far(paper, view)
        body.draw_near(paper, view)
        setting.draw_worn(paper, view)

    def _frames(self, frames: tuple[Frame, ...], grain: Grain) -> Image:
        card = self.card(len(frames))
        paper = card.paper(grain)
        for at, frame in enumerate(frames):
            view = self.view(card.panel(at))
            self.draw_behind(paper, view, PHASES[frame])
            self.draw_moving(paper, view, PROGRESS[frame])
        card.finish(paper, tuple(caption(self.exercise, self.pose, one) for one in frames))
        return paper.finished()

    def _path(self) -> list[Point]:
        return [arrow_point(self.pose.arrow, self._figure(progress)) for progress in PATH_SAMPLES]

    def _setting(self, progress: float) -> Setting:
        body = self._figure(progress)
        ball = self.pose.props.ball
        return Setting(self.pose.props, body, roll(ball, self._figure(0), body) if ball else None)

    def _figure(self, progress: float) -> StickFigure:
        return figure(posture_at(self.pose, progress))

    def _scene(self) -> Box:
        """The box of the scene around the whole movement."""
        boxes = [around(self._figure(progress), AROUND) for progress in PROGRESS.values()]
        boxes += [Box(point.x - 5, point.y + 5, point.x + 5, 0) for point in self._path()]
        props = prop_box(self.pose.props)
        whole = reduce(Box.joined, [*boxes, props] if props else boxes)
        return Box(whole.left, whole.top, whole.right, -AROUND / 2)
