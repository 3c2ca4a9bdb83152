"""How a movement runs through its three postures, and when: from 0, the start, to 1, the top."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from bot.knowledge.content.entries import Entry, Tempo
from bot.pictures.pose import Pose, Posture

SHORTEST = 0.6
"""Seconds of each part of an animation, at least: nothing jumps."""
LONGEST = 4.0
"""Seconds of each part of an animation, at most: a long hold need not be watched."""
PROGRESS = {"start": 0.0, "lowering": 0.5, "top": 1.0}

Values = TypeVar("Values", bound=Entry)


class Phase(Enum):
    """What the body does at a moment."""

    LIFT = "lift"
    HOLD = "hold"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Keyframe:
    """One picture of an animation."""

    progress: float
    """From 0, the start, to 1, the top."""
    phase: Phase


def posture_at(pose: Pose, progress: float) -> Posture:
    """The body on its way: a smooth curve through start, lowering (at 0.5) and top."""
    p = progress
    weights = ((1 - p) * (1 - 2 * p), 4 * p * (1 - p), p * (2 * p - 1))
    return _blend(weights, (pose.start, pose.lowering, pose.top))


def moments(tempo: Tempo, rate: int) -> Iterator[Keyframe]:
    """One repetition, `rate` pictures per second; the last is like the first."""
    for at in range(_count(tempo.lift, rate)):
        yield Keyframe(ease(at / _count(tempo.lift, rate)), Phase.LIFT)
    for _ in range(_count(tempo.hold, rate)):
        yield Keyframe(1.0, Phase.HOLD)
    for at in range(1, _count(tempo.lower, rate) + 1):
        yield Keyframe(ease(1 - at / _count(tempo.lower, rate)), Phase.LOWER)


def ease(progress: float) -> float:
    """The same way from 0 to 1, slow at both ends."""
    return progress * progress * (3 - 2 * progress)


def _count(seconds: float, rate: int) -> int:
    return round(min(max(seconds, SHORTEST), LONGEST) * rate)


def _blend(weights: tuple[float, ...], several: tuple[Values, ...]) -> Values:
    """Entries of numbers, mixed number by number."""
    mixed: dict[str, Entry | float] = {}
    for name in type(several[0]).model_fields:
        values = tuple(getattr(one, name) for one in several)
        if isinstance(values[0], Entry):
            mixed[name] = _blend(weights, values)
        else:
            mixed[name] = sum(w * value for w, value in zip(weights, values, strict=True))
    return type(several[0]).model_construct(None, **mixed)
