"""From joint angles to points: pure forward kinematics with fixed lengths, in centimetres."""

from dataclasses import dataclass
from math import cos, radians, sin
from typing import NamedTuple

from bot.pictures.pose import Arm, Leg, Posture

TORSO = 48.0
NECK = 22.5
"""From between the shoulders to the middle of the head."""
UPPER_ARM = 28.0
FOREARM = 25.0
HAND = 8.0
THIGH = 43.0
SHIN = 42.0
INSTEP = 6.0
"""From the ankle down to the sole."""
HEEL = 5.0
TOES = 15.0
HALF_HIPS = 6.5
HALF_SHOULDERS = 14.0


class Point(NamedTuple):
    """A place in centimetres: x to the front, y up, z toward the viewer."""

    x: float
    y: float
    z: float


@dataclass(frozen=True, slots=True)
class ArmPoints:
    """The joints of an arm."""

    shoulder: Point
    elbow: Point
    wrist: Point
    hand: Point


@dataclass(frozen=True, slots=True)
class LegPoints:
    """The joints of a leg."""

    hip: Point
    knee: Point
    ankle: Point
    heel: Point
    toe: Point
    back: Point
    """A direction of length 1: from the thigh to where its hamstring lies."""
    seat: Point
    """A direction of length 1: from the hip to where its glute lies."""


@dataclass(frozen=True, slots=True)
class StickFigure:
    """The joints of a whole body; the near limbs are those of the working side."""

    head: Point
    chest: Point
    pelvis: Point
    near_arm: ArmPoints
    far_arm: ArmPoints
    near_leg: LegPoints
    far_leg: LegPoints


def figure(posture: Posture) -> StickFigure:
    """The joints of a body in a posture."""
    below = -posture.torso
    pelvis = Point(posture.hips.x, posture.hips.y, 0)
    chest = _offset(pelvis, below + 180, TORSO)
    return StickFigure(
        head=_offset(chest, below + 180 - posture.neck, NECK),
        chest=chest,
        pelvis=pelvis,
        near_arm=_arm(chest._replace(z=HALF_SHOULDERS), below, posture.near_arm, 1),
        far_arm=_arm(chest._replace(z=-HALF_SHOULDERS), below, posture.far_arm, -1),
        near_leg=_leg(pelvis._replace(z=HALF_HIPS), below, posture.near_leg),
        far_leg=_leg(pelvis._replace(z=-HALF_HIPS), below, posture.far_leg),
    )


def beyond(start: Point, end: Point, stretch: float) -> Point:
    """The point on the line from start to end, at `stretch` times its length."""
    return Point(*(a + (b - a) * stretch for a, b in zip(start, end, strict=True)))


def _arm(shoulder: Point, below: float, arm: Arm, outward: int) -> ArmPoints:
    upper = below + arm.shoulder
    lower = upper + arm.elbow
    elbow = _offset(shoulder, upper, UPPER_ARM, outward * arm.upper_out)
    wrist = _offset(elbow, lower, FOREARM, outward * arm.lower_out)
    return ArmPoints(shoulder, elbow, wrist, _offset(wrist, lower, HAND, outward * arm.lower_out))


def _leg(hip: Point, below: float, leg: Leg) -> LegPoints:
    thigh = below + leg.hip
    shin = thigh - leg.knee
    front = shin + 90 + leg.ankle
    knee = _offset(hip, thigh, THIGH)
    ankle = _offset(knee, shin, SHIN)
    sole = _offset(ankle, front - 90, INSTEP)
    return LegPoints(
        hip=hip,
        knee=knee,
        ankle=ankle,
        heel=_offset(sole, front, -HEEL),
        toe=_offset(sole, front, TOES),
        back=_offset(Point(0, 0, 0), thigh - 90, 1),
        seat=_offset(Point(0, 0, 0), below - 90, 1),
    )


def _offset(start: Point, direction: float, length: float, out: float = 0) -> Point:
    """The point at a distance from another.

    Degrees: direction 0 is down and 90 to the front; `out` is toward the viewer.
    """
    flat = length * cos(radians(out))
    return Point(
        start.x + flat * sin(radians(direction)),
        start.y - flat * cos(radians(direction)),
        start.z + length * sin(radians(out)),
    )
