import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.figure import Point
from bot.pictures.view import Box, View, fit

PANEL = Box(0, 80, 800, 520)
points = st.builds(Point, st.floats(-200, 200), st.floats(0, 200), st.floats(-50, 50))
scenes = st.builds(
    Box, st.floats(-200, -10), st.floats(10, 200), st.floats(10, 200), st.floats(-20, 0)
)


def both(scene: Box) -> tuple[View, View]:
    return fit(scene, PANEL, mirrored=False), fit(scene, PANEL, mirrored=True)


@given(scenes, points)
def test_the_other_side_is_the_mirror_image(scene: Box, point: Point) -> None:
    straight, mirrored = both(scene)
    (x, y), (other_x, other_y) = straight.spot(point), mirrored.spot(point)
    assert x + other_x == pytest.approx(PANEL.left + PANEL.right)
    assert y == other_y


@given(scenes)
def test_the_whole_scene_fits_into_the_panel(scene: Box) -> None:
    for view in both(scene):
        for x, y in ((scene.left, scene.bottom), (scene.right, scene.top)):
            left, top = view.flat(x, y)
            assert PANEL.left - 0.01 <= left <= PANEL.right + 0.01
            assert PANEL.top - 0.01 <= top <= PANEL.bottom + 0.01


def test_what_is_far_away_lies_further_to_the_front_and_higher() -> None:
    view, _ = both(Box(-100, 100, 100, 0))
    near, far = view.spot(Point(0, 50, 10)), view.spot(Point(0, 50, -10))
    assert far[0] > near[0]
    assert far[1] < near[1]
