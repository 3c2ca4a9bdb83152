"""All pictures of the movements, drawn once and cached on disk."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import Lock

import av
import PIL
from PIL.Image import Image

from bot.file_cache import FileCache, source_hash
from bot.knowledge.content.entries import Exercise
from bot.pictures.animation import animation
from bot.pictures.drawing import Drawing, drawings
from bot.pictures.gallery import SOURCES
from bot.pictures.pose import Frame, Pose
from bot.pictures.wording import text_twin
from bot.session.model.choices import Side

DRAWN = ("name", "muscles", "sides", "tempo")
"""What a picture shows of an exercise."""


class Album:
    """Pictures by exercise id and side: left or right, or both where both legs work at once.

    Every method raises `KeyError` for an exercise or a side that is not drawn. What is not yet
    on disk is drawn first: about a tenth of a second for a still, two seconds for an animation,
    on the calling thread; several threads may ask at once.
    """

    def __init__(
        self, exercises: Mapping[str, Exercise], poses: Mapping[str, Pose], folder: Path
    ) -> None:
        self._drawings = drawings(exercises, poses)
        self._cache = FileCache(folder)
        self._version = picture_version()
        self._drawing = Lock()

    def sides(self, exercise: str) -> tuple[Side, ...]:
        """The sides an exercise is drawn from; empty for one that is not drawn."""
        return tuple(side for name, side in self._drawings if name == exercise)

    def still(self, exercise: str, side: Side, frame: Frame) -> bytes:
        """One frame as PNG."""
        drawing = self._drawings[exercise, side]
        return self._picture(drawing, frame.value, "png", lambda: _png(drawing.still(frame)))

    def strip(self, exercise: str, side: Side) -> bytes:
        """Start, top and lowering side by side as PNG."""
        drawing = self._drawings[exercise, side]
        return self._picture(drawing, "strip", "png", lambda: _png(drawing.strip()))

    def animation(self, exercise: str, side: Side) -> bytes:
        """One repetition as a silent MP4 that loops."""
        drawing = self._drawings[exercise, side]
        return self._picture(drawing, "animation", "mp4", lambda: animation(drawing))

    def text_twin(self, exercise: str, side: Side, frame: Frame) -> str:
        """A frame in words."""
        drawing = self._drawings[exercise, side]
        return text_twin(drawing.exercise, drawing.pose, side, frame)

    def fill(self) -> None:
        """Draw everything that is not yet on disk."""
        for exercise, side in self._drawings:
            for frame in Frame:
                self.still(exercise, side, frame)
            self.strip(exercise, side)
            self.animation(exercise, side)

    def _picture(
        self, drawing: Drawing, kind: str, suffix: str, draw: Callable[[], bytes]
    ) -> bytes:
        key = _key(self._version, drawing, kind)
        cached = self._cache.find(key, suffix)
        return cached if cached is not None else self._drawn(key, suffix, draw)

    def _drawn(self, key: str, suffix: str, draw: Callable[[], bytes]) -> bytes:
        """Draw it, unless another thread did so while this one was waiting."""
        with self._drawing:
            cached = self._cache.find(key, suffix)
            if cached is not None:
                return cached
            picture = draw()
            self._cache.keep(key, picture, suffix)
            return picture


def picture_version() -> str:
    """A hash of everything that decides how a pose looks: our code, and the libraries."""
    versions = f"{source_hash(*SOURCES)} {PIL.__version__} {av.__version__}"
    return sha256(versions.encode()).hexdigest()


def _key(version: str, drawing: Drawing, kind: str) -> str:
    """A hash of everything that a picture depends on."""
    exercise = drawing.exercise.model_dump_json(include=set(DRAWN))
    parts = (version, exercise, drawing.pose.model_dump_json(), drawing.side.value, kind)
    return sha256("\0".join(parts).encode()).hexdigest()[:24]


def _png(image: Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
