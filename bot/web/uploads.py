"""Recordings that the browser chat uploads: their kinds, their size, how many at once."""

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.domain.audio import LARGEST, Recording
from bot.web.forms import Limits

KINDS = frozenset(
    {"audio/webm", "audio/ogg", "audio/mp4", "audio/mpeg", "audio/wav", "audio/x-wav"}
)
"""What browsers call their recordings; what they really are is seen when they are decoded."""
LIMITS = Limits(LARGEST, 30, "That recording is too large. Please keep it below a minute.")
EACH = 2
"""Recordings of one visitor that are held at once: one is transcribed, the next one waits."""
EVERYBODY = 10
"""Recordings of all visitors that are held at once, each of them `LARGEST` bytes at most."""


class NoUploadSlotError(Exception):
    """As many recordings are held as may be."""


class UploadSlots:
    """Limits how many recordings are held in memory until they are transcribed."""

    def __init__(self, each: int = EACH, everybody: int = EVERYBODY) -> None:
        self._each = each
        self._everybody = everybody
        self._taken: Counter[Hashable] = Counter()

    @contextmanager
    def take(self, who: Hashable) -> Iterator[None]:
        """Hold a slot for one recording.

        Raises `NoUploadSlotError` when there is none.
        """
        if self._taken[who] >= self._each or self._taken.total() >= self._everybody:
            raise NoUploadSlotError
        self._taken[who] += 1
        try:
            yield
        finally:
            self._taken.subtract([who])
            self._taken += Counter()  # drops visitors who hold none


async def read_recording(request: Request) -> Recording:
    """The recording in a request. Raises an `HTTPException` with a sentence for the person."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in KINDS:
        raise HTTPException(415, "This chat cannot listen to that kind of recording.")
    content = await LIMITS.read(request)
    if not content:
        raise HTTPException(422, "There was nothing in that recording. Please try again.")
    return Recording(content, kind)
