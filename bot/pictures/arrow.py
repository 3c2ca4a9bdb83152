"""Draws the arrow along a movement."""

from collections.abc import Sequence
from math import atan2, cos, hypot, sin

from bot.pictures import palette
from bot.pictures.figure import Point, StickFigure, beyond
from bot.pictures.paper import Paper
from bot.pictures.pose import Arrow
from bot.pictures.view import Spot, View

PATH_SAMPLES = tuple(at / 64 for at in range(8, 65))
"""The progress at each point of the path, from shortly after 0 to 1."""
LABEL_HEIGHT = 15.0
"""How far above the arrow its label is, in centimetres: above the foot as well."""
TIP = 5.6
"""The length of the arrow's tip, in centimetres."""


def arrow_point(arrow: Arrow, body: StickFigure) -> Point:
    """The point whose path the arrow shows."""
    start, end = getattr(body.near_leg, arrow.start), getattr(body.near_leg, arrow.end)
    point = beyond(start, end, arrow.stretch)
    return point._replace(y=point.y + arrow.above)


def draw_arrow(paper: Paper, view: View, path: Sequence[Point], label: str | None) -> None:
    """An arrow along a path, with a label beside its middle."""
    spots = [view.spot(point) for point in path]
    thick = 1.9 * view.scale
    tip = TIP * view.scale
    shaft = _shortened(spots, tip * 0.8)
    paper.line(shaft, thick + 1.6 * view.scale, palette.CARD)
    paper.line(shaft, thick, palette.ARROW)
    _draw_tip(paper, shaft[-1], spots[-1], tip)
    if label:
        _draw_label(paper, view, min(spots, key=lambda spot: spot[1]), label)


def _draw_label(paper: Paper, view: View, spot: Spot, label: str) -> None:
    """Above a spot, and inside the panel."""
    half = paper.width(label, 24) / 2 + 14
    x = min(max(spot[0], view.panel.left + half), view.panel.right - half)
    paper.text((x, spot[1] - 14 - LABEL_HEIGHT * view.scale), label, 24, palette.ARROW, "mm")


def _shortened(spots: Sequence[Spot], length: float) -> list[Spot]:
    """The path without the part that the tip covers."""
    end = spots[-1]
    remaining = [spot for spot in spots if hypot(spot[0] - end[0], spot[1] - end[1]) > length]
    return remaining if len(remaining) > 1 else list(spots[:2])


def _draw_tip(paper: Paper, neck: Spot, end: Spot, length: float) -> None:
    direction = atan2(end[1] - neck[1], end[0] - neck[0])
    wings = [_offset(end, direction + turn, length * 1.25) for turn in (2.62, -2.62)]
    paper.polygon([end, *wings], palette.ARROW)


def _offset(start: Spot, direction: float, length: float) -> Spot:
    return start[0] + length * cos(direction), start[1] + length * sin(direction)
