from itertools import pairwise
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures import figure as body
from bot.pictures.figure import ArmPoints, LegPoints, Point, StickFigure, beyond, figure
from bot.pictures.pose import Arm, Hips, Leg, Posture

arms = st.builds(
    Arm,
    shoulder=st.floats(-180, 180),
    elbow=st.floats(0, 160),
    upper_out=st.floats(-90, 90),
    lower_out=st.floats(-90, 90),
)
legs = st.builds(Leg, hip=st.floats(-40, 140), knee=st.floats(0, 150), ankle=st.floats(-90, 40))
postures = st.builds(
    Posture,
    hips=st.builds(Hips, x=st.floats(-300, 300), y=st.floats(-300, 300)),
    torso=st.floats(-180, 180),
    neck=st.floats(-60, 60),
    near_arm=arms,
    far_arm=arms,
    near_leg=legs,
    far_leg=legs,
)


def standing(
    torso: float = 0, near_leg: Leg | None = None, near_arm: Arm | None = None, neck: float = 0
) -> Posture:
    return Posture(
        hips=Hips(x=0, y=90),
        torso=torso,
        neck=neck,
        near_arm=near_arm or Arm(),
        near_leg=near_leg or Leg(),
        far_leg=Leg(),
    )


def lengths(limb: ArmPoints | LegPoints) -> list[float]:
    if isinstance(limb, ArmPoints):
        points = [limb.shoulder, limb.elbow, limb.wrist, limb.hand]
    else:
        points = [limb.hip, limb.knee, limb.ankle]
        points += [limb.heel, limb.toe]
    return [dist(a, b) for a, b in pairwise(points)]


@given(postures)
def test_limbs_keep_their_lengths_in_every_posture(posture: Posture) -> None:
    drawn = figure(posture)
    sole = (body.INSTEP**2 + body.HEEL**2) ** 0.5
    leg = [body.THIGH, body.SHIN, sole, body.HEEL + body.TOES]
    arm = [body.UPPER_ARM, body.FOREARM, body.HAND]
    assert dist(drawn.pelvis, drawn.chest) == pytest.approx(body.TORSO)
    assert dist(drawn.chest, drawn.head) == pytest.approx(body.NECK)
    for limb in (drawn.near_leg, drawn.far_leg):
        assert lengths(limb) == pytest.approx(leg)
    for arm_points in (drawn.near_arm, drawn.far_arm):
        assert lengths(arm_points) == pytest.approx(arm)


@given(postures)
def test_the_far_limbs_mirror_near_limbs_with_the_same_angles(posture: Posture) -> None:
    swapped = posture.model_copy(
        update={
            "near_arm": posture.far_arm,
            "far_arm": posture.near_arm,
            "near_leg": posture.far_leg,
            "far_leg": posture.near_leg,
        }
    )
    assert _in_the_mirror(figure(swapped)) == pytest.approx(_places(figure(posture)))


def _places(drawn: StickFigure) -> list[float]:
    return [
        value
        for limb in (drawn.near_arm, drawn.far_arm, drawn.near_leg, drawn.far_leg)
        for point in _points(limb)
        for value in point
    ]


def _in_the_mirror(drawn: StickFigure) -> list[float]:
    return [
        value
        for limb in (drawn.far_arm, drawn.near_arm, drawn.far_leg, drawn.near_leg)
        for point in _points(limb)
        for value in (point.x, point.y, -point.z)
    ]


def _points(limb: ArmPoints | LegPoints) -> list[Point]:
    if isinstance(limb, ArmPoints):
        return [limb.shoulder, limb.elbow, limb.wrist, limb.hand]
    return [limb.hip, limb.knee, limb.ankle, limb.heel, limb.toe]


@pytest.mark.parametrize(
    ("torso", "head"),
    [(0, (0, 160.5)), (90, (70.5, 90)), (-90, (-70.5, 90)), (180, (0, 19.5))],
)
def test_the_torso_leans_to_the_front(torso: float, head: tuple[float, float]) -> None:
    assert figure(standing(torso)).head[:2] == pytest.approx(head)


@pytest.mark.parametrize(
    ("leg", "ankle"),
    [
        (Leg(), (0, 5)),
        (Leg(knee=90), (-42, 47)),
        (Leg(hip=90), (85, 90)),
        (Leg(hip=-30), (-42.5, 16.388)),
        (Leg(hip=90, knee=90), (43, 48)),
    ],
)
def test_a_leg_bends_as_its_angles_say(leg: Leg, ankle: tuple[float, float]) -> None:
    assert figure(standing(near_leg=leg)).near_leg.ankle[:2] == pytest.approx(ankle, abs=0.01)


@pytest.mark.parametrize(
    ("arm", "wrist"),
    [
        (Arm(), (0, 85)),
        (Arm(shoulder=90), (53, 138)),
        (Arm(shoulder=180), (0, 191)),
        (Arm(elbow=90), (25, 110)),
        (Arm(upper_out=90, lower_out=90), (0, 138)),
    ],
)
def test_an_arm_bends_as_its_angles_say(arm: Arm, wrist: tuple[float, float]) -> None:
    assert figure(standing(near_arm=arm)).near_arm.wrist[:2] == pytest.approx(wrist, abs=0.01)


def test_toes_point_to_the_front_and_rise_with_the_ankle() -> None:
    flat = figure(standing()).near_leg
    drawn_up = figure(standing(near_leg=Leg(ankle=20))).near_leg
    assert flat.toe.y == pytest.approx(flat.heel.y)
    assert flat.toe.x > flat.heel.x
    assert drawn_up.toe.y > flat.toe.y


def test_the_chin_goes_to_the_front() -> None:
    assert figure(standing(neck=30)).head.x > 0


def test_hamstring_and_glute_lie_behind_the_body() -> None:
    leg = figure(standing()).near_leg
    assert (leg.back.x, leg.seat.x) == pytest.approx((-1, -1))


def test_a_point_beyond_lies_on_the_same_line() -> None:
    assert beyond(Point(0, 0, 0), Point(2, 4, 6), 1.5) == pytest.approx((3, 6, 9))
