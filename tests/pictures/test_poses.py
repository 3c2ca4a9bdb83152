"""What the drawings claim about each movement must be true of the drawn bodies."""

from collections.abc import Mapping
from math import hypot

import pytest

from bot.knowledge.content.entries import Exercise
from bot.pictures.body import HEAD
from bot.pictures.figure import Point, StickFigure, figure
from bot.pictures.motion import posture_at
from bot.pictures.pose import Frame, Pose
from bot.pictures.props import roll
from tests.pictures.movements import EXERCISES

CURLS = [name for name in EXERCISES if name.startswith("standing")]
LIFTS = [name for name in EXERCISES if name.startswith("prone")]
BALL = "stability_ball_curl"
WAY = [at / 20 for at in range(21)]


def bodies(pose: Pose) -> list[StickFigure]:
    return [figure(posture_at(pose, progress)) for progress in WAY]


@pytest.mark.parametrize("name", EXERCISES)
def test_nobody_sinks_into_the_floor(name: str, poses: Mapping[str, Pose]) -> None:
    for body in bodies(poses[name]):
        legs = [point for leg in (body.near_leg, body.far_leg) for point in (leg.heel, leg.toe)]
        arms = [arm.hand for arm in (body.near_arm, body.far_arm)]
        assert min(point.y for point in (*legs, *arms, body.near_leg.knee)) > 1.5
        assert body.head.y > HEAD - 1


@pytest.mark.parametrize("name", EXERCISES)
def test_the_kit_is_drawn(
    name: str, poses: Mapping[str, Pose], exercises: Mapping[str, Exercise]
) -> None:
    props = poses[name].props
    drawn = {"ankle_weight": props.ankle_weight, "band": props.band, "ball": bool(props.ball)}
    kit = exercises[name].kit
    assert [one for one, there in drawn.items() if there] == ([] if kit == "none" else [kit])


@pytest.mark.parametrize("name", [*CURLS, *LIFTS])
def test_the_resting_side_and_the_trunk_stay_still(name: str, poses: Mapping[str, Pose]) -> None:
    first, *others = bodies(poses[name])
    for body in others:
        for now, before in zip(_still_points(body), _still_points(first), strict=True):
            assert now == pytest.approx(before)


def _still_points(body: StickFigure) -> list[Point]:
    leg = body.far_leg
    return [body.head, body.chest, body.pelvis, leg.hip, leg.knee, leg.ankle, leg.heel, leg.toe]


@pytest.mark.parametrize("name", CURLS)
def test_both_thighs_stay_parallel_in_a_curl(name: str, poses: Mapping[str, Pose]) -> None:
    for body in bodies(poses[name]):
        assert body.near_leg.knee[:2] == body.far_leg.knee[:2]


@pytest.mark.parametrize("name", CURLS)
def test_the_standing_knee_is_slightly_bent(name: str, poses: Mapping[str, Pose]) -> None:
    for frame in Frame:
        assert 5 <= poses[name].posture(frame).far_leg.knee <= 25


@pytest.mark.parametrize("name", CURLS)
def test_a_curl_brings_the_heel_up_toward_the_glutes(name: str, poses: Mapping[str, Pose]) -> None:
    start, top = figure(poses[name].start), figure(poses[name].top)
    assert start.near_leg.heel.y < 5
    assert top.near_leg.heel.y > top.near_leg.knee.y
    assert poses[name].top.near_leg.ankle > 0


@pytest.mark.parametrize("name", CURLS)
def test_the_hand_reaches_the_wall_or_the_post(name: str, poses: Mapping[str, Pose]) -> None:
    props = poses[name].props
    support = props.wall or props.post
    assert support is not None
    assert figure(poses[name].start).near_arm.hand.x == pytest.approx(support.x, abs=6)


@pytest.mark.parametrize("name", LIFTS)
def test_a_prone_lift_is_straight_and_a_few_inches_high(
    name: str, poses: Mapping[str, Pose]
) -> None:
    start, top = figure(poses[name].start), figure(poses[name].top)
    assert poses[name].top.near_leg.knee == 0
    assert 7 < top.near_leg.ankle.y - start.near_leg.ankle.y < 17


@pytest.mark.parametrize("name", LIFTS)
def test_the_forehead_lies_on_the_hands(name: str, poses: Mapping[str, Pose]) -> None:
    body = figure(poses[name].start)
    assert abs(body.near_arm.wrist.x - body.head.x) < HEAD
    assert HEAD < body.head.y - body.near_arm.wrist.y < HEAD + 4


def test_the_heels_stay_on_the_ball(poses: Mapping[str, Pose]) -> None:
    ball = poses[BALL].props.ball
    assert ball is not None
    first, *_ = whole = bodies(poses[BALL])
    for body in whole:
        rolled = roll(ball, first, body)
        heel = body.near_leg.heel
        gap = hypot(heel.x - rolled.x, heel.y - rolled.radius) - rolled.radius
        assert 1.5 < gap < 5


def test_the_hips_stay_up_over_the_ball(poses: Mapping[str, Pose]) -> None:
    assert min(body.pelvis.y for body in bodies(poses[BALL])) > 25


def test_the_ball_comes_in_and_turns_as_it_rolls(poses: Mapping[str, Pose]) -> None:
    ball = poses[BALL].props.ball
    assert ball is not None
    rolled = roll(ball, figure(poses[BALL].start), figure(poses[BALL].top))
    assert 15 < ball.x - rolled.x < 30
    assert rolled.turned == pytest.approx(57.3 * (ball.x - rolled.x) / ball.radius, abs=0.1)
