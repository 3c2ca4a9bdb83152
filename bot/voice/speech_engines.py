"""Speech recognition and synthesis for the whole assistant, as the settings ask for them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.config import Settings
from bot.domain.audio import (
    ExpectedSpeech,
    NotHeard,
    RecognitionError,
    Recording,
    Sound,
    Transcript,
)
from bot.domain.replies import Utterance
from bot.errors import VoiceError
from bot.voice.recognition.recognizer import SpeechRecognizer
from bot.voice.specs import chosen_recognizer, chosen_synthesizer
from bot.voice.synthesis.synthesizer import SpeechSynthesizer


@dataclass(frozen=True, slots=True)
class SpeechEngines:
    """A recognizer and a synthesizer, each of which may be missing."""

    recognizer: SpeechRecognizer | None = None
    synthesizer: SpeechSynthesizer | None = None

    @property
    def transcribes(self) -> bool:
        """Whether there is a recognizer."""
        return self.recognizer is not None

    @property
    def synthesizes(self) -> bool:
        """Whether there is a synthesizer."""
        return self.synthesizer is not None

    async def transcribe(
        self, recording: Recording, grammar: ExpectedSpeech
    ) -> Transcript | NotHeard:
        """What was said, as far as it could be made out. Never raises for what is in it."""
        if self.recognizer is None:
            return NotHeard(RecognitionError.OFF)
        return await self.recognizer.transcribe(recording, grammar)

    async def synthesize(self, utterance: Utterance) -> Sound:
        """An utterance as a voice message.

        Raises `VoiceError` when there is no synthesizer, or when it fails.
        """
        if self.synthesizer is None:
            raise VoiceError("There is no voice: BOT_SPEAKER is off, or its engine is missing.")
        return await self.synthesizer.synthesize(utterance)


@asynccontextmanager
async def speech_engines(settings: Settings) -> AsyncIterator[SpeechEngines]:
    """Recognizer and synthesizer while the assistant runs; both load in the background.

    Raises `VoiceError` for an engine that is not installed, or a model that is not there.
    """
    recognizer_spec, synthesizer_spec = chosen_recognizer(settings), chosen_synthesizer(settings)
    recognizer = SpeechRecognizer(recognizer_spec) if recognizer_spec else None
    cache = settings.data_dir / "voice"
    synthesizer = SpeechSynthesizer(synthesizer_spec, cache) if synthesizer_spec else None
    parts = [part for part in (recognizer, synthesizer) if part]
    for part in parts:
        part.load_in_background()
    try:
        yield SpeechEngines(recognizer, synthesizer)
    finally:
        await asyncio.gather(*(part.close() for part in parts))
