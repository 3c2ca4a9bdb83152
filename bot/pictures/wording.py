"""What is written on the drawings, and their text twins."""

from bot.domain.number_words import cardinal
from bot.knowledge.content.entries import Exercise
from bot.pictures.motion import Phase
from bot.pictures.pose import Frame, Pose
from bot.session.model.choices import Side

_LARGEST_WORDED = 10
"""From the next number on figures are shorter, and a caption is one line."""


def tag(side: Side) -> str:
    """The sign in the corner that says which leg works."""
    return "both legs" if side is Side.BOTH else f"{side.value} leg"


def caption(exercise: Exercise, pose: Pose, frame: Frame) -> str:
    """The line below a drawing."""
    return pose.words[frame.value].caption.replace("{hold}", seconds(exercise.tempo.hold))


def phase_caption(exercise: Exercise, pose: Pose, phase: Phase) -> str:
    """The line below an animation while it lifts, holds or lowers."""
    if phase is Phase.LIFT:
        return pose.lift
    return caption(exercise, pose, Frame.TOP if phase is Phase.HOLD else Frame.LOWERING)


def text_twin(exercise: Exercise, pose: Pose, side: Side, frame: Frame) -> str:
    """A drawing in words, for someone who cannot see it."""
    resting = Side.LEFT if side is Side.RIGHT else Side.RIGHT
    text = pose.words[frame.value].text
    text = text.replace("{working}", side.value).replace("{resting}", resting.value)
    return f"{exercise.name}, {tag(side)}. {caption(exercise, pose, frame)}. {text}"


def seconds(count: int) -> str:
    """A time as captions write it: one second, two seconds, 45 seconds."""
    number = cardinal(count) if count <= _LARGEST_WORDED else str(count)
    return f"{number} {'second' if count == 1 else 'seconds'}"
