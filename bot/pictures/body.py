"""Draws the person: round limbs, a head, and the working muscles in colour and pattern."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Literal

from bot.pictures import palette
from bot.pictures.figure import ArmPoints, LegPoints, Point, StickFigure, beyond
from bot.pictures.paper import Corners, Paper, Radii
from bot.pictures.view import Spot, View

HEAD = 10.5
HALO = 1.1
"""The light line around what is in front, in centimetres."""
NECK: Radii = (4.4, 4.0)
TRUNK = ((9.0, 8.4), (8.4, 9.3))
"""Radii of the trunk: shoulders to waist, waist to hips."""
THIGH: Radii = (8.6, 6.0)
SHIN: Radii = (5.8, 3.8)
FOOT: Radii = (3.3, 2.6)
UPPER_ARM: Radii = (4.6, 3.7)
FOREARM: Radii = (3.7, 2.9)
HAND: Radii = (3.0, 2.8)

STRIPES = 0.72
"""From one stripe to the next, as a share of the thickness."""

Muscle = Literal["hamstrings", "glutes"]
Part = tuple[Point, Point, Radii]


@dataclass(frozen=True, slots=True)
class Body:
    """A person who can be drawn, from the back to the front."""

    figure: StickFigure
    muscles: tuple[Muscle, ...]

    def draw_far(self, paper: Paper, view: View) -> None:
        """The limbs away from the viewer."""
        _draw_parts(paper, view, arm_parts(self.figure.far_arm), palette.FAR)
        _draw_parts(paper, view, leg_parts(self.figure.far_leg), palette.FAR)

    def draw_near(self, paper: Paper, view: View) -> None:
        """Trunk, head and the near limbs."""
        trunk = trunk_parts(self.figure)
        leg = leg_parts(self.figure.near_leg)
        _draw_parts(paper, view, trunk, palette.NEAR)
        _draw_parts(paper, view, leg, palette.NEAR)
        _fill_parts(paper, view, trunk[-1:], palette.NEAR)
        self._draw_muscles(paper, view)
        paper.circle(view.spot(self.figure.head), HEAD * view.scale, palette.NEAR)
        _draw_parts(paper, view, arm_parts(self.figure.near_arm), palette.NEAR)

    def _draw_muscles(self, paper: Paper, view: View) -> None:
        if "hamstrings" in self.muscles:
            _draw_hamstring(paper, view, self.figure.near_leg)
        if "glutes" in self.muscles:
            _draw_glute(paper, view, self.figure.near_leg)


def trunk_parts(body: StickFigure) -> list[Part]:
    """Neck, shoulders and hips; the last part is the hips."""
    waist = beyond(body.chest, body.pelvis, 0.6)
    return [
        (body.chest, body.head, NECK),
        (body.chest, waist, TRUNK[0]),
        (waist, body.pelvis, TRUNK[1]),
    ]


def arm_parts(arm: ArmPoints) -> list[Part]:
    """The pieces of an arm."""
    return [
        (arm.shoulder, arm.elbow, UPPER_ARM),
        (arm.elbow, arm.wrist, FOREARM),
        (arm.wrist, arm.hand, HAND),
    ]


def leg_parts(leg: LegPoints) -> list[Part]:
    """The pieces of a leg."""
    return [
        (leg.hip, leg.knee, THIGH),
        (leg.knee, leg.ankle, SHIN),
        (leg.ankle, leg.heel, (3.8, FOOT[0])),
        (leg.heel, leg.toe, FOOT),
        (leg.ankle, beyond(leg.heel, leg.toe, 0.75), (3.8, 2.8)),
    ]


def draw_swatch(paper: Paper, muscle: Muscle, centre: Spot) -> None:
    """A sample of a muscle's colour and pattern, 36 units wide."""
    x, y = centre
    if muscle == "hamstrings":
        _draw_striped(paper, (x - 9, y), (x + 9, y), (11, 11))
    else:
        _draw_dotted(paper, centre, 13)


def _draw_striped(paper: Paper, start: Spot, end: Spot, radii: Radii) -> None:
    """Warm, with slanting stripes that keep their places along the shape."""
    ahead = (end[0] - start[0], end[1] - start[1])
    length = hypot(*ahead)
    ahead = (ahead[0] / length, ahead[1] / length)
    thick = max(radii)

    def shape(mask: Paper) -> None:
        mask.limb(start, end, radii, "white")

    def stripes(layer: Paper) -> None:
        for at in range(-1, int(length / thick / STRIPES) + 3):
            x, y = (a + way * at * thick * STRIPES for a, way in zip(start, ahead, strict=True))
            slant = (thick * (0.6 * ahead[0] - ahead[1]), thick * (0.6 * ahead[1] + ahead[0]))
            ends = [(x - slant[0], y - slant[1]), (x + slant[0], y + slant[1])]
            layer.line(ends, thick * 0.24, palette.HAMSTRINGS_MARK)

    paper.inlay(_around((start, end), thick), shape, palette.HAMSTRINGS, stripes)


def _draw_dotted(paper: Paper, centre: Spot, radius: float) -> None:
    """Warm and round, with dots."""
    step = radius * 0.52

    def shape(mask: Paper) -> None:
        mask.circle(centre, radius, "white")

    def dots(layer: Paper) -> None:
        for row in range(-2, 3):
            for column in range(-2, 3):
                x = centre[0] + (column + row % 2 / 2) * step
                layer.circle((x, centre[1] + row * step * 0.87), step * 0.26, palette.GLUTES_MARK)

    paper.inlay(_around((centre,), radius), shape, palette.GLUTES, dots)


def _around(spots: Sequence[Spot], margin: float) -> Corners:
    xs, ys = zip(*spots, strict=True)
    return (min(xs) - margin, min(ys) - margin), (max(xs) + margin, max(ys) + margin)


def _draw_hamstring(paper: Paper, view: View, leg: LegPoints) -> None:
    start = _shifted(beyond(leg.hip, leg.knee, 0.20), leg.back, 4.2)
    end = _shifted(beyond(leg.hip, leg.knee, 0.93), leg.back, 2.7)
    radii = (4.7 * view.scale, 3.7 * view.scale)
    _draw_striped(paper, view.spot(start), view.spot(end), radii)


def _draw_glute(paper: Paper, view: View, leg: LegPoints) -> None:
    centre = _shifted(beyond(leg.hip, leg.knee, -0.03), leg.seat, 4.0)
    _draw_dotted(paper, view.spot(centre), 6.6 * view.scale)


def _shifted(point: Point, direction: Point, distance: float) -> Point:
    return Point(point.x + direction.x * distance, point.y + direction.y * distance, point.z)


def _draw_parts(paper: Paper, view: View, parts: Iterable[Part], colour: str) -> None:
    """Pieces that belong together, with a light line around the whole."""
    parts = list(parts)
    _fill_parts(paper, view, parts, palette.CARD, HALO)
    _fill_parts(paper, view, parts, colour)


def _fill_parts(
    paper: Paper, view: View, parts: Iterable[Part], colour: str, more: float = 0
) -> None:
    for start, end, radii in parts:
        thick = ((radii[0] + more) * view.scale, (radii[1] + more) * view.scale)
        paper.limb(view.spot(start), view.spot(end), thick, colour)
