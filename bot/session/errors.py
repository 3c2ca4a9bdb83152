"""What can go wrong with a kept session."""

from bot.errors import CoachError


class SessionError(CoachError):
    """A kept session cannot be used: its text or its events do not fit together."""
