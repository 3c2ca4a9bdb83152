"""What an engine for hearing and one for speaking look like; they run in worker processes."""

from typing import Protocol

from bot.domain.audio import Grammar, Heard, NotHeard
from bot.voice.pcm import Pcm


class Ear(Protocol):
    """Makes words of sound."""

    def hear(self, pcm: Pcm, grammar: Grammar) -> Heard | NotHeard:
        """What was said; `pcm` has `HEARING_RATE` and is `LONGEST` seconds long at most."""


class Mouth(Protocol):
    """Makes sound of words."""

    @property
    def name(self) -> str:
        """Engine, voice and version: whoever keeps sounds keeps them under it."""

    def say(self, text: str) -> Pcm:
        """The words spoken, without silence before; `text` is speakable: words only."""
