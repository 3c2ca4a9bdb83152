"""The card that a drawing lies on: name and side above, caption and working muscles below."""

from dataclasses import dataclass

from bot.pictures import palette
from bot.pictures.body import Muscle, draw_swatch
from bot.pictures.paper import Grain, Paper
from bot.pictures.view import Box

HEIGHT = 600
"""All lengths of a card are in units; a picture has so many dots per unit."""
WIDTHS = {1: 800, 3: 1680}
"""By the number of panels."""
HEAD = 76
FOOT = 76
MARGIN = 28


@dataclass(frozen=True, slots=True)
class PictureCard:
    """What is written on a card, and how many panels it has side by side."""

    title: str
    tag: str
    """Which leg works."""
    muscles: tuple[Muscle, ...]
    panels: int = 1

    @property
    def width(self) -> int:
        """In units."""
        return WIDTHS[self.panels]

    def paper(self, grain: Grain) -> Paper:
        """The card without panels and captions."""
        paper = Paper.blank(self.width, HEIGHT, grain, palette.CARD)
        self._draw_head(paper)
        if self.panels == 1:
            self._draw_muscles(paper, self.width - MARGIN, HEIGHT - FOOT / 2)
        return paper

    def panel(self, at: int) -> Box:
        """Where a panel lies."""
        wide = self.width / self.panels
        return Box(wide * at + 3, HEAD, wide * (at + 1) - 3, HEIGHT - FOOT)

    def finish(self, paper: Paper, captions: tuple[str, ...]) -> None:
        """Write the captions, and draw the edge over everything."""
        for at, words in enumerate(captions):
            spot = (self.panel(at).left + MARGIN - 3, HEIGHT - FOOT / 2)
            paper.text(spot, words, 34, palette.INK, "lm")
        for at in range(1, self.panels):
            x = self.panel(at).left - 3
            paper.line([(x, HEAD), (x, HEIGHT)], 2, palette.EDGE)
        paper.box([(1, 1), (self.width - 1, HEIGHT - 1)], 12, "", palette.EDGE)

    def _draw_head(self, paper: Paper) -> None:
        paper.text((MARGIN, HEAD / 2), self.title, 32, palette.INK, "lm")
        words = self.tag.upper()
        wide = paper.width(words, 24) + 36
        right, middle = self.width - MARGIN + 4, HEAD / 2
        corners = [(right - wide, middle - 22), (right, middle + 22)]
        paper.box(corners, 22, palette.ARROW)
        paper.text((right - wide / 2, middle), words, 24, palette.CARD, "mm")
        if self.panels > 1:
            self._draw_muscles(paper, right - wide - MARGIN, middle)

    def _draw_muscles(self, paper: Paper, right: float, middle: float) -> None:
        """The patterns of the working muscles with their names, ending at the right."""
        for muscle in reversed(self.muscles):
            right -= paper.width(muscle, 24)
            paper.text((right, middle), muscle, 24, palette.QUIET_INK, "lm")
            draw_swatch(paper, muscle, (right - 29, middle))
            right -= 70
