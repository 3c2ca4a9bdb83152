"""What the coach says aloud: served to the reader of the message below which it stands."""

from hashlib import sha256
from typing import Protocol

from bot.playground.media import Medium
from bot.replies import Utterance
from bot.sounds import Sound


class Voices(Protocol):
    """The engines for hearing and speaking, as far as there are any."""

    @property
    def hears(self) -> bool:
        """Whether recordings are understood at all."""

    @property
    def speaks(self) -> bool:
        """Whether anything is said aloud at all."""

    async def say(self, utterance: Utterance) -> Sound:
        """An utterance as sound. Raises `VoiceError` when it cannot be said."""


def mark_of(utterance: Utterance) -> str:
    """Tells one utterance from another: a message that is edited may have another one."""
    return sha256(repr(utterance).encode()).hexdigest()[:16]


def voiced(sound: Sound) -> Medium:
    """A sound as it is played; asked for anew each time, so that it stays with its reader."""
    return Medium(sound.content, "audio/ogg", "private, no-cache")
