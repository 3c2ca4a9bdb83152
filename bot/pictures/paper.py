"""Something to draw on in its own units: it is larger inside, so that edges come out smooth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import acos, atan2, ceil, cos, floor, hypot, sin
from typing import Literal, Self

from PIL import Image, ImageDraw, ImageFont

from bot.pictures.view import Spot

Radii = tuple[float, float]
Corners = tuple[Spot, Spot]
"""Left and top, right and bottom."""
Strokes = Callable[["Paper"], None]
"""Something that draws on paper."""
Anchor = Literal["lm", "mm"]


@dataclass(frozen=True, slots=True)
class Grain:
    """How fine a drawing is."""

    scale: float = 1.0
    """Dots of the finished picture for one unit."""
    smoothing: int = 3
    """Dots inside for one dot of the finished picture, in each direction."""

    @property
    def inner(self) -> float:
        """Dots inside for one unit."""
        return self.scale * self.smoothing


class Paper:
    """A drawing in the making. All lengths are in its units."""

    def __init__(self, image: Image.Image, grain: Grain, corner: Spot = (0, 0)) -> None:
        self._image = image
        self._draw = ImageDraw.Draw(image)
        self._grain = grain
        self._dots = grain.inner
        self._corner = corner
        """Where the image begins, in dots inside; not 0 when it is a cutting of the whole."""

    @classmethod
    def blank(cls, width: float, height: float, grain: Grain, colour: str) -> Self:
        """Empty paper."""
        size = [round(length * grain.scale) * grain.smoothing for length in (width, height)]
        return cls(Image.new("RGB", (size[0], size[1]), colour), grain)

    def copy(self) -> "Paper":
        """The same drawing, to go on with."""
        return Paper(self._image.copy(), self._grain)

    def finished(self) -> Image.Image:
        """The picture, smoothed."""
        return self._image.reduce(self._grain.smoothing)

    def line(self, spots: Sequence[Spot], width: float, colour: str) -> None:
        """A line with round ends and corners."""
        inner = self._inner(spots)
        self._draw.line(inner, colour, round(width * self._dots), joint="curve")
        for spot in (spots[0], spots[-1]):
            self.circle(spot, width / 2, colour)

    def polygon(self, spots: Sequence[Spot], colour: str) -> None:
        """A filled shape."""
        self._draw.polygon(self._inner(spots), colour)

    def circle(self, centre: Spot, radius: float, colour: str) -> None:
        """A filled circle."""
        (x, y), r = centre, radius
        self._draw.ellipse(self._inner([(x - r, y - r), (x + r, y + r)]), colour)

    def box(self, corners: Sequence[Spot], radius: float, fill: str, edge: str = "") -> None:
        """A filled box with round corners."""
        self._draw.rounded_rectangle(
            self._inner(corners),
            radius * self._dots,
            fill or None,
            edge or None,
            round(2 * self._dots) if edge else 0,
        )

    def limb(self, start: Spot, end: Spot, radii: Radii, colour: str) -> None:
        """A round-ended shape that is as thick at each end as its radius says."""
        self.circle(start, radii[0], colour)
        self.circle(end, radii[1], colour)
        sides = _sides(start, end, radii)
        if sides:
            self.polygon(sides, colour)

    def inlay(self, within: Corners, shape: Strokes, colour: str, marks: Strokes) -> None:
        """A shape in a colour, with marks on it that end at its edge.

        The shape lies within the two corners and is drawn in white.
        """
        (left, top), (right, bottom) = self._inner(within)
        corner = (floor(left) + self._corner[0], floor(top) + self._corner[1])
        size = (ceil(right - left) + 1, ceil(bottom - top) + 1)
        mask = Image.new("L", size, 0)
        shape(Paper(mask, self._grain, corner))
        layer = Image.new("RGB", size, colour)
        marks(Paper(layer, self._grain, corner))
        self._image.paste(layer, (floor(left), floor(top)), mask)

    def text(self, spot: Spot, words: str, size: float, colour: str, anchor: Anchor) -> None:
        """A line of words."""
        font = ImageFont.load_default(size * self._dots)
        self._draw.text(self._inner([spot])[0], words, colour, font, anchor)

    def width(self, words: str, size: float) -> float:
        """How wide a line of words is."""
        return ImageFont.load_default(size * self._dots).getlength(words) / self._dots

    def _inner(self, spots: Sequence[Spot]) -> list[Spot]:
        left, top = self._corner
        return [(x * self._dots - left, y * self._dots - top) for x, y in spots]


def _sides(start: Spot, end: Spot, radii: Radii) -> list[Spot]:
    """The four corners where the two straight sides touch the round ends."""
    distance = hypot(end[0] - start[0], end[1] - start[1])
    if distance <= abs(radii[0] - radii[1]):
        return []
    along = atan2(end[1] - start[1], end[0] - start[0])
    turn = acos((radii[0] - radii[1]) / distance)
    return [
        _at(start, along + turn, radii[0]),
        _at(end, along + turn, radii[1]),
        _at(end, along - turn, radii[1]),
        _at(start, along - turn, radii[0]),
    ]


def _at(centre: Spot, angle: float, radius: float) -> Spot:
    return centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)
