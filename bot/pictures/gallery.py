"""The drawings for the channels: in words at once, moving when somebody looks."""

import asyncio
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from bot import pictures
from bot.domain.replies import Picture
from bot.file_cache import source_hash
from bot.knowledge.content import entries
from bot.knowledge.content.entries import Exercise
from bot.pictures.loading import read_poses
from bot.pictures.pose import Frame
from bot.pictures.wording import text_twin
from bot.session.model import choices
from bot.session.model.choices import Side

if TYPE_CHECKING:
    from bot.pictures.album import Album

SOURCES = (pictures, entries, choices)
"""The code that draws, and the poses it draws from."""


class Gallery:
    """Pictures by exercise id and side.

    What draws them takes a third of a second to load, so it is loaded with the first picture.
    Raises `ContentError` when the poses cannot be read.
    """

    def __init__(self, exercises: Mapping[str, Exercise], folder: Path) -> None:
        self._exercises = exercises
        self._poses = read_poses(exercises)
        self._folder = folder

    @cached_property
    def version(self) -> str:
        """A hash of everything that decides how the drawings look."""
        exercises = (one.model_dump_json() for one in self._exercises.values())
        parts = (source_hash(*SOURCES), *exercises)
        return sha256("\0".join(parts).encode()).hexdigest()[:16]

    def words(self, exercise: str, side: str) -> str | None:
        """A movement in words, from start to lowering; None when it is not drawn so."""
        if exercise not in self._poses or side not in _sides(self._exercises[exercise]):
            return None
        subject, pose = self._exercises[exercise], self._poses[exercise]
        start, *others = (text_twin(subject, pose, Side(side), frame) for frame in Frame)
        head = start.split(". ", 1)[0]
        return " ".join((start, *(text.removeprefix(f"{head}. ") for text in others)))

    async def animation(self, picture: Picture) -> bytes:
        """One repetition as MP4; drawn first if it was never shown, which takes two seconds.

        Raises `KeyError` for what is not drawn.
        """
        if self.words(picture.exercise, picture.side) is None:
            raise KeyError(f"{picture.exercise}, {picture.side}")
        return await asyncio.to_thread(self._draw, picture)

    def _draw(self, picture: Picture) -> bytes:
        return self._album.animation(picture.exercise, Side(picture.side))

    @cached_property
    def _album(self) -> "Album":
        from bot.pictures.album import Album  # noqa: PLC0415 - heavy

        return Album(self._exercises, self._poses, self._folder)


def _sides(exercise: Exercise) -> frozenset[str]:
    return frozenset({"both"} if exercise.sides == "both" else {"left", "right"})
