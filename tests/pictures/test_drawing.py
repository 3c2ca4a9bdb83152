from collections.abc import Callable, Mapping
from functools import cache

import pytest
from PIL import Image, ImageChops, ImageColor, ImageStat

from bot.pictures import palette
from bot.pictures.animation import GRAIN
from bot.pictures.card import FOOT, HEAD, HEIGHT, MARGIN, WIDTHS
from bot.pictures.drawing import Drawing
from bot.pictures.motion import Phase
from bot.pictures.paper import Grain, Paper
from bot.pictures.pose import Frame, Pose
from bot.pictures.wording import caption, phase_caption, tag
from bot.session.model.choices import Side
from tests.pictures.movements import EXERCISES, SEEN, STILLS

QUICK = Grain(scale=0.5, smoothing=2)
SIZE = (WIDTHS[1] // 2, HEIGHT // 2)
PANEL = (0, HEAD // 2, SIZE[0], (HEIGHT - FOOT) // 2)
"""Where the body is drawn: the sample of a muscle's colour lies below it."""
Still = Callable[[str, Side, Frame], Image.Image]


@pytest.fixture(scope="module")
def still(poses: Mapping[str, Pose]) -> Still:
    """Draws a small still, each only once."""
    return cache(
        lambda name, side, frame: Drawing(EXERCISES[name], poses[name], side).still(frame, QUICK)
    )


def painted(image: Image.Image, colour: str) -> Image.Image:
    """White where the image has just this colour."""
    plain = Image.new("RGB", image.size, ImageColor.getrgb(colour)[:3])
    return ImageChops.difference(image, plain).convert("L").point(lambda v: 255 * (v == 0))


def amount(image: Image.Image, colour: str) -> int:
    """How many dots have just this colour."""
    return painted(image, colour).histogram()[255]


def apart(one: Image.Image, other: Image.Image) -> float:
    """How different two images are, from 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)


@pytest.mark.parametrize(("name", "side", "frame"), STILLS)
def test_every_still_shows_a_person_and_the_working_muscles(
    name: str, side: Side, frame: Frame, still: Still
) -> None:
    image = still(name, side, frame)
    panel = image.crop(PANEL)
    assert image.size == SIZE
    assert amount(panel, palette.NEAR) > 2500
    assert amount(panel, palette.HAMSTRINGS) > 150
    assert amount(panel, palette.HAMSTRINGS_MARK) > 20
    assert bool(amount(panel, palette.GLUTES)) == ("glutes" in EXERCISES[name].muscles)


@pytest.mark.parametrize(("name", "side"), SEEN)
def test_the_three_stills_of_a_movement_differ(name: str, side: Side, still: Still) -> None:
    start, top, lowering = (still(name, side, frame).crop(PANEL) for frame in Frame)
    assert min(apart(start, top), apart(top, lowering), apart(start, lowering)) > 0.5


@pytest.mark.parametrize("name", [name for name, side in SEEN if side is Side.LEFT])
@pytest.mark.parametrize("frame", Frame)
def test_the_left_side_is_the_mirror_image_of_the_right(
    name: str, frame: Frame, still: Still
) -> None:
    bodies = [
        painted(still(name, side, frame).crop(PANEL), palette.NEAR)
        for side in (Side.LEFT, Side.RIGHT)
    ]
    flipped = bodies[0].transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    inner = flipped.histogram()[255]
    differing = ImageChops.difference(flipped, bodies[1]).histogram()[255]
    assert differing < 0.01 * inner
    assert ImageChops.difference(bodies[0], bodies[1]).histogram()[255] > 0.3 * inner


@pytest.mark.parametrize(
    ("name", "colour"),
    [
        ("standing_curl", palette.WALL),
        ("standing_curl_ankle_weight", palette.WEIGHT),
        ("standing_curl_band", palette.BAND),
        ("standing_curl_band", palette.POST),
        ("prone_hip_extension", palette.MAT),
        ("prone_hip_extension_ankle_weight", palette.WEIGHT),
        ("stability_ball_curl", palette.BALL),
    ],
)
def test_what_a_movement_needs_is_seen(name: str, colour: str, still: Still) -> None:
    side = Side.BOTH if name == "stability_ball_curl" else Side.RIGHT
    for frame in Frame:
        assert amount(still(name, side, frame), colour) > 100


def test_no_kit_is_drawn_where_none_is_used(still: Still) -> None:
    image = still("standing_curl", Side.RIGHT, Frame.TOP)
    for colour in (palette.WEIGHT, palette.BAND, palette.POST, palette.BALL, palette.MAT):
        assert amount(image, colour) == 0


def test_only_a_still_that_moves_has_an_arrow(still: Still) -> None:
    arrows = {
        frame: amount(still("standing_curl", Side.RIGHT, frame).crop(PANEL), palette.ARROW)
        for frame in Frame
    }
    assert arrows[Frame.START] == 0
    assert min(arrows[Frame.TOP], arrows[Frame.LOWERING]) > 100


@pytest.mark.parametrize(("name", "side"), SEEN)
def test_a_strip_shows_three_panels_side_by_side(
    name: str, side: Side, poses: Mapping[str, Pose]
) -> None:
    strip = Drawing(EXERCISES[name], poses[name], side).strip(QUICK)
    assert strip.size == (WIDTHS[3] // 2, HEIGHT // 2)
    for at in range(3):
        left = at * strip.width // 3
        panel = strip.crop((left, PANEL[1], left + strip.width // 3, PANEL[3]))
        assert amount(panel, palette.HAMSTRINGS) > 80


@pytest.mark.parametrize("name", EXERCISES)
def test_the_writing_on_a_card_does_not_run_into_each_other(
    name: str, poses: Mapping[str, Pose]
) -> None:
    paper = Paper.blank(1, 1, GRAIN, palette.CARD)
    exercise, pose = EXERCISES[name], poses[name]
    legend = sum(paper.width(muscle, 24) + 70 for muscle in exercise.muscles)
    captions = [caption(exercise, pose, frame) for frame in Frame]
    captions += [phase_caption(exercise, pose, phase) for phase in Phase]
    for words in captions:
        assert paper.width(words, 34) + legend + 2 * MARGIN < WIDTHS[1]
        assert paper.width(words, 34) + MARGIN < WIDTHS[3] / 3
    for side in Side:
        sign = paper.width(tag(side).upper(), 24) + 36
        assert paper.width(exercise.name, 32) + sign + 2 * MARGIN + 10 < WIDTHS[1]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (palette.INK, palette.CARD),
        (palette.QUIET_INK, palette.CARD),
        (palette.ARROW, palette.CARD),
        (palette.NEAR, palette.CARD),
        (palette.HAMSTRINGS_MARK, palette.HAMSTRINGS),
        (palette.GLUTES_MARK, palette.GLUTES),
    ],
)
def test_what_is_drawn_stands_out_from_its_ground(ink: str, ground: str) -> None:
    darker, lighter = sorted((_light(ink), _light(ground)))
    assert (lighter + 0.05) / (darker + 0.05) > 3


def _light(colour: str) -> float:
    """Relative luminance of a colour, from 0 to 1, as in the web's contrast rules."""
    shares = [value / 255 for value in ImageColor.getrgb(colour)[:3]]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
