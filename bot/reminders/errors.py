"""What can go wrong with a reminder."""

from bot.errors import CoachError


class ReminderError(CoachError):
    """A reminder cannot be used: its days, its time or its time zone make no sense."""
