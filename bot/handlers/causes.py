"""What failed and where, without anybody's words."""

import traceback

_FRAMES = 4


def describe(error: BaseException) -> str:
    """Types and places, for an exception's own words may quote the person."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    text = f"{type(error).__name__} at {places or 'an unknown place'}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{text}, from {describe(cause)}" if cause else text
