"""What a failed request to Telegram means for its message, and errors as the log shows them."""

import traceback
from datetime import timedelta
from enum import Enum, auto

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.handlers.transport.http import NEVER_SENT


class ErrorKind(Enum):
    """What is known about a message after its request failed."""

    NOT_REACHED = auto()
    """The request never left this machine; it may be repeated."""
    TOO_FAST = auto()
    """It was refused for now (429)."""
    UNCHANGED = auto()
    """An edit that would change nothing."""
    UNREADABLE = auto()
    """Telegram could not read the tags."""
    UNREACHABLE = auto()
    """The person has blocked the bot, is gone, or has never written."""
    MOVED = auto()
    """The group has another id now."""
    NO_FILE = auto()
    """Telegram does not know the id of the file."""
    NO_VOICES = auto()
    """The person takes no voice messages."""
    REFUSED = auto()
    """Refused for another reason; it certainly did not arrive."""
    UNKNOWN = auto()
    """It may have arrived."""


_FRAMES = 4
"""Places of an error that are logged."""

# The order matters: most of Telegram's errors are, to the library, network errors as well.
_BY_WORDS = (
    ("message is not modified", ErrorKind.UNCHANGED),
    ("can't parse entities", ErrorKind.UNREADABLE),
    ("chat not found", ErrorKind.UNREACHABLE),
    ("wrong file identifier", ErrorKind.NO_FILE),
    ("wrong remote file identifier", ErrorKind.NO_FILE),
    ("voice_messages_forbidden", ErrorKind.NO_VOICES),
)


def error_kind(error: TelegramError) -> ErrorKind:
    """What an error says about the request."""
    if isinstance(error, RetryAfter):
        return ErrorKind.TOO_FAST
    if isinstance(error, ChatMigrated):
        return ErrorKind.MOVED
    if isinstance(error, Forbidden):
        return ErrorKind.UNREACHABLE
    if isinstance(error, BadRequest):
        return _by_words(error.message.lower())
    if isinstance(error, InvalidToken | Conflict):
        return ErrorKind.REFUSED
    reached = not isinstance(error.__cause__, NEVER_SENT)
    return ErrorKind.UNKNOWN if reached else ErrorKind.NOT_REACHED


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _by_words(message: str) -> ErrorKind:
    for words, kind in _BY_WORDS:
        if words in message:
            return kind
    return ErrorKind.REFUSED


def describe(error: BaseException) -> str:
    """Types and places for the log; never an error's own text, which may quote the person."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    text = f"{type(error).__name__} at {places or 'an unknown place'}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{text}, from {describe(cause)}" if cause else text
