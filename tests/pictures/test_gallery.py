"""The drawings as the channels get them."""

from pathlib import Path

import pytest

from bot.domain.replies import Picture
from bot.knowledge.content.loading import Library
from bot.pictures.gallery import Gallery


@pytest.fixture
def gallery(library: Library, tmp_path: Path) -> Gallery:
    return Gallery(library.exercises, tmp_path)


def test_every_movement_is_told_in_words_that_fit_a_caption(
    gallery: Gallery, library: Library
) -> None:
    for name, exercise in library.exercises.items():
        for side in ("both",) if exercise.sides == "both" else ("left", "right"):
            words = gallery.words(name, side)
            assert words
            assert words.startswith(exercise.name)
            assert len(words) <= 1024
            assert words.count(exercise.name) == 1


@pytest.mark.parametrize(
    ("exercise", "side"),
    [
        ("standing_curl", "both"),
        ("stability_ball_curl", "left"),
        ("standing_curl", "middle"),
        ("somersault", "left"),
    ],
)
async def test_what_is_not_drawn_has_no_words_and_no_film(
    gallery: Gallery, exercise: str, side: str
) -> None:
    assert gallery.words(exercise, side) is None
    with pytest.raises(KeyError, match=exercise):
        await gallery.animation(Picture(exercise, side, ""))


async def test_a_film_is_drawn_when_it_is_asked_for(gallery: Gallery) -> None:
    film = await gallery.animation(Picture("standing_curl", "right", ""))
    assert film[4:8] == b"ftyp"


def test_the_version_changes_with_the_movements(library: Library, tmp_path: Path) -> None:
    gallery = Gallery(library.exercises, tmp_path)
    assert gallery.version == Gallery(library.exercises, tmp_path).version
    changed = {
        name: one.model_copy(update={"name": f"{one.name}, new"})
        for name, one in library.exercises.items()
    }
    assert Gallery(changed, tmp_path).version != gallery.version
