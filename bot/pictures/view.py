"""From centimetres of the scene to places on the paper: a slightly oblique look from the side."""

from dataclasses import dataclass
from typing import Self

from bot.pictures.figure import Point, StickFigure

DEPTH_X = 0.32
DEPTH_Y = 0.10
"""How far one centimetre away from the viewer moves a point to the front, and up."""

INSET = 16.0
"""Room that stays empty at the left and right of a panel, in units of the paper."""

LOW = 0.32
"""How much of the empty room of a panel is below the scene."""

Spot = tuple[float, float]
"""A place on the paper, in its units; y grows downward."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; on paper `top` is the smaller y, in the scene the greater."""

    left: float
    top: float
    right: float
    bottom: float

    def joined(self, other: Self) -> "Box":
        """The smallest box of the scene around both."""
        return Box(
            min(self.left, other.left),
            max(self.top, other.top),
            max(self.right, other.right),
            min(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class View:
    """Where the scene lies on the paper."""

    scale: float
    """Units of the paper per centimetre."""
    middle: float
    """The x of the scene that is shown in the middle of the panel."""
    panel: Box
    floor: float
    """Where the floor lies on the paper."""
    mirrored: bool
    """The body faces left instead of right."""

    def spot(self, point: Point) -> Spot:
        """The place of a point."""
        x = point.x - self.middle - DEPTH_X * point.z
        centre = (self.panel.left + self.panel.right) / 2
        turn = -1 if self.mirrored else 1
        return (
            centre + turn * self.scale * x,
            self.floor - self.scale * (point.y - DEPTH_Y * point.z),
        )

    def flat(self, x: float, y: float) -> Spot:
        """The place of something in the middle plane of the body."""
        return self.spot(Point(x, y, 0))


def fit(scene: Box, panel: Box, *, mirrored: bool) -> View:
    """The view that shows a box of the scene as large as a panel allows, in its middle."""
    wide, high = scene.right - scene.left, scene.top - scene.bottom
    room_wide, room_high = panel.right - panel.left, panel.bottom - panel.top
    scale = min((room_wide - 2 * INSET) / wide, room_high / high)
    spare = room_high - scale * high
    floor = panel.bottom - spare * LOW + scale * scene.bottom
    return View(scale, (scene.left + scene.right) / 2, panel, floor, mirrored)


def around(body: StickFigure, margin: float) -> Box:
    """The box of the scene around a body."""
    points = _joints(body)
    xs = [point.x - DEPTH_X * point.z for point in points]
    ys = [point.y - DEPTH_Y * point.z for point in points]
    return Box(min(xs) - margin, max(ys) + margin, max(xs) + margin, min(ys) - margin)


def _joints(body: StickFigure) -> list[Point]:
    legs = [
        point
        for leg in (body.near_leg, body.far_leg)
        for point in (leg.hip, leg.knee, leg.ankle, leg.heel, leg.toe)
    ]
    arms = [
        point
        for arm in (body.near_arm, body.far_arm)
        for point in (arm.shoulder, arm.elbow, arm.wrist, arm.hand)
    ]
    return [body.head, body.chest, body.pelvis, *legs, *arms]
