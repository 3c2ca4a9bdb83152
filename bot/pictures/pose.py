"""The shape of poses.yaml: how a body is placed in each movement, and what stands around it."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.knowledge.content.entries import Entry, Line

Centimetres = Annotated[float, Field(ge=-300, le=300)]
Tilt = Annotated[float, Field(ge=-180, le=180)]


class Frame(StrEnum):
    """One of the three drawings of a movement."""

    START = "start"
    TOP = "top"
    LOWERING = "lowering"


class Arm(Entry):
    """An arm; all angles in degrees, 0 hangs straight along the body."""

    shoulder: Tilt = 0
    """Positive: raised to the front."""
    elbow: Annotated[float, Field(ge=0, le=160)] = 0
    """Positive: bent."""
    upper_out: Tilt = 0
    """The upper arm away from the middle of the body, so that it looks shorter from the side."""
    lower_out: Tilt = 0
    """The same for the forearm; negative: toward the middle."""


class Leg(Entry):
    """A leg; all angles in degrees, 0 is straight below the body with the foot square to it."""

    hip: Annotated[float, Field(ge=-40, le=140)] = 0
    """Positive: the thigh is in front of the body."""
    knee: Annotated[float, Field(ge=0, le=150)] = 0
    """Positive: bent, the heel toward the glutes."""
    ankle: Annotated[float, Field(ge=-90, le=40)] = 0
    """Positive: the toes are drawn toward the shin."""


class Hips(Entry):
    """Where the middle of the hips is, in centimetres; y is the height above the floor."""

    x: Centimetres
    y: Centimetres


class Posture(Entry):
    """A body seen from its working side, facing to the right."""

    hips: Hips
    torso: Tilt
    """Degrees: 0 upright, 90 face down with the head to the right, -90 on the back."""
    neck: Annotated[float, Field(ge=-60, le=60)] = 0
    """Positive: the chin toward the chest."""
    near_arm: Arm = Arm()
    far_arm: Arm = Arm()
    near_leg: Leg
    far_leg: Leg


class Upright(Entry):
    """A wall or a post."""

    x: Centimetres


class Mat(Entry):
    """A mat on the floor, from one end to the other."""

    left: Centimetres
    right: Centimetres


class Ball(Entry):
    """A ball on the floor that the heels roll."""

    x: Centimetres
    """Its middle at the start."""
    radius: Annotated[float, Field(ge=15, le=45)]


class Props(Entry):
    """What stands around the body or is worn."""

    wall: Upright | None = None
    post: Upright | None = None
    mat: Mat | None = None
    ball: Ball | None = None
    ankle_weight: bool = False
    band: bool = False
    """A band from the post to the working ankle."""

    @model_validator(mode="after")
    def _band_needs_post(self) -> Self:
        if self.band and self.post is None:
            raise ValueError("a band needs a post")
        return self


class Arrow(Entry):
    """The arrow along the movement: the path of a point beyond the end of the leg."""

    start: Literal["hip", "knee", "ankle"]
    end: Literal["ankle", "heel", "toe"]
    stretch: Annotated[float, Field(ge=1, le=5)] = 1
    """How far beyond: 1 is the end itself, 2 as far again."""
    above: Centimetres = 0
    """How much higher the arrow is drawn."""
    label: Annotated[Line, Field(max_length=20)] | None = None


class FrameText(Entry):
    """What one drawing shows: `{hold}` stands for the seconds at the top."""

    caption: Annotated[Line, Field(max_length=40)]
    text: Annotated[Line, Field(max_length=300)]
    """For someone who cannot see it; `{working}` and `{resting}` stand for left and right."""


class Pose(Entry):
    """Everything that is drawn for one exercise."""

    props: Props
    arrow: Arrow
    lift: Annotated[Line, Field(max_length=40)]
    """The caption while the animation lifts."""
    start: Posture
    top: Posture
    lowering: Posture
    """About half-way down: the animation passes through it both ways."""
    words: dict[Literal["start", "top", "lowering"], FrameText]

    @model_validator(mode="after")
    def _words_for_each(self) -> Self:
        missing = sorted(set(Frame) - set(self.words))
        if missing:
            raise ValueError(f"no words for {', '.join(missing)}")
        return self

    def posture(self, frame: Frame) -> Posture:
        """The body in one of the three drawings."""
        return {Frame.START: self.start, Frame.TOP: self.top, Frame.LOWERING: self.lowering}[frame]
