"""A looping film of one repetition: H.264 in an MP4 without sound."""

from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from itertools import groupby
from operator import attrgetter

import av
from PIL.Image import Image

from bot.pictures.card import HEIGHT, WIDTHS
from bot.pictures.drawing import Drawing
from bot.pictures.motion import Phase, moments
from bot.pictures.paper import Grain, Paper
from bot.pictures.view import View
from bot.pictures.wording import phase_caption

RATE = 15
"""Pictures per second."""
GRAIN = Grain(scale=0.6, smoothing=2)
SIZE = (round(WIDTHS[1] * GRAIN.scale), round(HEIGHT * GRAIN.scale))
"""In dots; H.264 in its widely understood form wants even numbers."""
OPTIONS = {"crf": "24", "preset": "veryfast", "tune": "animation", "threads": "1"}
"""One thread gives the same bytes every time."""


def animation(drawing: Drawing) -> bytes:
    """The film, which ends as it begins."""
    file = BytesIO()
    with av.open(file, "w", "mp4", options={"moov_size": "16384"}) as container:
        stream = container.add_stream("libx264", RATE, OPTIONS)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        for at, image in enumerate(pictures(drawing)):
            frame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]  # PyAV forgot
            frame.pts, frame.time_base = at, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def pictures(drawing: Drawing) -> Iterator[Image]:
    """The film picture by picture."""
    card = drawing.card(1)
    view = drawing.view(card.panel(0))
    tempo = drawing.exercise.tempo
    for phase, several in groupby(moments(tempo, RATE), attrgetter("phase")):
        backdrop = _backdrop(drawing, view, phase)
        for moment in several:
            paper = backdrop.copy()
            drawing.draw_moving(paper, view, moment.progress)
            yield paper.finished()


def _backdrop(drawing: Drawing, view: View, phase: Phase) -> Paper:
    """Everything that stands still during a phase."""
    card = drawing.card(1)
    paper = card.paper(GRAIN)
    drawing.draw_behind(paper, view, phase)
    card.finish(paper, (phase_caption(drawing.exercise, drawing.pose, phase),))
    return paper
