from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

import pytest
from PIL import Image

from bot.knowledge.content.entries import Exercise, Tempo
from bot.pictures import album as album_module
from bot.pictures.album import Album
from bot.pictures.drawing import Drawing
from bot.pictures.loading import read_poses
from bot.pictures.pose import Frame, Pose
from bot.session.model.choices import Side
from tests.pictures.movements import EXERCISES, SEEN, STILLS

Shipped = tuple[Mapping[str, Exercise], Mapping[str, Pose]]
CURL = ("standing_curl", Side.LEFT, Frame.TOP)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Drawing]:
    """Every drawing that is really drawn as a still from now on."""
    done: list[Drawing] = []
    draw: Callable[[Drawing, Frame], Image.Image] = Drawing.still

    def still(drawing: Drawing, frame: Frame) -> Image.Image:
        done.append(drawing)
        return draw(drawing, frame)

    monkeypatch.setattr(Drawing, "still", still)
    return done


def test_a_still_is_a_small_png(album: Album) -> None:
    for name, side, frame in STILLS[::4]:
        picture = album.still(name, side, frame)
        with Image.open(BytesIO(picture)) as image:
            assert (image.format, image.size) == ("PNG", (800, 600))
        assert 5_000 < len(picture) < 100_000


def test_a_strip_is_a_small_png(album: Album) -> None:
    picture = album.strip("standing_curl", Side.RIGHT)
    with Image.open(BytesIO(picture)) as image:
        assert (image.format, image.size) == ("PNG", (1680, 600))
    assert len(picture) < 200_000


def test_every_exercise_is_seen_from_each_side_that_works(album: Album) -> None:
    assert [(name, side) for name in EXERCISES for side in album.sides(name)] == SEEN
    assert album.sides("standing_curl") == (Side.LEFT, Side.RIGHT)
    assert album.sides("stability_ball_curl") == (Side.BOTH,)
    assert album.sides("handstand") == ()


def test_every_still_has_a_text_twin(album: Album) -> None:
    assert all(album.text_twin(name, side, frame) for name, side, frame in STILLS)


@pytest.mark.parametrize(
    ("name", "side"), [("handstand", Side.LEFT), ("stability_ball_curl", Side.LEFT)]
)
def test_what_is_not_drawn_is_refused(name: str, side: Side, album: Album) -> None:
    with pytest.raises(KeyError):
        album.still(name, side, Frame.TOP)


def test_a_picture_is_drawn_once(
    exercises: Mapping[str, Exercise],
    poses: Mapping[str, Pose],
    tmp_path: Path,
    drawn: list[Drawing],
) -> None:
    first = Album(exercises, poses, tmp_path).still(*CURL)
    again = Album(exercises, poses, tmp_path).still(*CURL)
    assert first == again
    assert len(drawn) == 1


def test_a_spoilt_picture_is_drawn_again(
    exercises: Mapping[str, Exercise],
    poses: Mapping[str, Pose],
    tmp_path: Path,
    drawn: list[Drawing],
) -> None:
    album = Album(exercises, poses, tmp_path)
    first = album.still(*CURL)
    (path,) = tmp_path.iterdir()
    path.write_bytes(first[:1000])
    assert album.still(*CURL) == first
    assert path.read_bytes() == first
    assert len(drawn) == 2


def test_many_threads_draw_a_picture_once(
    exercises: Mapping[str, Exercise],
    poses: Mapping[str, Pose],
    tmp_path: Path,
    drawn: list[Drawing],
) -> None:
    album = Album(exercises, poses, tmp_path)
    with ThreadPoolExecutor(8) as threads:
        pictures = set(threads.map(lambda _at: album.still(*CURL), range(16)))
    assert len(pictures) == len(drawn) == 1


def test_several_processes_share_a_folder(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        pictures = set(processes.map(_draw_elsewhere, [tmp_path] * 4))
    assert len(pictures) == 1
    assert [path.suffix for path in tmp_path.iterdir()] == [".png"]


def _draw_elsewhere(folder: Path) -> bytes:
    return Album(EXERCISES, read_poses(EXERCISES), folder).still(*CURL)


def test_a_changed_movement_or_style_is_drawn_anew(
    exercises: Mapping[str, Exercise],
    poses: Mapping[str, Pose],
    tmp_path: Path,
    drawn: list[Drawing],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Album(exercises, poses, tmp_path).still(*CURL)
    slower = exercises["standing_curl"].model_copy(update={"tempo": Tempo(lift=2, hold=2, lower=3)})
    Album({**exercises, "standing_curl": slower}, poses, tmp_path).still(*CURL)
    bent = poses["standing_curl"].model_copy(update={"top": poses["standing_curl"].start})
    Album(exercises, {**poses, "standing_curl": bent}, tmp_path).still(*CURL)
    monkeypatch.setattr(album_module, "picture_version", lambda: "another hand")
    Album(exercises, poses, tmp_path).still(*CURL)
    assert len(drawn) == 4


def test_a_changed_cue_is_not_drawn_anew(
    exercises: Mapping[str, Exercise],
    poses: Mapping[str, Pose],
    tmp_path: Path,
    drawn: list[Drawing],
) -> None:
    Album(exercises, poses, tmp_path).still(*CURL)
    reworded = exercises["standing_curl"].model_copy(update={"rest": 50})
    Album({**exercises, "standing_curl": reworded}, poses, tmp_path).still(*CURL)
    assert len(drawn) == 1


def test_pictures_are_shown_even_when_they_cannot_be_kept(
    exercises: Mapping[str, Exercise], poses: Mapping[str, Pose], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert Album(exercises, poses, tmp_path / "file").still(*CURL).startswith(b"\x89PNG")


def test_filling_draws_everything(
    exercises: Mapping[str, Exercise],
    poses: Mapping[str, Pose],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(album_module, "animation", lambda drawing: drawing.side.value.encode())
    monkeypatch.setattr(album_module, "_png", lambda image: str(image).encode())
    monkeypatch.setattr(Drawing, "still", lambda drawing, frame: (drawing.side, frame))
    monkeypatch.setattr(Drawing, "strip", lambda drawing: drawing.side)
    Album(exercises, poses, tmp_path).fill()
    suffixes = [path.suffix for path in tmp_path.iterdir()]
    assert suffixes.count(".png") == len(STILLS) + len(SEEN)
    assert suffixes.count(".mp4") == len(SEEN)
