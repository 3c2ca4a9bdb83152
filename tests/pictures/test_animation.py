from io import BytesIO

import av
import pytest
from PIL import Image, ImageChops, ImageStat

from bot.pictures.album import Album
from bot.pictures.animation import RATE, SIZE
from bot.session.model.choices import Side
from tests.pictures.movements import EXERCISES, SEEN

FILMS: list[tuple[str, Side]] = [(name, side) for name, side in SEEN if side is not Side.LEFT]
FILMS.append(("standing_curl_band", Side.LEFT))
"""Each movement, and one from the other side: drawing them all takes long."""


def frames(film: bytes) -> list[Image.Image]:
    with av.open(BytesIO(film), "r") as container:
        return [_image(frame) for frame in container.decode(video=0)]


def _image(frame: av.VideoFrame) -> Image.Image:
    image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]  # PyAV forgot
    return image


def apart(one: Image.Image, other: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)


@pytest.mark.parametrize(("name", "side"), FILMS)
def test_a_film_shows_one_repetition_and_loops(name: str, side: Side, album: Album) -> None:
    film = frames(album.animation(name, side))
    tempo = EXERCISES[name].tempo
    lift, hold = tempo.lift * RATE, tempo.hold * RATE
    assert len(film) == (tempo.lift + tempo.hold + tempo.lower) * RATE
    assert {image.size for image in film} == {SIZE}
    body = (0, 50, SIZE[0], SIZE[1] - 50)
    start, top, end = (film[at].crop(body) for at in (0, lift + hold // 2, -1))
    assert apart(start, top) > 3 * apart(start, end)


@pytest.mark.parametrize(("name", "side"), FILMS)
def test_a_film_is_small_and_starts_at_once(name: str, side: Side, album: Album) -> None:
    film = album.animation(name, side)
    assert 10_000 < len(film) < 200_000
    assert 0 < film.find(b"moov") < film.find(b"mdat")


@pytest.mark.parametrize(("name", "side"), FILMS[:1])
def test_a_film_is_what_phones_and_browsers_play(name: str, side: Side, album: Album) -> None:
    with av.open(BytesIO(album.animation(name, side)), "r") as container:
        (stream,) = container.streams
        assert isinstance(stream, av.VideoStream)
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert stream.average_rate == RATE
    assert SIZE[0] % 2 == SIZE[1] % 2 == 0
