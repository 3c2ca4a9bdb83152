"""Films of the movements, by the names in their addresses."""

import re
from collections.abc import Awaitable, Callable

from bot.playground.media import Medium
from bot.replies import Picture

Animations = Callable[[Picture], Awaitable[bytes]]
"""A picture -> its film as MP4. Raises `KeyError` for what is not drawn."""

_NAME = re.compile(r"[a-z_]+")


def named(exercise: str, side: str) -> Picture | None:
    """The picture that an address names; None when nothing could have such a name."""
    if _NAME.fullmatch(exercise) and _NAME.fullmatch(side):
        return Picture(exercise, side, description="")
    return None


def film(contents: bytes) -> Medium:
    """A film as it is played; the same for everybody."""
    return Medium(contents, "video/mp4", "max-age=86400")
