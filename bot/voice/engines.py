"""What an engine for hearing and one for speaking look like; they run in worker processes."""

from typing import Protocol

from bot.domain.audio import ExpectedSpeech, NotHeard, Transcript
from bot.voice.pcm import Pcm


class RecognizerEngine(Protocol):
    """Makes words of sound."""

    def transcribe(self, pcm: Pcm, grammar: ExpectedSpeech) -> Transcript | NotHeard:
        """What was said; `pcm` has `HEARING_RATE` and is `LONGEST` seconds long at most."""


class SynthesizerEngine(Protocol):
    """Makes sound of words."""

    @property
    def name(self) -> str:
        """Engine, voice and version: whoever keeps sounds keeps them under it."""

    def synthesize(self, text: str) -> Pcm:
        """The words spoken, without silence before; `text` is speakable: words only."""
