"""Recordings as they come in, voice messages as they go out, and transcripts."""

from dataclasses import dataclass, field
from enum import Enum

LONGEST = 60.0
"""Seconds of a recording that are transcribed."""
LARGEST = 6 * 1024 * 1024
"""Bytes of a recording: a minute of uncompressed stereo at 24 kHz fits, 44.1 kHz mono, too."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What a person said, as it arrived: not looked into yet."""

    content: bytes = field(repr=False)
    media_type: str = ""
    """As the sender calls it, for example "audio/ogg"; nothing relies on it."""
    seconds: float | None = None
    """As the sender says; None when it does not."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What the assistant says aloud: OGG/Opus, mono, 48 kHz, as voice messages are."""

    content: bytes = field(repr=False)
    seconds: float


class ExpectedSpeech(Enum):
    """What is expected to be said: it decides what a recognizer looks for first."""

    COMMANDS = "commands"
    """The closed set of phrases of a session; then a question."""
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One of several texts that may have been said."""

    text: str
    """Lower case, words and spaces; numbers are words."""
    confidence: float
    """0 to 1: how likely it is what was said; those of all hypotheses add up to 1 at most."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a recognizer made of a recording."""

    hypotheses: tuple[Hypothesis, ...]
    """The likeliest first; never empty."""
    grammar: ExpectedSpeech
    """Whether a command or free speech was recognised."""


class RecognitionError(Enum):
    """Why a recording has no transcript."""

    EMPTY = "empty"
    """There was no sound in it at all."""
    SILENT = "silent"
    """Nobody spoke."""
    FOREIGN = "foreign"
    """Somebody spoke, but surely not about training."""
    TOO_LONG = "too long"
    TOO_LARGE = "too large"
    UNREADABLE = "unreadable"
    """Broken, or of a kind that is not read."""
    BUSY = "busy"
    """Too many speak at once."""
    FAILED = "failed"
    """The engine broke, or took too long or too much."""
    OFF = "off"
    """There is no engine."""


@dataclass(frozen=True, slots=True)
class NotHeard:
    """The answer for a recording without a transcript."""

    error: RecognitionError
