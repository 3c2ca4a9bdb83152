"""The priority of a request to Telegram."""

from enum import IntEnum

from telegram.ext import ExtBot


class Priority(IntEnum):
    """The most urgent first. None is zero, which the library takes for no priority at all."""

    REPLY = 1
    """An answer to what a person did."""
    CARD = 2
    """The card of a session without a tap: a rest is over."""
    REMINDER = 3
    """What goes to many people at the same time."""
    COSMETIC = 4
    """Nice to have: it goes at once or never."""


Bot = ExtBot[Priority]
"""A bot whose requests may carry a priority; those without one are replies."""
