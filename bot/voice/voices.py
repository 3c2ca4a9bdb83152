"""Hearing and speaking for the whole assistant, as the settings ask for it."""

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
from bot.voice.choosing import chosen_ear, chosen_mouth
from bot.voice.recognition.recognizer import SpeechRecognizer
from bot.voice.synthesis.synthesizer import SpeechSynthesizer


@dataclass(frozen=True, slots=True)
class SpeechEngines:
    """An ear and a mouth, or less."""

    hearing: SpeechRecognizer | None = None
    speaking: SpeechSynthesizer | None = None

    @property
    def hears(self) -> bool:
        """Whether there is an ear."""
        return self.hearing is not None

    @property
    def speaks(self) -> bool:
        """Whether there is a mouth."""
        return self.speaking is not None

    async def hear(self, recording: Recording, grammar: ExpectedSpeech) -> Transcript | NotHeard:
        """What was said, as far as it could be made out. Never raises for what is in it."""
        return (
            await self.hearing.hear(recording, grammar)
            if self.hearing
            else NotHeard(RecognitionError.OFF)
        )

    async def say(self, utterance: Utterance) -> Sound:
        """The words as a voice message.

        Raises `VoiceError` when there is no mouth, or when it cannot speak now.
        """
        if self.speaking is None:
            raise VoiceError("There is no voice: BOT_SPEAKER is off, or its engine is missing.")
        return await self.speaking.say(utterance)


@asynccontextmanager
async def voices(settings: Settings) -> AsyncIterator[SpeechEngines]:
    """Ear and mouth while the assistant runs; both get ready in the background.

    Raises `VoiceError` for an engine that is not installed, or a model that is not there.
    """
    ear, mouth = chosen_ear(settings), chosen_mouth(settings)
    hearing = SpeechRecognizer(ear) if ear else None
    speaking = SpeechSynthesizer(mouth, settings.data_dir / "voice") if mouth else None
    parts = [part for part in (hearing, speaking) if part]
    for part in parts:
        part.begin()
    try:
        yield SpeechEngines(hearing, speaking)
    finally:
        await asyncio.gather(*(part.close() for part in parts))
