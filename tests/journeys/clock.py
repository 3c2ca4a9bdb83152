"""A clock that can be put forward."""

from datetime import UTC, datetime, timedelta


class Clock:
    """The real time, and what was skipped."""

    def __init__(self) -> None:
        self._skipped = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._skipped

    def skip(self, **time: float) -> None:
        """Put it forward."""
        self._skipped += timedelta(**time)
